-- How good the snapshot is: rows, people matched, applications without an end, identifiers that occur twice.

CREATE TABLE SAILSMPLV.SAMPLE_QUALITYREPORT_$snapshot AS
SELECT
  'SAMPLE_ALF' AS TABLE_NAME, -- Table that is judged
  'people matched, in %' AS MEASURE, -- What is measured
  round(100.0 * count(p.ALF_E) / count(p.SYSTEM_ID_E), 1) AS FOUND -- People with a link in 100 people
FROM SAILSMPLV.SAMPLE_ALF_$snapshot AS p
UNION ALL
SELECT
  'SAMPLE_ALF',
  'people in more than one line',
  count(p.SYSTEM_ID_E) - count(DISTINCT p.SYSTEM_ID_E)
FROM SAILSMPLV.SAMPLE_ALF_$snapshot AS p
UNION ALL
SELECT
  'SAMPLE_APPLICATIONS',
  'applications in more than one line',
  count(a.ID_E) - count(DISTINCT a.ID_E)
FROM SAILSMPLV.SAMPLE_APPLICATIONS_$snapshot AS a
UNION ALL
SELECT
  'SAMPLE_APPLICATIONS',
  'applications without a day of completion, in %',
  round(100.0 - 100.0 * count(a.DATEAPPLICATIONCOMPLETED) / count(a.ID_E), 1)
FROM SAILSMPLV.SAMPLE_APPLICATIONS_$snapshot AS a
UNION ALL
SELECT
  'SAMPLE_APPLICATIONS',
  'application types that the look-up table lacks',
  count(DISTINCT a.APPLICATIONTYPE1_ID) - count(DISTINCT t.ID)
FROM SAILSMPLV.SAMPLE_APPLICATIONS_$snapshot AS a
LEFT JOIN SAILSMPLREFV.SAMPLE_APPLICATIONTYPES_$snapshot AS t ON t.ID = a.APPLICATIONTYPE1_ID;
