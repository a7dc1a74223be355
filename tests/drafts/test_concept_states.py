"""States of a concept beside each other: what differs, whom it concerns, and two people's changes together."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.drafts.concept_states import Alteration, alterations, brought_forward, concerned

Facts = dict[str, Any]


def member(dataset: str, name: str = "LAW", match: str = "exact") -> Facts:
    return {"dataset": dataset, "table": "cases", "name": name, "match": match}


def difference(*datasets: str, text: str = "Otherwise.") -> Facts:
    return {"datasets": list(datasets), "title": "Days", "description": text}


CONCEPT: Facts = {
    "title": "Law",
    "terms": ["law", "law type"],
    "variables": [member("ours"), member("theirs")],
    "differences": [difference("ours", "far")],
}


def changed(**properties: Any) -> Facts:
    return {name: value for name, value in {**CONCEPT, **properties}.items() if value is not None}


def test_equal_states_differ_in_nothing() -> None:
    assert alterations(CONCEPT, changed()) == ()
    assert concerned(CONCEPT, changed()) == frozenset()


def test_what_differs_is_told_by_property_and_by_entry() -> None:
    after = changed(
        title="Law of the case",
        variables=[member("ours", match="close"), member("ours", "LEX")],
        sources=[{"name": "code", "title": "Code"}],
    )
    assert alterations(CONCEPT, after) == (
        Alteration("title", "", "Law", "Law of the case"),
        Alteration("variables", "ours / cases / LAW", member("ours"), member("ours", match="close")),
        Alteration("variables", "theirs / cases / LAW", member("theirs"), None),
        Alteration("variables", "ours / cases / LEX", None, member("ours", "LEX")),
        Alteration("sources", "code", None, {"name": "code", "title": "Code"}),
    )


@pytest.mark.parametrize("odd", ["text", [1, "two"], {"dataset": "ours"}, [{"dataset": ["x"]}]])
def test_what_has_not_the_shape_of_entries_is_told_all_the_same(odd: Any) -> None:
    assert alterations(CONCEPT, changed(variables=odd))
    assert concerned(CONCEPT, changed(variables=odd)) >= {"ours", "theirs"}


@pytest.mark.parametrize(
    ("after", "datasets"),
    [
        (changed(variables=[*CONCEPT["variables"], member("new")]), {"new"}),
        (changed(variables=[member("ours")]), {"theirs"}),
        (changed(variables=[member("ours", match="close"), member("theirs")]), {"ours"}),
        (changed(variables=[member("theirs"), member("ours")]), {"ours", "theirs"}),
        (changed(differences=[difference("ours", "far", text="Said better.")]), {"ours", "far"}),
        (changed(differences=None), {"ours", "far"}),
        (changed(terms=["law"]), {"ours", "theirs"}),
        (changed(note="More.", variables=[member("ours"), member("new")]), {"ours", "theirs", "new"}),
    ],
)
def test_whom_a_change_concerns(after: Facts, datasets: set[str]) -> None:
    """Members that come, go or change concern their dataset; words concern every dataset among the members."""
    assert concerned(CONCEPT, after) == datasets


def test_a_new_concept_concerns_its_members() -> None:
    assert concerned({}, {"title": "New", "variables": [member("ours")]}) == {"ours"}
    assert concerned({}, {"title": "New"}) == frozenset()


def test_two_peoples_changes_come_together() -> None:
    mine = changed(title="Mine", note="My note.", variables=[member("ours", match="close"), member("theirs")])
    theirs = changed(
        description="Their words.",
        terms=["law", "law type", "lex"],
        variables=[*CONCEPT["variables"], member("far")],
        differences=None,
    )
    assert brought_forward(CONCEPT, mine, theirs) == {
        "title": "Mine",
        "note": "My note.",
        "description": "Their words.",
        "terms": ["law", "law type", "lex"],
        "variables": [member("theirs"), member("far"), member("ours", match="close")],
    }


def test_of_one_property_that_both_changed_mine_stays() -> None:
    assert brought_forward(CONCEPT, changed(title="Mine"), changed(title="Theirs"))["title"] == "Mine"
    assert "terms" not in brought_forward(CONCEPT, changed(terms=None), changed(terms=["lex"]))


def test_what_both_began_comes_together() -> None:
    mine, theirs = {"title": "a", "terms": ["x"]}, {"title": "b", "terms": ["y"], "note": "c"}
    assert brought_forward({}, mine, theirs) == {"title": "a", "terms": ["y", "x"], "note": "c"}
