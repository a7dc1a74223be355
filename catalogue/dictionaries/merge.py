"""A dictionary that comes again, or after a steward has written: merged property by property. Pure.

A package is taken apart into parts: the dataset's own facts, each table, each variable, each code list. For every
property of a part it is known how it came in (its origin). What was imported is replaced by what is imported now. What
a person has written stays, and so does what a sealed release said, which somebody may have written once: when the
dictionary says something else, that is a conflict, with both texts, for the person to decide. Nothing is ever taken
away because a dictionary no longer has it: that is listed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

from catalogue.dictionaries.leaves import closed, flat, nested
from catalogue.releases.canonical import normalise

Facts = dict[str, Any]
# By property: {"how": "imported" | "written" | "inherited", "from": file or release}, and under `declined` digests of
# values that a person decided against, so that the same dictionary does not ask again.
Origins = dict[str, dict[str, Any]]


class How(StrEnum):
    """How a property came into a part. What has no origin counts as written."""

    IMPORTED = "imported"
    WRITTEN = "written"
    INHERITED = "inherited"


class Choice(StrEnum):
    """Whose value a decided conflict leaves."""

    MINE = "mine"
    THEIRS = "theirs"


class Place(NamedTuple):
    """Which part: `kind` as in `model.drafts.PartKind`, `table` and `name` as far as they apply."""

    kind: str
    table: str = ""
    name: str = ""

    @property
    def key(self) -> Place:
        """The place as it is compared: the case of letters makes no difference."""
        return Place(self.kind, self.table.lower(), self.name.lower())


@dataclass(frozen=True, slots=True)
class Part:
    """Facts of one part, without the parts below it, and the origin of each property by its path (`leaves.flat`)."""

    facts: Facts
    origins: Origins = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property that a person or a sealed release says one way and the dictionary another.

    mine: None where it was taken out. inherited: True when the release said it, and nobody since.
    """

    place: Place
    property: str
    mine: Any
    theirs: Any
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome. Conflicts keep `mine` in the parts until they are decided.

    added, changed: places of parts that are new, or took something.
    vanished: parts that came from this dictionary, or from another one of which this is an edition, and are not in it
        now; they stay.
    gone: properties that came from this dictionary and are not in it now; they stay.
    """

    parts: dict[Place, Part]
    conflicts: tuple[Conflict, ...] = ()
    added: tuple[Place, ...] = ()
    changed: tuple[Place, ...] = ()
    vanished: tuple[Place, ...] = ()
    gone: tuple[tuple[Place, str], ...] = ()


def merge(current: Mapping[Place, Part], incoming: Mapping[Place, Facts], origin: str) -> Merged:
    """What there is, with what a dictionary says. origin: its file name.

    Parts keep their order, and the spelling of their names; new ones follow in the order of the dictionary.
    """
    known = {place.key: place for place in current}
    parts = dict(current)
    conflicts: list[Conflict] = []
    added: list[Place] = []
    changed: list[Place] = []
    gone: list[tuple[Place, str]] = []
    for there, facts in incoming.items():
        place = known.get(there.key)
        if place is None:
            parts[there] = imported(facts, origin)
            added.append(there)
            continue
        part, found, left = merge_part(place, current[place], facts, origin)
        conflicts += found
        gone += [(place, name) for name in left]
        if part != current[place]:
            parts[place] = part
            changed.append(place)
    vanished = _vanished(current, incoming, origin)
    return Merged(parts, tuple(conflicts), tuple(added), tuple(changed), vanished, tuple(gone))


def _vanished(current: Mapping[Place, Part], incoming: Mapping[Place, Facts], origin: str) -> tuple[Place, ...]:
    """Parts that came from the dictionary, or from one of which it is an edition, and are no longer in it.

    A dictionary is an edition of another one when it describes half of that one's tables, or more; of a dictionary that
    it shares fewer tables with, only parts of those tables can be missed.
    """
    came = {place.key for place in incoming}
    described = {place.table for place in came if place.kind == "table"}
    before: dict[str, set[str]] = {}
    for place, part in current.items():
        if place.kind == "table":
            for file in _files(part):
                before.setdefault(file, set()).add(place.table.lower())
    editions = {origin, *(file for file, tables in before.items() if 2 * len(tables & described) >= len(tables))}
    return tuple(
        place
        for place, part in current.items()
        if place.key not in came
        and (files := _files(part))
        and (place.table.lower() in described or not files.isdisjoint(editions))
    )


def _files(part: Part) -> set[str]:
    """The dictionaries from which properties of a part were imported."""
    return {str(own.get("from", "")) for own in part.origins.values() if own.get("how") == How.IMPORTED}


def imported(facts: Facts, origin: str) -> Part:
    """A part of which everything comes from a dictionary."""
    return Part(facts, {name: {"how": How.IMPORTED.value, "from": origin} for name in flat(facts)})


def merge_part(place: Place, part: Part, incoming: Facts, origin: str) -> tuple[Part, list[Conflict], list[str]]:
    """One part with what the dictionary says of it, its conflicts, and what the dictionary no longer says."""
    whole = closed(part.facts) | closed(incoming)
    mine, theirs = flat(part.facts, whole), flat(incoming, whole)
    values, origins = dict(mine), dict(part.origins)
    conflicts: list[Conflict] = []
    for name, value in theirs.items():
        if name == "name" or _same(name, mine.get(name), value):
            continue
        own = origins.get(name)
        if name in mine or own is not None:
            how = (own or {}).get("how", How.WRITTEN)
            if how != How.IMPORTED:
                if digest(name, value) not in (own or {}).get("declined", ()):
                    conflicts.append(Conflict(place, name, mine.get(name), value, how == How.INHERITED))
                continue
        values[name] = value
        origins[name] = {"how": How.IMPORTED.value, "from": origin}
    left = [name for name in mine if name not in theirs and _came(origins.get(name), origin)]
    return Part(nested(values) if values != mine else part.facts, origins), conflicts, left


def decide(merged: Merged, choices: Mapping[tuple[Place, str], Choice], origin: str) -> Merged:
    """The same with some conflicts decided. `theirs` takes the dictionary's value; `mine` keeps what was written, and
    remembers what was declined.
    """
    parts = dict(merged.parts)
    changed = dict.fromkeys(merged.changed)
    for one in merged.conflicts:
        choice = choices.get((one.place, one.property))
        if choice is None:
            continue
        parts[one.place] = _decided(parts[one.place], one, choice, origin)
        changed[one.place] = None
    undecided = tuple(one for one in merged.conflicts if (one.place, one.property) not in choices)
    return Merged(parts, undecided, merged.added, tuple(changed), merged.vanished, merged.gone)


def decide_all(merged: Merged, choice: Choice, origin: str) -> Merged:
    """All conflicts decided in one way."""
    return decide(merged, {(one.place, one.property): choice for one in merged.conflicts}, origin)


def _decided(part: Part, conflict: Conflict, choice: Choice, origin: str) -> Part:
    origins = dict(part.origins)
    if choice is Choice.THEIRS:
        origins[conflict.property] = {"how": How.IMPORTED.value, "from": origin}
        values = flat(part.facts, {conflict.property})
        return Part(nested({**values, conflict.property: conflict.theirs}), origins)
    own = origins.get(conflict.property, {"how": How.WRITTEN.value, "from": ""})
    declined = sorted({*own.get("declined", ()), digest(conflict.property, conflict.theirs)})
    origins[conflict.property] = {**own, "declined": declined}
    return Part(part.facts, origins)


def digest(name: str, value: Any) -> str:
    """A short digest of a property's value: the same for every spelling of the same fact."""
    plain = normalise(value, name.rpartition("/")[2])
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _same(name: str, one: Any, other: Any) -> bool:
    if isinstance(one, str) and one == other:
        return True
    return one is not None and digest(name, one) == digest(name, other)


def _came(own: Mapping[str, Any] | None, origin: str) -> bool:
    return own is not None and own.get("how") == How.IMPORTED and own.get("from") == origin


def parts_of(descriptor: Mapping[str, Any]) -> dict[Place, Facts]:
    """The parts of a package descriptor, each without the parts below it."""
    parts = {Place("dataset"): _without(descriptor, "resources", "codeLists")}
    for table in descriptor.get("resources", ()):
        schema = _without(table.get("schema", {}), "fields")
        facts = {**_without(table, "schema"), **({"schema": schema} if schema else {})}
        parts[Place("table", table["name"])] = facts
        for variable in table.get("schema", {}).get("fields", ()):
            parts[Place("variable", table["name"], variable["name"])] = dict(variable)
    for one in descriptor.get("codeLists", ()):
        parts[Place("codelist", "", one["name"])] = dict(one)
    return parts


def assembled(parts: Mapping[Place, Facts]) -> Facts:
    """The descriptor that `parts_of` took apart."""
    whole = dict(parts.get(Place("dataset"), {}))
    tables = {place.table.lower(): facts for place, facts in parts.items() if place.kind == "table"}
    fields: dict[str, list[Facts]] = {key: [] for key in tables}
    for place, facts in parts.items():
        if place.kind == "variable":
            fields[place.table.lower()].append(facts)
    lists = [facts for place, facts in parts.items() if place.kind == "codelist"]
    resources = [
        {**_without(facts, "schema"), "schema": {**facts.get("schema", {}), "fields": fields[key]}}
        for key, facts in tables.items()
    ]
    return {**whole, "resources": resources, **({"codeLists": lists} if lists else {})}


def _without(facts: Mapping[str, Any], *names: str) -> Facts:
    return {key: value for key, value in facts.items() if key not in names}


def with_origins(parts: Mapping[Place, Facts], origins: Mapping[Place, Origins]) -> dict[Place, Part]:
    """Parts with the origins that were kept of them."""
    return {place: Part(facts, dict(origins.get(place, {}))) for place, facts in parts.items()}
