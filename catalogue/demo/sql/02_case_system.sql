-- Papers arrive and are entered, some of them late. The system numbers cases, applications and people its own way.

CREATE TABLE case_system.CASES AS
SELECT
  700000 + a.CASE_NO AS CASE_ID, -- Number that the case system gives
  CASE WHEN a.LAW_TYPE = 'C' THEN 1 ELSE 2 END AS LAWTYPE_ID, -- 1 public law, 2 private law
  min(a.AREA_ID) AS LOCALAUTHORITY_ID, -- Area of the first application
  min(a.DATE_ISSUED + e.DAYS_TO_RECEIPT) AS DATECREATED -- Day on which the first application was received
FROM court.APPLICATIONS AS a
JOIN files.post_and_entry AS e ON e.APPLICATION_NO = a.APPLICATION_NO
GROUP BY a.CASE_NO, a.LAW_TYPE;

CREATE TABLE case_system.APPLICATIONS AS
SELECT
  500000 + a.APPLICATION_NO AS APPLICATION_ID, -- Number that the case system gives
  700000 + a.CASE_NO AS CASE_ID, -- Number that the case system gives
  a.APPLICATION_TYPE AS APPLICATIONTYPE1_ID,
  a.DATE_ISSUED AS DATEOFAPPLICATION,
  a.DATE_ISSUED + e.DAYS_TO_RECEIPT AS DATERECEIVED, -- Day of issue and the days of the post
  a.DATE_ISSUED + e.DAYS_TO_RECEIPT + e.DAYS_TO_ENTRY AS DATEENTERED -- Day received and the days until entry
FROM court.APPLICATIONS AS a
JOIN files.post_and_entry AS e ON e.APPLICATION_NO = a.APPLICATION_NO;

CREATE TABLE case_system.LEGALOUTPUTS AS
SELECT
  500000 + o.APPLICATION_NO AS APPLICATION_ID, -- Number that the case system gives
  o.ORDER_TYPE AS LEGALOUTPUTTYPE_ID,
  o.DATE_MADE AS DATEOFORDER,
  o.DATE_MADE + e.DAYS_TO_ORDER_ENTRY AS DATEENTERED -- Day of the order and the days until entry
FROM court.ORDERS AS o
JOIN files.post_and_entry AS e ON e.APPLICATION_NO = o.APPLICATION_NO;

CREATE TABLE case_system.PEOPLE AS
SELECT
  'P' || lpad(p.APPLICATION_NO::VARCHAR, 6, '0') || '-' || p.PARTY_NO AS SYSTEM_ID, -- Number that the system gives
  p.SURNAME,
  p.FORENAME,
  p.DATE_OF_BIRTH AS DATEOFBIRTH,
  p.GENDER,
  p.NHS_NUMBER,
  p.ADDRESS_1,
  p.POSTCODE
FROM court.PARTIES AS p;

CREATE TABLE case_system.PERSONSONAPPLICATIONS AS
SELECT
  500000 + p.APPLICATION_NO AS APPLICATION_ID, -- Number that the case system gives
  'P' || lpad(p.APPLICATION_NO::VARCHAR, 6, '0') || '-' || p.PARTY_NO AS SYSTEM_ID, -- Number that the system gives
  p.ROLE = 'child' AS ISSUBJECT, -- Whether the role is that of a child
  p.ROLE = 'applicant' AS ISAPPLICANT, -- Whether the role is that of an applicant
  p.ROLE = 'respondent' AS ISRESPONDENT -- Whether the role is that of a respondent
FROM court.PARTIES AS p;
