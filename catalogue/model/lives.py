"""Which variables of a dataset's releases are one and the same, whatever each release calls them. Pure.

A variable is known by its table and its name. A later release that says under `formerNames` what a table or variable
was called carries it on under the new name. A name that was given up so and is taken again is a new variable's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# Where a variable is, whatever the release: table name, and variable name in lower case.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """What a release says of names, all in lower case.

    tables: its tables. former_tables, former: of those tables and variables that had other names these, the last first.
    """

    tables: frozenset[str] = frozenset()
    former_tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)

    def before(self, place: Place, earlier: Names) -> Iterator[Place]:
        """Where a variable may have been in an earlier release, besides at the same place, likeliest first.

        A former name of a table counts only where today's was not there.
        """
        table, name = place
        tables = (table,) if table in earlier.tables else (table, *self.former_tables.get(table, ()))
        for one in tables:
            yield from ((one, other) for other in (name, *self.former.get(place, ())) if (one, other) != place)

    def connected(self, place: Place) -> Iterator[Place]:
        """Every place that a rename stated here may lead to from a place, in either direction."""
        table, name = place
        for one in (table, *self.former_tables.get(table, ())):
            yield from ((one, other) for other in (name, *self.former.get(place, ())))
        for now, former in self.former_tables.items():
            if table in former:
                yield now, name
        for (now, today), former in self.former.items():
            if name in former and table in (now, *self.former_tables.get(now, ())):
                yield now, today


NO_NAMES = Names()


@dataclass(slots=True)
class Life:
    """One variable. places: where it is in each release that has it, by the release's position."""

    places: dict[int, Place] = field(default_factory=dict)

    def had(self, place: Place) -> bool:
        """Whether some release has it there."""
        return place in self.places.values()


def reach(start: Iterable[Place], names: Iterable[Names]) -> set[Place]:
    """Places that any stated rename connects with some, however far; themselves included."""
    found, stating = set(start), [said for said in names if said.former_tables or said.former]
    waiting = list(found)
    while waiting:
        place = waiting.pop()
        for other in {one for said in stating for one in said.connected(place)} - found:
            found.add(other)
            waiting.append(other)
    return found


@dataclass(frozen=True, slots=True)
class Stage:
    """A release as far as names go. held: which of the places in question it has. Withdrawn ones rename nothing."""

    held: frozenset[Place]
    names: Names = NO_NAMES
    withdrawn: bool = False


def lives(stages: Sequence[Stage]) -> list[Life]:
    """The variables of the releases of a dataset, given in order of (issued, version)."""
    found: list[Life] = []
    alive: dict[Place, Life] = {}
    before = Stage(frozenset())
    for number, stage in enumerate(stages):
        if not stage.withdrawn:
            renamed = _renamed(stage, before, alive)
            carried = {now: alive.pop(was) for now, was in renamed.items()}
            alive.update(carried)
            before = stage
        for place in sorted(stage.held):
            if place not in alive:
                alive[place] = Life()
                found.append(alive[place])
            alive[place].places[number] = place
    return found


def _renamed(stage: Stage, before: Stage, alive: Mapping[Place, Life]) -> dict[Place, Place]:
    """What came under a new name in a release, with the name that it gave up. Each is said once, and each name once."""
    found: dict[Place, Place] = {}
    for now in sorted(stage.held - before.held):
        for was in stage.names.before(now, before.names):
            known = now in alive and alive[now].had(was)
            if was in alive and was not in found.values() and not known:
                found[now] = was
                break
    return found


def choose(found: Iterable[Life], place: Place, standing: Iterable[int], at: int | None = None) -> Life | None:
    """The variable that is meant by a place.

    at: the release whose names are meant; one that has no such name may know the variable by another. Without it the
    variable that has the name in the newest of the releases that stand, else in the newest at all.
    """
    had = [life for life in found if life.had(place)]
    if at is not None:
        here = [life for life in had if at in life.places]
        return next((life for life in here if life.places[at] == place), here[0] if here else None)
    stand = set(standing)

    def newest(life: Life) -> tuple[bool, int]:
        return max((number in stand, number) for number, one in life.places.items() if one == place)

    return max(had, key=newest, default=None)
