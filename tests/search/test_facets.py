"""Facets: counts of what remains, values of one facet side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import InvalidRequestError
from catalogue.search.document import SearchDocument
from catalogue.search.facets import VALUES
from catalogue.search.result import SearchRequest, SearchResult
from catalogue.search.searcher import Searcher
from tests.search.samples import court, searcher, table, variable

COLOURS, SHAPES = ("red", "green", "blue"), ("round", "square")


def counts(result: SearchResult, name: str) -> dict[str, int]:
    """Count by value, in the order listed."""
    return {one.value: one.count for one in result.facets.get(name, ())}


def test_counts_of_what_remains(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", court())
    result = index.search(SearchRequest("hearing"))
    assert counts(result, "kind") == {"variable": 3, "table": 1}
    assert counts(result, "type") == {"date": 1, "string": 1}
    assert [one.label for one in result.facets["kind"]] == ["Variables", "Tables"]
    assert next(iter(result.facets)) == "kind"


def test_a_facets_own_choice_does_not_narrow_its_counts(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", court())
    result = index.search(SearchRequest("", {"type": ("date",), "kind": ("variable",)}))
    assert result.total == 4
    assert counts(result, "type") == {"date": 4, "string": 3}
    assert counts(result, "kind") == {"variable": 4}
    assert {one.value for one in result.facets["type"] if one.chosen} == {"date"}
    both = index.search(SearchRequest("", {"type": ("date", "string")}))
    assert both.total == 7


def test_a_choice_that_leads_nowhere_can_be_seen_and_undone(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", court())
    result = index.search(SearchRequest("hearing", {"type": ("time",), "colour": ("red",)}))
    assert result.total == 0
    assert counts(result, "type")["time"] == 0
    assert counts(result, "colour") == {"red": 0}
    assert result.suggestions[0].why == "filters"
    assert result.suggestions[0].count == 4


def test_nothing_that_leads_nowhere_is_offered(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", court())
    for text in ("hearing", "week", "order", "linkage"):
        for values in index.search(SearchRequest(text)).facets.values():
            assert values
            assert all(one.count for one in values)


def test_a_value_with_two_labels_is_counted_once_under_the_commoner(tmp_path: Path) -> None:
    documents = [
        variable(f"V{number}", facets=(("place", "w", "Wales" if number else "Cymru"),)) for number in range(3)
    ]
    result = searcher(tmp_path / "index", documents).search(SearchRequest())
    assert [(one.value, one.label, one.count) for one in result.facets["place"]] == [("w", "Wales", 3)]


def test_many_values_are_cut_and_the_cut_is_told(tmp_path: Path) -> None:
    documents = [variable(f"V{number}", facets=(("owner", f"o{number:03}"),)) for number in range(VALUES + 20)]
    index = searcher(tmp_path / "index", documents)
    result = index.search(SearchRequest())
    assert (len(result.facets["owner"]), result.facets_left_out["owner"]) == (VALUES, 20)
    chosen = index.search(SearchRequest("", {"owner": (f"o{VALUES + 19:03}",)}))
    assert chosen.total == 1
    assert chosen.facets["owner"][-1].chosen


def test_the_kind_is_a_facet_by_itself(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", [variable("A", facets=(("kind", "variable"),)), table("b", "B")])
    assert counts(index.search(SearchRequest()), "kind") == {"variable": 1, "table": 1}
    assert index.search(SearchRequest("kind:tables")).total == 1
    assert index.search(SearchRequest("kind:TABLE")).total == 1


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({"from": ("2010",)}, 2),
        ({"to": ("2004",)}, 1),
        ({"from": ("2008",), "to": ("2008",)}, 3),
        ({"from": ("",)}, 13),
    ],
)
def test_years(tmp_path: Path, filters: Mapping[str, tuple[str, ...]], total: int) -> None:
    assert searcher(tmp_path / "index", court()).search(SearchRequest("", filters)).total == total


@pytest.mark.parametrize("value", ["abc", "20 20", "-1", "99999999999999999999", "²", "1999.5"])
def test_what_is_no_year_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(InvalidRequestError, match="such as 2014"):
        searcher(tmp_path / "index", court()).search(SearchRequest("", {"from": (value,)}))


def test_the_histogram_counts_what_covers_each_year(tmp_path: Path) -> None:
    index = searcher(tmp_path / "index", court())
    years = dict(index.search(SearchRequest()).years)
    assert (min(years), max(years)) == (2001, 2020)
    assert [years[year] for year in (2004, 2005, 2007, 2009, 2010, 2014, 2015)] == [1, 2, 3, 3, 2, 2, 1]
    assert index.search(SearchRequest("week")).years == ()


things = st.lists(
    st.tuples(st.sets(st.sampled_from(COLOURS), max_size=3), st.sampled_from(SHAPES), st.booleans()), max_size=12
)
choices = st.fixed_dictionaries(
    {}, optional={"colour": st.sets(st.sampled_from(COLOURS)), "shape": st.sets(st.sampled_from(SHAPES))}
)


def documents_of(drawn: list[tuple[set[str], str, bool]]) -> list[SearchDocument]:
    """Things with any number of colours, a shape, and perhaps the word that is asked for."""
    return [
        variable(
            f"V{number}",
            "pelican" if asked else "walrus",
            facets=(*(("colour", colour) for colour in sorted(colours)), ("shape", shape)),
        )
        for number, (colours, shape, asked) in enumerate(drawn)
    ]


@settings(max_examples=30, deadline=None)
@given(things, st.lists(choices, min_size=1, max_size=4))
def test_counts_equal_counting_by_hand(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[set[str], str, bool]],
    asked: list[dict[str, set[str]]],
) -> None:
    index: Searcher = searcher(tmp_path_factory.mktemp("facets"), [*documents_of(drawn), variable("X", "pelican")])
    nothing: dict[str, set[str]] = {"colour": set(), "shape": set()}
    matching = [nothing, *({"colour": colours, "shape": {shape}} for colours, shape, found in drawn if found)]
    for choice in asked:
        result = index.search(
            SearchRequest("pelican", {name: tuple(sorted(values)) for name, values in choice.items()})
        )

        def fits(has: Mapping[str, set[str]], names: set[str], choice: dict[str, set[str]] = choice) -> bool:
            return all(has[name] & choice[name] for name in names if choice.get(name))

        assert result.total == sum(fits(has, {"colour", "shape"}) for has in matching)
        for name, values, other in (("colour", COLOURS, "shape"), ("shape", SHAPES, "colour")):
            expected = {value: sum(value in has[name] and fits(has, {other}) for has in matching) for value in values}
            shown = {one: count for one, count in expected.items() if count or one in choice.get(name, set())}
            assert counts(result, name) == shown
