"""Counts that may leave: what is hidden stays open to whoever reads everything, with scipy as the judge."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.releases.disclosure import Attacker, Cell, Protected, Why, bounds, exposed, protect, rule_name
from tests.releases.published import narrow, solved

NAMES = "abcdefgh"
thresholds = st.integers(2, 20)
tables = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60), st.integers(0, 5000)), min_size=1, max_size=8).map(
    lambda counts: dict(zip(NAMES, counts, strict=False))
)


def shown(table: Protected) -> dict[str, int | None]:
    """Counts by category."""
    return {cell.category: cell.count for cell in table.cells}


def primary_alone(counts: dict[str, int], k: int) -> Protected:
    """What many do: hide what is small, and nothing else."""
    cells = [Cell(name, None, Why.SMALL) if 0 < count < k else Cell(name, count) for name, count in counts.items()]
    return Protected(tuple(cells), sum(counts.values()), k, "small counts hidden")


@settings(max_examples=40, deadline=None)
@given(tables, thresholds, st.booleans())
def test_every_hidden_count_stays_open(counts: dict[str, int], k: int, known: bool) -> None:  # noqa: FBT001
    table = protect(counts, k, total_is_known=known)
    assert narrow(table) == []
    assert {name: count for name, count in shown(table).items() if count is not None}.items() <= counts.items()
    assert table.total in {None, sum(counts.values())}
    assert not any(0 < (cell.count or 0) < k for cell in table.cells)
    assert not 0 < (table.total or 0) < k


@settings(max_examples=25, deadline=None)
@given(tables, thresholds)
def test_the_bounds_are_those_of_scipy(counts: dict[str, int], k: int) -> None:
    for table in (protect(counts, k), primary_alone(counts, k)):
        for attacker in Attacker:
            ours = {name: one for (_, name), one in bounds([table], attacker).items()}
            theirs = solved([table], reasons=attacker is Attacker.REASONS)
            assert {
                name: (one.least, float("inf") if one.most is None else one.most) for name, one in ours.items()
            } == {name: found for (_, name), found in theirs.items()}


def test_hiding_small_counts_alone_is_caught() -> None:
    assert narrow(primary_alone({"a": 3, "b": 200, "c": 300}, 10)) == [(0, "a")] * 2
    assert narrow(primary_alone({"a": 1, "b": 1, "c": 300}, 10)) == [(0, "a"), (0, "b")] * 2
    assert narrow(primary_alone({"a": 9, "b": 9, "c": 300}, 10)) == [(0, "a"), (0, "b")]


@given(tables, thresholds, st.randoms(use_true_random=False))
def test_the_order_of_categories_makes_no_difference(counts, k, random) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    names = list(counts)
    random.shuffle(names)
    one, other = protect(counts, k), protect({name: counts[name] for name in names}, k)
    assert (shown(one), one.total) == (shown(other), other.total)
    assert {cell.category: cell.why for cell in one.cells} == {cell.category: cell.why for cell in other.cells}
    again = protect(counts, k)
    assert (again.cells, again.total, again.rule) == (one.cells, one.total, one.rule)


@given(tables, thresholds)
def test_nothing_is_hidden_without_need(counts: dict[str, int], k: int) -> None:
    large = {name: count + k if count else 0 for name, count in counts.items()}
    assert shown(protect(large, k)) == large
    assert protect(large, k).total == sum(large.values())
    for none in (0, 1):
        assert shown(protect(counts, none)) == counts


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        # The next smallest hides the small one.
        ({"a": 3, "b": 40, "c": 90}, "ab"),
        # Two that are neither too few nor too many hide each other.
        ({"a": 6, "b": 6, "c": 90}, "abc"),
        ({"a": 5, "b": 6, "c": 7, "d": 90}, "abc"),
        # All that is left of 9 and 9 is that each is 9.
        ({"a": 9, "b": 9, "c": 40, "d": 90}, "abc"),
        # b is no larger than c, which tells that a is at least 3.
        ({"a": 3, "b": 40, "c": 40, "d": 90}, "abc"),
        ({"a": 3, "b": 40, "c": 44, "z": 0}, "ab"),
    ],
)
def test_as_little_as_that_is_hidden(counts: dict[str, int], hidden: str) -> None:
    table = protect(counts, 10)
    assert "".join(cell.category for cell in table.hidden) == hidden
    assert table.total == sum(counts.values())


def test_where_nothing_can_hide_a_count_its_total_goes_too() -> None:
    table = protect({"a": 3, "z": 0}, 10)
    assert (shown(table), table.total) == ({"a": None, "z": 0}, None)
    table = protect({"a": 2, "b": 10}, 10, total_is_known=True)
    assert (shown(table), table.total) == ({"a": None, "b": None}, 12)
    assert {cell.why for cell in table.cells} == {Why.WITHHELD}
    assert protect({"a": 2, "b": 3}, 10, total_is_known=True).total is None


def test_the_rule_has_a_name() -> None:
    assert protect({"a": 3}, 10).rule == "k=10 with secondary suppression"
    assert rule_name(1) == "no threshold"
    assert rule_name(5, over_releases=True) == "k=5 with secondary suppression over releases"
    with pytest.raises(ValueError, match="below 0"):
        protect({"a": -1}, 10)


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize(("k", "most", "categories"), [(2, 14, 4), (3, 20, 4), (4, 22, 4), (5, 30, 3), (3, 16, 5)])
def test_who_knows_the_program_learns_no_more(k: int, most: int, categories: int, known: bool) -> None:  # noqa: FBT001
    """All tables there are, put together by what is published of them: a small count can be anything in its group.

    Why a cell is hidden counts as published here, though it is not. `most` is above any total that is ever hidden.
    """
    names = NAMES[:categories]
    groups = defaultdict(list)
    for bars in itertools.combinations(range(most + categories), categories):
        values = [bar - before - 1 for before, bar in itertools.pairwise((-1, *bars))]
        table = protect(dict(zip(names, values, strict=True)), k, total_is_known=known)
        groups[tuple((cell.count, cell.why) for cell in table.cells), table.total].append(values)
    for (cells, total), group in groups.items():
        for at, (count, _) in enumerate(cells):
            found = {values[at] for values in group}
            if count is None and any(0 < value < k for value in found):
                assert set(range(1, k)) <= found, (cells, total, names[at], found)


def test_a_table_of_one_kind_is_the_same_only_as_itself() -> None:
    table = protect({"a": 3}, 10)
    assert replace(table) != table


@pytest.mark.parametrize(
    ("statistics", "places"),
    [
        ({"rows": 100, "counts": [{"count": 0}, {"count": 10}, {"hidden": True}, {"hidden": True}]}, []),
        ({"rows": 9}, ["/rows"]),
        ({"counts": [{"count": 3, "code": "a"}, {"count": 97}]}, ["/counts/0/count"]),
        ({"counts": [{"hidden": True}, {"count": 97}]}, ["/counts"]),
        ({"figures": [{"name": "max", "value": 3}]}, ["/figures/0/name"]),
        ({"tables": [{"variables": [{"statistics": {"min": 1, "a/b": [{"count": 1}]}}]}]},
         ["/tables/0/variables/0/statistics/min", "/tables/0/variables/0/statistics/a~1b/0/count"]),
        ({"counts": "none", "rows": True}, []),
        ("text", []), (None, []), ([1, 2], []),
    ],
)  # fmt: skip
def test_written_figures_that_must_not_leave_are_found(statistics: object, places: list[str]) -> None:
    assert exposed(statistics, 10) == places
    assert exposed(statistics, 0) == [place for place in places if place.endswith(("name", "min"))]
