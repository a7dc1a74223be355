-- The trusted third party matches people with its register, by number, else by names, birth date and post code. It
-- gives back File 3: SYSTEM_ID, an anonymised linking field, how it was matched, and no more than week, gender, area.

CREATE TABLE file_3.PEOPLE AS
SELECT
  p.SYSTEM_ID,
  encrypted('$first_key', coalesce(by_number.NHS_NUMBER, by_names.NHS_NUMBER)) AS ALF, -- Number matched, encrypted
  CASE
    WHEN by_number.NHS_NUMBER IS NOT NULL THEN 1
    WHEN by_names.NHS_NUMBER IS NOT NULL THEN 2
    ELSE 99
  END AS ALF_STS_CD, -- In this sample: 1 by number, 2 by names, 99 not matched
  CASE
    WHEN by_number.NHS_NUMBER IS NOT NULL THEN 100.0
    WHEN by_names.NHS_NUMBER IS NOT NULL THEN 95.0
  END AS ALF_MTCH_PCT, -- In this sample: 100 by number, 95 by names
  date_trunc('week', p.DATEOFBIRTH)::DATE AS WOB, -- Monday of the week of birth
  p.GENDER AS GNDR_CD,
  coalesce(by_number.LSOA2011_CD, by_names.LSOA2011_CD) AS LSOA2011_CD -- Area that the register has
FROM file_1.PEOPLE AS p
LEFT JOIN files.population AS by_number ON by_number.NHS_NUMBER = p.NHS_NUMBER
LEFT JOIN files.population AS by_names
  ON by_names.SURNAME = p.SURNAME
  AND by_names.FORENAME = p.FORENAME
  AND by_names.DATE_OF_BIRTH = p.DATEOFBIRTH
  AND by_names.POSTCODE = p.POSTCODE
  AND p.NHS_NUMBER IS NULL;
