"""DuckDB, in memory: the tables of one run, with digests of what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from catalogue.demo import generate
from catalogue.demo.columns import Name
from catalogue.demo.steps import FOLDER

VERSION = str(duckdb.__version__)
SCHEMAS = (
    "files", "court", "case_system", "extract", "file_1", "file_2", "file_3",
    "SAILSMPLV", "SAILSMPLREFV", "SAIL0000V", "SAILW0000V", "output_check",
    "sample-private-law-cases", "sample-care-applications", "sample-care-application-rates",
    "sample-care-proceedings-duration",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of a table once it is written.

    columns: types by name, in order. digest: SHA-256 of the table as CSV, rows in order. size: bytes of that CSV.
    nulls: cells without a value by column.
    """

    name: Name
    columns: Mapping[str, str]
    rows: int
    size: int
    digest: str
    nulls: Mapping[str, int]


class Engine:
    """A database of one run. One thread and a little memory, for the site is served beside it."""

    def __init__(self, work: Path) -> None:
        """work: a folder for the case files and for tables on their way to a digest."""
        self._work = work
        self._connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "400MB"})
        for schema in SCHEMAS:
            self._connection.execute(f'CREATE SCHEMA "{schema}"')
        self._connection.execute((FOLDER / "macros.sql").read_text(encoding="utf-8"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def load_case_files(self, seed: int) -> None:
        """Make the synthetic case files, and a table of each. Raises duckdb.Error and OSError."""
        for name, path in generate.write(self._work / "files", seed).items():
            self._connection.execute(
                # The first line is the label.
                f"CREATE TABLE files.{name} AS SELECT * FROM read_csv(?, auto_detect = false, skip = 1,"  # noqa: S608
                " header = true, delim = ',', quote = '\"', columns = ?)",
                [str(path), dict(generate.COLUMNS[name])],
            )

    def run(self, sql: str) -> None:
        """Run the statements of a step. Raises duckdb.Error."""
        self._connection.execute(sql)

    def table(self, name: Name, to: Path | None = None) -> Table:
        """Write a table as CSV, and say what is in it. to: where the CSV stays; without it none stays."""
        written = to or self._work / "table.csv"
        quoted = ".".join(f'"{part}"' for part in name)
        self._connection.execute(
            f"COPY (SELECT * FROM {quoted} ORDER BY ALL) TO '{_escaped(written)}' (FORMAT csv, HEADER, DELIMITER ',')"  # noqa: S608
        )
        columns = {
            str(column): str(kind)
            for column, kind in self._connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?"
                " ORDER BY column_index",
                list(name),
            ).fetchall()
        }
        counted = ", ".join(f'count(*) - count("{column}")' for column in columns)
        numbers = self._connection.execute(f"SELECT count(*), {counted} FROM {quoted}").fetchall()[0]  # noqa: S608
        body = written.read_bytes()
        if to is None:
            written.unlink()
        return Table(
            name=name,
            columns=columns,
            rows=int(numbers[0]),
            size=len(body),
            digest=hashlib.sha256(body).hexdigest(),
            nulls=dict(zip(columns, map(int, numbers[1:]), strict=True)),
        )


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
