"""Figures of a variable or a table, as a page shows them: each with the rule of disclosure control beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.web import words


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure.

    label: what it is, in words, or the code that is counted.
    code: true when `label` is a code.
    meaning: what the code stands for, or empty.
    text: the figure as it is shown; empty when it is hidden.
    rule: the rule that was applied to it.
    """

    label: str
    code: bool
    meaning: str
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class FiguresShown:
    """Figures of a variable.

    counts: rows by category, missing ones among them.
    figures: quantiles, mean and the like.
    withheld: why values are not looked into, or empty.
    hidden: true when some count is hidden.
    mark: how the figures are known.
    """

    counts: tuple[FigureLine, ...]
    figures: tuple[FigureLine, ...]
    withheld: str
    hidden: bool
    mark: str


def figures_shown(facts: Mapping[str, Any]) -> FiguresShown | None:
    """The figures that a variable's facts hold; None when they hold none."""
    told = facts.get("statistics")
    if not told:
        return None
    # A year is no amount: it has no separator of thousands.
    shown = str if facts.get("type") == "year" else _number
    counts = tuple(_count(one) for one in told.get("counts", ()))
    return FiguresShown(
        counts=counts,
        figures=tuple(_figure(one, shown) for one in told.get("figures", ())),
        withheld=str(told.get("why", "")),
        hidden=not all(one.text for one in counts),
        mark=str(told.get("mark", "")),
    )


def rows_counted(facts: Mapping[str, Any]) -> FigureLine | None:
    """How many rows a table's facts say that it has; None when they say nothing of it."""
    told = facts.get("statistics")
    return FigureLine("Rows", False, "", _number(told.get("rows")), str(told["rule"])) if told else None


def _count(one: Mapping[str, Any]) -> FigureLine:
    label, meaning = str(one.get("code", one.get("name", ""))), str(one.get("label", ""))
    return FigureLine(label, "code" in one, meaning, _number(one.get("count")), str(one["rule"]))


def _figure(one: Mapping[str, Any], shown: Callable[[Any], str]) -> FigureLine:
    text = f"at least {_number(one['atLeast'])}" if "atLeast" in one else shown(one.get("value", ""))
    return FigureLine(words.statistic(str(one["name"])), False, "", text, str(one["rule"]))


def _number(value: Any) -> str:
    if value is None or isinstance(value, str):
        return str(value or "")
    return f"{value:,}"
