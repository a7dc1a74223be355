-- The project counts. Private law in cases, public law in applications under section 31, durations in weeks from issue
-- to completion. Durations leave out the first year: of the cases that ended then, only the short ones began in it.

CREATE TABLE SAILW0000V.APPLICATIONS_CLEAN AS
SELECT
  a.ID_PE,
  a.CASE_ID_PE,
  c.LAWTYPE_ID,
  c.LOCALAUTHORITY_ID,
  a.DATERECEIVED,
  a.DATEAPPLICATIONCOMPLETED,
  date_diff('day', a.DATEOFAPPLICATION, a.DATEAPPLICATIONCOMPLETED) / 7.0 AS WEEKS, -- From issue to completion
  c.LAWTYPE_ID = 1 AND t.NAME LIKE '%section 31%' AS IS_CARE -- Public law, and a type under section 31
FROM SAIL0000V.SMPL_SAMPLE_APPLICATIONS_$snapshot AS a
JOIN SAIL0000V.SMPL_SAMPLE_CASES_$snapshot AS c ON c.CASE_ID_PE = a.CASE_ID_PE
JOIN SAILSMPLREFV.SAMPLE_APPLICATIONTYPES_$snapshot AS t ON t.ID = a.APPLICATIONTYPE1_ID;

CREATE TABLE SAILW0000V.PRIVATE_LAW_YEARS AS
SELECT
  financial_year(c.DATECREATED) AS PERIOD, -- Financial year in which the case was received
  count(DISTINCT c.CASE_ID_PE) AS CASES -- How many different cases
FROM SAIL0000V.SMPL_SAMPLE_CASES_$snapshot AS c
WHERE c.LAWTYPE_ID = 2
GROUP BY financial_year(c.DATECREATED);

CREATE TABLE SAILW0000V.PRIVATE_LAW_MONTHS AS
SELECT
  month_of(c.DATECREATED) AS PERIOD, -- Month in which the case was received
  financial_year(c.DATECREATED) AS YEAR, -- Financial year of the month
  count(DISTINCT c.CASE_ID_PE) AS CASES -- How many different cases
FROM SAIL0000V.SMPL_SAMPLE_CASES_$snapshot AS c
WHERE c.LAWTYPE_ID = 2
GROUP BY month_of(c.DATECREATED), financial_year(c.DATECREATED);

CREATE TABLE SAILW0000V.CARE_YEARS AS
SELECT
  financial_year(a.DATERECEIVED) AS PERIOD, -- Financial year in which the application was received
  count(DISTINCT a.ID_PE) AS APPLICATIONS -- How many different applications
FROM SAILW0000V.APPLICATIONS_CLEAN AS a
WHERE a.IS_CARE
GROUP BY financial_year(a.DATERECEIVED);

CREATE TABLE SAILW0000V.CARE_MONTHS AS
SELECT
  month_of(a.DATERECEIVED) AS PERIOD, -- Month in which the application was received
  financial_year(a.DATERECEIVED) AS YEAR, -- Financial year of the month
  count(DISTINCT a.ID_PE) AS APPLICATIONS -- How many different applications
FROM SAILW0000V.APPLICATIONS_CLEAN AS a
WHERE a.IS_CARE
GROUP BY month_of(a.DATERECEIVED), financial_year(a.DATERECEIVED);

CREATE TABLE SAILW0000V.CARE_RATES AS
SELECT
  area.NAME AS AREA,
  y.PERIOD,
  count(DISTINCT a.ID_PE) AS APPLICATIONS, -- How many different applications
  any_value(area.CHILDREN) AS CHILDREN -- Children in the area
FROM SAILSMPLREFV.SAMPLE_LOCALAUTHORITIES_$snapshot AS area
CROSS JOIN SAILW0000V.CARE_YEARS AS y
LEFT JOIN SAILW0000V.APPLICATIONS_CLEAN AS a
  ON a.LOCALAUTHORITY_ID = area.ID
  AND financial_year(a.DATERECEIVED) = y.PERIOD
  AND a.IS_CARE
GROUP BY area.NAME, y.PERIOD;

CREATE TABLE SAILW0000V.CARE_DURATION AS
SELECT
  financial_quarter(a.DATEAPPLICATIONCOMPLETED) AS PERIOD, -- Quarter in which the application was completed
  count(DISTINCT a.ID_PE) AS APPLICATIONS, -- How many applications were completed
  round(avg(a.WEEKS), 0)::INTEGER AS WEEKS -- Mean weeks, whole
FROM SAILW0000V.APPLICATIONS_CLEAN AS a
WHERE a.IS_CARE AND a.DATEAPPLICATIONCOMPLETED >= DATE '$durations_from'
GROUP BY financial_quarter(a.DATEAPPLICATIONCOMPLETED);
