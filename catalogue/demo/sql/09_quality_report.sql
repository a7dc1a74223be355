-- How good the snapshot is: rows, people matched, applications without an end, identifiers that occur twice.

CREATE TABLE SAILSMPLV.QUALITYREPORT_$snapshot AS
SELECT
  'ALF' AS TABLE_NAME, -- Table that is judged
  'people matched, in %' AS MEASURE, -- What is measured
  round(100.0 * count(p.ALF_E) / count(p.SYSTEM_ID_E), 1) AS FOUND -- People with a link in 100 people
FROM SAILSMPLV.ALF_$snapshot AS p
UNION ALL
SELECT
  'ALF',
  'people in more than one line',
  count(p.SYSTEM_ID_E) - count(DISTINCT p.SYSTEM_ID_E)
FROM SAILSMPLV.ALF_$snapshot AS p
UNION ALL
SELECT
  'APPLICATIONS',
  'applications in more than one line',
  count(a.ID_E) - count(DISTINCT a.ID_E)
FROM SAILSMPLV.APPLICATIONS_$snapshot AS a
UNION ALL
SELECT
  'APPLICATIONS',
  'applications without a day of completion, in %',
  round(100.0 - 100.0 * count(a.DATEAPPLICATIONCOMPLETED) / count(a.ID_E), 1)
FROM SAILSMPLV.APPLICATIONS_$snapshot AS a
UNION ALL
SELECT
  'APPLICATIONS',
  'application types that the look-up table lacks',
  count(DISTINCT a.APPLICATIONTYPE1_ID) - count(DISTINCT t.ID)
FROM SAILSMPLV.APPLICATIONS_$snapshot AS a
LEFT JOIN SAILSMPLREFV.APPLICATIONTYPES_$snapshot AS t ON t.ID = a.APPLICATIONTYPE1_ID;
