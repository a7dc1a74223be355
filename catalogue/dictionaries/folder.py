"""Data as CSV: the header line, and types guessed from the first rows. No value is kept, shown or counted."""

from __future__ import annotations

import csv
import os
import re
import stat
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path, PurePath

from catalogue.dictionaries import csv_cells
from catalogue.dictionaries.build import Builder, refusal
from catalogue.dictionaries.dictionary import Dictionary, DictVariable, Fault
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.packages.rules import visible

# What is read of a file, in bytes; further rows are not looked at.
_HEAD = 4_000_000
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)?(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_ANSWERS = frozenset({"true", "false"})
_MISSING = frozenset({"", "NA", "N/A", "NULL", "null", "."})


def read(data: bytes, name: str, limits: DictionaryLimits) -> Dictionary:
    """The columns of one CSV file of data. Raises DictionaryRefusedError when its first line is no header."""
    builder = Builder(name, "data", limits, data)
    _read_table(data[:_HEAD], PurePath(name).stem, builder, whole=len(data) <= _HEAD)
    return builder.finish()


def read_folder(folder: Path, limits: DictionaryLimits) -> Dictionary:
    """The columns of every CSV file that lies in a folder. Links are not followed; files below it are not read."""
    builder = Builder(folder.name, "folder", limits)
    there = sorted(entry.name for entry in os.scandir(folder))
    names = [name for name in there if name.lower().endswith(".csv")]
    for name in there:
        if name not in names:
            builder.leave(visible(name), "", "is no CSV file; folders below the folder are not read")
    if not names:
        raise refusal(builder.origin, "The folder holds no CSV file.", "Give the folder in which they lie.")
    if len(names) > limits.tables:
        raise builder.refuse(f"The folder holds {len(names):,} CSV files.", "Split it.")
    for name in names:
        head = _head(folder / name)
        if head is None:
            builder.error(
                Fault.TEXT, "It is no ordinary file, or cannot be opened.", "Put the file itself there.", place=name
            )
            builder.leave(visible(name), "", "is no ordinary file")
            continue
        # A name of a file can hold bytes that are no text.
        stem = PurePath(os.fsencode(name).decode("utf-8", "replace")).stem
        _read_table(head[:_HEAD], stem, builder, whole=len(head) <= _HEAD)
    return builder.finish()


def _head(path: Path) -> bytes | None:
    """The beginning of a file, one byte more than is used; None for what is no ordinary file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as stream:
        return stream.read(_HEAD + 1)


def _read_table(head: bytes, table: str, builder: Builder, *, whole: bool) -> None:
    text, encoding = _decoded(head)
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    lines = text.splitlines(keepends=True)
    # The last line of a beginning may be half of one.
    reader = csv_cells.lines("".join(lines if whole else lines[:-1]), delimiter, strict=False)
    where = {"table": table, "place": f"{table}.csv"}
    try:
        header = next(reader, [])
        rows = [row for row, _ in zip(reader, range(builder.limits.sample_rows), strict=False)]
    except csv.Error:
        builder.error(Fault.SYNTAX, "The file is no CSV.", "Export it again.", **where)
        return
    # The message must not show the line: it would be somebody's values.
    if len(header) > builder.limits.columns or not _names_columns(header):
        message = "The first line does not name the columns: a cell is empty, a number or a day, or there are too many."
        builder.error(Fault.HEADER, message, "Put a line of names first.", **where)
        builder.leave(f"{table}.csv", "", "is a file without a line of names")
        return
    if encoding != "utf-8":
        builder.warn(Fault.ENCODING, f"The file was read as {encoding}.", "Check accented letters of names.", **where)
    if rows:
        message = f"Types were guessed from {len(rows):,} rows."
        builder.warn(Fault.TYPE, message, "Check them; leading zeros and odd values may come later.", **where)
    draft = builder.table(table)
    for index, name in enumerate(header):
        values = (row[index].strip() for row in rows if index < len(row))
        kind = _guessed([value for value in values if value not in _MISSING])
        builder.variable(draft, DictVariable(name.strip(), type=kind, inferred=True, place=f"column {index + 1}"))


def _decoded(head: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2 : len(head) - len(head) % 2].decode(encoding, "replace"), encoding
    try:
        # A beginning may end inside a letter.
        return head.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4:
            return head[: error.start].decode("utf-8-sig"), "utf-8"
        return head.decode("cp1252", "replace"), "windows-1252"


def _names_columns(header: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in header]
    return bool(cells) and all(
        cell and cell.isprintable() and not (_NUMBER.fullmatch(cell) or _DAY.match(cell) or _MOMENT.match(cell))
        for cell in cells
    )


def _guessed(values: Sequence[str]) -> str:
    """The narrowest type that all values have; text when there are none."""
    if not values:
        return "string"
    tests: Iterable[tuple[str, bool]] = (
        ("boolean", all(value.lower() in _ANSWERS for value in values)),
        ("integer", all(_INTEGER.fullmatch(value) for value in values)),
        ("number", all(_NUMBER.fullmatch(value) for value in values)),
        ("date", all(_DAY.fullmatch(value) and _is_real(value) for value in values)),
        ("datetime", all(_MOMENT.fullmatch(value) and _is_real(value) for value in values)),
    )
    return next((kind for kind, fits in tests if fits), "string")


def _is_real(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
