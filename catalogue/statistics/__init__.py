"""Safe statistics of data: what a table holds in figures, without any that could be about one person.

    source      a data file behind DuckDB, which may read this file and do nothing else
    asked       what a package says of the columns, and which must not be looked into
    figures     pure: from what was counted to what may be published
    profile     the passes over the data
    descriptor  figures written into a package

Loaded by the command line alone: DuckDB is large, and belongs to the extra `statistics`.
"""
