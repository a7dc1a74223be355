-- Functions that several steps use. Synthetic sample: none of these keys protects anything.

-- An identifier encrypted with a key: the same identifier and key give the same number, and no way leads back.
CREATE MACRO encrypted(key, id) AS (md5_number_lower(key || ':' || id) >> 2)::BIGINT;

-- The financial year of a day, such as 2013-14.
CREATE MACRO financial_year(day) AS
  strftime(day - INTERVAL 3 MONTH, '%Y') || '-' || strftime(day + INTERVAL 9 MONTH, '%y');

-- The quarter of the financial year of a day, such as 2013-14 Q1.
CREATE MACRO financial_quarter(day) AS
  financial_year(day) || ' Q' || quarter(day - INTERVAL 3 MONTH);

-- The month of a day, such as 2013-04.
CREATE MACRO month_of(day) AS strftime(day, '%Y-%m');
