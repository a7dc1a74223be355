"""Lists read by key: every page follows the one before, on both engines, whatever order their texts sort in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.model.kinds import ChangeKind
from catalogue.store import feed, pages, tombstones
from catalogue.store.engine import reading
from catalogue.store.pages import PlacedVariable, VariableFilter
from catalogue.store.releases import ReleaseRecord, all_datasets
from tests.samples import Sample, small, table, variable

# Names that collations of natural languages put in another order than bytes do.
NAMES = ["_x", "A-B", "A_B", "AB", "a1", "B b", "é", "z", "Ä", "Z1", "~", "0"]


def awkward() -> Sample:
    """Tables and variables whose names sort differently by bytes and by language."""
    tables = [table(name, [variable(one) for one in NAMES]) for name in ("a-b", "a_b", "ab", "0")]
    return replace(small("awkward"), tables=tables, code_lists={})


def latest(engine: Engine) -> list[ReleaseRecord]:
    """The releases in force."""
    with reading(engine) as session:
        return [dataset.latest for dataset in all_datasets(session) if dataset.latest is not None]


def read(engine: Engine, limit: int, wanted: VariableFilter | None = None) -> list[list[PlacedVariable]]:
    """All pages of the list of variables."""
    found: list[list[PlacedVariable]] = []
    place = None
    while True:
        with reading(engine) as session:
            page = pages.variables(session, latest(engine), wanted or VariableFilter(), place, limit)
        if not page:
            return found
        found.append(page)
        place = page[-1].place


@pytest.mark.parametrize("limit", [1, 5, 1000])
def test_pages_of_variables_fit_together(any_engine: Engine, limit: int) -> None:
    registry.publish(any_engine, [awkward(), small()])
    places = [one.place for page in read(any_engine, limit) for one in page]
    assert len(places) == len(set(places)) == 4 * len(NAMES) + 4
    assert places == [one.place for page in read(any_engine, 1000) for one in page]


def test_a_variable_knows_its_column_its_table_and_its_release(any_engine: Engine) -> None:
    registry.publish(any_engine, [awkward()])
    for one in read(any_engine, 1000)[0]:
        assert one.variable.position == NAMES.index(one.variable.name)
        assert one.table.name == one.place[1]
        assert one.table.variables == ()
        assert one.release.slug == "awkward"


def test_filters_take_any_case_of_letters(any_engine: Engine) -> None:
    registry.publish(any_engine, [awkward(), small()])
    (page,) = read(any_engine, 1000, VariableFilter(table="PEOPLE", name="case_id"))
    assert [one.variable.name for one in page] == ["CASE_ID"]
    assert read(any_engine, 1000, VariableFilter(name="nothing")) == []


def test_shared_tables_are_told_once_for_each_release(any_engine: Engine) -> None:
    first, second = small("first"), small("second")
    registry.publish(any_engine, [first, second])
    (page,) = read(any_engine, 1000)
    assert len({(one.release.slug, one.table.digest) for one in page}) == 4
    assert len({one.table.digest for one in page}) == 2


def test_pages_of_tables_fit_together(any_engine: Engine) -> None:
    registry.publish(any_engine, [awkward()])
    (release,) = latest(any_engine)
    names: list[str] = []
    with reading(any_engine) as session:
        while page := pages.table_heads(session, release, names[-1] if names else "", 1):
            names += [one.table.name for one in page]
            assert page[0].variables == len(NAMES)
    assert sorted(names) == sorted(["a-b", "a_b", "ab", "0"])


def test_a_tombstone_has_the_facts_of_its_journal_entry(any_engine: Engine) -> None:
    registry.publish(any_engine, [small()])
    serial = registry.retract(any_engine, "small", "1.0.0", "It was wrong.").serial
    with reading(any_engine) as session:
        (release,) = all_datasets(session)[0].releases
        told = tombstones.tombstone(session, release)
        with pytest.raises(tombstones.WithdrawnError, match=r"withdrawn on \d{4}-\d\d-\d\d: It was wrong\."):
            tombstones.require_standing(session, release)
        entry = feed.last_entry_about(session, ChangeKind.RETRACTION, f"{release.dataset_key}@1.0.0")
        assert feed.last_entry_about(session, ChangeKind.RENAME, release.dataset_key) is None
        assert feed.slugs(session) == {release.dataset_key: "small"}
    assert entry is not None
    assert (told.serial, told.recorded, told.reason, told.successor) == (serial, entry.recorded, "It was wrong.", "")
