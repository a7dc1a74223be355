"""What the events of one run say, put together so that neither order, nor repetition, nor delay changes the outcome.

Every fact carries the stamp of its event, (time, digest), and of two facts the one with the later stamp holds. Joining
is therefore commutative, associative and idempotent: a join of a semilattice. What is folded is plain JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.lineage.events import Event

TERMINAL = ("COMPLETE", "FAIL", "ABORT")
# A fact with its stamp: time, digest, and the fact.
Stamped = list[Any]
Folded = dict[str, Any]
# Parts of a folded run whose members are stamped facts.
_FACETS = ("run", "job")
_SEPARATOR = "\n"  # in no name that is accepted


def empty() -> Folded:
    """A run of which nothing is known."""
    return {"job": {}, "run": {}, "name": None, "states": {}, "first": None, "last": None, "inputs": {}, "outputs": {}}


def of_event(event: Event) -> Folded:
    """What one event of a run says."""
    body, stamp = event.body, [event.time, event.digest]
    state = body.get("eventType") or "OTHER"
    return {
        "name": [*stamp, [body["job"]["namespace"], body["job"]["name"]]],
        "states": {state: event.time},
        "first": event.time,
        "last": event.time,
        "run": _facets(body["run"].get("facets"), stamp),
        "job": _facets(body["job"].get("facets"), stamp),
        "inputs": _datasets(body.get("inputs"), "inputFacets", stamp),
        "outputs": _datasets(body.get("outputs"), "outputFacets", stamp),
    }


def join(one: Folded, other: Folded) -> Folded:
    """Both together."""
    return {
        "name": _earlier(one["name"], other["name"]),
        "states": _join_states(one["states"], other["states"]),
        "first": min(filter(None, (one["first"], other["first"])), default=None),
        "last": max(filter(None, (one["last"], other["last"])), default=None),
        **{part: join_facets(one[part], other[part]) for part in _FACETS},
        "inputs": _join_datasets(one["inputs"], other["inputs"]),
        "outputs": _join_datasets(one["outputs"], other["outputs"]),
    }


def fold(events: Iterable[Event], start: Folded | None = None) -> Folded:
    """All the events of one run."""
    found = start
    for event in events:
        told = of_event(event)
        found = told if found is None else join(found, told)
    return empty() if found is None else found


def of_subject(kind: str, event: Event) -> Folded:
    """What a job event or a dataset event says of its subject itself, without any run."""
    stamp = [event.time, event.digest]
    return {
        "facets": _facets(event.body[kind].get("facets"), stamp),
        "inputs": _datasets(event.body.get("inputs"), "inputFacets", stamp),
        "outputs": _datasets(event.body.get("outputs"), "outputFacets", stamp),
    }


def join_subject(one: Folded | None, other: Folded) -> Folded:
    """Both together; None for a subject of which nothing is known."""
    if one is None:
        return other
    return {
        "facets": join_facets(one["facets"], other["facets"]),
        "inputs": _join_datasets(one["inputs"], other["inputs"]),
        "outputs": _join_datasets(one["outputs"], other["outputs"]),
    }


def join_facets(one: Mapping[str, Stamped], other: Mapping[str, Stamped]) -> dict[str, Stamped]:
    """The later of each facet."""
    found = dict(one)
    for name, stamped in other.items():
        found[name] = max(found.get(name, stamped), stamped, key=_stamp)
    return found


def values(facets: Mapping[str, Stamped]) -> dict[str, Any]:
    """Facets as they hold, without stamps; those that were deleted are left out."""
    return {name: value for name, (_, _, value) in facets.items() if value and not value.get("_deleted")}


def value(facets: Mapping[str, Stamped], name: str) -> dict[str, Any]:
    """One facet as it holds; empty when there is none, or it was deleted."""
    found = facets.get(name)
    return found[2] if found and found[2] and not found[2].get("_deleted") else {}


def key(namespace: str, name: str) -> str:
    """A physical dataset as a key of a folded run."""
    return f"{namespace}{_SEPARATOR}{name}"


def named(key: str) -> tuple[str, str]:
    """Namespace and name of such a key."""
    namespace, _, name = key.partition(_SEPARATOR)
    return namespace, name


def _facets(facets: Mapping[str, Any] | None, stamp: list[str]) -> dict[str, Stamped]:
    return {name: [*stamp, value] for name, value in (facets or {}).items()}


def _datasets(items: Iterable[Mapping[str, Any]] | None, own: str, stamp: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items or ():
        told = {"facets": _facets(item.get("facets"), stamp), own: _facets(item.get(own), stamp)}
        place = key(item["namespace"], item["name"])
        found[place] = _join_parts(found[place], told) if place in found else told
    return found


def _join_datasets(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(one)
    for place, told in other.items():
        found[place] = _join_parts(found[place], told) if place in found else told
    return found


def _join_parts(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {part: join_facets(one[part], other[part]) for part in other}


def _join_states(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """The first moment of each state."""
    found = dict(one)
    for state, time in other.items():
        found[state] = min(found.get(state, time), time)
    return found


def _earlier(one: Stamped | None, other: Stamped | None) -> Stamped | None:
    """A run belongs to the job that its first event names."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=_stamp)


def _stamp(stamped: Stamped) -> tuple[str, str]:
    return stamped[0], stamped[1]
