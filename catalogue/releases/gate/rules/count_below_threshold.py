"""Counts of so few that somebody could be found by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Facts, Place, Subject

# Properties that count people or records, as profilers and dictionaries call them.
_COUNTS = re.compile(
    r"(?:n|counts?|freq|frequenc(?:y|ies)|cases|people|persons|children|observations|records|rows|tally|distribution)"
    r"|.*(?:Count|Frequency|_count|_freq|_frequency|_n)",
)
# What counts columns and bytes, bounds lengths, or shows rows of a table that is open anyway.
_NO_COUNTS = frozenset(
    {"undocumentedColumns", "constraints", "data", "schema", "variables", "codes", "bytes", "series", "dialect"}
)


def _check(subject: Subject) -> Iterator[Finding]:
    yield from _in(subject.dataset, Place(), subject.threshold)
    for table in subject.tables:
        yield from _in(table, Place(str(table["name"])), subject.threshold)
    for _, variable, place in subject.columns:
        yield from _in(variable, place, subject.threshold)
    for name, facts in subject.code_lists.items():
        for code in facts.get("codes", ()):
            yield from _in(code, Place(code_list=name, code=str(code.get("code", ""))), subject.threshold)


def _in(facts: Facts, at: Place, threshold: int) -> Iterator[Finding]:
    for key, value in facts.items():
        if not isinstance(value, str | bool) and key not in _NO_COUNTS:
            for way in _small(key, value, threshold, counts=_COUNTS.fullmatch(key) is not None):
                message = f"The count is below {threshold}, the least that may be told of restricted data."
                yield Finding(Place(at.table, at.variable, at.code_list, at.code, way), message)


def _small(way: str, value: Any, threshold: int, *, counts: bool) -> Iterator[str]:
    """Properties at or below one that hold a small count. Zero is none: nobody can be found in it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            below = counts or _COUNTS.fullmatch(key) is not None
            yield from _small(f"{way}/{key}", inner, threshold, counts=below)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, 1):
            yield from _small(f"{way}/{number}", inner, threshold, counts=counts)
    elif counts and isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < threshold:
        yield way


RULE = GateRule(
    code="count-below-threshold",
    group=Group.DISCLOSURE,
    severity=Severity.ERROR,
    title="A count of restricted data is below the disclosure threshold.",
    why="Few people in a cell can be recognised by those who know them, and what is sealed cannot be called back.",
    remedy="Leave the count out, or give a range that begins at 0. The threshold is CATALOGUE_DISCLOSURE_THRESHOLD, or"
    " what an owner of the data states where that is higher.",
    check=_check,
    applies=lambda subject: not subject.is_open,
)
