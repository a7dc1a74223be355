"""Places of written statistics where a figure stands that must not leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# The least and greatest value are one person's each.
NEVER = frozenset({"min", "max", "minimum", "maximum", "p0", "p100"})


def exposed(statistics: Any, k: int) -> list[str]:
    """Places of `statistics` that break the threshold k, as JSON Pointers, in order; none when it may leave.

    statistics: what `catalogue profile` writes: a whole document, or the `statistics` of one table or variable. A place
    is a count or a number of rows from 1 to k - 1; a list of counts of which exactly one is hidden, for their sum is
    always known; a least or greatest value. Anything that is not of that form is looked through all the same.
    """
    return list(_places(statistics, k, ""))


def _places(value: Any, k: int, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            place = f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"
            small = key in {"count", "rows"} and _is_small(member, k)
            if small or key in NEVER or (key == "counts" and _has_one_gap(member, k)):
                yield place
            else:
                yield from _places(member, k, place)
        if value.get("name") in NEVER and "value" in value:
            yield f"{at}/name"
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for number, member in enumerate(value):
            yield from _places(member, k, f"{at}/{number}")


def _is_small(value: Any, k: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < k


def _has_one_gap(counts: Any, k: int) -> bool:
    if k <= 1 or not isinstance(counts, Sequence) or isinstance(counts, str):
        return False
    cells = [cell for cell in counts if isinstance(cell, Mapping)]
    return len(cells) > 1 and sum("count" not in cell for cell in cells) == 1
