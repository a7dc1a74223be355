"""Dictionaries as Excel workbooks. Nothing is computed: a formula counts as the value that was saved with it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from catalogue.dictionaries.build import Builder
from catalogue.dictionaries.dictionary import Dictionary, Fault
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.table_file import Row, Sheet, read_sheets
from catalogue.errors import DictionaryRefusedError

_RATIO_FROM = 1_000_000
_CHUNK = 1 << 20
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s")
_OVERLAP = 64
_MACROS = ("xl/vbaProject.bin", "xl/macrosheets/")
# What openpyxl and the libraries below it raise for files that are damaged, or made to be.
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError,
    OSError, SyntaxError, NotImplementedError, OverflowError, EOFError, RecursionError, AssertionError,
)  # fmt: skip
_DAY = time(0)
# Names that spreadsheets give to sheets by themselves say nothing of a table.
_DEFAULT_NAME = re.compile(r"(?:sheet|tabelle|feuil|table|data ?dictionary|dictionary|variables?)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the parts of a workbook hold, found before a parser sees them."""

    formulas: bool
    merged: bool


def read(data: bytes, name: str, limits: DictionaryLimits) -> Dictionary:
    """The dictionary in a workbook. Raises DictionaryRefusedError for what is none, or describes no variable."""
    builder = Builder(name, "excel", limits, data)
    read_sheets(sheets_of(data, builder), builder)
    return builder.finish()


def sheets_of(data: bytes, builder: Builder) -> list[Sheet]:
    """The visible sheets of a workbook as rows of texts."""
    contents = _looked_through(data, builder)
    try:
        with warnings.catch_warnings():
            # Parts that openpyxl does not know, such as rules of validation, hold nothing of a dictionary.
            warnings.simplefilter("ignore")
            return list(_sheets(data, builder, contents))
    except DictionaryRefusedError:
        raise
    except _BROKEN as error:
        message = f"The workbook cannot be read: {str(error)[:200] or type(error).__name__}."
        raise builder.refuse(message, "Open it in a spreadsheet, and save it again as .xlsx.", Fault.SYNTAX) from error


def _looked_through(data: bytes, builder: Builder) -> _Contents:
    """Refuse bombs, macros and declarations of entities; counts what is really there, not what the archive claims."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
        if len(infos) > builder.limits.members:
            raise builder.refuse(f"The workbook holds {len(infos):,} parts.", "Keep its tables alone.")
        for info in infos:
            if info.filename.startswith(_MACROS):
                raise builder.refuse("The workbook holds macros.", "Save it as .xlsx, without macros.", Fault.SYNTAX)
        return _scanned(archive, infos, builder)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        message = f"The workbook cannot be unpacked: {str(error)[:200]}."
        raise builder.refuse(message, "Save it again as .xlsx, without a password.", Fault.SYNTAX) from error


def _scanned(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], builder: Builder) -> _Contents:
    total, formulas, merged = 0, False, False
    for info in infos:
        size, tail = 0, b""
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > builder.limits.unpacked_bytes or (
                    size > _RATIO_FROM and size > info.compress_size * builder.limits.ratio
                ):
                    raise builder.refuse(
                        f"{info.filename!r} unpacks to more than is allowed.",
                        "Save the workbook again with its used cells alone.",
                    )
                probe = tail + chunk
                if info.filename.endswith((".xml", ".rels")) and _DECLARATION.search(probe):
                    message = "The workbook declares entities, which spreadsheets never do."
                    raise builder.refuse(message, "Save it again with a spreadsheet.", Fault.SYNTAX)
                if info.filename.startswith("xl/worksheets/"):
                    formulas = formulas or bool(_FORMULA.search(probe))
                    merged = merged or bool(_MERGED.search(probe))
                tail = probe[-_OVERLAP:]
    return _Contents(formulas, merged)


def _sheets(data: bytes, builder: Builder, contents: _Contents) -> Iterator[Sheet]:
    # Merged cells are known only when the whole workbook is held; without any, rows are read one by one.
    streamed = not contents.merged
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=streamed, data_only=False, keep_links=False)
    saved = (
        openpyxl.load_workbook(io.BytesIO(data), read_only=streamed, data_only=True, keep_links=False)
        if contents.formulas
        else None
    )
    budget = _Budget(builder)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            message = f"The sheet {sheet.title!r} is hidden, and was not read."
            builder.warn(Fault.HIDDEN, message, "Show it in the spreadsheet if it belongs to the dictionary.")
            builder.leave(sheet.title, "", "is a hidden sheet")
    for sheet in visible:
        rows = list(_rows(sheet, saved[sheet.title] if saved else None, budget, streamed=streamed))
        if contents.merged:
            rows = _filled_down(sheet, rows, builder)
        named = len(visible) > 1 and not _DEFAULT_NAME.fullmatch(sheet.title.strip())
        yield Sheet(sheet.title, sheet.title if named else PurePath(builder.origin).stem, rows)


class _Budget:
    """Counts cells of all sheets, empty ones included."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self._cells = 0

    def spend(self, rows: int, cells: int) -> None:
        """Raise DictionaryRefusedError when there are too many."""
        limits = self.builder.limits
        self._cells += cells
        if rows > limits.rows or self._cells > limits.cells:
            message = f"The workbook has more than {limits.rows:,} rows, or {limits.cells:,} cells."
            raise self.builder.refuse(message, "Delete the empty rows and columns, or split it.")


def _rows(sheet: Any, saved: Any, budget: _Budget, *, streamed: bool) -> Iterator[Row]:
    if streamed:
        # A sheet can claim a million rows and columns; only what is there counts.
        for one in (sheet, saved):
            if one is not None:
                one.reset_dimensions()
    results = saved.iter_rows() if saved is not None else None
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        budget.spend(number, len(cells))
        values = next(results, ()) if results is not None else cells
        texts = [_told(cell, values[index] if index < len(values) else None) for index, cell in enumerate(cells)]
        for index, cell in enumerate(cells):
            if cell.data_type == "f" and texts[index]:
                _tell_formula(texts[index], sheet.title, number, budget.builder)
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > budget.builder.limits.columns:
            most = budget.builder.limits.columns
            message = f"Row {number} of {sheet.title!r} has {len(texts):,} cells; {most:,} are allowed."
            raise budget.builder.refuse(message, "A dictionary has one row for each variable.")
        if texts:
            yield Row(number, tuple(texts))


def _told(cell: Any, saved: Any) -> str:
    """The text of a cell: of a formula the value that was saved with it, or else the formula as it is written."""
    if cell.data_type != "f":
        return as_text(cell.value)
    kept = as_text(saved.value) if saved is not None else ""
    return kept or as_text(getattr(cell.value, "text", cell.value))


def _tell_formula(text: str, sheet: str, number: int, builder: Builder) -> None:
    what = "formula as it is written" if text.startswith("=") else "value that was saved with it"
    builder.warn(
        Fault.FORMULA,
        f"A cell holds a formula; the {what} was taken.",
        "Replace the formula by its value if that is not what you mean.",
        place=f"{sheet} · row {number}",
    )


def as_text(value: Any) -> str:
    """A cell's value as the text that a person sees: whole numbers without decimals, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == _DAY else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _filled_down(sheet: Any, rows: list[Row], builder: Builder) -> list[Row]:
    """Rows in which merged cells all hold the text of the first. Only down: across, it would be another column's."""
    by_number = {row.number: list(row.cells) for row in rows}
    for area in sheet.merged_cells.ranges:
        if area.min_row == area.max_row:
            continue
        text = as_text(sheet.cell(area.min_row, area.min_col).value)
        if not text:
            continue
        message = f"Cells {area.coord} are merged; each of their rows was given the text of the first."
        builder.warn(Fault.MERGED, message, "Check that it is meant so.", place=f"{sheet.title} · row {area.min_row}")
        for number in range(area.min_row + 1, area.max_row + 1):
            cells = by_number.get(number)
            if cells is not None:
                cells.extend([""] * (area.min_col - len(cells)))
                cells[area.min_col - 1] = text
    return [Row(row.number, tuple(by_number[row.number])) for row in rows]
