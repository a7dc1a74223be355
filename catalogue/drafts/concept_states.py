"""States of a concept beside each other: what differs, whom it concerns, and one's changes on top of another's. Pure.

A state is the facts of a concept; one that is empty says that there is no concept of the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.model.known import Facts

MEMBERS, DIFFERENCES = "variables", "differences"


@dataclass(frozen=True, slots=True)
class Alteration:
    """Something that two states do not say alike.

    property: of the concept. entry: which entry of its list, as a reader would name it; empty for the whole property.
    before, after: the value or the entry, None where it is not.
    """

    property: str
    entry: str
    before: Any
    after: Any


def _member(entry: Facts) -> str:
    return " / ".join(str(entry.get(key, "")) for key in ("dataset", "table", "name"))


def _difference(entry: Facts) -> str:
    datasets = " and ".join(map(str, _list(entry.get("datasets"))))
    return ": ".join(filter(None, (datasets, str(entry.get("title", "")))))


def _meaning(entry: Facts) -> str:
    return str(entry.get("term", ""))


def _source(entry: Facts) -> str:
    return str(entry.get("name", ""))


# Lists whose entries are told one by one, and by what a reader tells them apart.
_ENTRIES: Mapping[str, Callable[[Facts], str]] = {
    MEMBERS: _member,
    DIFFERENCES: _difference,
    "otherMeanings": _meaning,
    "sources": _source,
}


def alterations(before: Facts, after: Facts) -> tuple[Alteration, ...]:
    """All that two states do not say alike, property by property in the order of `after`."""
    return tuple(
        one
        for name in {**after, **before}
        if before.get(name) != after.get(name)
        for one in _of_property(name, before.get(name), after.get(name))
    )


def _of_property(name: str, before: Any, after: Any) -> Iterable[Alteration]:
    label = _ENTRIES.get(name)
    if label is not None:
        old, new = _by_label(label, before), _by_label(label, after)
        found = [
            Alteration(name, one, old.get(one), new.get(one)) for one in {**old, **new} if old.get(one) != new.get(one)
        ]
        # Another order, or what has not the shape of entries, is a change of the whole.
        if found:
            return found
    return [Alteration(name, "", before, after)]


def _by_label(label: Callable[[Facts], str], value: Any) -> dict[str, Facts]:
    return {label(entry): entry for entry in _list(value) if isinstance(entry, Mapping)}


def concerned(before: Facts, after: Facts) -> frozenset[str]:
    """Names of the datasets about which something changes.

    Those of members that come, go or change, and those that a changed difference names. When words of the concept
    change, that is anything but these two, every dataset among its members, before or after: the words speak of all.
    """
    changed = alterations(before, after)
    found = {dataset for one in changed for side in (one.before, one.after) for dataset in _named(one, side)}
    if any(one.property not in {MEMBERS, DIFFERENCES} for one in changed):
        found.update(dataset for state in (before, after) for dataset in _datasets(state.get(MEMBERS)))
    return frozenset(found)


def _named(one: Alteration, side: Any) -> Iterator[str]:
    if one.property in {MEMBERS, DIFFERENCES}:
        yield from _datasets([side] if one.entry else side)


def _datasets(entries: Any) -> Iterator[str]:
    """The datasets that members or differences name."""
    for entry in _list(entries):
        if isinstance(entry, Mapping):
            yield from (str(name) for name in (entry.get("dataset"), *_list(entry.get("datasets"))) if name)


def brought_forward(began: Facts, mine: Facts, theirs: Facts) -> dict[str, Any]:
    """What a draft changed, on top of a later state.

    began: the state that the draft started from. What only one side changed is taken from that side; of lists, what
    either added is in and what either took out is out. Where both changed another property, `mine` stays.
    """
    merged = {name: _brought(began.get(name), mine.get(name), theirs.get(name)) for name in {**theirs, **mine}}
    return {name: value for name, value in merged.items() if value is not None}


def _brought(began: Any, mine: Any, theirs: Any) -> Any:
    if mine == began:
        return theirs
    if theirs == began or not (isinstance(mine, list) and isinstance(theirs, list)):
        return mine
    before = _list(began)
    kept = [one for one in theirs if one in mine or one not in before]
    return kept + [one for one in mine if one not in before and one not in theirs]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
