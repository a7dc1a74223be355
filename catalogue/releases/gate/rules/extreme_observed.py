"""The least and the greatest value in restricted data: each can be one person's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.releases.disclosure.exposed import NEVER, is_extreme
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject

_EXTREMES = NEVER | {"lowest", "highest", "earliest", "latest"}
# Bounds that a rule sets; how far the table's period reaches is told on purpose.
_BOUNDS = frozenset({"constraints", "temporal", "period"})


def _check(subject: Subject) -> Iterator[Finding]:
    for _, variable, place in subject.columns:
        for key, value in variable.items():
            if not isinstance(value, str | bool) or key in _EXTREMES:
                for way in _extremes(key, value):
                    message = "This is the least or greatest value in restricted data, which can be one person's."
                    yield Finding(Place(place.table, place.variable, key=way), message)


def _extremes(way: str, value: Any) -> Iterator[str]:
    leaf = way.rpartition("/")[2]
    if leaf in _BOUNDS:
        return
    if isinstance(value, Mapping):
        if is_extreme(value):
            yield f"{way}/{value['name']}"
        for key, inner in value.items():
            yield from _extremes(f"{way}/{key}", inner)
    elif isinstance(value, list | tuple) and leaf not in _EXTREMES:
        for number, inner in enumerate(value, 1):
            yield from _extremes(f"{way}/{number}", inner)
    elif leaf in _EXTREMES and value is not None:
        yield way


RULE = GateRule(
    code="extreme-observed",
    group=Group.DISCLOSURE,
    severity=Severity.ERROR,
    title="The least or greatest value in restricted data is told.",
    why="The oldest mother or the longest case is one person or one case, however many rows there are.",
    remedy="Give percentiles that rest on enough people, or a rounded range in `constraints`.",
    check=_check,
    applies=lambda subject: not subject.is_open,
)
