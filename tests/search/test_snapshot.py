"""Views: what may be seen of an index that holds everything that ever was."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import IndexUnavailableError
from catalogue.search.document import SearchDocument
from catalogue.search.index import open_writer
from catalogue.search.layout import current
from catalogue.search.result import SearchRequest
from catalogue.search.searcher import Searcher
from tests.search.samples import variable

Put = tuple[str, str, list[SearchDocument]]


def write(index: Path, puts: Sequence[Put], standing: Mapping[str, Sequence[str]]) -> Searcher:
    """An index to which releases were put in the order given, a commit for each."""
    for serial, (dataset, release, documents) in enumerate(puts, 1):
        with open_writer(index) as writer:
            writer.put_release(release, dataset, documents)
            if serial == len(puts):
                for one, releases in standing.items():
                    writer.set_standing(one, releases)
            writer.commit(serial)
    return Searcher.open(index)


def seen(searcher: Searcher, in_force: Mapping[str, str] | None = None) -> dict[str, str]:
    """Label by identity of everything in view."""
    hits = searcher.search(SearchRequest(releases_in_force=in_force, limit=1000)).hits
    return {hit.identity: hit.label for hit in hits}


FIRST: list[Put] = [
    ("cafw", "1.0.0", [variable("KEPT", "kept"), variable("CHANGED", "before"), variable("DROPPED", "dropped")]),
    ("cafw", "2.0.0", [variable("KEPT", "kept"), variable("CHANGED", "after"), variable("FRESH", "fresh")]),
]
KEPT, CHANGED, DROPPED, FRESH = (
    f"variable:cafw/cafcass_hearing/{name}" for name in ("kept", "changed", "dropped", "fresh")
)


def test_of_each_thing_the_newest_standing_state_is_seen(tmp_path: Path) -> None:
    searcher = write(tmp_path, FIRST, {"cafw": ["1.0.0", "2.0.0"]})
    assert seen(searcher) == {KEPT: "kept", CHANGED: "after", DROPPED: "dropped", FRESH: "fresh"}
    assert searcher.search(SearchRequest("before")).total == 0
    assert searcher.search(SearchRequest("dropped")).total == 1, "what the latest release dropped is still found"


def test_at_a_time_exactly_those_releases_are_seen(tmp_path: Path) -> None:
    searcher = write(tmp_path, FIRST, {"cafw": ["1.0.0", "2.0.0"]})
    assert seen(searcher, {"cafw": "1.0.0"}) == {KEPT: "kept", CHANGED: "before", DROPPED: "dropped"}
    assert seen(searcher, {"cafw": "2.0.0"}) == {KEPT: "kept", CHANGED: "after", FRESH: "fresh"}
    assert seen(searcher, {}) == {}


def test_a_release_that_is_not_there_yet_is_told(tmp_path: Path) -> None:
    searcher = write(tmp_path, FIRST, {"cafw": ["1.0.0"]})
    result = searcher.search(SearchRequest(releases_in_force={"cafw": "9.0.0", "other": "1.0.0"}))
    assert result.total == 0
    assert result.warnings == (
        "Release 9.0.0 of cafw is not in the search index yet.",
        "Release 1.0.0 of other is not in the search index yet.",
    )


def test_a_withdrawn_release_hides_what_it_alone_said(tmp_path: Path) -> None:
    write(tmp_path, FIRST, {"cafw": ["1.0.0", "2.0.0"]})
    with open_writer(tmp_path) as writer:
        writer.set_standing("cafw", ["1.0.0"])
        writer.commit(9)
    searcher = Searcher.open(tmp_path)
    assert seen(searcher) == {KEPT: "kept", CHANGED: "before", DROPPED: "dropped"}
    assert searcher.search(SearchRequest("fresh")).total == 0
    assert "fresh" not in {one.to for one in searcher.search(SearchRequest("frehs")).expanded}


def test_a_whole_dataset_can_be_hidden(tmp_path: Path) -> None:
    write(tmp_path, FIRST, {"cafw": ["1.0.0", "2.0.0"]})
    with open_writer(tmp_path) as writer:
        writer.set_standing("cafw", [])
        writer.commit(9)
    result = Searcher.open(tmp_path).search(SearchRequest("kept"))
    assert (result.total, result.facets, result.serial) == (0, {}, 9)


def test_a_thing_that_two_datasets_describe_is_seen_once(tmp_path: Path) -> None:
    one, other = variable("SHARED", "of b", identity="codelist:x"), variable("SHARED", "of a", identity="codelist:x")
    searcher = write(tmp_path, [("b", "1", [one]), ("a", "1", [other])], {"a": ["1"], "b": ["1"]})
    assert seen(searcher) == {"codelist:x": "of a"}


def test_members_that_the_index_does_not_hold_are_told(tmp_path: Path) -> None:
    write(tmp_path, FIRST, {"cafw": ["1.0.0"]})
    generation = current(tmp_path)
    name = generation.read_state().releases["cafw"]["1.0.0"]
    generation.write_members(name, [0, 99])
    with pytest.raises(IndexUnavailableError, match="names things that it does not hold"):
        Searcher.open(tmp_path)


def test_sorting_has_no_ties(tmp_path: Path) -> None:
    documents = [
        variable("FIELD_10", table="b"), variable("FIELD_2", table="b"), variable("field_2", table="a"),
        variable("OTHER", table="a"),
    ]  # fmt: skip
    searcher = write(tmp_path, [("x", "1", documents)], {"x": ["1"]})

    def order(sort: str) -> list[tuple[str, str]]:
        result = searcher.search(SearchRequest(sort=sort))  # type: ignore[arg-type] # parametrised by hand
        return [(hit.name, hit.table) for hit in result.hits]

    by_name = [("field_2", "a"), ("FIELD_2", "b"), ("FIELD_10", "b"), ("OTHER", "a")]
    assert order("name") == order("best") == by_name
    assert order("table") == [("field_2", "a"), ("OTHER", "a"), ("FIELD_2", "b"), ("FIELD_10", "b")]


labels = st.sampled_from(["care order", "order of care", "hearing", "care hearing", "placement"])
releases = st.lists(
    st.dictionaries(st.sampled_from(["A", "B", "C", "D"]), labels, min_size=1), min_size=1, max_size=4
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(["x", "y"]), releases, min_size=1), st.randoms(use_true_random=False), st.data())
def test_answers_do_not_depend_on_the_order_of_publishing(
    tmp_path_factory: pytest.TempPathFactory,
    datasets: dict[str, list[dict[str, str]]],
    chance: random.Random,
    data: st.DataObject,
) -> None:
    puts: list[Put] = [
        (dataset, f"{number}.0.0", [variable(name, label, dataset, facets=(("type", label[:4]),))
                                    for name, label in release.items()])
        for dataset, series in datasets.items()
        for number, release in enumerate(series)
    ]  # fmt: skip
    standing = {
        dataset: [f"{number}.0.0" for number in range(len(series)) if data.draw(st.booleans())]
        for dataset, series in datasets.items()
    }
    shuffled = list(puts)
    chance.shuffle(shuffled)
    one = write(tmp_path_factory.mktemp("one"), puts, standing)
    other = write(tmp_path_factory.mktemp("other"), shuffled, standing)
    as_of = {dataset: chosen[0] for dataset, chosen in standing.items() if chosen}
    for text in ("", "care", "care order", '"care order"', "order OR hearing", "-care"):
        for in_force in (None, as_of):
            request = SearchRequest(text, releases_in_force=in_force)
            assert one.search(request) == other.search(request)


@settings(max_examples=25, deadline=None)
@given(releases, st.data())
def test_what_is_seen_equals_a_walk_through_the_releases(
    tmp_path_factory: pytest.TempPathFactory, series: list[dict[str, str]], data: st.DataObject
) -> None:
    puts: list[Put] = [
        ("x", str(number), [variable(name, label) for name, label in release.items()])
        for number, release in enumerate(series)
    ]
    standing = [number for number in range(len(series)) if data.draw(st.booleans())]
    searcher = write(tmp_path_factory.mktemp("index"), puts, {"x": [str(number) for number in standing]})
    expected: dict[str, str] = {}
    for number in standing:
        expected |= {f"variable:cafw/cafcass_hearing/{name.lower()}": label for name, label in series[number].items()}
    assert seen(searcher) == expected
