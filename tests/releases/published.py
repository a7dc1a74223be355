"""Published tables put before scipy: what can be worked out of them, without any code of the catalogue's own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import linprog

from catalogue.releases.disclosure import Protected, Relation, Why

Bounds = dict[tuple[int, str], tuple[int, float]]


def everything(table: Protected) -> list[Protected]:
    """A table and all it was related to, each once."""
    found = [table]
    for one in found:
        found += [other for earlier in one.earlier for other in earlier.tables if other not in found]
    return found


def solved(tables: Sequence[Protected], *, reasons: bool = False) -> Bounds:
    """Least and greatest value of each hidden cell, by number of its table and category.

    reasons: whether it is known why cells are hidden. Every cell is a variable here, shown ones with equal limits.
    """
    names = [(at, cell.category) for at, table in enumerate(tables) for cell in table.cells]
    place = {name: number for number, name in enumerate(names)}
    limits = [
        _limits(cell.count, cell.why, table.threshold, reasons=reasons) for table in tables for cell in table.cells
    ]
    equal: list[tuple[dict[int, int], int]] = []
    most: list[tuple[dict[int, int], int]] = []
    for at, table in enumerate(tables):
        if table.total is not None:
            equal.append(({place[at, cell.category]: 1 for cell in table.cells}, table.total))
        for earlier in table.earlier:
            for cell in table.cells:
                row = {place[at, cell.category]: -1}
                row |= {place[tables.index(one), cell.category]: 1 for one in earlier.tables}
                (most if earlier.relation is Relation.AT_LEAST else equal).append((row, 0))
    found: Bounds = {}
    for (at, category), number in place.items():
        if tables[at].count(category) is None:
            least, greatest = (_end(number, sign, names, equal, most, limits) for sign in (1, -1))
            found[at, category] = (
                math.ceil(least - 1e-6),
                math.floor(greatest + 1e-6) if greatest < 1e12 else math.inf,
            )
    return found


def _end(number, sign, names, equal, most, limits) -> float:  # type: ignore[no-untyped-def]  # noqa: ANN001
    cost = np.zeros(len(names))
    cost[number] = sign
    done = linprog(cost, **_rows("ub", most, len(names)), **_rows("eq", equal, len(names)), bounds=limits)
    if done.status == 3:
        return math.inf
    assert done.status == 0, done.message
    return float(done.fun * sign)


def _rows(name: str, rows: Sequence[tuple[dict[int, int], int]], width: int) -> dict[str, np.ndarray]:
    if not rows:
        return {}
    matrix = np.zeros((len(rows), width))
    for at, (row, _) in enumerate(rows):
        for number, factor in row.items():
            matrix[at, number] = factor
    return {f"A_{name}": matrix, f"b_{name}": np.array([value for _, value in rows], dtype=float)}


def _limits(count: int | None, why: Why, k: int, *, reasons: bool) -> tuple[float, float | None]:
    if count is not None:
        return count, count
    if why is Why.WITHHELD:
        return 0, None
    if not reasons:
        return 1, None
    return (1, k - 1) if why is Why.SMALL else (k, None)


def narrow(table: Protected) -> list[tuple[int, str]]:
    """Hidden cells, of a table and of those before it, that publishing the table leaves less open than it may.

    Their bounds do not hold all of 1 to k - 1, or are less than k - 2 wide; where earlier releases alone told more, as
    much of that as they left.
    """
    tables = everything(table)
    # Nothing of the table is out yet but which of its counts are 0.
    cells = tuple(
        cell if cell.count == 0 or cell.why is Why.WITHHELD else replace(cell, count=None, why=Why.OTHER)
        for cell in table.cells
    )
    blank = [replace(table, cells=cells, total=None), *tables[1:]]
    found = []
    for reasons in (False, True):
        before = solved(tables[1:], reasons=True) if reasons else solved(blank)
        for (at, category), (least, most) in solved(tables, reasons=reasons).items():
            k = tables[at].threshold
            why = next(cell.why for cell in tables[at].cells if cell.category == category)
            if reasons and why is not Why.SMALL:
                continue
            low, high = before.get((at - reasons, category), (0, math.inf))
            wide = min(k - 2, high - low)
            low, high = max(1, low), min(k - 1, high)
            if (low <= high and not (least <= low and most >= high)) or most - least < wide:
                found.append((at, category))
    return found
