"""Starter scripts: they read the chosen columns inside the trusted environment and name types, labels, codes, missing
values. One language a file, with the rules of that language at its top.

common      what all scripts say first, and how names and texts are fitted to a language
r, python, spss, stata, sql
"""
