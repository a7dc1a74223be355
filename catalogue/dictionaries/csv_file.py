"""Dictionaries as CSV: in whatever encoding and with whatever delimiter spreadsheets write them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import PurePath

from catalogue.dictionaries.build import Builder, refusal
from catalogue.dictionaries.csv_cells import lines
from catalogue.dictionaries.dictionary import Dictionary, Fault
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.table_file import Row, Sheet, header_score, read_sheets
from catalogue.text import plain_cell

_DELIMITERS = (",", ";", "\t", "|")
_PROBE = 40
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read(data: bytes, name: str, limits: DictionaryLimits) -> Dictionary:
    """The dictionary in a CSV file. Raises DictionaryRefusedError for what is no CSV, or describes no variable."""
    builder = Builder(name, "csv", limits, data)
    rows = read_rows(data, builder)
    read_sheets([Sheet("", PurePath(name).stem, rows)], builder)
    return builder.finish()


def read_rows(data: bytes, builder: Builder) -> list[Row]:
    """The rows of a CSV file, numbered by lines. Apostrophes that guard against formulas are taken off."""
    text = _decoded(data, builder)
    delimiter = _delimiter(text)
    rows: list[Row] = []
    cells = 0
    for number, line in _parsed(text, delimiter, builder):
        cells += len(line)
        if len(line) > builder.limits.columns:
            raise builder.refuse(
                f"Row {number} has {len(line):,} cells; {builder.limits.columns:,} are allowed.",
                "Check that the file is a dictionary, with one row for each variable.",
            )
        if len(rows) >= builder.limits.rows or cells > builder.limits.cells:
            raise builder.refuse(f"The file has more than {builder.limits.rows:,} rows.", "Split it.")
        rows.append(Row(number, tuple(map(plain_cell, line))))
    return rows


def _decoded(data: bytes, builder: Builder) -> str:
    if len(data) > builder.limits.file_bytes:
        raise builder.refuse(f"It holds {len(data):,} bytes; {builder.limits.file_bytes:,} are allowed.", "Split it.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                return _by_lines(data[len(mark) :], builder) if encoding == "utf-8" else _broken(builder, encoding)
    if (unmarked := _unmarked_utf16(data)) is not None:
        return data.decode(unmarked, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_lines(data, builder)


def _broken(builder: Builder, encoding: str) -> str:
    raise builder.refuse(f"It begins as {encoding.upper()} and does not go on so.", "Save it as UTF-8.", Fault.ENCODING)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is zero."""
    probe = data[:2_000]
    if len(data) % 2 or len(probe) < 4:  # noqa: PLR2004 - less says nothing
        return None
    half = len(probe) // 2
    if probe[1::2].count(0) > half * 0.8:
        return "utf-16-le"
    return "utf-16-be" if probe[0::2].count(0) > half * 0.8 else None


def _by_lines(data: bytes, builder: Builder) -> str:
    """Text in Windows-1252, or with lines of two encodings: then each line of the other one is told."""
    decoded: list[str] = []
    guessed: list[int] = []
    mixed = False
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            decoded.append(line.decode("utf-8"))
            mixed = mixed or not line.isascii()
        except UnicodeDecodeError:
            guessed.append(number)
            decoded.append(line.decode("cp1252", errors="replace"))
    for number in guessed if mixed else ():
        builder.error(
            Fault.ENCODING,
            "The line is not in UTF-8, and others are; it was read as Windows-1252.",
            "Check its accented letters, and save the whole file in UTF-8.",
            place=f"row {number}",
        )
    unread = [number for number in guessed if "\ufffd" in decoded[number - 1]]
    for number in unread:
        builder.error(
            Fault.ENCODING,
            "The line holds bytes that are a letter in neither UTF-8 nor Windows-1252.",
            "Save the file in UTF-8.",
            place=f"row {number}",
        )
    if guessed and not mixed and not unread:
        builder.warn(Fault.ENCODING, "The file was read as Windows-1252.", "Check its accented letters.")
    return "\n".join(decoded)


def _delimiter(text: str) -> str:
    """The delimiter by which the first lines look most like a dictionary; of equals, the one with most columns."""
    head = text[:200_000]

    def worth(delimiter: str) -> tuple[int, int]:
        rows = []
        try:
            for line in lines(head, delimiter, strict=False):
                rows.append(Row(0, tuple(line[:200])))
                if len(rows) >= _PROBE:
                    break
        except csv.Error:
            pass  # what could be read so far counts; the real reading tells the fault
        return header_score(rows), max((len(row.cells) for row in rows), default=0)

    return max(_DELIMITERS, key=worth)


def _parsed(text: str, delimiter: str, builder: Builder) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds something, with the number of the line on which it begins."""
    reader = lines(text, delimiter)
    begins = 1
    while True:
        try:
            line = next(reader, None)
        except csv.Error as error:
            message = f"The row that begins on line {begins:,} is no CSV: {error}."
            remedy = "Check its quotes: a quote inside quotes is doubled, and every quote is closed."
            raise refusal(builder.origin, message, remedy, Fault.SYNTAX) from error
        if line is None:
            return
        if any(line):
            yield begins, line
        begins = reader.line_num + 1
