"""Between tables and the figures that are written of them: counts as they are published, and read back from there.

A release is a list of tables with `name`, `statistics` and `variables`, each with `name` and `statistics`: what a
package holds in normal form, and what `catalogue profile` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalogue.releases.disclosure.table import Cell, Protected, Why

MISSING = "missing"
Facts = Mapping[str, Any]
Release = Sequence[Facts]


def code(value: str) -> str:
    """The category of a code: no code is taken for the name of a category that is none."""
    return f"={value}"


def remainder(name: str, codes: Iterable[str]) -> str:
    """The category of all that is none of some codes. Beside other codes it is another category of the same name."""
    return "\0".join((name, *sorted(codes)))


def written(table: Protected, labels: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """A frequency table as it is written. One word stands for every reason to hide: the reason tells something too."""
    cells = []
    for cell in table.cells:
        value = cell.category.removeprefix("=")
        is_code = value != cell.category
        named = {"code": value} if is_code else {"name": cell.category.partition("\0")[0]}
        if labels and is_code and labels.get(value):
            named["label"] = labels[value]
        shown = {"hidden": True} if cell.count is None else {"count": cell.count}
        cells.append({**named, **shown, "rule": table.rule})
    return cells


def read(statistics: Any, rows: int | None, least: int = 0) -> Protected | None:
    """The counts of a variable's statistics as a reader has them; None when they hold none, or are not of that form.

    rows: of the table. least: the threshold that holds whatever they say of theirs. Why a count is hidden is not told;
    where all are, the table may have been withheld as a whole, and each of them can be 0.
    """
    counts = statistics.get("counts") if isinstance(statistics, Mapping) else None
    counted = [one for one in counts if isinstance(one, Mapping)] if isinstance(counts, list | tuple) else []
    if not counted:
        return None
    codes = [str(one["code"]) for one in counted if "code" in one]
    shown = [_whole(one.get("count")) for one in counted]
    why = Why.WITHHELD if all(one is None for one in shown) else Why.UNTOLD
    cells: dict[str, Cell] = {}
    for number, (one, count) in enumerate(zip(counted, shown, strict=True)):
        category = _category(one, codes)
        # What is named twice, or not at all, is counted all the same.
        category = f"{category}\0{number}" if category in cells else category
        cells[category] = Cell(category, count, why if count is None else Why.SHOWN)
    return Protected(tuple(cells.values()), rows, max(_whole(statistics.get("threshold")) or 0, least), "")


def told(releases: Iterable[Release], table: Facts, variable: Facts) -> list[Protected]:
    """What releases tell of a variable, in their order; variables go by their names, former ones included."""
    found = (
        read(one.get("statistics"), rows_of(before))
        for before in _called(releases, table)
        for one in before.get("variables", ())
        if _names(one)[0] in _names(variable)
    )
    return [one for one in found if one is not None]


def close(releases: Iterable[Release], table: Facts, rows: int, k: int) -> int | None:
    """A number of rows that a release tells of a table from which `rows` is less than k away, and not 0; None for none.

    Two tables that differ by so few rows tell of these few, column by column.
    """
    before = (rows_of(one) for one in _called(releases, table))
    return next((one for one in before if one is not None and 0 < abs(one - rows) < k), None)


def rows_of(table: Facts) -> int | None:
    """How many rows a table's statistics tell; None when they tell none."""
    statistics = table.get("statistics")
    return _whole(statistics.get("rows")) if isinstance(statistics, Mapping) else None


def _called(releases: Iterable[Release], table: Facts) -> Iterator[Facts]:
    """The tables of releases that are what this one is now."""
    names = _names(table)
    yield from (one for release in releases for one in release if _names(one)[0] in names)


def _names(facts: Facts) -> list[str]:
    """Names in lower case, that of today first."""
    return [str(name).lower() for name in (facts.get("name", ""), *(facts.get("formerNames") or ()))]


def _category(counted: Facts, codes: Sequence[str]) -> str:
    if "code" in counted:
        return code(str(counted["code"]))
    name = str(counted.get("name", ""))
    return name if name == MISSING else remainder(name, codes)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
