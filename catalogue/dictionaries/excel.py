"""Dictionaries as Excel workbooks. Nothing is computed: a formula counts as the value that was saved with it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter
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
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OVERLAP = 128
# Rows that a sheet can have at all; whatever claims more is no spreadsheet.
_MOST_ROWS = 1_048_576
_MACROS = ("xl/vbaProject.bin", "xl/macrosheets/")
# What openpyxl and the libraries below it raise for files that are damaged, or made to be.
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError,
    OSError, SyntaxError, NotImplementedError, OverflowError, EOFError, RecursionError, AssertionError,
)  # fmt: skip
_DAY = time(0)
# Names that spreadsheets give to sheets by themselves say nothing of a table.
_DEFAULT_NAME = re.compile(r"(?:sheet|tabelle|feuil|table|data ?dictionary|dictionary|variables?)\s*\d*", re.IGNORECASE)


class Area(NamedTuple):
    """Merged cells: first and last column and row, from 1."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(slots=True)
class _Contents:
    """What the parts of a workbook hold, found before a parser sees them. merged: areas by the part of their sheet."""

    formulas: bool = False
    merged: dict[str, dict[Area, None]] = field(default_factory=dict)


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
    total, found = 0, _Contents()
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
                if info.filename.endswith((".xml", ".rels")):
                    _look_at(tail + chunk, info.filename, found, builder)
                tail = chunk[-_OVERLAP:]
    return found


def _look_at(probe: bytes, name: str, found: _Contents, builder: Builder) -> None:
    if _DECLARATION.search(probe):
        message = "The workbook declares entities, which spreadsheets never do."
        raise builder.refuse(message, "Save it again with a spreadsheet.", Fault.SYNTAX)
    if name == "xl/workbook.xml" and _STRICT in probe:
        message = "The workbook is saved as “Strict Open XML”, which cannot be read."
        raise builder.refuse(message, "Save it as an ordinary Excel workbook, .xlsx.", Fault.SYNTAX)
    found.formulas = found.formulas or bool(_FORMULA.search(probe))
    for match in _MERGED.finditer(probe):
        left, top, right, bottom = (one.decode() for one in match.groups())
        area = Area(column_index_from_string(left), int(top), column_index_from_string(right), int(bottom))
        found.merged.setdefault(name, {})[area] = None


def _sheets(data: bytes, builder: Builder, contents: _Contents) -> Iterator[Sheet]:
    # Rows are read one by one: a workbook that is held whole holds every cell that somebody merged.
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    saved = (
        openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if contents.formulas
        else None
    )
    budget = _Budget(builder)
    visible: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            message = f"The sheet {sheet.title!r} is hidden, and was not read."
            builder.warn(Fault.HIDDEN, message, "Show it in the spreadsheet if it belongs to the dictionary.")
            builder.leave(sheet.title, "", "is a hidden sheet")
    for sheet in visible:
        rows = list(_rows(sheet, saved[sheet.title] if saved else None, budget))
        # The library keeps to itself which part a sheet was read from.
        if areas := contents.merged.get(sheet._worksheet_path.lstrip("/")):  # noqa: SLF001
            rows = _filled_down(sheet.title, rows, areas, builder)
        named = len(visible) > 1 and not _DEFAULT_NAME.fullmatch(sheet.title.strip())
        yield Sheet(sheet.title, sheet.title if named else PurePath(builder.origin).stem, rows)


class _Budget:
    """Counts rows of each sheet that hold something, and cells of all sheets, empty ones included."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self._cells = 0

    def spend(self, number: int, cells: int) -> None:
        """Raise DictionaryRefusedError when there are too many cells, or a row that no sheet has."""
        limits = self.builder.limits
        self._cells += cells
        if self._cells > limits.cells or number > _MOST_ROWS:
            message = f"The workbook has more than {limits.cells:,} cells."
            raise self.builder.refuse(message, "Delete the empty rows and columns, or split it.")


def _rows(sheet: Any, saved: Any, budget: _Budget) -> Iterator[Row]:
    # A sheet can claim a million rows and columns; only what is there counts.
    for one in (sheet, saved):
        if one is not None:
            one.reset_dimensions()
    results = saved.iter_rows() if saved is not None else None
    limits, held = budget.builder.limits, 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        budget.spend(number, len(cells))
        values = next(results, ()) if results is not None else cells
        if not cells:
            continue
        if texts := _texts(cells, values, sheet.title, number, budget.builder):
            held += 1
            if held > limits.rows:
                raise budget.builder.refuse(f"{sheet.title!r} has more than {limits.rows:,} rows.", "Split it.")
            yield Row(number, tuple(texts))


def _texts(cells: Sequence[Any], values: Sequence[Any], title: str, number: int, builder: Builder) -> list[str]:
    """The texts of a row up to the last that holds something. values: cells of the same row as they were saved."""
    texts = [_told(cell, values[index] if index < len(values) else None) for index, cell in enumerate(cells)]
    for cell, text in zip(cells, texts, strict=True):
        if cell.data_type == "f" and text:
            _tell_formula(text, title, number, builder)
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > builder.limits.columns:
        message = f"Row {number} of {title!r} has {len(texts):,} cells; {builder.limits.columns:,} are allowed."
        raise builder.refuse(message, "A dictionary has one row for each variable.")
    return texts


def _told(cell: Any, saved: Any) -> str:
    """The text of a cell: of a formula the value that was saved with it, or else the formula as it is written."""
    if cell.data_type != "f":
        return _shown(cell)
    kept = _shown(saved) if saved is not None else ""
    return kept or as_text(getattr(cell.value, "text", cell.value))


def _shown(cell: Any) -> str:
    """A cell as it is shown: a format of zeros alone, such as `000`, makes 007 of the number 7."""
    text = as_text(cell.value)
    form = getattr(cell, "number_format", "") if text.isdigit() else ""
    return text.zfill(len(form)) if form and set(form) == {"0"} else text


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


def _filled_down(title: str, rows: list[Row], areas: Iterable[Area], builder: Builder) -> list[Row]:
    """Rows in which merged cells all hold the text of the first. Only down: across, it would be another column's."""
    cells = {row.number: list(row.cells) for row in rows}
    numbers = list(cells)
    filled = 0
    for area in areas:
        first = cells.get(area.top, [])
        text = first[area.left - 1] if area.left <= len(first) else ""
        below = numbers[bisect_right(numbers, area.top) : bisect_right(numbers, area.bottom)]
        if not text or not below:
            continue
        filled += len(below)
        if filled > builder.limits.cells:
            raise builder.refuse(f"{title!r} merges more than {builder.limits.cells:,} cells.", "Unmerge them.")
        name = f"{get_column_letter(area.left)}{area.top}:{get_column_letter(area.right)}{area.bottom}"
        message = f"Cells {name} are merged; each of their rows was given the text of the first."
        builder.warn(Fault.MERGED, message, "Check that it is meant so.", place=f"{title} · row {area.top}")
        for number in below:
            row = cells[number]
            row.extend([""] * (area.left - len(row)))
            row[area.left - 1] = text
    return [Row(number, tuple(row)) for number, row in cells.items()]
