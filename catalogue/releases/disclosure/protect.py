"""One-way frequency tables made fit to be published, beside what earlier releases said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue.releases.disclosure.choose import companions, in_order, is_small
from catalogue.releases.disclosure.openness import Belief, belief, blank_of, likely, narrowed
from catalogue.releases.disclosure.system import ContradictionError, agree
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
    plan = _Plan(counts, k, over_releases=bool(earlier), total_is_known=total_is_known)
    if earlier and not agree([replace(plan.shown(), earlier=tuple(earlier))]):
        raise ContradictionError("the table does not stand to earlier ones as it is said to")
    beliefs = [belief(earlier, blank_of(plan.shown(), total_is_known=total_is_known))] if earlier else []
    return replace(_chosen(plan, beliefs), earlier=tuple(earlier))


def protect_after(
    counts: Mapping[str, int], k: int, earlier: Sequence[Protected], *, total_is_known: bool = False
) -> Protected:
    """As `protect`, where nobody knows how the tables of earlier releases, oldest first, stand to this one.

    It holds against whoever takes it that people were only ever added, and against whoever takes it that they only
    left, as far as what is published does not show either to be wrong.
    """
    plan = _Plan(counts, k, over_releases=bool(earlier), total_is_known=total_is_known)
    blank = blank_of(plan.shown(), total_is_known=total_is_known)
    return _chosen(plan, [belief(one, blank) for one in likely(earlier, blank)])


def _chosen(plan: _Plan, beliefs: Sequence[Belief]) -> Protected:
    known = [(table, name, found) for one in beliefs for (_, table, name), found in one.known.items()]
    plan.leave_out({name for table, name, found in known if table is None and found.width() < plan.k - 2})
    for table in plan.tables():
        if all(next(narrowed(table, one), None) is None for one in beliefs):
            return table
    return plan.nothing()


class _Plan:
    """Ways to publish a table, from the one that shows most to the one that shows least."""

    def __init__(self, counts: Mapping[str, int], k: int, *, over_releases: bool, total_is_known: bool) -> None:
        """Raises ValueError for a count below 0."""
        if any(count < 0 for count in counts.values()):
            raise ValueError("a count is below 0")
        self.k = k
        self._counts = counts
        self._total = sum(counts.values())
        self._total_is_known = total_is_known
        self._rule = rule_name(k, over_releases=over_releases)
        self._small = {name: Why.SMALL for name, count in counts.items() if is_small(count, k)}
        self._useful = counts

    def leave_out(self, told: Collection[str]) -> None:
        """Counts that earlier releases tell, so that hiding them again protects nothing."""
        self._useful = {name: count for name, count in self._counts.items() if name not in told}

    def tables(self) -> Iterator[Protected]:
        """Each way that is safe for the table by itself."""
        chosen = None if self._is_too_thin() else companions(self._useful, self.k)
        others = in_order(self._useful, self.k)
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
        if not is_small(self._total, self.k):
            yield self._published(dict.fromkeys(self._counts, Why.WITHHELD), self._total)

    def _is_too_thin(self) -> bool:
        """True when small counts could be left without enough to hide among, and a known total would tell so.

        It asks for the total and for how many counts are not 0, which everybody sees where it is false. Where it is
        true nothing is shown, and any small count goes with that total. Past it `companions` always finds some.
        """
        filled = sum(count > 0 for count in self._counts.values())
        return bool(self._small) and self._total_is_known and self._total < self.k * filled

    def nothing(self) -> Protected:
        """The way that tells nothing."""
        return self._published(dict.fromkeys(self._counts, Why.WITHHELD), None)

    def shown(self) -> Protected:
        """The table with all that is in it."""
        return self._published({}, self._total)

    def _published(self, hidden: Mapping[str, Why], total: int | None) -> Protected:
        cells = tuple(
            Cell(name, None, hidden[name]) if name in hidden else Cell(name, count)
            for name, count in self._counts.items()
        )
        return Protected(cells, total, self.k, self._rule)
