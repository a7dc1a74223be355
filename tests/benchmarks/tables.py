"""Tables of measurements: as Markdown for people, as plain data for programs; medians and 95th percentiles."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float | None
MILLI = 1000.0
_WHOLE, _TENTHS = 100, 10


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed; of few values, the largest."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def holds(value: float, most: float) -> str:
    """Whether a measurement keeps to its target."""
    return "yes" if value <= most else "NO"


@dataclass(slots=True)
class Table:
    """One printed table. `note` says how it was measured."""

    title: str
    columns: tuple[str, ...]
    note: str = ""
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """One row; None is an empty cell."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{self.title}: {len(cells)} cells for {len(self.columns)} columns")
        self.rows.append(cells)

    def markdown(self) -> str:
        """The table as Markdown, columns padded so that it reads as plain text too."""
        body = [[_text(cell) for cell in row] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(self.columns, *body, strict=True)]
        numeric = [all(not isinstance(row[place], str) for row in self.rows) for place in range(len(self.columns))]
        rule = ["-" * (width - 1) + (":" if right else "-") for width, right in zip(widths, numeric, strict=True)]
        lines = [
            "| "
            + " | ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(line, widths, numeric, strict=True)
            )
            + " |"
            for line in (self.columns, rule, *body)
        ]
        return "\n".join([f"### {self.title}", "", *([self.note, ""] if self.note else []), *lines, ""])

    def plain(self) -> dict[str, Any]:
        """The table as JSON can hold it, numbers unrounded."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "note": self.note, "rows": rows}


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        if abs(cell) >= _WHOLE:
            return f"{cell:,.0f}"
        return f"{cell:.1f}" if abs(cell) >= _TENTHS else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else cell
