"""What a line chart shows, as plain values, and how its axis of values is chosen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A period on the axis: its place, its short name, and what it has in common with its neighbours."""

    place: int
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure. style: empty, `open` when what it belongs to was inferred, `old` when another value took its place.

    label: words beside it, or empty.
    """

    place: int
    value: float
    title: str
    style: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Figures that belong together. style: `now` for what counts, `then` for what counted earlier.

    label and under: two lines of text at its end, or empty.
    """

    dots: tuple[Dot, ...]
    style: str = "now"
    label: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is to be drawn. target: a value with its label. breaks: places at which lines end, with a word each."""

    title: str
    description: str
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    spots: tuple[Dot, ...] = ()
    target: tuple[float, str] | None = None
    breaks: tuple[tuple[int, str], ...] = ()

    @property
    def values(self) -> list[float]:
        """Every value that must fit."""
        found = [dot.value for line in self.lines for dot in line.dots] + [dot.value for dot in self.spots]
        return found + ([self.target[0]] if self.target else [])

    @property
    def axis(self) -> Axis:
        """The axis of values."""
        return axis(min(self.values), max(self.values))


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of values: where it starts and ends, and how far its ticks are apart."""

    start: float
    end: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The values that it names."""
        return [self.start + number * self.step for number in range(round((self.end - self.start) / self.step) + 1)]

    def word(self, value: float) -> str:
        """A value of the axis as text, with no more places than its steps have."""
        places = 0 if float(self.step).is_integer() else 1 if float(self.step * 10).is_integer() else 2
        return f"{value:,.{places}f}"


def axis(low: float, high: float) -> Axis:
    """An axis of three to six steps round values. It starts at 0 unless all values lie far above."""
    start = 0.0 if 0 <= low <= high * 0.45 else low
    spread = (high - start) or abs(high) or 1.0
    rough = spread / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    bottom = math.floor(start / step + 1e-9) * step
    top = math.ceil(high / step - 1e-9) * step
    return Axis(bottom, top if top > bottom else bottom + step, step)


def runs(dots: Iterable[Dot], breaks: Iterable[int] = ()) -> list[list[Dot]]:
    """Dots parted wherever a place is absent, or a break begins."""
    stops, found = set(breaks), list[list[Dot]]()
    for dot in sorted(dots, key=lambda one: one.place):
        if found and dot.place == found[-1][-1].place + 1 and dot.place not in stops:
            found[-1].append(dot)
        else:
            found.append([dot])
    return found
