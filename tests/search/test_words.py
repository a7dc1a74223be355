"""Words: one definition for index, question and highlight."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.words import fold, forms, part_forms, parts, safe_cut, stem, tokens, whole_signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Children's hearings", ["children", "hearings"]),
        ("children\u2019s", ["children"]),
        ("parents' views", ["parents", "views"]),
        ("looked-after child", ["looked", "after", "child"]),
        ("health & care", ["health", "and", "care"]),
        ("Gŵyl Dewi, gw\u0302yl", ["gwyl", "dewi", "gwyl"]),
        ("O'Connor", ["oconnor"]),
        ("s.31 and C110A", ["s31", "and", "c110a"]),
        ("26 week(s)", ["26", "week"]),
        ("see CAP_CASEID_E there", ["see", "", "there"]),
        ("\x00 \ufffd 😀 ---", []),
        ("", []),
    ],
)
def test_text_becomes_words(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CAP_HEARINGTYPE", ["cap", "hearingtype"]),
        ("LSOA2001_CD", ["lsoa", "2001", "cd"]),
        ("CaseIdName", ["case", "id", "name"]),
        ("XMLFile", ["xml", "file"]),
        ("RECORD1ID_E", ["record", "1", "id", "e"]),
        ("law-type", ["law", "type"]),
        ("__", []),
    ],
)
def test_names_come_apart(name: str, expected: list[str]) -> None:
    assert part_forms(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("orders", "order"), ("hearings", "hearing"), ("children", "child"), ("adopted", "adoption"), ("women", "woman")],
)
def test_endings_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("applicant", "application"),
        ("relative", "relation"),
        ("international", "internal"),
        ("s31", "s3"),
        ("author", "authority"),
    ],
)
def test_neighbours_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(max_size=60))
def test_places_are_places_in_the_text(text: str) -> None:
    last = 0
    for form, start, end in tokens(text):
        assert last <= start < end <= len(text)
        assert form in {"", fold(text[start:end])}
        last = end
    for form, start, end in parts(text):
        assert form == fold(text[start:end])


@given(st.text(alphabet="abcŵêéÀ'\u2019", max_size=12))
def test_folding_is_done_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


SIGNS = ["👨‍👩‍👧", "🇬🇧", "👍🏽", "e\u0301", "w\u0302", "❤️", "हि", "a", " "]


@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=8), st.data())
def test_no_cut_splits_a_sign(signs: list[str], data: st.DataObject) -> None:
    text = "".join(signs)
    edges = {0, len(text)}
    place = 0
    for sign in signs:
        place += len(sign)
        edges.add(place)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert safe_cut(text, start) in edges
    assert safe_cut(text, start) <= start
    left, right = whole_signs(text, start, end)
    assert left <= start <= end <= right
    assert {left, right} <= edges or text[left:right].isascii()


def test_a_plain_cut_would_split_one() -> None:
    """The signs above are such that cutting anywhere goes wrong."""
    assert unicodedata.combining("e\u0301"[1])
    assert safe_cut("e\u0301", 1) == 0
    assert safe_cut("ab", 1) == 1
