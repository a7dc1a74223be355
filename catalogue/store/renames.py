"""A variable through all of its names: a release says under `formerNames` what a table or variable was called before.

A name that is used again is a new variable: a former name leads on only where today's name is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from catalogue.model.known import Facts, texts
from catalogue.store import tables
from catalogue.store.history import Place, VariableState, states_at
from catalogue.store.releases import ReleaseRecord


def through_all_names(
    session: Session, releases: Sequence[ReleaseRecord], table_name: str, name: str
) -> list[VariableState]:
    """A variable as each of the releases says it, in their order, whatever it was called there; letters in any case.

    Two queries when it was never called otherwise and the newest release that stands has it; two more for every other
    name, and for every release that stands in which it first is missing.
    """
    place: Place | None = (table_name.lower(), name.lower())
    found: dict[int, VariableState] = {}
    asked: set[Place] = set()
    while place is not None:
        asked.add(place)
        _add(session, releases, found, place)
        place = _later_name(session, releases, found, place)
    while earlier := {one: number for one, number in _earlier_names(releases, found) if one not in asked}:
        asked |= earlier.keys()
        for one, number in sorted(earlier.items()):
            _add(session, releases[:number], found, one)
    return [found[release.id] for release in releases if release.id in found]


def _add(session: Session, releases: Sequence[ReleaseRecord], found: dict[int, VariableState], place: Place) -> None:
    """Put in what is at a place, in releases in which the variable has no other name."""
    missing = [release for release in releases if release.id not in found]
    if missing:
        found.update((state.release.id, state) for state in states_at(session, missing, place))


def _later_name(
    session: Session, releases: Sequence[ReleaseRecord], found: dict[int, VariableState], place: Place
) -> Place | None:
    """What the first release after the last holder calls it; None when that release does not say so."""
    held = [number for number, release in enumerate(releases) if release.id in found]
    after = [release for release in releases[held[-1] + 1 :] if not release.withdrawn] if held else []
    if not after:
        return None
    for table in tables.tables_called(session, after[0], place[0]):
        for variable in table.variables:
            if place[1] in _former(variable.facts):
                return table.name, variable.name.lower()
        if table.name != place[0] and table.variable(place[1]) is not None:
            return table.name, place[1]
    return None


def _earlier_names(
    releases: Sequence[ReleaseRecord], found: Mapping[int, VariableState]
) -> Iterator[tuple[Place, int]]:
    """Former places, each with the number of the release that says so: it was there in releases before that one."""
    for number, release in enumerate(releases):
        state = found.get(release.id)
        if state is not None:
            names = [state.variable.name.lower(), *_former(state.variable.facts)]
            for table in (state.table.name, *_former(state.table.facts)):
                yield from (((table, name), number) for name in names)


def _former(facts: Facts) -> list[str]:
    return [name.lower() for name in texts(facts.get("formerNames"))]
