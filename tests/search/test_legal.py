"""Sections, rules and forms: one form in every spelling, and nothing else taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search import legal, words
from catalogue.search.result import SearchRequest
from tests.search.samples import code_list, names, searcher, variable

SAME = {
    "s31": ["s31", "S31", "s.31", "s. 31", "s 31", "section 31", "Section 31", "sec 31", "sec. 31", "sect. 31",
            "adran 31"],
    "s14a": ["s14A", "s.14A", "section 14A"],
    "c110a": ["C110A", "c110a", "c 110a", "C 110 A", "c 110 a", "C-110A", "C110 A"],
    "pd12j": ["PD12J", "pd 12J", "PD 12j", "practice direction 12J", "Practice Direction 12J"],
    "r16.4": ["r16.4", "r 16.4", "r.16.4", "rule 16.4", "Rule 16.4", "FPR 16.4", "FPR r16.4", "FPR 2010 r16.4",
              "FPR2010 rule 16.4", "16.4"],
    "fl401": ["FL401", "fl 401"],
}  # fmt: skip


@pytest.mark.parametrize(("form", "text"), [(form, text) for form, texts in SAME.items() for text in texts])
def test_every_spelling_has_one_form(form: str, text: str) -> None:
    assert words.forms(text) == [form]
    assert words.forms(f"of {text}, then") == ["of", form, "then"]
    assert legal.is_reference(text)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("s31(1)", ["s31", "1"]),
        ("section 91(14)", ["s91", "14"]),
        ("CA1989 s31", ["ca1989", "s31"]),
        ("Care (s31)", ["care", "s31"]),
        ("was 31", ["was", "31"]),
        ("class 31", ["class", "31"]),
        ("the child\u2019s 31 days", ["the", "child", "31", "days"]),
        ("c 100 a child", ["c100", "a", "child"]),
        ("26 week(s)", ["26", "week"]),
        ("26-week limit", ["26", "week", "limit"]),
        ("16.4%", ["16", "4"]),
        ("16.45 or 116.4", ["16", "45", "or", "116", "4"]),
        ("sections", ["sections"]),
        ("s31order", ["s31order"]),
        ("rule 16", ["rule", "16"]),
        ("APP_S31_START", [""]),
    ],
)
def test_what_is_no_reference_is_left_alone(text: str, forms: list[str]) -> None:
    assert words.forms(text) == forms


@given(st.text(max_size=40))
def test_places_are_those_of_the_text(text: str) -> None:
    for form, start, end in words.tokens(text):
        assert 0 <= start < end <= len(text)
        assert form or "_" in text[start:end]


@pytest.mark.parametrize(
    "text", [*SAME["s31"], "s31(1)", '"section 31"', "code:s.31", 'code:"sec. 31"', "31 section s31"]
)
def test_any_spelling_finds_any_other_and_marks_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    documents = [
        code_list("one", "Types", [("1", "Care, section 31", ""), ("2", "Other", "")]),
        code_list("two", "More types", [("1", "Care (s31)", "")]),
        variable("STAY", "Care for 31 days"),
    ]
    index = searcher(tmp_path_factory.mktemp("law") / "index", documents)
    hits = index.search(SearchRequest(text)).hits
    assert set(names(hits)) >= {"one", "two"}
    marked = {fragment for hit in hits for one in hit.matched for fragment, is_marked in one.fragments if is_marked}
    assert {"section 31", "s31"} <= marked


def test_a_name_has_its_section_in_parts(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = searcher(tmp_path_factory.mktemp("law") / "index", [variable("APP_S31_START_AGE", "Age")])
    assert names(index.search(SearchRequest("section 31")).hits) == ["APP_S31_START_AGE"]
