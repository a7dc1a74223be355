"""From what was counted to what may be published: pure, and each figure with the rule beside it.

**Counts** of a column, missing rows among them, are a frequency table whose total, the table's rows, is known.

**Quantiles** from the 1st to the 99th are given when at least k rows lie on each side, numbers to three significant
figures, dates by month. The least and greatest value are never given: each is one person's.

**Mean and standard deviation** are given with k rows or more, unless one value by itself makes up more than 1/k of the
sum of all, or of the squared distances from the mean: then they would tell of it. Columns of few distinct values have
none: a mean of ones and noughts is a count.

**Distinct values** are given as "at least" the next lower of 10, 20, 50, 100 and so on, and only where that many leave
k rows over: were all values distinct, their number would be the number of rows that are not missing.

Where the number of missing rows is hidden, no figure may depend on it: then k - 1 rows are taken off first, which is
the most that can be hidden.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from catalogue.releases.disclosure import Cell, Protected, Why, protect_after, rule_name
from catalogue.releases.disclosure.published import MISSING, code, remainder

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
MOST_CATEGORIES = 50
PRESENT, OTHER, UNLISTED = "with a value", "other codes", "not in the code list"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = (1800, 2199)
Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """What was measured of numbers, of days since 1970, or of lengths of texts.

    quantiles: as `QUANTILES` asks; empty when there is nothing. whole: all are whole numbers. few: there are few
    distinct values. mean, deviation: of all. largest, furthest: the part that one value has at most in the sum of all
    sizes, and in the sum of all squared distances from the mean. None when not worked out.
    """

    quantiles: tuple[float, ...] = ()
    whole: bool = False
    few: bool = True
    mean: float | None = None
    deviation: float | None = None
    largest: float | None = None
    furthest: float | None = None


def rows_figure(rows: int, k: int) -> Figure:
    """How many rows a table has."""
    shown = {"rows": rows} if rows == 0 or rows >= k else {"hidden": True}
    return {**shown, "threshold": k, "rule": rule_name(k), "mark": "calculated"}


def presence(rows: int, present: int, k: int, earlier: Sequence[Protected] = ()) -> Protected:
    """Rows with and without a value. earlier: what releases before told of the column, oldest first."""
    counted = {MISSING: rows - present, remainder(PRESENT, ()): present}
    return protect_after(counted, k, earlier, total_is_known=True)


def categories(
    found: Mapping[str, int],
    missing: int,
    codes: Mapping[str, str] | None,
    k: int,
    earlier: Sequence[Protected] = (),
) -> Protected:
    """Rows by code.

    found: rows by value. codes: the code list when there is one; then values that it does not have are counted together
    and not named. earlier: what releases before told of the column, oldest first.
    """
    # In the order of the list, or of the codes: that of their counts would tell how hidden ones compare.
    counted = {code(one): found.get(one, 0) for one in (sorted(found) if codes is None else codes)}
    if codes is not None:
        counted[remainder(UNLISTED, codes)] = sum(count for value, count in found.items() if value not in codes)
    return shortened(protect_after({**counted, MISSING: missing}, k, earlier, total_is_known=True))


def shortened(table: Protected) -> Protected:
    """The table with `MOST_CATEGORIES` codes at most, the most frequent of those shown, and all others in one.

    It is made of nothing but what the whole table shows. Were codes chosen by counts that are hidden, then being named
    would tell of a count that it is above all those that are not.
    """
    codes = [cell for cell in table.cells if cell.category.startswith("=")]
    if len(codes) <= MOST_CATEGORIES:
        return table
    frequent = sorted((cell for cell in codes if cell.count), key=lambda cell: (-(cell.count or 0), cell.category))
    named = {cell.category for cell in frequent[:MOST_CATEGORIES]}
    kept = [cell for cell in table.cells if cell.category in named or not cell.category.startswith("=")]
    gathered = [cell for cell in codes if cell.category not in named]
    count: int | None = sum(cell.count or 0 for cell in gathered)
    if any(cell.count is None for cell in gathered):
        # What is left of all rows, where everybody can work it out.
        open_ = table.total is not None and all(cell.count is not None for cell in kept)
        count = (table.total or 0) - sum(cell.count or 0 for cell in kept) if open_ else None
    other = Cell(remainder(OTHER, named), count, Why.SHOWN if count is not None else Why.OTHER)
    at = sum(cell.category in named for cell in kept)
    return replace(table, cells=(*kept[:at], other, *kept[at:]))


def certain(table: Protected, rows: int) -> int:
    """So many rows have a value at least, for all that the published counts of `presence` tell."""
    (present,) = (cell for cell in table.cells if cell.category != MISSING)
    if present.count is not None:
        return present.count
    # Hidden for the sake of a small number of missing rows, or small itself.
    return max(0, rows - (table.threshold - 1)) if present.why is Why.OTHER else 0


def spread_figures(spread: Spread, certain_rows: int, k: int, *, date: bool = False) -> list[Figure]:
    """Quantiles, mean and standard deviation that may be published."""
    rounded: Callable[[float], Any] = _month if date else _rounder(spread)
    precision = "by month" if date else "three significant figures"
    rule = f"k={k} rows on each side, {precision}" if k > 1 else f"no threshold, {precision}"
    written: list[Figure] = [
        {"name": f"p{round(100 * place)}", "value": rounded(value), "rule": rule}
        for place, value in zip(QUANTILES, spread.quantiles, strict=False)
        if min(place, 1 - place) * certain_rows >= max(k, 1)
    ]
    if not date and not spread.few and certain_rows >= max(k, 2):
        for name, measured, part, of in (
            ("mean", spread.mean, spread.largest, "the sum"),
            ("sd", spread.deviation, spread.furthest, "the squared distances"),
        ):
            if measured is not None and math.isfinite(measured) and _is_spread(part, k):
                rule = f"k={k} rows, none above 1/{k} of {of}, {precision}" if k > 1 else f"no threshold, {precision}"
                written.append({"name": name, "value": _significant(measured), "rule": rule})
    return written


def _is_spread(part: float | None, k: int) -> bool:
    """True when no value by itself makes up more than 1/k of what a figure is worked out of."""
    return part is not None and part * max(k, 1) <= 1


def distinct_figure(distinct: int, rows: int, k: int) -> list[Figure]:
    """At least so many distinct values; nothing when their number could tell how many rows have one."""
    steps = [factor * 10**power for power in range(19) for factor in (1, 2, 5)]
    step = max((step for step in steps if step <= min(distinct, rows - max(k, 1))), default=0)
    if step < max(k, 1):
        return []
    rule = f"k={k}, the next lower of 10, 20, 50, 100 …" if k > 1 else "the next lower of 10, 20, 50, 100 …"
    return [{"name": "distinct", "atLeast": step, "rule": rule}]


def _rounder(spread: Spread) -> Callable[[float], float | int]:
    if not spread.whole:
        return _significant
    # Three figures of a year would be a decade.
    years = all(_YEARS[0] <= value <= _YEARS[1] for value in spread.quantiles)
    return round if years else lambda value: _significant(round(value))


def _significant(value: float) -> float | int:
    rounded = float(f"{value:.3g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded


def _month(days: float) -> str:
    return (_EPOCH + timedelta(days=days)).date().isoformat()[:7]


def is_category(found: Mapping[str, int], k: int, longest: int = 60) -> bool:
    """True when values are few, short, and each in k rows or more, as those are that may stand without a code list."""
    few = 0 < len(found) <= MOST_CATEGORIES
    return few and all(count >= max(k, 1) and len(value) <= longest for value, count in found.items())


def finite(values: Sequence[Any] | None) -> tuple[float, ...]:
    """Measured numbers, or nothing when one of them is none."""
    numbers = tuple(float(value) for value in values or () if value is not None)
    return numbers if all(map(math.isfinite, numbers)) else ()
