"""Highlights: the source's own letters, the right words, no split sign."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.search.document import SearchDocument
from catalogue.search.highlight import EXCERPT, Highlighter, Matched
from catalogue.search.plan import Form, Lookup, Sequence
from catalogue.search.result import SearchRequest
from catalogue.search.thesaurus import Thesaurus
from catalogue.search.vocabulary import Vocabulary
from catalogue.search.words import fold
from tests.search.samples import ORDERS, court, searcher, variable


def shown(matched: Matched) -> str:
    """A field with its marks as <words>."""
    return "".join(f"<{text}>" if marked else text for text, marked in matched.fragments)


def why(index_path: Path, text: str, name: str) -> dict[str, list[str]]:
    """Marked fields of one hit."""
    hits = searcher(index_path, court()).search(SearchRequest(text, limit=100)).hits
    found: dict[str, list[str]] = {}
    for one in next(hit for hit in hits if hit.name == name).matched:
        found.setdefault(one.field, []).append(shown(one))
    return found


RIGHT: list[tuple[str, str, dict[str, list[str]]]] = [
    (
        "hearings",
        "CAP_HEARINGDATE",
        {
            "label": ["Date of <hearing>"],
            "name": ["CAP_<HEARING>DATE"],
            "definition": ["The day of the <hearing>."],
            "table": ["CAFCASS_<HEARING>"],
        },
    ),
    (
        "outcome type",
        "CAP_HEARINGOUTCOMETYPEIDNAME",
        {"label": ["<Type> of <outcome>"], "name": ["CAP_HEARING<OUTCOME><TYPE>IDNAME"]},
    ),
    ("cap_hearingdate", "CAP_HEARINGDATE", {"name": ["<CAP_HEARINGDATE>"]}),
    ("gofal", "order-type", {"code-cy": ["Gorchymyn <gofal>"]}),
    ("s31", "order-type", {"code": ["Care order (<s31>)"]}),
    ('"care order"', "order-type", {"code": ["<Care> <order> (s31)"]}),
    ("label:law", "CAP_LAWTYPENAME", {"label": ["<Law> type"]}),
    ("privat*", "law-type", {"code": ["<Private> law"]}),
    ("recei*", "CAP_RECEIPTDATE", {"label": ["Date <received>"], "name": ["CAP_<RECEIPT>DATE"]}),
    (
        "LSOA2011_CD",
        "LSOA2001_CD",
        {"name": ["<LSOA>2001_<CD>"], "notes": ["Later snapshots use <LSOA><2011>_<CD>."]},
    ),
    (
        "haering id",
        "CAP_HEARINGID_E",
        {
            "label": ["<Hearing> <id>"],
            "name": ["CAP_<HEARING><ID>_E"],
            "definition": ["Identifies one <hearing>, encrypted."],
            "table": ["CAFCASS_<HEARING>"],
        },
    ),
]


@pytest.mark.parametrize(("text", "name", "expected"), RIGHT)
def test_the_right_words_are_marked(tmp_path: Path, text: str, name: str, expected: dict[str, list[str]]) -> None:
    assert why(tmp_path / "index", text, name) == expected


def test_excluded_words_are_not_marked(tmp_path: Path) -> None:
    hits = searcher(tmp_path / "index", court()).search(SearchRequest("week -hearing")).hits
    assert hits
    assert not any(
        "hearing" in text.lower() for hit in hits for one in hit.matched for text, marked in one.fragments if marked
    )


def test_the_code_is_told_with_its_label(tmp_path: Path) -> None:
    hits = searcher(tmp_path / "index", court()).search(SearchRequest("supervision")).hits
    assert {(one.field, one.code) for hit in hits for one in hit.matched} == {("code", "2")}
    value = searcher(tmp_path / "other", [variable("X", codes=(("C110A", "Application form", ""),))])
    (matched,) = value.search(SearchRequest("c110a")).hits[0].matched
    assert (matched.field, matched.code, shown(matched)) == ("code-value", "Application form", "<C110A>")


def test_of_many_codes_the_best_three_are_shown(tmp_path: Path) -> None:
    codes = [(str(number), f"Order {number}", "") for number in range(50)]
    codes[30] = ("30", "Care order", "")
    hit = (
        searcher(tmp_path / "index", [variable("X", codes=tuple(codes))]).search(SearchRequest("order OR care")).hits[0]
    )
    assert [shown(one) for one in hit.matched] == ["<Order> 0", "<Order> 1", "<Care> <order>"]


def test_marks_are_data_not_markup(tmp_path: Path) -> None:
    label = "<script>alert('hearing')</script> & hearing"
    hit = searcher(tmp_path / "index", [variable("X", label)]).search(SearchRequest("hearing")).hits[0]
    assert "".join(text for text, _ in hit.matched[0].fragments) == label
    assert html.escape(label) != label


WORDS = [
    "order", "Order", "orders", "ŵyl", "W\u0302yl", "ORDER_DATE", "don't", "👨‍👩‍👧", "e\u0301t", "हिन्दी", "x" * 400,
    "—", "\n", "3.5",
]  # fmt: skip
GAPS = st.lists(st.sampled_from([" ", "  ", "-", "\t"]), min_size=60, max_size=60)
MARKED = {"order", "orders", "wyl"}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60), GAPS)
def test_fragments_are_the_sources_own_letters(said: list[str], gaps: list[str]) -> None:
    text = "".join(word + gap for word, gap in zip(said, gaps, strict=False))
    lookup = Lookup(tuple(Form("words", form) for form in sorted(MARKED)))
    document = SearchDocument("variable", "variable:x", "X", "X", definition=text)
    matched = Highlighter(Vocabulary([], []), Thesaurus((), {}), lookup).matched(0, document)
    if not any(fold(word) in MARKED for word in said):
        assert matched == ()
        return
    (one,) = matched
    joined = "".join(fragment for fragment, _ in one.fragments)
    assert joined in text
    assert all(fragment for fragment, _ in one.fragments)
    assert any(marked for _, marked in one.fragments)
    assert all(fold(fragment) in MARKED for fragment, marked in one.fragments if marked)
    assert one.cut_before or text.startswith(joined)
    assert one.cut_after or text.endswith(joined)
    for fragment, _ in one.fragments:
        assert fragment[0] not in "\u0301\u0302\u200d\u093f\u094d\u0940", "a sign was split"
    if not one.cut_before and not one.cut_after:
        missed = [fragment for fragment, marked in one.fragments if not marked]
        assert not any(fold(word) in MARKED for piece in missed for word in piece.replace("-", " ").split())


def test_a_long_text_is_cut_around_its_marks(tmp_path: Path) -> None:
    text = "Before. " * 60 + "The pelican and the pelican. " + "After. " * 60
    index = searcher(tmp_path / "index", [variable("X", "Label", definition=text)])
    (matched,) = index.search(SearchRequest("pelican")).hits[0].matched
    joined = "".join(fragment for fragment, _ in matched.fragments)
    assert matched.cut_before
    assert matched.cut_after
    assert len(joined) <= EXCERPT
    assert joined.count("pelican") == 2
    assert not joined.startswith(" ")
    assert f" {joined} " in text, "it begins and ends between words"


def test_a_sequence_is_marked_only_where_it_is_one() -> None:
    lookup = Lookup(sequences=(Sequence("words", ((0, ("care",)), (1, ("order", "orders")))),))
    document = SearchDocument("variable", "variable:x", "X", "order care, care orders care order order", codes=ORDERS)
    matched = Highlighter(Vocabulary([], []), Thesaurus((), {}), lookup).matched(0, document)
    assert shown(matched[0]) == "order care, <care> <orders> <care> <order> order"
    assert shown(matched[1]) == "<Care> <order> (s31)"
