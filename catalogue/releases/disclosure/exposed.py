"""Places of written statistics where a figure stands that must not leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.releases.disclosure.openness import Belief, belief, blank_of, likely, narrowed
from catalogue.releases.disclosure.published import read, rows_of
from catalogue.releases.disclosure.table import Protected

# The least and greatest value are one person's each.
NEVER = frozenset({"min", "max", "minimum", "maximum", "p0", "p100"})


def exposed(statistics: Any, k: int) -> list[str]:
    """Places of `statistics` that break the threshold k, as JSON Pointers, in order; none when it may leave.

    statistics: what `catalogue profile` writes: a whole document, or the `statistics` of one table or variable. A place
    is a count or a number of rows from 1 to k - 1; a list of counts that gives a hidden one away; a least or greatest
    value. Anything that is not of that form is looked through all the same.
    """
    return list(_places(statistics, k, "", None))


def gives_away(table: Protected, earlier: Sequence[Protected] = ()) -> bool:
    """True when a hidden count of a published table, or of earlier ones (oldest first), is less open than it has to be.

    The total of a table is taken to be known somewhere, even where it is not told.
    """
    if table.total is None and len(table.hidden) == 1 < len(table.cells) and table.threshold > 1:
        return True
    blank = blank_of(table, total_is_known=True)
    beliefs = [Belief(), *(belief(one, blank) for one in likely(earlier, blank))]
    return any(next(narrowed(table, one), None) is not None for one in beliefs)


def is_extreme(figure: Mapping[str, Any]) -> bool:
    """True for a figure that is the least or greatest value by its name."""
    return str(figure.get("name")) in NEVER and "value" in figure


def _places(value: Any, k: int, at: str, rows: int | None) -> Iterator[str]:
    if isinstance(value, Mapping):
        rows = next((one for one in (rows_of(value), rows_of({"statistics": value})) if one is not None), rows)
        for key, member in value.items():
            place = f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"
            small = key in {"count", "rows"} and _is_small(member, k)
            if small or key in NEVER or (key == "counts" and _tells(value, rows, k)):
                yield place
            else:
                yield from _places(member, k, place, rows)
        if is_extreme(value):
            yield f"{at}/name"
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for number, member in enumerate(value):
            yield from _places(member, k, f"{at}/{number}", rows)


def _is_small(value: Any, k: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < k


def _tells(statistics: Any, rows: int | None, k: int) -> bool:
    table = read(statistics, rows, k)
    return table is not None and gives_away(table)
