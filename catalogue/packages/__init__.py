"""Data Packages in and out: read, check, write, and the profile that says what a package may hold.

A package comes in through `read` (files → plain data → checks → normal form) and goes out through `write`.
"""
