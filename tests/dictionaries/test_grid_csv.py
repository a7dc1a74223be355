"""Variables of a draft go to a spreadsheet and come back as they were; what is wrong in a row is told by its line."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.dictionaries import grid_csv
from catalogue.text import safe_cell

ODD = [
    "-9",
    "'-9",
    "=1+1",
    "+",
    "@x",
    "-",
    " a ",
    "",
    '""',
    '"""',
    "'",
    "''=1",
    "[1",
    "a;b",
    "a = b",
    "\r\n",
    "\r",
    "Yes",
]
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(ODD)
MISSING = st.lists(TEXTS, max_size=3) | st.lists(
    st.fixed_dictionaries({"value": TEXTS}, optional={"label": TEXTS}), max_size=3
)
VARIABLES = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "type": st.sampled_from(["string", "integer", "date"]),
        "physicalType": TEXTS,
        "description": TEXTS,
        "inferredMeaning": TEXTS,
        "codeList": TEXTS,
        "missingValues": MISSING,
        "constraints": st.fixed_dictionaries(
            {}, optional={"required": st.booleans(), "maxLength": st.integers(1, 9)}
        ).filter(bool),
        "encrypted": st.booleans(),
        "availability": st.sampled_from(["core", "special"]),
        "note": TEXTS,
        "mark": st.sampled_from(["documented", "seen-in-code", "inferred", "calculated"]),
        "source": TEXTS | st.lists(TEXTS, max_size=3),
        "formerNames": st.just(["OLD"]),
    },
)


@given(st.lists(VARIABLES, max_size=4), TEXTS.filter(bool))
def test_the_round_trip_is_the_identity(found: list[dict[str, Any]], table: str) -> None:
    variables = [{**variable, "name": f"N{number}"} for number, variable in enumerate(found)]
    grid = grid_csv.read(grid_csv.write([(table, variables)]))
    assert not grid.problems
    assert [row.table for row in grid.rows] == [table] * len(variables)
    assert [row.position for row in grid.rows] == list(range(len(variables)))
    assert [grid_csv.applied(one, row) for one, row in zip(variables, grid.rows, strict=True)] == variables
    # Nothing of the variable but what the grid does not show is needed to have it again.
    bare = [{key: one[key] for key in ("formerNames",) if key in one} for one in variables]
    again = [grid_csv.applied(one, row) for one, row in zip(bare, grid.rows, strict=True)]
    shown = [{key: value for key, value in one.items() if key != "constraints"} for one in variables]
    assert [{key: value for key, value in one.items() if key != "constraints"} for one in again] == shown


@given(TEXTS)
def test_no_cell_is_a_formula(text: str) -> None:
    data = grid_csv.write([("t", [{"name": "A", "title": text, "missingValues": [text], "source": text}])])
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert all(cell == safe_cell(cell) or cell.startswith("'") for cell in row)


def read(text: str) -> grid_csv.Grid:
    return grid_csv.read(text.encode(), "grid.csv")


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_takes_away() -> None:
    variable = {"name": "A", "title": "Old", "note": "Stays", "constraints": {"required": True, "unique": True}}
    (row,) = read("name,TABLE,label,required\nA,t,,\n").rows
    assert grid_csv.applied(variable, row) == {"name": "A", "note": "Stays", "constraints": {"unique": True}}


def test_a_text_of_any_length_comes_back() -> None:
    variable = {"name": "A", "description": "x" * 200_000}
    (row,) = grid_csv.read(grid_csv.write([("t", [variable])])).rows
    assert grid_csv.applied(variable, row) == variable


def test_a_group_that_is_none_yet_is_left_as_it_is() -> None:
    """A draft need not be right."""
    variable = {"name": "A", "constraints": "required", "title": "a"}
    (row,) = grid_csv.read(grid_csv.write([("t", [variable])])).rows
    assert grid_csv.applied(variable, row) == variable


def test_the_revision_comes_back_with_the_row() -> None:
    (row,) = grid_csv.read(grid_csv.write([("t", [{"name": "A", "revision": 7}])])).rows
    assert (row.revision, row.facts.get("revision")) == (7, None)
    assert read("Table,Name\nt,A\n").rows[0].revision is None


def test_semicolons_of_a_spreadsheet_and_unknown_columns_are_read() -> None:
    grid = read("Table;Name;Colour;Missing values\nt;A;red;-9 = Not known, or asked\n")
    assert not grid.problems
    assert grid.rows[0].facts == {"missingValues": [{"value": "-9", "label": "Not known, or asked"}]}


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("Label,Type\nA,b\n", "row 1", "no columns Table and Name"),
        ("", "row 1", "no columns Table and Name"),
        ("Table,Name,Required\nt,A,perhaps\n", "row 2", "neither Yes nor No"),
        ("Table,Name,Type\nt,A,\nt,B,wobble\n", "row 3", "cannot stand under type"),
        ("Table,Name,Position\nt,A,0\n", "row 2", "no whole number from 1"),
        ("Table,Name,Revision\nt,A,new\n", "row 2", "no whole number from 1"),
        ("Table,Name\nt,\n", "row 2", "which variable of which table"),
        ("Table,Name\nt,A\nT,a\n", "row 3", "stands in row 2 already"),
        ('Table,Name\nt,"A\n', "row 2", "no CSV"),
        ("Table,Name\nt,A,more\n", "row 2", "more cells than the first line"),
        ('Table,Name,Missing values\nt,A,"[1,"\n', "row 2", "no JSON list"),
    ],
)
def test_each_fault_names_its_row(text: str, place: str, told: str) -> None:
    grid = read(text)
    assert [(one.path, one.severity) for one in grid.problems] == [(place, "error")]
    assert told in grid.problems[0].message
    assert grid.problems[0].remedy


def test_a_bad_row_does_not_stop_the_others() -> None:
    grid = read("Table,Name,Required\nt,A,Yes\nt,B,perhaps\nt,C,No\n")
    assert [row.name for row in grid.rows] == ["A", "C"]


def test_other_encodings_are_refused_with_the_line() -> None:
    grid = grid_csv.read("Table,Name,Label\nt,A,x\nt,B,caf\u00e9\n".encode("cp1252"), "grid.csv")
    assert not grid.rows
    assert grid.problems[0].path == "row 3"
