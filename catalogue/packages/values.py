"""Checks of every value of a descriptor, whatever property holds it: depth, numbers, characters, lengths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from catalogue.packages.limits import Limits
from catalogue.packages.profile import locate
from catalogue.packages.rules import Findings, Rule
from catalogue.packages.syntax import FORBIDDEN

# RFC 8785 writes numbers as JavaScript does, which holds whole numbers exactly up to here.
_LARGEST_WHOLE = 2**53 - 1

# Rule, message, remedy, and the steps to the value, innermost first.
_Fault = tuple[Rule, str, str, list[str | int]]


def check_values(value: Any, limits: Limits, findings: Findings) -> None:
    """Note every text, number and nesting that a descriptor may not hold, with the path of its property."""
    for rule, message, remedy, steps in _faults(value, limits, 0):
        table, variable, path = locate(value, steps[::-1])
        findings.add(rule, f"`{path}` {message}", remedy, table=table, variable=variable)


def _faults(value: Any, limits: Limits, depth: int) -> Iterator[_Fault]:
    """Faults of a value and of what it holds; each path is built from the inside out, and only for faults."""
    if isinstance(value, str):
        fault = _text_fault(value, limits)
    elif isinstance(value, int | float):
        fault = _number_fault(value)
    elif value is None:
        return
    elif depth >= limits.depth:
        fault = (Rule.DEPTH, f"stands more than {limits.depth} deep.", "Flatten it.")
    else:
        yield from _inner_faults(value, limits, depth)
        return
    if fault is not None:
        yield *fault, []


def _inner_faults(value: Any, limits: Limits, depth: int) -> Iterator[_Fault]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        if isinstance(key, str) and (fault := _text_fault(key, limits)) is not None:
            rule, message, remedy = fault
            yield rule, f"is the name of a property, and {message}", remedy, [key]
        for rule, message, remedy, steps in _faults(member, limits, depth + 1):
            steps.append(key)
            yield rule, message, remedy, steps


def _text_fault(text: str, limits: Limits) -> tuple[Rule, str, str] | None:
    if len(text) > limits.text_length:
        return (
            Rule.TEXT_LENGTH,
            f"has {len(text):,} characters; {limits.text_length:,} are allowed.",
            "Shorten it, or put the long text on a page and link to it.",
        )
    if not text.isprintable() and (found := FORBIDDEN.search(text)) is not None:
        return (
            Rule.TEXT_CHARACTERS,
            f"holds the character U+{ord(found.group()):04X}, which no text may hold.",
            "Delete it.",
        )
    return None


def _number_fault(value: float) -> tuple[Rule, str, str] | None:
    if isinstance(value, bool):
        return None
    if abs(value) <= _LARGEST_WHOLE if isinstance(value, int) else math.isfinite(value):
        return None
    return Rule.NUMBER_RANGE, "is a number too large to be kept exactly.", "Write it as text, in quotes."
