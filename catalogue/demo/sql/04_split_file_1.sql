-- File 1: who people are, and nothing of their cases. It goes to the trusted third party and never to the databank.

CREATE TABLE file_1.PEOPLE AS
SELECT
  p.SYSTEM_ID,
  p.NHS_NUMBER,
  p.SURNAME,
  p.FORENAME,
  p.ADDRESS_1,
  p.POSTCODE,
  p.DATEOFBIRTH,
  p.GENDER
FROM extract.PEOPLE AS p;
