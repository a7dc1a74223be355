-- Look-up tables go into a schema of their own, with the day of the snapshot that they belong to.

CREATE TABLE SAILSMPLREFV.SAMPLE_APPLICATIONTYPES_$snapshot AS
SELECT
  t.ID,
  t.NAME,
  t.LAWTYPE_ID
FROM files.application_types AS t;

CREATE TABLE SAILSMPLREFV.SAMPLE_LEGALOUTPUTTYPES_$snapshot AS
SELECT
  t.ID,
  t.NAME
FROM files.legal_output_types AS t;

CREATE TABLE SAILSMPLREFV.SAMPLE_LOCALAUTHORITIES_$snapshot AS
SELECT
  a.AREA_ID AS ID,
  a.AREA_NAME AS NAME,
  a.CHILDREN
FROM files.areas AS a;
