"""Tables, documents and packages of chosen variables: no formula, no broken row, valid to those who read them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from frictionless import Package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import Problem
from catalogue.exports import markdown, package, tables
from catalogue.exports.cells import one_line, shortened_bytes
from catalogue.exports.formats import FORMATS
from catalogue.exports.selection import Selection
from catalogue.text import plain_cell, safe_cell
from tests.exports.made import chosen, release, selection

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", "\r=1", " =1", "'=1", "＝1", '=HYPERLINK("http://x")']  # noqa: RUF001
NUMBERS = ["-1", "+44", "-1.5", "1e-5", "-12%"]
KEY = {"primaryKey": ["ID"], "foreignKeys": [{"fields": ["UP"], "reference": {"resource": "cases", "fields": ["ID"]}}]}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", [*NUMBERS, "", "it's", "'tis", "a=b", "plain"])
def test_everything_else_passes(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text


@given(st.text("='+-@ '\t1a", max_size=8))
@PATIENT
def test_an_apostrophe_is_taken_off_again(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(st.text(max_size=80), st.integers(4, 40))
@PATIENT
def test_cutting_by_bytes_cuts_no_letter(text: str, most: int) -> None:
    plain = one_line(text.encode(errors="ignore").decode())
    cut = shortened_bytes(plain, most)
    assert len(cut.encode()) <= most
    assert cut == plain or cut.endswith("…")


def hostile() -> list[dict[str, object]]:
    """Variables whose texts are formulas."""
    return [
        {"name": f"V{n}", "title": text, "description": text, "codeList": "list"} for n, text in enumerate(FORMULAS)
    ]


def whole_selection() -> Selection:
    return selection(
        chosen(hostile(), codes=[{"code": text, "label": text} for text in [*FORMULAS, *NUMBERS]]),
        faults=[Problem("basket-item", "=left out")],
    )


def test_no_cell_of_csv_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(tables.csv_file(whole_selection()).decode(), newline="")))
    assert len(rows) == len(FORMULAS) + 1
    assert len({len(row) for row in rows}) == 1
    for row in rows[1:]:
        assert not [cell for cell in row if cell[:1] in "=+-@\t\r" and cell not in NUMBERS and cell]
        assert plain_cell(row[1]) in FORMULAS


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    made = tables.workbook(whole_selection())
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Variables", "Codes", "Caveats", "Sources", "Left out"]
    assert [cell.value for cell in book["Variables"]["A"]] == ["variable", *(f"V{n}" for n in range(len(FORMULAS)))]
    assert book["Codes"].max_row == len(FORMULAS) + len(NUMBERS) + 1
    assert book["Left out"]["A2"].value == "=left out"
    for sheet in book:
        assert all(cell.data_type in {"s", "n"} for row in sheet for cell in row), sheet.title
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)
    assert b"<f>" not in sheets
    assert b"<f " not in sheets


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_choice_gives_the_same_bytes(form: str) -> None:
    made = FORMATS[form].make
    assert made(whole_selection()) == made(whole_selection())


def test_rows_of_markdown_stay_rows() -> None:
    nasty = "a|b\n| x | y |\n\n# Title <script> [a](b) `c`"
    body = markdown.document(selection(chosen([{"name": "V", "title": nasty, "description": nasty}])))
    rows = [line for line in body.splitlines() if line.startswith("| ")]
    assert len(rows) == 2
    assert "\\<script\\>" in body
    assert not [line for line in body.splitlines() if line.startswith("# Title")]


def unpacked(body: bytes, folder: Path) -> Path:
    """A package as files."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        archive.extractall(folder)
    return folder / "datapackage.json"


def test_a_package_of_some_columns_is_valid(tmp_path: Path) -> None:
    """Keys stay while their columns are there; a table that comes twice is named by its release."""
    older, newer = release(1, "1.0.0"), release(2, "2.0.0")
    both = [{"name": "ID", "type": "integer"}, {"name": "UP", "type": "integer", "codeList": "list"}]
    codes = [{"code": "1", "label": "One"}]
    body = package.data_package(
        selection(
            chosen(both, "cases", older, codes, KEY),
            chosen(both[1:], "cases", newer, [*codes, {"code": "2"}], KEY),
            chosen(both, "people", newer, (), KEY),
        )
    )
    path = unpacked(body, tmp_path)
    assert Package(str(path)).validate().valid
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    resources = {one["name"]: one for one in descriptor["resources"]}
    assert set(resources) == {"made-1-0-0-cases", "made-2-0-0-cases", "people"}
    assert resources["made-1-0-0-cases"]["schema"]["foreignKeys"][0]["fields"] == ["UP"]
    assert "primaryKey" not in resources["made-2-0-0-cases"]["schema"]
    assert "foreignKeys" not in resources["made-2-0-0-cases"]["schema"]
    assert (tmp_path / "tables" / "made-2-0-0-cases.csv").read_text(encoding="utf-8") == "UP\n"
    assert [one["seal"] for one in descriptor["provenance"]] == ["a" * 64, "a" * 64]
    assert resources["people"]["schema"]["fields"][0]["provenance"]["item"] == "made@2.0.0/people/ID"
    assert len(descriptor["codeLists"]) == 1


def test_a_broken_package_is_found(tmp_path: Path) -> None:
    path = unpacked(package.data_package(selection(chosen([{"name": "ID"}]))), tmp_path)
    (tmp_path / "tables" / "cases.csv").write_text("OTHER\n", encoding="utf-8")
    assert not Package(str(path)).validate().valid
