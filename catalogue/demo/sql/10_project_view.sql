-- A project sees its own view: identifiers are encrypted with the key of the project and end in _PE, so that nothing
-- can be joined with what another project sees.

CREATE VIEW SAIL0000V.SMPL_SAMPLE_CASES_$snapshot AS
SELECT
  encrypted('$project_key', c.CASE_ID_E) AS CASE_ID_PE, -- Encrypted with the key of the project
  c.LAWTYPE_ID,
  c.LOCALAUTHORITY_ID,
  c.DATECREATED
FROM SAILSMPLV.SAMPLE_CASES_$snapshot AS c;

CREATE VIEW SAIL0000V.SMPL_SAMPLE_APPLICATIONS_$snapshot AS
SELECT
  encrypted('$project_key', a.ID_E) AS ID_PE, -- Encrypted with the key of the project
  encrypted('$project_key', a.CASE_ID_E) AS CASE_ID_PE, -- Encrypted with the key of the project
  a.APPLICATIONTYPE1_ID,
  a.DATEOFAPPLICATION,
  a.DATERECEIVED,
  a.DATEAPPLICATIONCOMPLETED
FROM SAILSMPLV.SAMPLE_APPLICATIONS_$snapshot AS a;

CREATE VIEW SAIL0000V.SMPL_SAMPLE_PERSONSONAPPLICATIONS_$snapshot AS
SELECT
  encrypted('$project_key', p.APPLICATION_ID_E) AS APPLICATION_ID_PE, -- Encrypted with the key of the project
  encrypted('$project_key', p.SYSTEM_ID_E) AS SYSTEM_ID_PE, -- Encrypted with the key of the project
  encrypted('$project_key', p.ALF_E) AS ALF_PE, -- Encrypted with the key of the project
  p.ISSUBJECT,
  p.ISAPPLICANT,
  p.ISRESPONDENT
FROM SAILSMPLV.SAMPLE_PERSONSONAPPLICATIONS_$snapshot AS p;
