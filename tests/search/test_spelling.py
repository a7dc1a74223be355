"""Corrections: to the nearest word that leads somewhere, announced, and undone on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.result import Expansion, SearchRequest
from catalogue.search.spelling import Speller, distance
from catalogue.search.vocabulary import Vocabulary
from tests.search.samples import court, names, searcher, variable

FORMS = {"hearing": 9, "sharing": 2, "order": 5, "guardianship": 3, "care": 4, "case": 8, "date": 9, "law": 3}


def speller() -> Speller:
    """A speller over a few words."""
    return Speller(Vocabulary([FORMS], [{"cap": 2}]), lambda form: FORMS.get(form, 0))


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("haering", ["hearing"]),
        ("hearin", ["hearing"]),
        ("hhearing", ["hearing"]),
        ("haring", ["hearing", "sharing"]),
        ("guardainshp", ["guardianship"]),
        ("cade", ["case", "care"]),
        ("casedate", ["case date"]),
        ("zzzzzzzz", []),
        ("orderr", ["order"]),
    ],
)
def test_the_nearest(typed: str, nearest: list[str]) -> None:
    assert speller().nearest(typed) == nearest


def test_a_correction_is_announced_and_can_be_undone(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", court())
    result = index.search(SearchRequest("haering date"))
    assert result.expanded == (Expansion("haering", "hearing", "spelling"),)
    assert names(result.hits)[0] == "CAP_HEARINGDATE"
    undone = index.search(SearchRequest("haering date", exactly=frozenset({"haering"})))
    assert "spelling" not in {one.why for one in undone.expanded}
    assert undone.warnings == ("Nothing here contains “haering”.",)


def test_other_candidates_are_offered(tmp_path: Path) -> None:
    documents = [variable("A", "hearing"), variable("B", "hearing"), variable("C", "sharing")]
    result = searcher(tmp_path / "index", documents).search(SearchRequest("haring now"))
    assert [(one.text, one.why, one.query) for one in result.suggestions] == [("sharing", "spelling", "sharing now")]


@pytest.mark.parametrize(
    "text", ["hearing", "hearings", "outcome", "CAP_HEARI", "receipt", "wob", "lsoa", "xyz", "l4w"]
)
def test_what_is_known_short_or_has_digits_is_left_alone(tmp_path: Path, text: str) -> None:
    result = searcher(tmp_path / "index", court()).search(SearchRequest(text))
    assert [one for one in result.expanded if one.why == "spelling"] == []


@pytest.mark.parametrize("text", ['"haering"', "week -haering"])
def test_quoted_and_excluded_words_are_meant_as_they_stand(tmp_path: Path, text: str) -> None:
    assert searcher(tmp_path / "index", court()).search(SearchRequest(text)).expanded == ()


def test_a_slip_in_a_physical_name(tmp_path: Path) -> None:
    result = searcher(tmp_path / "index", court()).search(SearchRequest("CAP_RECEIPTDAET"))
    assert result.expanded == (Expansion("RECEIPTDAET", "receiptdate", "spelling"),)
    assert names(result.hits) == ["CAP_RECEIPTDATE"]


def test_a_pasted_text_is_not_corrected_word_by_word(tmp_path: Path) -> None:
    text = " ".join(f"haering{chr(97 + number)}" for number in range(26))
    result = searcher(tmp_path / "index", court()).search(SearchRequest(text))
    assert len([one for one in result.expanded if one.why == "spelling"]) <= 12
    assert len(result.warnings) <= 10


words = st.text(alphabet="abc", max_size=6)


@given(words, words)
def test_distance_is_what_it_says(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))
    assert distance(one, other) >= abs(len(one) - len(other))


@given(st.text(alphabet="abcd", min_size=4, max_size=8), st.data())
def test_one_slip_is_always_found(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    slips = [
        word[:place] + word[place + 1 :],
        word[:place] + "x" + word[place:],
        word[:place] + "x" + word[place + 1 :],
    ]
    if place:
        slips.append(word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :])
    known = Speller(Vocabulary([{word: 1}], []), lambda form: int(form == word))
    for slip in slips:
        assert distance(slip, word) <= 1
        assert slip == word or known.nearest(slip) == [word]
