"""From what was counted to what may be published: pure, and each figure with the rule beside it.

**Counts** of a column, missing rows among them, are a frequency table whose total, the table's rows, is known.

**Quantiles** from the 1st to the 99th are given when at least k rows lie on each side, numbers to three significant
figures, dates by month. The least and greatest value are never given: each is one person's.

**Mean and standard deviation** are given with k rows or more, unless the largest value by itself makes up more than
1/k of the sum of all: then they would tell of it. Columns of few distinct values have none: a mean of ones and noughts
is a count.

**Distinct values** are given as "at least" the next lower of 10, 20, 50, 100 and so on, and only where that many leave
k rows over: were all values distinct, their number would be the number of rows that are not missing.

Where the number of missing rows is hidden, no figure may depend on it: then k - 1 rows are taken off first, which is
the most that can be hidden.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from catalogue.releases.disclosure import Protected, Why, protect, rule_name

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
MOST_CATEGORIES = 50
MISSING, PRESENT, OTHER, UNLISTED = "missing", "with a value", "other codes", "not in the code list"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = (1800, 2199)
Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """What was measured of numbers, of days since 1970, or of lengths of texts.

    quantiles: as `QUANTILES` asks; empty when there is nothing. whole: all are whole numbers. few: there are few
    distinct values. mean, deviation, share: the last is the largest value's part of the sum; None when not worked out.
    """

    quantiles: tuple[float, ...] = ()
    whole: bool = False
    few: bool = True
    mean: float | None = None
    deviation: float | None = None
    share: float | None = None


def rows_figure(rows: int, k: int) -> Figure:
    """How many rows a table has."""
    shown = {"rows": rows} if rows == 0 or rows >= k else {"hidden": True}
    return {**shown, "threshold": k, "rule": rule_name(k), "mark": "calculated"}


def presence(rows: int, present: int, k: int) -> Protected:
    """Rows with and without a value."""
    return protect({MISSING: rows - present, PRESENT: present}, k, total_is_known=True)


def categories(
    found: Mapping[str, int], missing: int, codes: Mapping[str, str] | None, k: int
) -> tuple[Protected, tuple[str, ...]]:
    """Rows by code, and which of the categories are codes.

    found: rows by value. codes: the code list when there is one; then values that it does not have are counted together
    and not named. Of more than `MOST_CATEGORIES`, the most frequent are kept and the others counted together.
    """
    listed = dict.fromkeys(codes, 0) if codes is not None else {}
    listed |= {value: count for value, count in found.items() if codes is None or value in codes}
    kept = sorted(listed, key=lambda code: (-listed[code], code))[:MOST_CATEGORIES]
    # In the order of the list, or of the codes: that of their counts would tell how hidden ones compare.
    named = [code for code in (codes or sorted(listed)) if code in set(kept)]
    cells = {f"={code}": listed[code] for code in named}
    if len(named) < len(listed):
        cells[OTHER] = sum(listed.values()) - sum(cells.values())
    if codes is not None:
        cells[UNLISTED] = sum(count for value, count in found.items() if value not in codes)
    return protect({**cells, MISSING: missing}, k, total_is_known=True), tuple(named)


def counts(table: Protected, codes: Mapping[str, str] | None = None) -> list[Figure]:
    """A frequency table as it is written. One word stands for every reason to hide: the reason tells something too."""
    written = []
    for cell in table.cells:
        code = cell.category.removeprefix("=")
        named: Figure = {"code": code} if cell.category.startswith("=") else {"name": cell.category}
        if codes and codes.get(code) and "code" in named:
            named["label"] = codes[code]
        shown = {"hidden": True} if cell.count is None else {"count": cell.count}
        written.append({**named, **shown, "rule": table.rule})
    return written


def certain(table: Protected, rows: int) -> int:
    """So many rows have a value at least, for all that the published counts of `presence` tell."""
    (present,) = (cell for cell in table.cells if cell.category == PRESENT)
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
    share = 1.0 if spread.share is None else spread.share
    if not date and not spread.few and certain_rows >= max(k, 2) and share * max(k, 1) <= 1:
        rule = f"k={k} rows, none above 1/{k} of the sum, {precision}" if k > 1 else f"no threshold, {precision}"
        for name, measured in (("mean", spread.mean), ("sd", spread.deviation)):
            if measured is not None and math.isfinite(measured):
                written.append({"name": name, "value": _significant(measured), "rule": rule})
    return written


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
    return (_EPOCH + timedelta(days=days)).strftime("%Y-%m")


def is_category(found: Mapping[str, int], k: int, longest: int = 60) -> bool:
    """True when values may stand by name without a code list: few, short, and each in k rows or more."""
    few = 0 < len(found) <= MOST_CATEGORIES
    return few and all(count >= max(k, 1) and len(value) <= longest for value, count in found.items())


def finite(values: Sequence[Any] | None) -> tuple[float, ...]:
    """Measured numbers, or nothing when one of them is none."""
    numbers = tuple(float(value) for value in values or () if value is not None)
    return numbers if all(map(math.isfinite, numbers)) else ()
