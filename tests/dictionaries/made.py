"""Dictionaries for tests, read as they would be in earnest, and packages made of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

from catalogue.dictionaries import recognise
from catalogue.dictionaries.descriptor import to_descriptor, to_package
from catalogue.dictionaries.dictionary import Dictionary, DictTable, DictVariable
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.packages.facts import Package
from catalogue.packages.limits import Limits
from catalogue.packages.read import read_package
from catalogue.packages.write import DESCRIPTOR, write_package

LIMITS = DictionaryLimits()


def read(data: bytes | str, name: str = "dictionary.csv", form: str = "") -> Dictionary:
    """What a file says; a text is a file in UTF-8."""
    return recognise.read(data.encode() if isinstance(data, str) else data, name, LIMITS, form)


def only(dictionary: Dictionary) -> DictTable:
    """The one table of a dictionary."""
    (table,) = dictionary.tables
    return table


def variable(dictionary: Dictionary, name: str) -> DictVariable:
    """A variable by its name, whatever its table."""
    (found,) = (one for table in dictionary.tables for one in table.variables if one.name == name)
    return found


def codes(dictionary: Dictionary, name: str) -> dict[str, str]:
    """Labels by code of the list of a variable."""
    wanted = variable(dictionary, name).code_list
    (found,) = (one for one in dictionary.code_lists if one.name == wanted)
    return {code.code: code.label for code in found.codes}


def rules(dictionary: Dictionary) -> list[tuple[str, str]]:
    """Severity and code of each problem."""
    return [(one.severity, str(one.rule)) for one in dictionary.problems]


def workbook(
    sheets: dict[str, list[list[Any]]], *, merged: tuple[str, ...] = (), hidden: tuple[str, ...] = ()
) -> bytes:
    """A workbook. merged: areas of its first sheet. hidden: names of sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def written(dictionary: Dictionary, folder: Path) -> Package:
    """The dictionary as a package on disk, read and checked again as any other; raises when it breaks a rule."""
    package = write_package(to_package(to_descriptor(dictionary)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DESCRIPTOR).write_bytes(package.descriptor)
    for name, body in package.files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body)
    return read_package(folder, Limits())
