"""What can be worked out of published tables: bounds of every hidden count.

Each hidden count is a variable. A table whose total is shown gives an equation; a relation to earlier tables gives one
for each category that is not shown everywhere, and one for those that have other names now. Only variables that some
equation ties together bear on each other, so that each such group is solved by itself; a group of one equation by
adding up, all others by `linear`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from catalogue.releases.disclosure.linear import ContradictionError, Equation, Limits, Tableau
from catalogue.releases.disclosure.table import Protected, Relation, Why

__all__ = ["Attacker", "ContradictionError", "Interval", "agree", "bounds", "tables_of"]


class Attacker(StrEnum):
    """What somebody knows besides the published numbers."""

    NUMBERS = "that hidden counts are not 0"
    REASONS = "why each count is hidden"


@dataclass(frozen=True, slots=True)
class Interval:
    """Least and greatest possible value, both included; None is no greatest."""

    least: int
    most: int | None

    def holds(self, least: int, most: int) -> bool:
        """True when it holds all from one number to another."""
        return self.least <= least and (self.most is None or self.most >= most)

    def width(self) -> float:
        """Greatest less least; infinite without a greatest."""
        return float("inf") if self.most is None else self.most - self.least


# Which way a sum may go off what it is held against: the factor of what is over.
SLACK = {Relation.EQUAL: 0, Relation.AT_LEAST: -1, Relation.AT_MOST: 1}
Key = tuple[int, str]
Found = dict[tuple[Protected, str], Interval]


def tables_of(tables: Iterable[Protected]) -> list[Protected]:
    """Tables with all that they were related to, each once."""
    found: dict[int, Protected] = {}
    waiting = list(tables)
    while waiting:
        table = waiting.pop(0)
        if id(table) not in found:
            found[id(table)] = table
            waiting += [other for earlier in table.earlier for other in earlier.tables]
    return list(found.values())


def bounds(tables: Sequence[Protected], attacker: Attacker) -> Found:
    """Bounds of every hidden cell, by table and category, given these tables and all that they are related to.

    Raises ContradictionError when the tables cannot all be true, as when a relation was stated that does not hold.
    """
    return {
        (table, category): interval
        for (table, category), interval in _System(tables_of(tables), attacker).solved().items()
    }


def agree(tables: Sequence[Protected]) -> bool:
    """True when these tables, and all that they are related to, can be true together."""
    try:
        _System(tables_of(tables), Attacker.NUMBERS).check()
    except ContradictionError:
        return False
    return True


class _System:
    """Variables and equations of some tables."""

    def __init__(self, tables: Sequence[Protected], attacker: Attacker) -> None:
        self._names: list[tuple[Protected, str]] = []
        self._limits: list[Limits] = []
        self._numbers: dict[Key, int] = {}
        self._equations: list[Equation] = []
        self._counts: dict[int, Mapping[str, int | None]] = {
            id(table): {cell.category: cell.count for cell in table.cells} for table in tables
        }
        for table in tables:
            for cell in table.hidden:
                self._numbers[id(table), cell.category] = len(self._names)
                self._names.append((table, cell.category))
                self._limits.append(_limits(cell.why, table.threshold, attacker))
        for table in tables:
            if table.total is not None:
                self._add(((table, cell.category, 1) for cell in table.cells), table.total, 0)
            for earlier in table.earlier:
                for categories in _compared(table, earlier.tables):
                    sides = [(table, 1), *((other, -1) for other in earlier.tables)]
                    terms = ((one, category, factor) for one, factor in sides for category in categories)
                    self._add(terms, 0, SLACK[earlier.relation])

    def _add(self, terms: Iterable[tuple[Protected, str, int]], equals: int, slack: int) -> None:
        """An equation between counts: shown ones go to the other side. slack: the factor of what the terms are off."""
        left: list[tuple[int, int]] = []
        for table, category, factor in terms:
            count = self._counts[id(table)].get(category, 0)
            if count is None:
                left.append((self._numbers[id(table), category], factor))
            else:
                equals -= factor * count
        if not left:
            if equals and equals * slack <= 0:
                raise ContradictionError("published tables do not agree with each other")
            return
        if slack:
            left.append((len(self._limits), slack))
            self._limits.append(Limits(0, None))
        self._equations.append(Equation(tuple(left), equals))

    def check(self) -> None:
        """Raises ContradictionError when the tables cannot all be true."""
        for variables, equations in self._groups():
            self._tableau(variables, equations)

    def solved(self) -> Found:
        """Bounds of every hidden cell."""
        found: dict[int, Interval] = {}
        for variables, equations in self._groups():
            found |= self._group(variables, equations)
        return {name: found[number] for number, name in enumerate(self._names)}

    def _groups(self) -> Iterator[tuple[list[int], list[Equation]]]:
        """Variables that equations tie together, with those equations."""
        tied: dict[int, list[Equation]] = defaultdict(list)
        for equation in self._equations:
            for number, _ in equation.terms:
                tied[number].append(equation)
        seen: set[int] = set()
        for start in range(len(self._limits)):
            if start in seen:
                continue
            group, waiting, equations = [], [start], dict[int, Equation]()
            seen.add(start)
            while waiting:
                number = waiting.pop()
                group.append(number)
                equations |= {id(one): one for one in tied[number]}
                near = {other for one in tied[number] for other, _ in one.terms} - seen
                seen |= near
                waiting += sorted(near)
            yield sorted(group), list(equations.values())

    def _group(self, variables: Sequence[int], equations: Sequence[Equation]) -> dict[int, Interval]:
        wanted = [number for number in variables if number < len(self._names)]
        if not equations:
            return {number: Interval(self._limits[number].least, self._limits[number].most) for number in wanted}
        if len(equations) == 1 and len(wanted) == len(variables) and all(f == 1 for _, f in equations[0].terms):
            return self._sum(wanted, equations[0])
        tableau = self._tableau(variables, equations)
        found = {}
        for at, number in enumerate(variables):
            if number < len(self._names):
                most = tableau.most(at)
                found[number] = Interval(ceil(tableau.least(at)), None if most is None else floor(most))
        return found

    def _tableau(self, variables: Sequence[int], equations: Sequence[Equation]) -> Tableau:
        place = {number: at for at, number in enumerate(variables)}
        return Tableau(
            [self._limits[number] for number in variables],
            [Equation(tuple((place[n], factor) for n, factor in one.terms), one.equals) for one in equations],
        )

    def _sum(self, variables: Sequence[int], equation: Equation) -> dict[int, Interval]:
        """Counts of which only the sum is known: each is what is left when all others are least, or greatest."""
        limits = [self._limits[number] for number in variables]
        least, most = sum(one.least for one in limits), sum(one.most or 0 for one in limits)
        unlimited = sum(one.most is None for one in limits)
        if least > equation.equals or (not unlimited and most < equation.equals):
            raise ContradictionError("a total is not the sum of its counts")
        found = {}
        for number, one in zip(variables, limits, strict=True):
            highest = equation.equals - (least - one.least)
            others_unlimited = unlimited - (one.most is None)
            lowest = one.least if others_unlimited else equation.equals - (most - (one.most or 0))
            found[number] = Interval(max(one.least, lowest), highest if one.most is None else min(one.most, highest))
        return found


def _limits(why: Why, k: int, attacker: Attacker) -> Limits:
    """What is known of a hidden count by itself."""
    if why is Why.WITHHELD:
        return Limits(0, None)
    if attacker is Attacker.NUMBERS or why is Why.UNTOLD:
        return Limits(1, None)
    return Limits(1, k - 1) if why is Why.SMALL else Limits(k, None)


def _compared(table: Protected, earlier: Iterable[Protected]) -> list[list[str]]:
    """Categories whose counts, taken together, are held against those of the same categories in earlier tables."""
    names = [cell.category for cell in table.cells]
    before = list(dict.fromkeys(cell.category for one in earlier for cell in one.cells))
    gone = [name for name in before if name not in set(names)]
    if not gone:
        return [[name] for name in names]
    return [*([name] for name in names if name in set(before)), [*gone, *(n for n in names if n not in set(before))]]
