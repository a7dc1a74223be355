"""A published frequency table, and how tables of several releases hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """Why a cell is shown or hidden. The reason is for whoever holds the data: it is itself information."""

    SHOWN = "shown"
    SMALL = "small count"
    OTHER = "protects another"
    EARLIER = "protects an earlier release"
    WITHHELD = "table withheld"
    UNTOLD = "not told"


class Relation(StrEnum):
    """How each count of a table stands to the sum of the same counts in earlier tables."""

    EQUAL = "equal"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Cell:
    """A category with its count; None when it is hidden."""

    category: str
    count: int | None
    why: Why = Why.SHOWN


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A table as it may leave. Two of them are the same only when they are one object: vintages can look alike.

    cells: in the order in which they were handed in. total: their sum, None when it is hidden.
    threshold: k. rule: the name of what was applied. earlier: what was published before, as it was taken account of.
    """

    cells: tuple[Cell, ...]
    total: int | None
    threshold: int
    rule: str
    earlier: tuple[Earlier, ...] = ()

    @property
    def hidden(self) -> tuple[Cell, ...]:
        """The cells without a count."""
        return tuple(cell for cell in self.cells if cell.count is None)

    def count(self, category: str) -> int | None:
        """The published count of a category. Raises KeyError for one that the table does not have."""
        for cell in self.cells:
            if cell.category == category:
                return cell.count
        raise KeyError(category)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Published tables of the same categories, whose sum stands in a relation to a later table, count by count.

    One table with `EQUAL`: the same people again. Several with `EQUAL`: vintages that the later table sums up.
    `AT_LEAST`: people were added, none left. `AT_MOST`: people left, none were added. Tables of other people are
    independent, and are not named at all. A category that earlier tables do not name was nobody's then. Categories that
    the later table does not name are held, taken together, against those that only it has: they were called otherwise.
    """

    tables: tuple[Protected, ...]
    relation: Relation


def threshold(setting: int, *owners: Mapping[str, Any]) -> int:
    """k: the highest of the setting and of what the organisations that own the data state as `disclosureThreshold`."""
    return max(setting, *(int(owner.get("disclosureThreshold", 0)) for owner in owners), 0)


def rule_name(k: int, *, over_releases: bool = False) -> str:
    """The name of the rule that stands beside a figure."""
    if k <= 1:
        return "no threshold"
    return f"k={k} with secondary suppression{' over releases' if over_releases else ''}"
