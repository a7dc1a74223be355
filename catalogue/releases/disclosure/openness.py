"""Whether hidden counts stay as open as they have to be, whatever a reader believes of how releases hang together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.releases.disclosure.system import Attacker, ContradictionError, Found, Interval, agree, bounds, tables_of
from catalogue.releases.disclosure.table import Earlier, Protected, Relation, Why

# Under None, what is known of the new table itself.
Known = Mapping[tuple[Attacker, Protected | None, str], Interval]


@dataclass(frozen=True, slots=True)
class Belief:
    """How a reader takes earlier tables to stand to a new one, and what is known then before the new one is out."""

    earlier: tuple[Earlier, ...] = ()
    known: Known = field(default_factory=dict)


def likely(earlier: Sequence[Protected], blank: Protected) -> list[tuple[Earlier, ...]]:
    """What a reader may think of earlier tables, oldest first: that people were only added, or that they only left.

    A table that cannot stand among the others so is passed over. blank: the new table with nothing told of it.
    """
    found: list[tuple[Earlier, ...]] = []
    for relation in (Relation.AT_LEAST, Relation.AT_MOST):
        chain: list[Protected] = []
        for one in reversed(earlier):
            if agree([_linked([blank, *chain, one], relation)]):
                chain.append(one)
        if chain:
            found.append((Earlier((_linked(chain, relation),), relation),))
    return found


def _linked(tables: Sequence[Protected], relation: Relation) -> Protected:
    """Tables, newest first, each in a relation to the one after it."""
    *newer, found = tables
    for one in reversed(newer):
        found = replace(one, earlier=(Earlier((found,), relation),))
    return found


def blank_of(table: Protected, *, total_is_known: bool) -> Protected:
    """The table with nothing told of it but which of its counts are 0, so far as that is told at all, and the total
    where that stands elsewhere."""
    cells = tuple(replace(one, count=None, why=Why.UNTOLD) if one.count else one for one in table.cells)
    return replace(table, cells=cells, total=table.total if total_is_known else None, earlier=())


def belief(earlier: Sequence[Earlier], blank: Protected) -> Belief:
    """What is known under a belief before a table is out."""
    known: dict[tuple[Attacker, Protected | None, str], Interval] = {}
    before = tables_of(table for one in earlier for table in one.tables)
    for attacker in Attacker:
        known |= {(attacker, table, name): found for (table, name), found in _found(before, attacker).items()}
    linked = replace(blank, earlier=tuple(earlier))
    told = _found([linked], Attacker.NUMBERS).items()
    return Belief(
        tuple(earlier), known | {(Attacker.NUMBERS, None, name): one for (table, name), one in told if table is linked}
    )


def narrowed(table: Protected, belief: Belief) -> Iterator[tuple[Protected, str]]:
    """Hidden counts, of a table and of those before it, that publishing it leaves less open than they have to be.

    None when the published numbers show that the belief is wrong.
    """
    linked = replace(table, earlier=belief.earlier)
    why = {(one, cell.category): cell.why for one in tables_of([linked]) for cell in one.hidden}
    for attacker in Attacker:
        for (one, name), found in _found([linked], attacker).items():
            if attacker is Attacker.NUMBERS or why[one, name] is Why.SMALL:
                before = belief.known.get((attacker, None if one is linked else one, name))
                if not _open_enough(found, before, one.threshold):
                    yield (table if one is linked else one), name


def _found(tables: Sequence[Protected], attacker: Attacker) -> Found:
    try:
        return bounds(tables, attacker)
    except ContradictionError:
        return {}


def _open_enough(found: Interval, before: Interval | None, k: int) -> bool:
    """True when bounds hold all of 1 to k - 1 and are k - 2 wide, as far as they did before."""
    least, most, wide = 1, k - 1, float(k - 2)
    if before is not None:
        least = max(least, before.least)
        most = most if before.most is None else min(most, before.most)
        wide = min(wide, before.width())
    return (least > most or found.holds(least, most)) and found.width() >= wide
