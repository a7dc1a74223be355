-- Cleared figures become tables of open packages, each row with its mark, its source and the run it comes from.

CREATE TABLE "sample-private-law-cases".figures AS
SELECT
  c.PERIOD AS year,
  c.CASES AS cases,
  c.STATUS AS status,
  'calculated' AS mark, -- Worked out by the pipeline
  'sample-pipeline' AS publisher, -- The sample pipeline of this catalogue
  'sample-run' AS source, -- The run of the pipeline
  '$until' AS reported, -- Day of the run
  '$vintage' AS vintage, -- Which run of the sample pipeline
  CASE WHEN c.STATUS <> 'shown' THEN 'Withheld by the output check of the sample.' END AS note -- In words
FROM output_check.PRIVATE_LAW_YEARS AS c;

CREATE TABLE "sample-private-law-cases".months AS
SELECT
  c.PERIOD AS month,
  c.CASES AS cases,
  c.STATUS AS status,
  'calculated' AS mark, -- Worked out by the pipeline
  'sample-pipeline' AS publisher, -- The sample pipeline of this catalogue
  'sample-run' AS source, -- The run of the pipeline
  '$until' AS reported, -- Day of the run
  '$vintage' AS vintage, -- Which run of the sample pipeline
  CASE WHEN c.STATUS <> 'shown' THEN 'Withheld by the output check of the sample.' END AS note -- In words
FROM output_check.PRIVATE_LAW_MONTHS AS c;

CREATE TABLE "sample-care-applications".figures AS
SELECT
  c.PERIOD AS year,
  c.APPLICATIONS AS applications,
  c.STATUS AS status,
  'calculated' AS mark, -- Worked out by the pipeline
  'sample-pipeline' AS publisher, -- The sample pipeline of this catalogue
  'sample-run' AS source, -- The run of the pipeline
  '$until' AS reported, -- Day of the run
  '$vintage' AS vintage, -- Which run of the sample pipeline
  CASE WHEN c.STATUS <> 'shown' THEN 'Withheld by the output check of the sample.' END AS note -- In words
FROM output_check.CARE_YEARS AS c;

CREATE TABLE "sample-care-applications".months AS
SELECT
  c.PERIOD AS month,
  c.APPLICATIONS AS applications,
  c.STATUS AS status,
  'calculated' AS mark, -- Worked out by the pipeline
  'sample-pipeline' AS publisher, -- The sample pipeline of this catalogue
  'sample-run' AS source, -- The run of the pipeline
  '$until' AS reported, -- Day of the run
  '$vintage' AS vintage, -- Which run of the sample pipeline
  CASE WHEN c.STATUS <> 'shown' THEN 'Withheld by the output check of the sample.' END AS note -- In words
FROM output_check.CARE_MONTHS AS c;

CREATE TABLE "sample-care-application-rates".national AS
SELECT
  c.PERIOD AS year,
  c.RATE AS rate,
  c.STATUS AS status,
  'calculated' AS mark, -- Worked out by the pipeline
  'sample-pipeline' AS publisher, -- The sample pipeline of this catalogue
  'sample-run' AS source, -- The run of the pipeline
  '$until' AS reported, -- Day of the run
  '$vintage' AS vintage, -- Which run of the sample pipeline
  CASE WHEN c.STATUS <> 'shown' THEN 'Withheld by the output check of the sample.' END AS note -- In words
FROM output_check.CARE_NATIONAL_RATES AS c;

CREATE TABLE "sample-care-application-rates".local AS
SELECT
  c.AREA AS area,
  c.PERIOD AS year,
  c.RATE AS rate,
  c.STATUS AS status,
  'calculated' AS mark, -- Worked out by the pipeline
  'sample-pipeline' AS publisher, -- The sample pipeline of this catalogue
  'sample-run' AS source, -- The run of the pipeline
  '$until' AS reported, -- Day of the run
  '$vintage' AS vintage, -- Which run of the sample pipeline
  CASE WHEN c.STATUS <> 'shown' THEN 'Withheld by the output check of the sample.' END AS note -- In words
FROM output_check.CARE_RATES AS c;

CREATE TABLE "sample-care-proceedings-duration".figures AS
SELECT
  c.PERIOD AS quarter,
  c.WEEKS AS weeks,
  c.STATUS AS status,
  'calculated' AS mark, -- Worked out by the pipeline
  'sample-pipeline' AS publisher, -- The sample pipeline of this catalogue
  'sample-run' AS source, -- The run of the pipeline
  '$until' AS reported, -- Day of the run
  '$vintage' AS vintage, -- Which run of the sample pipeline
  CASE WHEN c.STATUS <> 'shown' THEN 'Withheld by the output check of the sample.' END AS note -- In words
FROM output_check.CARE_DURATION AS c;
