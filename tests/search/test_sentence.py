"""Questions said as sentences: what only asks is set aside, what is said is weighed, and families of words help."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.search.families import relatives
from catalogue.search.query import parse
from catalogue.search.result import SearchRequest
from catalogue.search.searcher import Searcher
from catalogue.search.sentence import is_said, without_asking
from catalogue.search.tree import Or, Word, leaves
from tests.search.samples import concept, names, searcher, table, variable


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Things that the words of one question meet in by chance, and what it is about."""
    return searcher(
        tmp_path_factory.mktemp("sentence") / "index",
        [
            variable("A", "Rejection", definition="Why it was turned down."),
            variable("B", "Number", notes="The child, the rejection, the expiry and the report are unknown."),
            variable("C", "Type of application"),
            variable("D", "Date of application", facets=(("type", "date"),)),
            variable("E", "Age of the child"),
            variable("F", "Child who is old"),
            variable("G", "Value", "cafcass_course", table_title="Parenting courses"),
            variable("H", "Prison", meaning="Whether somebody is in custody."),
            variable("I", "Figures of custody", facets=(("access", "open"),), definition="How many are in custody."),
            variable("J", "Custody", facets=(("access", "restricted"),)),
            table("cafcass_custody", "Custody"),
            concept("expiry", "Expiry"),
        ],
    )


def test_a_sentence_begins_or_ends_as_one() -> None:
    assert is_said("the child was heard?")
    assert is_said("When was the child heard")
    assert is_said("variable for the age")
    assert not is_said("age of the child")
    assert not is_said("")


def test_turns_of_phrase_are_put_beside_the_word() -> None:
    question = "how old is the child"
    root = parse(question).root
    assert root is not None
    asked = without_asking(root, question)
    assert asked.said
    assert asked.asking == ("how",)
    assert Or((Word("old"), Word("age"))) in getattr(asked.root, "nodes", ())
    assert [leaf for leaf in leaves(asked.root) if leaf == Word("age")] == [Word("age")]


def test_words_of_one_family() -> None:
    assert "applic" in relatives("applied")
    assert "england" in relatives("english")
    assert relatives("qqqq") == frozenset()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("was there a rejection in the report?", "A"),  # not the note that has all the words
        ("what was applied for", "C"),
        ("when did they apply?", "D"),
        ("how old was the child", "E"),
        ("which value is there on courses for parents?", "G"),
        ("is anybody in jail", "H"),
        ("how many are in custody?", "I"),
        ("which table is about custody", "CAFCASS_CUSTODY"),
        ("when did it expire?", "expiry"),
    ],
)
def test_what_is_asked_for_comes_first(index: Searcher, typed: str, name: str) -> None:
    assert names(index.search(SearchRequest(typed)).hits)[:1] == [name]


def test_words_side_by_side_are_all_wanted_and_families_stay_apart(index: Searcher) -> None:
    assert names(index.search(SearchRequest("rejection report")).hits) == ["B"]
    assert index.search(SearchRequest("jail")).hits == ()


def test_inferred_meanings_are_no_definitions(tmp_path: Path) -> None:
    found = searcher(
        tmp_path / "index", [variable("A", "One", meaning="Custody."), variable("B", "Two", definition="Custody.")]
    )
    assert names(found.search(SearchRequest("definition:custody")).hits) == ["B"]
    assert {one.matched[0].field for one in found.search(SearchRequest("custody")).hits} == {"definition", "notes"}
