"""Bounds that look as if they were read off the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LARGEST_PLAIN = 100
# Bounds of years and of what computers keep in 8, 16 and 32 bits.
_YEARS = range(1800, 2101)
_MACHINE = frozenset(
    bound for bits in (8, 16, 32, 64) for bound in (2**bits - 1, 2 ** (bits - 1) - 1, 2 ** (bits - 1), 2**bits)
)
_DAYS = frozenset({"01", "28", "29", "30", "31"})


def _check(subject: Subject) -> Iterator[Finding]:
    for _, variable, place in subject.columns:
        for bound, value in variable.get("constraints", {}).items():
            if bound in _BOUNDS and _looks_observed(value, str(variable.get("type"))):
                yield Finding(place, f"The {bound} looks like a value that was read off the data.")


def _looks_observed(value: Any, kind: str) -> bool:
    """True for a number that is neither small, round, all nines, a year nor a machine's limit, and for a day inside
    a month."""
    if kind in {"date", "datetime"}:
        return str(value)[8:10] not in _DAYS
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    size = abs(value)
    if size != int(size):
        return size > 1 and len(str(size).partition(".")[2]) > 1
    digits = str(int(size))
    plain = size <= _LARGEST_PLAIN or size in _YEARS or size in _MACHINE
    return not plain and not digits.endswith(("0", "5")) and set(digits) != {"9"}


RULE = GateRule(
    code="bound-exact",
    group=Group.DISCLOSURE,
    severity=Severity.WARNING,
    title="A bound in the constraints of restricted data looks like an observed extreme.",
    why="Profilers write the least and greatest value of the data as constraints; each can be one person's.",
    remedy="Write the bound that the rule of the field sets, or a rounded one, or leave it out.",
    check=_check,
    applies=lambda subject: not subject.is_open,
)
