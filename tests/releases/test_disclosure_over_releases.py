"""Counts of a release beside those of releases before it: a new figure gives no old one away."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.releases.disclosure import Earlier, Protected, Relation, Why, protect
from catalogue.releases.disclosure.system import Attacker, ContradictionError, bounds
from tests.releases.published import everything, narrow, solved

NAMES = "abcde"
Counts = Mapping[str, int]


def tables(most: int) -> st.SearchStrategy[dict[str, int]]:
    """Counts of the same categories, small ones among them."""
    one = st.one_of(st.integers(0, 12), st.integers(0, most))
    return st.lists(one, min_size=4, max_size=4).map(lambda counts: dict(zip(NAMES, counts, strict=False)))


def added(*counts: Counts) -> dict[str, int]:
    """The sum of tables."""
    return {name: sum(one[name] for one in counts) for name in counts[0]}


def hidden(table: Protected) -> str:
    """Names of the hidden categories."""
    return "".join(cell.category for cell in table.hidden)


@settings(max_examples=12, deadline=None)
@given(tables(60), tables(20), tables(15), st.integers(2, 12), st.booleans())
def test_a_population_that_grows(first: Counts, more: Counts, again: Counts, k: int, known: bool) -> None:  # noqa: FBT001
    one = protect(first, k, total_is_known=known)
    two = protect(added(first, more), k, [Earlier((one,), Relation.AT_LEAST)], total_is_known=known)
    assert narrow(two) == []
    three = protect(added(first, more, again), k, [Earlier((two,), Relation.AT_LEAST)], total_is_known=known)
    assert narrow(three) == []


@settings(max_examples=12, deadline=None)
@given(tables(60), tables(60), st.integers(2, 12))
def test_vintages_and_their_sum(first: Counts, second: Counts, k: int) -> None:
    vintages = protect(first, k), protect(second, k)
    assert narrow(protect(added(first, second), k, [Earlier(vintages, Relation.EQUAL)])) == []


@settings(max_examples=12, deadline=None)
@given(tables(60), st.integers(2, 12), st.integers(2, 12))
def test_the_same_people_again_under_another_threshold(counts: Counts, k: int, other: int) -> None:
    before = protect(counts, k)
    assert narrow(protect(counts, other, [Earlier((before,), Relation.EQUAL)])) == []


@settings(max_examples=12, deadline=None)
@given(tables(60), tables(20), st.integers(2, 12))
def test_the_bounds_are_those_of_scipy(first: Counts, more: Counts, k: int) -> None:
    """Also where a release says more than it may."""
    one = protect(first, k)
    two = protect(added(first, more), k)
    two = Protected(two.cells, two.total, k, two.rule, (Earlier((one,), Relation.AT_LEAST),))
    for attacker in Attacker:
        ours = {
            (everything(two).index(table), name): (found.least, float("inf") if found.most is None else found.most)
            for (table, name), found in bounds([two], attacker).items()
        }
        assert ours == solved(everything(two), reasons=attacker is Attacker.REASONS)


def test_a_figure_that_would_tell_of_an_earlier_one_is_withheld_and_so_named() -> None:
    before = protect({"a": 4, "b": 20, "c": 100}, 10)
    assert hidden(before) == "ab"
    counts = {"a": 12, "b": 21, "c": 110}
    # By itself nothing has to be hidden. But b was at most 21 then, so that a was at least 3.
    assert hidden(protect(counts, 10)) == ""
    careless = protect(counts, 10)
    careless = Protected(careless.cells, careless.total, 10, "", (Earlier((before,), Relation.AT_LEAST),))
    assert narrow(careless) == [(1, "a"), (1, "b"), (1, "a")]
    table = protect(counts, 10, [Earlier((before,), Relation.AT_LEAST)])
    assert {cell.why for cell in table.hidden} == {Why.EARLIER}
    assert "b" in hidden(table)
    assert table.rule == "k=10 with secondary suppression over releases"


def test_the_same_people_again_keep_what_was_hidden() -> None:
    counts = {"a": 4, "b": 20, "c": 100}
    before = protect(counts, 10)
    # Without a threshold, the new figures would give the old ones away.
    for k in (1, 10):
        table = protect(counts, k, [Earlier((before,), Relation.EQUAL)])
        assert [(cell.category, cell.count) for cell in table.cells] == [("a", None), ("b", None), ("c", 100)]
    # Which side of 3 or 5 it stands on says more of a than that it was below 10.
    for k in (3, 5):
        assert hidden(protect(counts, k, [Earlier((before,), Relation.EQUAL)])) == "abc"


def test_a_sum_of_vintages_that_would_tell_of_one() -> None:
    first = protect({"a": 3, "b": 30, "c": 100}, 10)
    second = protect({"a": 15, "b": 40, "c": 100}, 10)
    assert (hidden(first), hidden(second)) == ("ab", "")
    table = protect({"a": 18, "b": 70, "c": 200}, 10, [Earlier((first, second), Relation.EQUAL)])
    assert (hidden(table), {cell.why for cell in table.hidden}) == ("ab", {Why.EARLIER})


def test_other_people_change_nothing() -> None:
    counts = {"a": 3, "b": 40, "c": 90}
    assert hidden(protect(counts, 10, [])) == hidden(protect(counts, 10)) == "ab"


def test_a_relation_that_does_not_hold_is_refused() -> None:
    before = protect({"a": 50, "b": 60}, 10)
    with pytest.raises(ContradictionError):
        protect({"a": 40, "b": 70}, 10, [Earlier((before,), Relation.AT_LEAST)])
