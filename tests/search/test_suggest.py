"""Autocomplete: what a word begins with, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.search.result import SearchRequest
from catalogue.search.searcher import Searcher
from catalogue.search.suggest import suggest
from tests.search.samples import concept, court, searcher, variable


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The small family court."""
    return searcher(tmp_path_factory.mktemp("court") / "index", court())


@pytest.mark.parametrize(
    ("typed", "text", "why"),
    [
        ("hea", "Hearings", "table"),
        ("outc", "Type of outcome", "variable"),
        ("week of b", "Week of birth", "variable"),
        ("CAP_RE", "CAP_RECEIPTDATE", "variable"),
        ("cap_h", "CAP_HEARINGID_E", "variable"),
        ("LSO", "LSOA2001_CD", "variable"),
        ("lso", "LSOA2001_CD", "variable"),
        ("superv", "Supervision order", "code"),
        ("gofa", "Gorchymyn gofal", "code"),
        ("private l", "Private law", "code"),
        ("cafc", "Cafcass Cymru extract", "dataset"),
    ],
)
def test_what_is_offered(index: Searcher, typed: str, text: str, why: str) -> None:
    assert (text, why) in {(one.text, one.why) for one in suggest(index, typed, 8)}


def test_concepts_are_offered_by_any_of_their_terms(tmp_path: Path) -> None:
    documents = [
        *court(),
        concept("emergency-protection-order", "Emergency protection order", "EPO", welsh=["gorchymyn diogelu brys"]),
    ]
    index = searcher(tmp_path / "index", documents)
    for typed, detail in (("emergency pro", ""), ("EPO", "EPO"), ("gorchymyn dio", "gorchymyn diogelu brys")):
        found = [one for one in suggest(index, typed, 8) if one.why == "concept"]
        assert [(one.text, one.detail, one.url) for one in found] == [
            ("Emergency protection order", detail, "/concepts/emergency-protection-order")
        ]
        assert index.search(SearchRequest(found[0].query)).hits[0].kind == "concept"
    assert suggest(index, "EPO", 8)[0].why == "concept"


def test_one_thing_has_its_address_and_several_have_a_count(index: Searcher) -> None:
    (received,) = suggest(index, "receiv", 8)
    assert (received.url, received.count) == ("/datasets/cafw/variables/cafcass_application/CAP_RECEIPTDATE", 1)
    (week,) = suggest(index, "week", 8)
    assert (week.url, week.count) == ("", 2)


@pytest.mark.parametrize("typed", ["", " ", "h", "😀", '"', "zzzz", "of t" * 200, "a b c d e f g h i"])
def test_nothing_to_offer(index: Searcher, typed: str) -> None:
    assert suggest(index, typed, 8) == ()


def test_no_more_than_wanted(index: Searcher) -> None:
    assert len(suggest(index, "ca", 2)) == 2
    assert suggest(index, "ca", 0) == ()


def test_what_begins_so_comes_first(tmp_path: Path) -> None:
    found = searcher(
        tmp_path / "index", [variable("A", "Date of order"), variable("B", "Order made on a date in court")]
    )
    assert [one.text for one in suggest(found, "ord", 8)] == ["Order made on a date in court", "Date of order"]


def test_every_offer_finds_something(index: Searcher) -> None:
    for typed in ("he", "ca", "or", "la", "we", "CAP", "pub", "go"):
        for one in suggest(index, typed, 20):
            result = index.search(SearchRequest(one.query))
            assert result.total >= 1, one
            assert result.expanded == (), one


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_text_can_be_typed(index: Searcher, typed: str) -> None:
    suggest(index, typed, 5)
