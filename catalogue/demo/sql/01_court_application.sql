-- The court issues applications, and files who is in them and which orders it makes, up to the day of the run.

CREATE TABLE court.APPLICATIONS AS
SELECT
  a.APPLICATION_NO,
  a.CASE_NO,
  a.LAW_TYPE,
  a.APPLICATION_TYPE,
  a.AREA_ID,
  a.DATE_ISSUED
FROM files.court_applications AS a
WHERE a.DATE_ISSUED <= DATE '$until';

CREATE TABLE court.PARTIES AS
SELECT
  p.APPLICATION_NO,
  p.PARTY_NO,
  p.ROLE,
  p.SURNAME,
  p.FORENAME,
  p.DATE_OF_BIRTH,
  p.GENDER,
  p.NHS_NUMBER,
  p.ADDRESS_1,
  p.POSTCODE
FROM files.court_parties AS p
JOIN court.APPLICATIONS AS a ON a.APPLICATION_NO = p.APPLICATION_NO;

CREATE TABLE court.ORDERS AS
SELECT
  o.APPLICATION_NO,
  o.ORDER_TYPE,
  o.DATE_MADE
FROM files.court_orders AS o
JOIN court.APPLICATIONS AS a ON a.APPLICATION_NO = o.APPLICATION_NO
WHERE o.DATE_MADE <= DATE '$until';
