"""Data dictionaries: tables of variables, codebooks, files of statistical programs, databases; and how they are merged.

recognise    which reader a file needs; the one door to all that read files
csv_file, excel, gateway, ddi, data_file, folder, database    one file a format; each gives a `dictionary.Dictionary`
apart        the same in a process of its own, for web workers; `bounded` starts such processes and confines them
build        what all readers share: names, codes, faults, leftovers
table_file, rows, columns, values, types    tables of variables, in whatever order and words
descriptor   a dictionary as a descriptor of packages
merge, leaves    a dictionary that comes again, merged property by property
into         package folders on disk
grid_csv     the variables of a draft as CSV for a spreadsheet, and back
statistical  Stata's .dta and SPSS's .sav for export, with types and labels, and no row
"""
