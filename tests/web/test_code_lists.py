"""Code lists: which code a word is in, anchors that stay, and which datasets use a list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
