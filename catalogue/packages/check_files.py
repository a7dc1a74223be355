"""Rules about the files of tables: paths, sizes, digests, header lines, and which tables may hold rows.

Cells of a file are never quoted in a message unless they resemble the name of a variable: a file that should not
have been handed in must not travel on in a report.
"""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import zip_longest
from typing import Any

from catalogue.model.vocabulary import AccessRights
from catalogue.packages.check_names import is_named, tables_of, variables_of
from catalogue.packages.faults import FileFaultError
from catalogue.packages.files import Files
from catalogue.packages.limits import Limits
from catalogue.packages.paths import path_fault
from catalogue.packages.rules import Findings, Rule, shown

Table = dict[str, Any]

_DIGESTS = {"md5", "sha1", "sha256", "sha384", "sha512"}
_DIALECT = {
    "delimiter": "delimiter",
    "quoteChar": "quotechar",
    "escapeChar": "escapechar",
    "doubleQuote": "doublequote",
    "skipInitialSpace": "skipinitialspace",
}
_LONGEST_HINT = 300
_ALIKE = 0.75


@dataclass(slots=True)
class TableFiles:
    """What the files of tables hold: exact bytes and number of rows, for the tables that hold rows."""

    data: dict[str, bytes] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fault in a table's file is."""

    findings: Findings
    table: str
    file: str

    def add(self, rule: Rule, message: str, remedy: str = "") -> None:
        self.findings.add(rule, message, remedy, file=self.file, table=self.table)


def check_formats(document: dict[str, Any], findings: Findings) -> None:
    """Tables are CSV files in the package: no rows or links in place of a file, no dialect without a header."""
    for name, table in tables_of(document):
        if "data" in table:
            findings.add(
                Rule.INLINE_DATA,
                "The table holds its rows as `data` inside the descriptor.",
                "Write them to a CSV file and give its `path`.",
                table=name,
            )
        dialect = table.get("dialect", {})
        for key in sorted(set(dialect) - set(_DIALECT)):
            findings.add(
                Rule.TABLE_FORMAT,
                f"The dialect says `{key}: {shown(dialect[key])}`.",
                "Write the file as plain CSV with one header line.",
                table=name,
            )
        for key in ("compression", "extrapaths", "innerpath", "scheme"):
            if key in table:
                findings.add(
                    Rule.TABLE_FORMAT,
                    f"The table says `{key}: {shown(table[key])}`.",
                    "Give the `path` of one plain CSV file.",
                    table=name,
                )


def check_files(document: dict[str, Any], files: Files, limits: Limits, findings: Findings) -> TableFiles:
    """Read the file of every table and check its header line; the bytes of those that hold rows come back.

    Rows are allowed only where the package says `accessRights: open`, and not under `headerOnly`.
    """
    found = TableFiles()
    open_to_all = document.get("accessRights") == AccessRights.OPEN
    folder = findings.origin.rpartition("/")[0]
    taken: dict[str, str] = {}
    left = limits.zip_bytes
    for name, table in tables_of(document):
        path = table.get("path")
        if path is None or not _may_read(name, path, taken, findings):
            continue
        place = _Place(findings, name, f"{folder}/{path}" if folder else path)
        try:
            data = files.read(path, min(limits.data_bytes, left))
        except FileFaultError as fault:
            remedy = fault.remedy or _header_hint(path, table)
            place.add(fault.rule, fault.message, remedy)
            continue
        left -= len(data)
        _check_digest(table, data, place)
        rows = _check_content(table, data, place)
        if rows and _rows_allowed(table, place, open_to_all=open_to_all):
            found.data[name], found.rows[name] = data, rows
        elif rows == 0 and not table.get("headerOnly"):
            findings.warn(
                Rule.ROWS_NONE,
                "The file of the table holds a header line and no rows.",
                "Say `headerOnly: true` if the data may not be published, or add the rows.",
                table=name,
            )
    return found


def _may_read(name: str, path: str, taken: dict[str, str], findings: Findings) -> bool:
    reason = path_fault(path)
    if not reason and not path.lower().endswith(".csv"):
        reason = "does not end with `.csv`"
    if reason:
        findings.add(
            Rule.FILE_PATH,
            f"The path {shown(path)} {reason}.",
            "Give the relative path of a CSV file inside the package, such as `tables/cases.csv`.",
            table=name,
        )
        return False
    owner = taken.setdefault(path.lower(), name)
    if owner is not name:
        findings.add(
            Rule.FILE_SHARED,
            f"The file {shown(path)} is also that of the table {owner!r}.",
            "Give each table a file of its own; names of files must not differ by case alone.",
            table=name,
        )
        return False
    return True


def _header_hint(path: str, table: Table) -> str:
    names = ",".join(name for name, _ in variables_of(table))
    line = names if len(names) <= _LONGEST_HINT else f"{names[:_LONGEST_HINT]}…"
    return f"Write the file {path} with the header line {line}"


def _check_digest(table: Table, data: bytes, place: _Place) -> None:
    stated = table.get("bytes")
    if stated is not None and stated != len(data):
        place.add(
            Rule.FILE_DIGEST,
            f"The file holds {len(data):,} bytes, the descriptor says {stated:,}.",
            "Correct `bytes`, or leave it out.",
        )
    algorithm, _, expected = str(table.get("hash", "")).rpartition(":")
    if not expected:
        return
    algorithm = (algorithm or "md5").lower().replace("-", "")
    if algorithm not in _DIGESTS:
        place.add(Rule.FILE_DIGEST, f"The digest {algorithm!r} is not known here.", "Use sha256.")
    elif hashlib.new(algorithm, data, usedforsecurity=False).hexdigest() != expected.lower():
        place.add(
            Rule.FILE_DIGEST,
            f"The file's {algorithm} digest is not the one in the descriptor.",
            "The file has changed since it was described: find out why, then correct `hash` or leave it out.",
        )


def _check_content(table: Table, data: bytes, place: _Place) -> int | None:
    """Check a file's encoding and header line; the number of its rows, or None when it cannot be read."""
    if b"\0" in data:
        place.add(Rule.TEXT_CHARACTERS, "The file holds the character U+0000.", "Export it again as CSV.")
        return None
    dialect = {_DIALECT[key]: value for key, value in table.get("dialect", {}).items() if key in _DIALECT}
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    try:
        reader = csv.reader(stream, strict=True, **dialect)
        header = next(reader, [])
        rows = sum(1 for row in reader if row)
    except UnicodeDecodeError:
        place.add(Rule.ENCODING, "The file is not UTF-8.", "Save it as CSV in UTF-8.")
        return None
    except (csv.Error, ValueError, TypeError) as error:
        # TypeError and ValueError are what the csv module says of a dialect that contradicts itself.
        place.add(Rule.CSV_BROKEN, f"The file is no CSV: {error}.", "Export it again as CSV.")
        return None
    if is_named(table):
        _check_header(header, [name for name, _ in variables_of(table)], place)
    return rows


def _check_header(header: list[str], names: list[str], place: _Place) -> None:
    """One pass over both; the first column that differs is named, and the numbers of columns if they differ."""
    for position, (there, here) in enumerate(zip_longest(map(_composed, header), names), start=1):
        if there == here:
            continue
        counts = "" if len(header) == len(names) else f" The file has {len(header):,} columns, not {len(names):,}."
        place.add(
            Rule.HEADER_MISMATCH,
            f"Column {position} is {_cell(there, names)} in the file and "
            f"{'nothing' if here is None else shown(here)} in the descriptor.{counts}",
            "Make the header line the names of the variables, in the same order and spelling.",
        )
        return


def _composed(text: str) -> str:
    """A header cell in the spelling of the normal form."""
    return unicodedata.normalize("NFC", text)


def _cell(there: str | None, names: list[str]) -> str:
    """A header cell as a message may show it: only when it resembles a name that is expected somewhere."""
    if there is None:
        return "nothing"
    if there in names or get_close_matches(there[:200], names[:2000], n=1, cutoff=_ALIKE):
        return shown(there)
    return "something else"


def _rows_allowed(table: Table, place: _Place, *, open_to_all: bool) -> bool:
    if not open_to_all:
        place.add(
            Rule.ROWS_RESTRICTED,
            "The file holds rows, and the package does not say `accessRights: open`.",
            "Keep the header line alone and say `headerOnly: true`. Nothing confidential may enter the catalogue.",
        )
        return False
    if table.get("headerOnly"):
        place.add(
            Rule.ROWS_HEADER_ONLY,
            "The file holds rows, and the table says `headerOnly: true`.",
            "Keep the header line alone, or leave `headerOnly` out.",
        )
        return False
    return True
