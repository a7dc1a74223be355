"""A variable through all of its names: a release says under `formerNames` what it was called before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.lives import Life, Names, Place, Stage, choose, lives, reach
from catalogue.store.history import Held, VariableState, holdings, state
from catalogue.store.objects import bodies
from catalogue.store.releases import ReleaseRecord
from catalogue.store.summaries import TableSummary, former_names, summaries


@dataclass(frozen=True, slots=True)
class Through:
    """A variable in every release that has it, in their order, whatever it was called there.

    namesakes: other variables that once had the name that was asked for, each in the newest release that stands and has
    it. taken: whether the name that it has in its newest release is that of another variable now.
    """

    states: tuple[VariableState, ...] = ()
    namesakes: tuple[VariableState, ...] = ()
    taken: bool = False

    @property
    def newest(self) -> VariableState:
        """The newest state of a release that stands, else the newest at all."""
        return next((one for one in reversed(self.states) if not one.release.withdrawn), self.states[-1])


def through_all_names(
    session: Session,
    releases: Sequence[ReleaseRecord],
    table_name: str,
    name: str,
    at: ReleaseRecord | None = None,
) -> Through:
    """A variable by its name, letters in any case: as a release calls it, else the one that has the name now.

    releases: all of its dataset. at: the release whose names are meant. Three queries, and two more for tables that
    were never read.
    """
    asked = (table_name.lower(), name.lower())
    tables = summaries(session, releases)
    names = {release.id: names_of(tables[release.id]) for release in releases}
    held: dict[int, dict[Place, Held]] = defaultdict(dict)
    for one in holdings(session, releases, reach([asked], names.values())):
        held[one.release_id][one.place] = one
    found = lives([Stage(frozenset(held[one.id]), names[one.id], one.withdrawn) for one in releases])
    standing = [number for number, release in enumerate(releases) if not release.withdrawn]
    number_of = {release.id: number for number, release in enumerate(releases)}
    mine = choose(found, asked, standing, None if at is None else number_of[at.id])
    if mine is None:
        return Through()
    last = [_newest(life, standing) for life in found if life is not mine and life.had(asked)]
    wanted = [held[releases[number].id][place] for number, place in (*sorted(mine.places.items()), *last)]
    facts = bodies(session, (digest for one in wanted for digest in (one.table, one.variable)))
    by_id = {release.id: release for release in releases}
    states = [state(by_id[one.release_id], one, facts) for one in wanted]
    count, now = len(mine.places), choose(found, _newest(mine, standing)[1], standing)
    return Through(tuple(states[:count]), tuple(states[count:]), now is not mine)


def table_through_all_names(
    session: Session, releases: Sequence[ReleaseRecord], name: str, at: ReleaseRecord
) -> dict[str, str]:
    """What the table that a release calls so is called in each release, by version.

    Where no table has the name, it is taken to be the same: it may be known there by name only. releases: all of its
    dataset. One query, and two more for tables that were never read.
    """
    asked = (name.lower(), "")
    tables = summaries(session, releases)
    names = [names_of(tables[release.id]) for release in releases]
    wanted = reach([asked], names)
    held = [frozenset(place for place in wanted if place[0] in said.tables) for said in names]
    found = lives([Stage(*one) for one in zip(held, names, (release.withdrawn for release in releases), strict=True)])
    mine = choose(found, asked, (), next(number for number, one in enumerate(releases) if one.id == at.id))
    called = {number: place for number, place in enumerate([asked] * len(releases)) if asked not in held[number]}
    called |= mine.places if mine is not None else {}
    return {releases[number].version: place[0] for number, place in called.items()}


def _newest(life: Life, standing: Sequence[int]) -> tuple[int, Place]:
    """Where a variable is in the newest release that stands, else in the newest at all."""
    return max(life.places.items(), key=lambda one: (one[0] in standing, one[0]))


def names_of(tables: Iterable[TableSummary]) -> Names:
    """What a release says of names, from its tables."""
    tables = list(tables)
    return Names(
        frozenset(table.name for table in tables),
        {table.name: former for table in tables if (former := former_names(table.facts))},
        {(table.name, name.lower()): former for table in tables for name, former in table.former.items()},
    )
