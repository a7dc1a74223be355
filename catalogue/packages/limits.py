"""How much a package may hold. Callers take the values from the settings; the defaults are those of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.settings import Settings

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, each checked before the work that it bounds.

    descriptor_bytes: bytes of one descriptor, code list or organisation file.
    columns_per_table, columns_per_package, tables: counts.
    data_bytes: bytes of the file of one table.
    text_length: characters of one text.
    depth: how deep groups and lists may stand inside each other.
    values: values of one descriptor, counted roughly before parsing.
    zip_members: files in one archive.
    zip_ratio: how many times larger a file of an archive may be than its packed form, once it exceeds a megabyte.
    zip_bytes: bytes of all files of one package together, unpacked.
    """

    descriptor_bytes: int = 20 * _MEGABYTE
    columns_per_table: int = 20_000
    columns_per_package: int = 100_000
    tables: int = 2_000
    data_bytes: int = 200 * _MEGABYTE
    text_length: int = 100_000
    depth: int = 32
    values: int = 4_000_000
    zip_members: int = 5_000
    zip_ratio: int = 100
    zip_bytes: int = 500 * _MEGABYTE


def limits_of(settings: Settings) -> Limits:
    """The limits in force, from the settings."""
    return Limits(
        descriptor_bytes=settings.descriptor_bytes,
        columns_per_table=settings.table_columns,
        columns_per_package=settings.package_columns,
        tables=settings.package_tables,
        data_bytes=settings.data_bytes,
    )
