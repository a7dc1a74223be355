"""Data files for tests, and what is written of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue.statistics.asked import Asked
from catalogue.statistics.profile import profile

K = 10


def written(path: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    """A CSV file of columns; None is an empty cell."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        lines.writerow(columns)
        lines.writerows(["" if cell is None else cell for cell in row] for row in zip(*columns.values(), strict=True))
    return path


def told(
    folder: Path, columns: Mapping[str, Sequence[object]], k: int = K, known: Mapping[str, Asked] | None = None
) -> dict[str, dict[str, Any]]:
    """Statistics of each column."""
    return of_file(written(folder / "t.csv", columns), k, known)


def of_file(path: Path, k: int = K, known: Mapping[str, Asked] | None = None) -> dict[str, dict[str, Any]]:
    """Statistics of each column of a file."""
    return {one["name"]: one["statistics"] for one in profile([path], "t", k, known)["variables"]}


def counts(statistics: Mapping[str, Any]) -> dict[str, int | None]:
    """Counts by code or name; None for a hidden one."""
    return {one.get("code", one.get("name")): one.get("count") for one in statistics["counts"]}


def figures(statistics: Mapping[str, Any]) -> dict[str, Any]:
    """Figures by name."""
    return {one["name"]: one.get("value", one.get("atLeast")) for one in statistics.get("figures", ())}


def times(*values: tuple[object, int]) -> list[object]:
    """Values, each so many times."""
    return [value for value, count in values for _ in range(count)]


def every(statistics: Any) -> Iterable[Any]:
    """Every plain value in what is written."""
    if isinstance(statistics, Mapping):
        for member in statistics.values():
            yield from every(member)
    elif isinstance(statistics, list):
        for member in statistics:
            yield from every(member)
    else:
        yield statistics
