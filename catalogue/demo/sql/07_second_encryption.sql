-- The databank encrypts what the third party encrypted a second time, all other identifiers with it, and puts Files 2
-- and 3 together again. Identifiers end in _E; the day of the snapshot stands in the names of the tables.

CREATE TABLE SAILSMPLV.SAMPLE_ALF_$snapshot AS
SELECT
  encrypted('$second_key', p.SYSTEM_ID) AS SYSTEM_ID_E, -- Encrypted by the databank
  encrypted('$second_key', p.ALF) AS ALF_E, -- Encrypted a second time, by the databank
  p.ALF_STS_CD,
  p.ALF_MTCH_PCT,
  p.GNDR_CD,
  p.WOB,
  p.LSOA2011_CD,
  DATE '$until' AS AVAIL_FROM_DT -- Day of loading; in this sample that of the extract
FROM file_3.PEOPLE AS p;

CREATE TABLE SAILSMPLV.SAMPLE_CASES_$snapshot AS
SELECT
  encrypted('$second_key', c.CASE_ID) AS CASE_ID_E, -- Encrypted by the databank
  c.LAWTYPE_ID,
  c.LOCALAUTHORITY_ID,
  c.DATECREATED,
  DATE '$until' AS AVAIL_FROM_DT -- Day of loading; in this sample that of the extract
FROM file_2.CASES AS c;

CREATE TABLE SAILSMPLV.SAMPLE_APPLICATIONS_$snapshot AS
SELECT
  encrypted('$second_key', a.APPLICATION_ID) AS ID_E, -- Encrypted by the databank
  encrypted('$second_key', a.CASE_ID) AS CASE_ID_E, -- Encrypted by the databank
  a.APPLICATIONTYPE1_ID,
  a.DATEOFAPPLICATION,
  a.DATERECEIVED,
  min(o.DATEOFORDER) AS DATEAPPLICATIONCOMPLETED, -- Day of the first order; empty while there is none
  a.EXTRACT_DT,
  DATE '$until' AS AVAIL_FROM_DT -- Day of loading; in this sample that of the extract
FROM file_2.APPLICATIONS AS a
LEFT JOIN file_2.LEGALOUTPUTS AS o ON o.APPLICATION_ID = a.APPLICATION_ID
GROUP BY a.APPLICATION_ID, a.CASE_ID, a.APPLICATIONTYPE1_ID, a.DATEOFAPPLICATION, a.DATERECEIVED, a.EXTRACT_DT;

CREATE TABLE SAILSMPLV.SAMPLE_LEGALOUTPUTS_$snapshot AS
SELECT
  encrypted('$second_key', o.APPLICATION_ID) AS APPLICATION_ID_E, -- Encrypted by the databank
  o.LEGALOUTPUTTYPE_ID,
  o.DATEOFORDER,
  DATE '$until' AS AVAIL_FROM_DT -- Day of loading; in this sample that of the extract
FROM file_2.LEGALOUTPUTS AS o;

CREATE TABLE SAILSMPLV.SAMPLE_PERSONSONAPPLICATIONS_$snapshot AS
SELECT
  encrypted('$second_key', p.APPLICATION_ID) AS APPLICATION_ID_E, -- Encrypted by the databank
  encrypted('$second_key', p.SYSTEM_ID) AS SYSTEM_ID_E, -- Encrypted by the databank
  encrypted('$second_key', linked.ALF) AS ALF_E, -- Encrypted a second time, by the databank
  p.ISSUBJECT,
  p.ISAPPLICANT,
  p.ISRESPONDENT,
  DATE '$until' AS AVAIL_FROM_DT -- Day of loading; in this sample that of the extract
FROM file_2.PERSONSONAPPLICATIONS AS p
LEFT JOIN file_3.PEOPLE AS linked ON linked.SYSTEM_ID = p.SYSTEM_ID;
