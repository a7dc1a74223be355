"""The difference of two releases: empty for equal ones, the same turned round in the other direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalogue.releases.diff import names, rules
from catalogue.releases.diff.changes import Change, Difference, Facts, Kind, Place, Rename, Subject
from catalogue.releases.diff.parts import (
    THE_DATASET,
    existence,
    of_table,
    properties,
)
from catalogue.releases.diff.sides import Side, TableSide, VariableSide, confirmed
from catalogue.releases.diff.variables import code_lists, of_pair, renamed, reordered

_INNER = frozenset({"name", "variables"})
# A dataset's identifier is the same in all its releases.
_OF_DATASET = frozenset({"id"})


def compare(before: Side, after: Side) -> Difference:
    """All that two releases of one dataset do not say alike, with what it asks of users."""
    tables = names.match(
        tuple(before.tables.values()),
        tuple(after.tables.values()),
        _table_name,
        lambda one: names.former_names(one.facts),
    )
    changes = list(properties(THE_DATASET, before.dataset, after.dataset, without=_OF_DATASET))
    renames: list[Rename] = []
    by_name = before.known_by_name, after.known_by_name
    for table in tables.gone:
        kind = Kind.UNDESCRIBED if _table_name(table) in by_name[1] else Kind.REMOVED
        changes.append(existence(Subject.TABLE, kind, Place(_table_name(table)), _whole(table), None))
    for table in tables.new:
        kind = Kind.DESCRIBED if _table_name(table) in by_name[0] else Kind.ADDED
        changes.append(existence(Subject.TABLE, kind, Place(_table_name(table)), None, _whole(table)))
    for pair in sorted(tables.both, key=lambda pair: _table_name(pair[1])):
        if pair[0].digest != pair[1].digest:
            found, proposed = _tables(*pair, before, after)
            changes += found
            renames += proposed
    renames += _table_renames(tables.gone, tables.new)
    changes += code_lists(before.code_lists, after.code_lists)
    return Difference(tuple(changes), tuple(renames), tuple(_unconfirmed(after)))


def _table_name(table: TableSide) -> str:
    return str(table.facts["name"])


def _whole(table: TableSide) -> dict[str, Any]:
    return {**table.facts, "variables": [one.name for one in table.variables]}


def _tables(one: TableSide, other: TableSide, before: Side, after: Side) -> tuple[list[Change], list[Rename]]:
    was, now = _table_name(one), _table_name(other)
    place = Place(now, was_table=was if was != now else "")
    changes = [renamed(Subject.TABLE, place, was, now)] if was != now else []
    changes += properties(of_table(place), one.facts, other.facts, without=_INNER)
    matched = names.match(
        one.variables, other.variables, lambda side: side.name, lambda side: names.former_names(side.facts)
    )
    for variable in matched.gone:
        kind = Kind.UNDESCRIBED if other.partly_known else Kind.REMOVED
        at = Place(now, variable.name, was_table=place.was_table)
        changes.append(existence(Subject.VARIABLE, kind, at, variable.facts, None))
    for variable in matched.new:
        kind = Kind.DESCRIBED if one.partly_known else Kind.ADDED
        at = Place(now, variable.name, was_table=place.was_table)
        changes.append(existence(Subject.VARIABLE, kind, at, None, variable.facts))
    for left, right in matched.both:
        if left.digest != right.digest:
            changes += of_pair(left.facts, right.facts, place, (before.code_lists, after.code_lists))
    changes += _order(one, other, place, [(left.name, right.name) for left, right in matched.both])
    return changes, _variable_renames(place, matched.gone, matched.new)


def _order(one: TableSide, other: TableSide, place: Place, pairs: Iterable[tuple[str, str]]) -> Iterator[Change]:
    """One change for a table whose columns stand in another order, counting those that are in both."""
    now = dict(pairs)
    before = [variable.name for variable in one.variables if variable.name in now]
    after = [variable.name for variable in other.variables if variable.name in set(now.values())]
    if [now[name] for name in before] != after:
        yield reordered(Subject.TABLE, place, "schema/fields", before, after, rules.REORDERED)


def _variable_renames(place: Place, gone: Iterable[VariableSide], new: Iterable[VariableSide]) -> list[Rename]:
    found = names.likely({one.name: one.facts for one in gone}, {one.name: one.facts for one in new}, _alike)
    return [
        Rename(Place(place.table, one.after, was_table=place.was_table, was_variable=one.before), one.score, one.why)
        for one in found
    ]


_SHARED: Mapping[str, str] = {
    "description": "definition",
    "title": "label",
    "codeList": "code list",
    "type": "type",
    "physicalType": "physical type",
    "format": "format",
}


def _alike(one: Facts, other: Facts) -> tuple[float, str]:
    """How much of what both say of themselves is the same, and what."""
    said = [key for key in _SHARED if key in one and key in other]
    same = [_SHARED[key] for key in said if one[key] == other[key]]
    return (len(same) / len(said) if said else 0.0), f"the same {', '.join(same)}" if same else "their names"


def _table_renames(gone: Iterable[TableSide], new: Iterable[TableSide]) -> list[Rename]:
    def columns(facts: Facts, others: Facts) -> tuple[float, str]:
        one, other = ({name.lower() for name in side["variables"]} for side in (facts, others))
        shared = one & other
        return len(shared) / max(len(one | other), 1), f"{len(shared)} of {len(one | other)} variables"

    found = names.likely(
        {_table_name(one): _whole(one) for one in gone}, {_table_name(one): _whole(one) for one in new}, columns
    )
    return [Rename(Place(one.after, was_table=one.before), one.score, one.why) for one in found]


def _unconfirmed(release: Side) -> Iterator[Place]:
    for name, table in sorted(release.tables.items()):
        chains = [(one.name, [one.facts, table.facts, release.dataset]) for one in table.variables]
        carried = [variable for variable, chain in chains if not confirmed(chain)]
        whole = not confirmed([table.facts, release.dataset])
        if whole and len(carried) == len(chains):
            yield Place(name)
        else:
            yield from (Place(name, variable) for variable in carried)
