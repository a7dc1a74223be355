"""One-way frequency tables made fit to be published, beside what earlier releases said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue.releases.disclosure.choose import companions, in_order, is_small
from catalogue.releases.disclosure.system import Attacker, Interval, bounds
from catalogue.releases.disclosure.table import Cell, Earlier, Protected, Why, rule_name


def protect(
    counts: Mapping[str, int], k: int, earlier: Sequence[Earlier] = (), *, total_is_known: bool = False
) -> Protected:
    """A table as it may be published.

    counts: people or records by category, all of them, `missing` among them. k: the threshold; 0 and 1 are none.
    earlier: what was published before, and how it stands to this table. total_is_known: the sum stands elsewhere, so
    that hiding it would not help.

    Raises ValueError for a count below 0, and ContradictionError for a relation that does not hold.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is below 0")
    plan = _Plan(counts, k, tuple(earlier), total_is_known=total_is_known)
    known = plan.known_before()
    plan.leave_out({name for (_, table, name), one in known.items() if table is None and one.width() < k - 2})
    for table in plan.tables():
        if not earlier or _is_safe(table, known):
            return table
    return plan.nothing()


class _Plan:
    """Ways to publish a table, from the one that shows most to the one that shows least."""

    def __init__(
        self, counts: Mapping[str, int], k: int, earlier: tuple[Earlier, ...], *, total_is_known: bool
    ) -> None:
        self._counts = counts
        self._k = k
        self._total = sum(counts.values())
        self._total_is_known = total_is_known
        self._rule = rule_name(k, over_releases=bool(earlier))
        self._earlier = earlier
        self._small = {name: Why.SMALL for name, count in counts.items() if is_small(count, k)}
        self._useful = counts

    def leave_out(self, told: Collection[str]) -> None:
        """Counts that earlier releases tell, so that hiding them again protects nothing."""
        self._useful = {name: count for name, count in self._counts.items() if name not in told}

    def tables(self) -> Iterator[Protected]:
        """Each way that is safe for the table by itself."""
        chosen = None if self._is_too_thin() else companions(self._useful, self._k)
        others = in_order(self._useful, self._k)
        if chosen is not None:
            hidden = {**self._small, **dict.fromkeys(chosen, Why.OTHER)}
            yield self._published(hidden, self._total)
            for name in others:
                if name not in hidden:
                    hidden[name] = Why.EARLIER
                    yield self._published(hidden, self._total)
        if not self._total_is_known:
            why = Why.OTHER if chosen is None else Why.EARLIER
            yield self._published({**dict.fromkeys(others, why), **self._small}, None)
        if not is_small(self._total, self._k):
            yield self._published(dict.fromkeys(self._counts, Why.WITHHELD), self._total)

    def _is_too_thin(self) -> bool:
        """True when small counts could be left without enough to hide among, and a known total would tell so.

        It asks for the total and the number of categories alone, which everybody knows: were it asked of the counts
        themselves, the answer would tell something of them. From here on `companions` always finds some.
        """
        return bool(self._small) and self._total_is_known and self._total < self._k * len(self._counts)

    def nothing(self) -> Protected:
        """The way that tells nothing."""
        return self._published(dict.fromkeys(self._counts, Why.WITHHELD), None)

    def known_before(self) -> dict[tuple[Attacker, Protected | None, str], Interval]:
        """What is known before this table is published: of its own cells (under None), and of earlier ones."""
        if not self._earlier:
            return {}
        blank = self._published({name: Why.OTHER for name, count in self._counts.items() if count}, None)
        blank = replace(blank, cells=tuple(cell for cell in blank.cells if cell.count is None))
        known: dict[tuple[Attacker, Protected | None, str], Interval] = {}
        for attacker in Attacker:
            before = [table for one in self._earlier for table in one.tables]
            known |= {(attacker, table, name): found for (table, name), found in bounds(before, attacker).items()}
        known |= {
            (Attacker.NUMBERS, None, name): found
            for (table, name), found in bounds([blank], Attacker.NUMBERS).items()
            if table is blank
        }
        return known

    def _published(self, hidden: Mapping[str, Why], total: int | None) -> Protected:
        cells = tuple(
            Cell(name, None, hidden[name]) if name in hidden else Cell(name, count)
            for name, count in self._counts.items()
        )
        return Protected(cells, total, self._k, self._rule, self._earlier)


def _is_safe(table: Protected, known: Mapping[tuple[Attacker, Protected | None, str], Interval]) -> bool:
    """True when every hidden cell, here and in earlier releases, stays as open as it has to be."""
    reasons = {(one, cell.category): cell.why for one in _all(table) for cell in one.hidden}
    for attacker in Attacker:
        for (one, name), found in bounds([table], attacker).items():
            if attacker is Attacker.REASONS and reasons[one, name] is not Why.SMALL:
                continue
            before = known.get((attacker, None if one is table else one, name))
            if not _open_enough(found, before, one.threshold):
                return False
    return True


def _all(table: Protected) -> Iterator[Protected]:
    from_earlier = [other for earlier in table.earlier for other in earlier.tables]
    yield table
    for other in from_earlier:
        yield from _all(other)


def _open_enough(found: Interval, before: Interval | None, k: int) -> bool:
    """True when bounds hold all of 1 to k - 1 and are k - 2 wide, as far as they did before."""
    least, most, wide = 1, k - 1, float(k - 2)
    if before is not None:
        least = max(least, before.least)
        most = most if before.most is None else min(most, before.most)
        wide = min(wide, before.width())
    return (least > most or found.holds(least, most)) and found.width() >= wide
