"""Data dictionaries of statistical programs.

statistical   Stata's .dta and SPSS's .sav with types and labels, and no row
"""
