"""Workbooks made by the real library: sheets, merged cells, formulas, codes on a sheet of their own, bombs."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.recognise import read as read_within
from catalogue.errors import DictionaryRefusedError
from tests.dictionaries.made import codes, only, read, rules, variable, workbook, written

HEADER = ["Variable", "Label", "Type", "Values", "Missing"]


def changed(data: bytes, member: str, old: str, new: str) -> bytes:
    """A workbook in which a part says something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name).decode()
            assert name != member or old in body
            after.writestr(name, body.replace(old, new) if name == member else body)
    return out.getvalue()


def test_a_sheet_is_a_table_and_a_sheet_of_codes_belongs_to_its_variables(tmp_path: Path) -> None:
    found = read(
        workbook(
            {
                "CASES": [HEADER, ["CASE_ID", "Case", "int"], ["SEX", "Sex", "int", "sexes", -9.0]],
                "PEOPLE": [["About people"], HEADER, ["SEX", "Sex", "int", "sexes"], ["BORN", "Born", "date"]],
                "Code lists": [
                    ["Code list", "Code", "Label"],
                    ["sexes", 1, "Male"], [None, 2.0, "Female"], ["sexes", -9, "Not known"], ["others", "A", "a"],
                ],
            }
        ),
        "dict.xlsx",
    )  # fmt: skip
    assert [(table.name, len(table.variables)) for table in found.tables] == [("cases", 2), ("people", 2)]
    assert [one.code_list for table in found.tables for one in table.variables] == ["", "sexes", "sexes", ""]
    (listed,) = found.code_lists
    assert [(one.code, one.label) for one in listed.codes] == [("1", "Male"), ("2", "Female"), ("-9", "Not known")]
    assert found.tables[0].variables[1].missing[0].label == "Not known"
    assert rules(found) == [("warning", "dict-codelist")]
    assert [one.text for one in found.unmapped] == ["About people", "A = a"]
    written(found, tmp_path)


def test_numbers_days_and_texts_are_what_a_person_sees() -> None:
    rows: list[list[Any]] = [
        ["Variable", "Label", "Note"],
        ["A", 1.0, True],
        ["B", 1.5, datetime(2020, 1, 2, tzinfo=UTC).replace(tzinfo=None)],
        ["C", "-9", "'-9"],
    ]
    found = read(workbook({"Sheet1": rows}), "dict.xlsx")
    said = [(one.label, one.note) for one in only(found).variables]
    assert said == [("1", "TRUE"), ("1.5", "2020-01-02"), ("-9", "'-9")]
    assert only(found).name == "dict"


def test_merged_cells_are_filled_down_and_told() -> None:
    rows: list[list[Any]] = [
        ["Table", "Variable", "Label"],
        ["CASES", "A", "a"],
        [None, "B", "b"],
        ["PEOPLE", "C", "c"],
    ]
    found = read(workbook({"Sheet1": rows}, merged=("A2:A3",)), "dict.xlsx")
    assert [(table.name, len(table.variables)) for table in found.tables] == [("cases", 2), ("people", 1)]
    assert rules(found) == [("warning", "dict-merged")]
    assert found.problems[0].path == "Sheet1 · row 2"


def test_merged_cells_that_cover_a_whole_sheet_cost_nothing() -> None:
    """A library that holds every merged cell would make seventeen thousand million of them."""
    book = workbook({"Sheet1": [["Variable", "Label"], ["A", "a"]]}, merged=("A4:B5",))
    found = read(changed(book, "xl/worksheets/sheet1.xml", "A4:B5", "A2:XFD1048576"), "dict.xlsx")
    assert [one.name for one in only(found).variables] == ["A"]
    assert not found.problems


def test_a_cell_with_a_format_and_nothing_in_the_last_row_is_no_dictionary_of_a_million_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Variable", "Label"])
    sheet.append(["A", "a"])
    sheet["F1048576"].font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    assert [one.name for one in only(read(out.getvalue(), "dict.xlsx")).variables] == ["A"]


def test_a_row_that_no_sheet_has_is_refused_at_once() -> None:
    far = changed(SMALL, "xl/worksheets/sheet1.xml", '<row r="2"', '<row r="2000000000"')
    with pytest.raises(DictionaryRefusedError, match="cells"):
        read(far, "dict.xlsx")


def test_numbers_that_are_shown_with_leading_zeros_are_codes_with_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Variable", "Code", "Code label"])
    sheet.append(["A", 7, "Seven"])
    sheet.append(["A", 70, "Seventy"])
    sheet["B2"].number_format = sheet["B3"].number_format = "000"
    out = io.BytesIO()
    book.save(out)
    assert codes(read(out.getvalue(), "dict.xlsx"), "A") == {"007": "Seven", "070": "Seventy"}


def test_a_formula_is_never_computed() -> None:
    data = workbook({"Sheet1": [["Variable", "Label"], ["A", "=1+1"], ["B", "b"]]})
    found = read(data, "dict.xlsx")
    assert variable(found, "A").label == "=1+1"
    assert rules(found) == [("warning", "dict-formula")]
    saved = changed(data, "xl/worksheets/sheet1.xml", "<v></v>", "<v>7</v>")
    assert variable(read(saved, "dict.xlsx"), "A").label == "7"


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Variable", "Label"])
    sheet.append(["A", "x"])
    sheet["B2"].value = "=1+1"
    sheet["B2"].data_type = "s"
    book.save(tmp_path / "dict.xlsx")
    found = read((tmp_path / "dict.xlsx").read_bytes(), "dict.xlsx")
    assert variable(found, "A").label == "=1+1"
    assert not found.problems


def test_hidden_sheets_are_listed_and_not_read() -> None:
    sheets = {"CASES": [HEADER, ["A", "a"]], "Old": [HEADER, ["B", "b"]]}
    found = read(workbook(sheets, hidden=("Old",)), "dict.xlsx")
    assert [one.name for one in only(found).variables] == ["A"]
    assert rules(found) == [("warning", "dict-hidden")]


def test_a_sheet_without_a_header_is_an_error_and_its_rows_are_listed() -> None:
    found = read(workbook({"CASES": [HEADER, ["A", "a"]], "Notes": [["Ask Ann."], ["Or Bob."]]}), "dict.xlsx")
    assert rules(found) == [("error", "dict-header")]
    assert [one.place for one in found.unmapped] == ["Notes · row 1", "Notes · row 2"]


SMALL = workbook({"CASES": [HEADER, ["A", "a"]]})


def test_a_bomb_is_refused_before_it_is_parsed() -> None:
    out = io.BytesIO(SMALL)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 30_000_000)
    with pytest.raises(DictionaryRefusedError, match="unpacks to more"):
        read(out.getvalue(), "dict.xlsx")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            changed(SMALL, "xl/worksheets/sheet1.xml", "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
            "entities",
        ),
        (changed(SMALL, "xl/worksheets/sheet1.xml", "</worksheet>", ""), "cannot be read"),
        (changed(SMALL, "xl/workbook.xml", "<sheets>", "<sheets><x"), "cannot be read"),
        (
            changed(
                SMALL,
                "xl/workbook.xml",
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
            "Strict Open XML",
        ),
        (SMALL[: len(SMALL) // 2], "archive"),
        (b"PK\x03\x04" + b"\x00" * 100, "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old kind"),
        (workbook({"CASES": [["Variable"] + ["x"] * 3_000, ["A"]]}), "3,001 cells"),
        (workbook({"CASES": [[None]]}), "describes no variable"),
    ],
)
def test_workbooks_that_are_broken_or_made_to_harm_are_refused_in_words(data: bytes, told: str) -> None:
    with pytest.raises(DictionaryRefusedError) as refused:
        read(data, "dict.xlsx")
    assert told in str(refused.value)


def test_a_workbook_with_macros_is_refused() -> None:
    out = io.BytesIO(SMALL)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(DictionaryRefusedError, match="macros"):
        read(out.getvalue(), "dict.xlsm")


def test_cells_that_are_far_away_are_counted() -> None:
    rows: list[list[Any]] = [HEADER, *([f"A{n}", *[None] * 800, "far"] for n in range(50))]
    with pytest.raises(DictionaryRefusedError, match="cells"):
        read_within(workbook({"S": rows}), "dict.xlsx", DictionaryLimits(cells=10_000))


def test_a_large_dictionary_is_read() -> None:
    rows = [HEADER, *([f"V{n}", f"Label {n}", "int", "1=Yes; 2=No", "-9"] for n in range(3_000))]
    found = read(workbook({"CASES": rows}), "dict.xlsx")
    assert found.variables == 3_000
    assert codes(found, "V7") == {"1": "Yes", "2": "No"}
    assert len(found.code_lists) == 1
