"""Exact bounds of a variable under linear equations and limits, in whole numbers and fractions.

The simplex method as textbooks have it, with Bland's choice of pivots, which always ends. What it answers is exact for
real numbers. For the systems of `system` it is exact for whole numbers too: categories and releases are the two sides
of a network of flows, whose extreme points are whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction


class ContradictionError(ValueError):
    """The equations and limits cannot all hold."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Least and greatest value of a variable; None is no greatest."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Equation:
    """Coefficients by number of the variable, and what their sum comes to."""

    terms: tuple[tuple[int, int], ...]
    equals: int


class Tableau:
    """Equations at a corner that keeps all limits, to be walked from there in any direction."""

    def __init__(self, limits: Sequence[Limits], equations: Sequence[Equation]) -> None:
        """Raises ContradictionError."""
        self._limits = limits
        capped = [number for number, one in enumerate(limits) if one.most is not None]
        self._width = len(limits) + len(capped)
        rows = [self._row(one, limits) for one in equations]
        for slack, number in enumerate(capped, start=len(limits)):
            one = limits[number]
            row: list[Number] = [0] * self._width
            row[number] = row[slack] = 1
            rows.append([*row, (one.most or 0) - one.least])
        self._rows, self._basis = self._corner([[-cell for cell in row] if row[-1] < 0 else row for row in rows])

    def _row(self, equation: Equation, limits: Sequence[Limits]) -> list[Number]:
        """An equation in what each variable has above its least value."""
        row: list[Number] = [0] * self._width
        for number, factor in equation.terms:
            row[number] += factor
        return [*row, equation.equals - sum(factor * limits[number].least for number, factor in equation.terms)]

    def _corner(self, rows: list[list[Number]]) -> tuple[list[list[Number]], list[int]]:
        """A first corner, found with one helping variable a row that is driven to 0."""
        count = len(rows)
        helped: list[list[Number]] = [
            [*row[:-1], *(int(number == other) for other in range(count)), row[-1]] for number, row in enumerate(rows)
        ]
        basis = [self._width + number for number in range(count)]
        cost: list[Number] = [*(0 for _ in range(self._width)), *(1 for _ in range(count)), 0]
        for row in helped:
            cost = [one - other for one, other in zip(cost, row, strict=True)]
        if not _walk(helped, basis, cost) or cost[-1] != 0:
            raise ContradictionError("these equations and limits cannot all hold")
        for number, base in enumerate(basis):
            if base >= self._width:
                place = next((at for at in range(self._width) if helped[number][at]), None)
                if place is not None:
                    _pivot(helped, basis, cost, number, place)
        kept = [number for number, base in enumerate(basis) if base < self._width]
        return [[*helped[at][: self._width], helped[at][-1]] for at in kept], [basis[at] for at in kept]

    def least(self, variable: int) -> Number:
        """The least value that a variable can have."""
        reached = self._reached(variable, 1)
        if reached is None:
            raise AssertionError("a variable has a least value")
        return reached + self._limits[variable].least

    def most(self, variable: int) -> Number | None:
        """The greatest value that a variable can have; None when it has none."""
        reached = self._reached(variable, -1)
        return None if reached is None else self._limits[variable].least - reached

    def _reached(self, variable: int, sign: int) -> Number | None:
        rows, basis = [list(row) for row in self._rows], list(self._basis)
        cost: list[Number] = [0] * (self._width + 1)
        cost[variable] = sign
        if variable in basis:
            row = rows[basis.index(variable)]
            cost = [one - sign * other for one, other in zip(cost, row, strict=True)]
        return -cost[-1] if _walk(rows, basis, cost) else None


def _walk(rows: list[list[Number]], basis: list[int], cost: list[Number]) -> bool:
    """Go to the corner of least cost, changing all three. False when cost falls without end."""
    while True:
        entering = next((at for at, one in enumerate(cost[:-1]) if one < 0), None)
        if entering is None:
            return True
        steps = [(_over(row[-1], row[entering]), basis[at], at) for at, row in enumerate(rows) if row[entering] > 0]
        if not steps:
            return False
        _pivot(rows, basis, cost, min(steps)[2], entering)


def _pivot(rows: list[list[Number]], basis: list[int], cost: list[Number], at: int, entering: int) -> None:
    factor = rows[at][entering]
    if factor != 1:
        rows[at] = [_over(one, factor) for one in rows[at]]
    chosen = rows[at]
    filled = [place for place, one in enumerate(chosen) if one]
    for row in (*(row for number, row in enumerate(rows) if number != at), cost):
        times = row[entering]
        if times:
            for place in filled:
                row[place] -= times * chosen[place]
    basis[at] = entering


def _over(one: Number, other: Number) -> Number:
    """A quotient: a whole number where it is one, which keeps the common case quick."""
    quotient = Fraction(one, other)
    return quotient.numerator if quotient.denominator == 1 else quotient
