"""Published figures that the synthetic case files are drawn from: England, as Cafcass and the courts published them.

Keys are the years in which financial years begin. The sample has one case for every `SCALE` cases of the figures.
"""

from __future__ import annotations

SCALE = 50
FIRST_YEAR, LAST_YEAR = 2013, 2018

# Private law cases that Cafcass received, the value reported last: dataset `private-law-cases`.
PRIVATE_CASES = {2013: 46_636, 2014: 34_119, 2015: 37_415, 2016: 40_536, 2017: 41_782, 2018: 43_875}
# Section 31 applications that Cafcass received, the value reported last: dataset `care-applications-annual`.
CARE_APPLICATIONS = {2013: 10_620, 2014: 11_159, 2015: 12_792, 2016: 14_599, 2017: 14_204, 2018: 13_556}
# Applications from April 2013 to March 2014: dataset `care-applications-monthly`. How a year parts into months.
MONTHS = (919, 983, 853, 877, 828, 843, 978, 825, 815, 889, 891, 919)
# Mean weeks of care proceedings. 2013, 2014, 2015 and 2018 are of the Ministry of Justice's measure (England and
# Wales), 2016 and 2017 of Cafcass's: datasets `family-court-timeliness` and `care-proceedings-duration`.
CARE_WEEKS = {2013: 32.0, 2014: 30.0, 2015: 28.3, 2016: 29.0, 2017: 30.5, 2018: 33.0}
# 12,741 applications of 2015-16 concerned 21,666 children; 19,568 private law cases of 2023 concerned 29,801.
CARE_CHILDREN, PRIVATE_CHILDREN = 21_666 / 12_741, 29_801 / 19_568
# 10,606 applications in 2013-14 were published as 9.2 for each 10,000 children: so many children were meant.
CHILDREN = round(10_606 / 9.2 * 10_000)
# Of the people in the extract of Cafcass Cymru, 80 in 100 were matched.
MATCHED = 0.80
