-- What may leave. Primary suppression: no figure rests on fewer than $threshold cases or applications. Secondary
-- suppression: where one figure alone of a year is hidden, the next smallest is hidden too, because the total of the
-- year is published and would give the hidden one away.

CREATE TABLE output_check.PRIVATE_LAW_YEARS AS
SELECT
  y.PERIOD,
  CASE WHEN y.CASES >= $threshold THEN y.CASES END AS CASES, -- Empty below the threshold
  CASE WHEN y.CASES >= $threshold THEN 'shown' ELSE 'below-threshold' END AS STATUS -- Which rule was applied
FROM SAILW0000V.PRIVATE_LAW_YEARS AS y;

CREATE TABLE output_check.PRIVATE_LAW_MONTHS AS
WITH ranked AS (
  SELECT
    m.PERIOD,
    m.CASES,
    row_number() OVER (PARTITION BY m.YEAR ORDER BY m.CASES, m.PERIOD) AS PLACE,
    count(*) FILTER (WHERE m.CASES < $threshold) OVER (PARTITION BY m.YEAR) AS HIDDEN
  FROM SAILW0000V.PRIVATE_LAW_MONTHS AS m
)
SELECT
  r.PERIOD,
  CASE WHEN r.CASES >= $threshold AND NOT (r.HIDDEN = 1 AND r.PLACE = 2) THEN r.CASES END AS CASES, -- Or empty
  CASE
    WHEN r.CASES < $threshold THEN 'below-threshold'
    WHEN r.HIDDEN = 1 AND r.PLACE = 2 THEN 'protects-another'
    ELSE 'shown'
  END AS STATUS -- Which rule was applied
FROM ranked AS r;

CREATE TABLE output_check.CARE_YEARS AS
SELECT
  y.PERIOD,
  CASE WHEN y.APPLICATIONS >= $threshold THEN y.APPLICATIONS END AS APPLICATIONS, -- Empty below the threshold
  CASE WHEN y.APPLICATIONS >= $threshold THEN 'shown' ELSE 'below-threshold' END AS STATUS -- Which rule was applied
FROM SAILW0000V.CARE_YEARS AS y;

CREATE TABLE output_check.CARE_MONTHS AS
WITH ranked AS (
  SELECT
    m.PERIOD,
    m.APPLICATIONS,
    row_number() OVER (PARTITION BY m.YEAR ORDER BY m.APPLICATIONS, m.PERIOD) AS PLACE,
    count(*) FILTER (WHERE m.APPLICATIONS < $threshold) OVER (PARTITION BY m.YEAR) AS HIDDEN
  FROM SAILW0000V.CARE_MONTHS AS m
)
SELECT
  r.PERIOD,
  CASE
    WHEN r.APPLICATIONS >= $threshold AND NOT (r.HIDDEN = 1 AND r.PLACE = 2) THEN r.APPLICATIONS
  END AS APPLICATIONS, -- Or empty
  CASE
    WHEN r.APPLICATIONS < $threshold THEN 'below-threshold'
    WHEN r.HIDDEN = 1 AND r.PLACE = 2 THEN 'protects-another'
    ELSE 'shown'
  END AS STATUS -- Which rule was applied
FROM ranked AS r;

CREATE TABLE output_check.CARE_RATES AS
WITH ranked AS (
  SELECT
    c.AREA,
    c.PERIOD,
    c.APPLICATIONS,
    10000.0 * c.APPLICATIONS / c.CHILDREN AS RATE,
    row_number() OVER (PARTITION BY c.PERIOD ORDER BY c.APPLICATIONS, c.AREA) AS PLACE,
    count(*) FILTER (WHERE c.APPLICATIONS < $threshold) OVER (PARTITION BY c.PERIOD) AS HIDDEN
  FROM SAILW0000V.CARE_RATES AS c
)
SELECT
  r.AREA,
  r.PERIOD,
  CASE
    WHEN r.APPLICATIONS >= $threshold AND NOT (r.HIDDEN = 1 AND r.PLACE = 2) THEN round(r.RATE, 1)
  END AS RATE, -- For each 10,000 children; or empty
  CASE
    WHEN r.APPLICATIONS < $threshold THEN 'below-threshold'
    WHEN r.HIDDEN = 1 AND r.PLACE = 2 THEN 'protects-another'
    ELSE 'shown'
  END AS STATUS -- Which rule was applied
FROM ranked AS r;

CREATE TABLE output_check.CARE_NATIONAL_RATES AS
SELECT
  c.PERIOD,
  CASE
    WHEN sum(c.APPLICATIONS) >= $threshold THEN round(10000.0 * sum(c.APPLICATIONS) / sum(c.CHILDREN), 1)
  END AS RATE, -- For each 10,000 children of all areas; empty below the threshold
  CASE WHEN sum(c.APPLICATIONS) >= $threshold THEN 'shown' ELSE 'below-threshold' END AS STATUS -- Which rule
FROM SAILW0000V.CARE_RATES AS c
GROUP BY c.PERIOD;

CREATE TABLE output_check.CARE_DURATION AS
SELECT
  d.PERIOD,
  CASE WHEN d.APPLICATIONS >= $threshold THEN d.WEEKS END AS WEEKS, -- Empty below the threshold
  CASE WHEN d.APPLICATIONS >= $threshold THEN 'shown' ELSE 'below-threshold' END AS STATUS -- Which rule was applied
FROM SAILW0000V.CARE_DURATION AS d;
