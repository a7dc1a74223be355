"""One or several data files as one table of texts, behind a DuckDB that may read these files and do nothing else.

Neither names of files nor names of columns reach a statement: files are read through links with names of our own in a
folder of our own, and columns are c0, c1 and so on.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from catalogue.errors import CatalogueError, InvalidRequestError

# DuckDB keeps what it read up to this limit, so that it is also what a large file takes. Without a folder to put aside
# what does not fit, a file of 5 million rows is refused; the folder is ours alone, and goes at the end.
# One thread: sketches that several put together differ from run to run, and figures would with them.
MEMORY, SPILL, THREADS = "256MB", "4GB", 1
# A header line of this many characters holds 20,000 names of usual length several times over.
HEADER_LENGTH = 2_000_000
# DuckDB holds buffers of 16 times the longest line.
LINE_LENGTH = 2_000_000
SUFFIXES = (".csv", ".tsv", ".parquet")
_LINE = re.compile(r"\bLine: ?(\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """An open table. `names`: columns as the files have them, in order; in statements they are c0, c1, ….

    relation: what stands behind FROM, a fixed text. values: what its question marks stand for.
    """

    connection: duckdb.DuckDBPyConnection
    names: tuple[str, ...]
    relation: str
    values: tuple[Any, ...]
    title: str

    def row(self, columns: Sequence[str], *, first: int | None = None) -> list[Any]:
        """The one row that aggregates give over all rows, or over the first so many.

        Raises InvalidRequestError for data that cannot be read, without telling what stands in them.
        """
        if not columns:
            return []
        limit = "" if first is None else f" LIMIT {first:d}"
        statement = f"SELECT {', '.join(columns)} FROM (SELECT * FROM {self.relation}{limit})"  # noqa: S608 - our words
        try:
            found = self.connection.execute(statement, list(self.values)).fetchall()
        except duckdb.Error as error:
            raise _unreadable(self.title, error) from None
        return list(found[0])


def _unreadable(title: str, error: duckdb.Error) -> CatalogueError:
    """DuckDB's own message quotes the line that it could not read: it is not passed on."""
    line = _LINE.search(str(error))
    where = f" at line {line[1]}" if line else ""
    if isinstance(error, duckdb.OutOfMemoryException):
        return InvalidRequestError(f"{title} needs more than {MEMORY} of memory.", remedy="Profile fewer columns.")
    return InvalidRequestError(
        f"{title} cannot be read{where} as a table in UTF-8 with the same columns in every line.",
        remedy="Write it as CSV with commas and double quotes, in UTF-8, no line longer than "
        f"{LINE_LENGTH // 1_000_000} million characters. What stands there is not shown, for it may be about a person.",
    )


@contextmanager
def opened(paths: Sequence[Path], *, delimiter: str = "") -> Iterator[Source]:
    """The files as one table: all CSV or all Parquet, with the same columns. delimiter: of CSV files.

    Raises InvalidRequestError for files that are missing, of another kind, or do not have the same columns.
    """
    kinds = {_kind(path) for path in paths}
    if len(kinds) != 1:
        raise InvalidRequestError(
            "Files of one table must be of one kind.", remedy="Give all as CSV, or all as Parquet."
        )
    title = ", ".join(str(path) for path in paths)
    if len(delimiter) > 1 or delimiter in {'"', "\n", "\r", "\0"}:
        raise InvalidRequestError(
            f"{title} cannot be read with the delimiter {delimiter!r}.",
            remedy="Give `dialect.delimiter` as one sign, such as a comma, a semicolon or a tab.",
        )
    with tempfile.TemporaryDirectory(prefix="catalogue-profile-") as folder:
        links = [Path(folder, f"{number}.data") for number in range(len(paths))]
        for link, path in zip(links, paths, strict=True):
            link.symlink_to(path.resolve())
        connection = _shut(Path(folder), links)
        try:
            if kinds == {"parquet"}:
                yield _parquet(connection, links, title)
            else:
                sign = delimiter or ("\t" if kinds == {"tsv"} else ",")
                yield _text(connection, paths, links, sign, title)
        finally:
            connection.close()


def _kind(path: Path) -> str:
    if not path.is_file():
        raise InvalidRequestError(f"{path} is not a file.", remedy="Name a data file: CSV or Parquet.")
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidRequestError(
            f"{path} is no data file by its name.", remedy=f"End it in one of: {', '.join(SUFFIXES)}."
        )
    return path.suffix.lower().removeprefix(".")


def _shut(folder: Path, links: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    """A database in memory that reads these links and its own folder for what does not fit in memory."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": THREADS,
            "memory_limit": MEMORY,
            "temp_directory": str(folder / "spill"),
            "max_temp_directory_size": SPILL,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    allowed = ", ".join(_quoted(str(link)) for link in links)
    # Its own would be printed among the results; the command shows one.
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET allowed_paths = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], links: Sequence[Path], delimiter: str, title: str
) -> Source:
    names = _same([_header(path, delimiter) for path in paths], title)
    if any("\n" in name or "\r" in name for name in names):
        # DuckDB takes it for the way in which lines end, and then finds no rows.
        raise InvalidRequestError(f"A column name of {title} holds a line end.", remedy="Write each name in one line.")
    relation = (
        "read_csv(?, auto_detect = false, header = true, delim = ?, quote = '\"', escape = '\"', columns = ?,"
        f" max_line_size = {LINE_LENGTH}, strict_mode = true)"
    )
    columns = {f"c{number}": "VARCHAR" for number in range(len(names))}
    return Source(connection, names, relation, ([str(link) for link in links], delimiter, columns), title)


def _header(path: Path, delimiter: str) -> tuple[str, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            text = stream.readline(HEADER_LENGTH)
            while text.count('"') % 2 and len(text) < HEADER_LENGTH:
                more = stream.readline(HEADER_LENGTH - len(text))
                if not more:
                    break
                text += more
        return tuple(next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), ())) if text.strip() else ()
    except (UnicodeDecodeError, csv.Error):
        raise InvalidRequestError(
            f"The header line of {path} cannot be read.",
            remedy="Write the file as CSV in UTF-8, names in the first line.",
        ) from None


def _same(headers: Sequence[tuple[str, ...]], title: str) -> tuple[str, ...]:
    names = headers[0]
    if not names or not all(name.strip() for name in names) or len({name.lower() for name in names}) != len(names):
        raise InvalidRequestError(
            f"{title} has no header line that names every column once.",
            remedy="Put the names into the first line. Two that differ by case alone are the same.",
        )
    if any(other != names for other in headers):
        raise InvalidRequestError(
            f"The files {title} do not have the same columns.", remedy="Profile them as tables of their own."
        )
    return names


def _parquet(connection: duckdb.DuckDBPyConnection, links: Sequence[Path], title: str) -> Source:
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [[str(link) for link in links]])
        names = _same([tuple(str(row[0]) for row in described.fetchall())], title)
    except duckdb.Error:
        raise InvalidRequestError(f"{title} cannot be read as Parquet.", remedy="Write it again.") from None
    columns = ", ".join(f"c{number}" for number in range(len(names)))
    texts = ", ".join(f"CAST(c{number} AS VARCHAR) AS c{number}" for number in range(len(names)))
    relation = f"(SELECT {texts} FROM read_parquet(?) AS t({columns}))"  # noqa: S608
    return Source(connection, names, relation, ([str(link) for link in links],), title)
