"""Code lists: which code a word is in, anchors that stay, and which datasets use a list."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.model.code_lists import Code, CodeList
from catalogue.model.known import Source
from catalogue.web.code_csv import COLUMNS, codes_csv
from catalogue.web.filters import code_anchor
from tests.web.conftest import Get


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
@settings(deadline=None)
def test_two_codes_never_share_an_anchor(one: str, other: str) -> None:
    assert (code_anchor(one) == code_anchor(other)) == (one == other)
    assert code_anchor(one).isascii()
    assert len(code_anchor(one).split()) == 1


def test_an_anchor_can_be_read() -> None:
    assert code_anchor("Public") == "code-Public"
    assert code_anchor("Care Order") == "code-Care.20Order"
    assert code_anchor("1.5") == "code-1..5"


def test_a_code_is_found_by_value_label_welsh_or_notation(get: Get) -> None:
    for word in ("public", "Cyfraith gyhoeddus", "C110A", "public law"):
        page = get(f"/codelists/law-type?find={word}")
        assert "1 of 4 with" in page.text
        assert "code-Public" in page.ids
        assert "code-Private" not in page.ids
        assert "Codes 4" in page.text


def test_a_word_in_no_code_is_answered_with_where_else_to_look(get: Get) -> None:
    page = get("/codelists/law-type?find=zebra")
    assert "No code of this list has “zebra”" in page.text
    assert {"/codelists?find=zebra", "/search?q=zebra", "/codelists/law-type"} <= set(page.links)
    assert "No code list and no code has “zebra” in it." in get("/codelists?find=zebra").text


def test_a_list_is_found_by_its_codes_and_says_which(get: Get) -> None:
    page = get("/codelists?find=C110A")
    assert "/codelists/law-type#code-Public" in page.links
    assert "/codelists/status" not in page.links
    assert "1 of 2 with “C110A”" in page.text


def test_the_list_of_lists_says_who_uses_them(get: Get) -> None:
    page = get("/codelists")
    assert "1 variable of Court extract" in page.text
    assert page.link("canonical") == "http://127.0.0.1:8000/codelists"


@pytest.mark.parametrize("find", ["%3Cscript%3E", "%22%3E", "a" * 5000, "%20%20"])
def test_what_is_sought_is_only_text(get: Get, find: str) -> None:
    assert "<script>" not in get(f"/codelists/law-type?find={find}").source


def test_the_codes_can_be_taken_away_as_a_table(browser: FlaskClient, get: Get) -> None:
    page = get("/codelists/law-type?find=public")
    assert "/codelists/law-type.csv" in page.links
    answer = browser.get("/codelists/law-type.csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="law-type.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert len(lines) == 4
    assert tuple(lines[0]) == COLUMNS
    public = next(line for line in lines if line["code"] == "Public")
    assert public["labelCy"] == "Cyfraith gyhoeddus"
    assert "C110A" in public["notation"].split("; ")
    assert public["mark"]
    assert browser.get("/codelists/zebra.csv").status_code == 404


def test_no_cell_of_the_table_is_a_formula() -> None:
    evil = Code("=1+1", "@sum", "+cy", "-x", "\t=2", "", ("=a", "b"), "", "documented", (Source("s", "=cmd|' /C'!A0"),))
    numbers = Code("-1", "minus one", "", "", "", "", (), "", "documented", ())
    held = CodeList("l", "L", "", "", True, "documented", (evil, numbers), (), "", {})
    first, second = list(csv.reader(io.StringIO(codes_csv(held).decode())))[1:]
    assert all(not cell or cell[0] not in "=+-@\t\r" for cell in first)
    assert first[0] == "'=1+1"
    assert second[0] == "-1"
