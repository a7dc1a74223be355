"""How much a data dictionary may hold. Each bound is checked before the work that it bounds."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.settings import Settings

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class DictionaryLimits:
    """Upper bounds.

    file_bytes: bytes of the file as handed in.
    unpacked_bytes: bytes of everything inside a workbook, which is an archive.
    members: files inside a workbook. ratio: how many times larger than packed one may be, beyond a megabyte.
    rows: rows of one sheet or CSV file. columns: cells of one row. cells: cells of one file, empty ones included.
    variables: of one dictionary. tables: of one dictionary. text_length: characters of one text.
    seconds, memory_bytes: of a process that reads one file. told_bytes: of what it may hand back.
    sample_rows: rows of a data file that are looked at to tell the types of its columns.
    """

    file_bytes: int = 50 * _MEGABYTE
    unpacked_bytes: int = 400 * _MEGABYTE
    members: int = 2_000
    ratio: int = 200
    rows: int = 200_000
    columns: int = 2_000
    cells: int = 10_000_000
    variables: int = 100_000
    tables: int = 2_000
    text_length: int = 100_000
    seconds: int = 60
    memory_bytes: int = 2_000 * _MEGABYTE
    told_bytes: int = 200 * _MEGABYTE
    sample_rows: int = 1_000


def limits_of_dictionaries(settings: Settings) -> DictionaryLimits:
    """The limits in force, from the settings."""
    return DictionaryLimits(
        file_bytes=settings.dictionary_bytes, variables=settings.package_columns, tables=settings.package_tables
    )
