"""Line charts as SVG text. Pure: what is drawn comes in as plain values, and the same values give the same text.

A line runs through periods that follow each other and never across one that is absent: a period alone is a dot. Colour
comes from classes of the stylesheet, so that a chart follows scheme and printer; a chart that stands alone carries its
colours with it. Wide charts label lines at their ends, narrow ones above them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from catalogue.charts.model import Chart, Dot, Line, Tick, runs
from catalogue.charts.pen import Pen

WIDE, NARROW = 860, 340
# Fewer pixels between two periods than these: smaller dots, then none but the lonely ones.
LARGE_DOTS, SMALL_DOTS = 11.0, 5.0
LARGE, SMALL, RING = 4.0, 2.5, 2.5
# Pixels that a label needs: one tick, one line of text.
TICK_ROOM, LINE_ROOM = 30.0, 17.0
LETTER = 7.2
MOST_LABELS = 3
# An old value is labelled when it can be told from the new one.
APART = 6.0
PADDING = 6.0


def draw(chart: Chart, width: int = WIDE, *, alone: bool = False) -> str:
    """The chart as SVG. `alone` makes it a document of its own, with its colours in it."""
    return _Drawing(chart, _Frame(chart, width), Pen(alone=alone)).text()


def spark(values: Sequence[tuple[int, float]], breaks: Sequence[int] = (), width: int = 120, height: int = 28) -> str:
    """A line without axes, for a place where the figure itself stands beside it; hidden from those who listen."""
    dots = [Dot(place, value, "") for place, value in sorted(values)]
    if not dots:
        return ""
    low, high = min(dot.value for dot in dots), max(dot.value for dot in dots)
    first, last = dots[0].place, dots[-1].place

    def at(dot: Dot) -> tuple[float, float]:
        across = (dot.place - first) / (last - first) if last > first else 0.5
        up = (dot.value - low) / (high - low) if high > low else 0.5
        return 4 + across * (width - 8), height - 4 - up * (height - 8)

    pen = Pen(alone=False)
    parts = [pen.line("now", [at(dot) for dot in run]) for run in runs(dots, breaks) if len(run) > 1]
    parts += [pen.dot("", *at(run[0]), 2) for run in runs(dots, breaks) if len(run) == 1]
    parts.append(pen.dot("", *at(dots[-1]), 3))
    return f'<svg class="plot spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">{"".join(parts)}</svg>'  # noqa: E501 - one element


def change(value: float, least: float, most: float, width: int = 72, height: int = 14) -> str:
    """A change from zero, beside its figure; hidden from those who listen. least, most: of all changes of the list.

    All changes that are drawn with the same two have one scale, and zero in one place.
    """
    low, high = min(least, 0.0), max(most, 0.0)
    scale = (width - 8) / ((high - low) or 1)
    zero, end, middle = 4 - low * scale, 4 + (value - low) * scale, height / 2
    pen = Pen(alone=False)
    parts = (
        pen.rule("axis", (zero, 1), (zero, height - 1)),
        pen.rule("now", (zero, middle), (end, middle)),
        pen.dot("fine", end, middle, 3),
    )
    return f'<svg class="plot" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">{"".join(parts)}</svg>'  # noqa: E501 - one element


class _Frame:
    """Where things are: from places and values to pixels."""

    def __init__(self, chart: Chart, width: int) -> None:
        self.width, self.wide = width, width > 2 * NARROW - 1
        self.height = 324 if self.wide else 300
        self.axis = chart.axis
        self.top, self.bottom = (20 if self.wide else 40), self.height - 46
        widest = max(len(self.axis.word(value)) for value in self.axis.ticks)
        self.left = 16 + widest * LETTER
        self.right = width - (_end_room(chart) if self.wide else 12)
        self.first, self.last = chart.ticks[0].place, chart.ticks[-1].place
        self.step = (self.right - self.left - 2 * PADDING) / max(1, self.last - self.first)

    def x(self, place: float) -> float:
        """Pixels from the left of a place."""
        if self.first == self.last:
            return (self.left + self.right) / 2
        return self.left + PADDING + (place - self.first) * self.step

    def y(self, value: float) -> float:
        """Pixels from the top of a value."""
        share = (value - self.axis.start) / (self.axis.end - self.axis.start)
        return self.bottom - share * (self.bottom - self.top)

    @property
    def radius(self) -> float:
        """Size of an ordinary dot; 0 when they would run into each other."""
        return LARGE if self.step >= LARGE_DOTS else SMALL if self.step >= SMALL_DOTS else 0


def _end_room(chart: Chart) -> float:
    """Room at the right for the longest label."""
    told = [text for line in chart.lines for text in (line.label, line.under)]
    told += [chart.target[1]] if chart.target else []
    return max([40.0, *(20 + len(text) * LETTER for text in told)])


@dataclass(slots=True)
class _Drawing:
    chart: Chart
    frame: _Frame
    pen: Pen
    taken: list[tuple[float, float]] = field(default_factory=list)

    def text(self) -> str:
        """The whole picture."""
        chart, frame = self.chart, self.frame
        name = f"chart-{frame.width}"
        head = (
            f'viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}" role="img" '
            f'aria-labelledby="{name}-title {name}-text"'
        )
        told = (
            f'<title id="{name}-title">{escape(chart.title)}</title>'
            f'<desc id="{name}-text">{escape(chart.description)}</desc>'
        )
        parts = [
            *self._values(),
            *self._periods(),
            *self._breaks(),
            *self._then(),
            *self._spots(),
            *self._now(),
            *self._ends(),
        ]
        if not self.pen.alone:
            return f'<svg class="plot" {head}>{told}{"".join(parts)}</svg>'
        ground = f'<rect width="{frame.width}" height="{frame.height}" fill="#fff"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {head} font-family="sans-serif" font-size="13">'
            f"{told}{ground}{''.join(parts)}</svg>\n"
        )

    def _values(self) -> Iterable[str]:
        for value in self.frame.axis.ticks:
            y = self.frame.y(value)
            yield self.pen.rule("rule", (self.frame.left, y), (self.frame.right, y))
            yield self.pen.words("tick", self.frame.left - 8, y + 4, self.frame.axis.word(value), "end")
        yield self.pen.rule("axis", (self.frame.left, self.frame.bottom), (self.frame.right, self.frame.bottom))

    def _periods(self) -> Iterable[str]:
        """Names of periods where there is room for all; groups below them, or in their place."""
        groups: dict[str, list[Tick]] = {}
        for tick in self.chart.ticks:
            groups.setdefault(tick.group, []).append(tick)
        if "" in groups:
            yield from self._plain_periods(groups[""])
            return
        all_named = self.frame.step >= TICK_ROOM
        if all_named:
            for tick in self.chart.ticks:
                yield self.pen.words("tick", self.frame.x(tick.place), self.frame.bottom + 20, tick.label, "middle")
        yield from self._groups(groups, self.frame.bottom + (38 if all_named else 20))

    def _plain_periods(self, ticks: Sequence[Tick]) -> Iterable[str]:
        room = max(len(tick.label) for tick in ticks) * LETTER + 8
        every = max(1, math.ceil(room / self.frame.step)) if len(ticks) > 1 else 1
        for tick in ticks:
            # Counted from the newest, which is the one that readers look for.
            if (self.frame.last - tick.place) % every == 0:
                x = min(self.frame.x(tick.place), self.frame.width - len(tick.label) * LETTER / 2)
                yield self.pen.words("tick", x, self.frame.bottom + 20, tick.label, "middle")

    def _groups(self, groups: Mapping[str, Sequence[Tick]], y: float) -> Iterable[str]:
        """A rule where a group begins, and its name where there is room; counted from the newest, as ticks are."""
        whole = max(len(ticks) for ticks in groups.values()) * self.frame.step
        every = max(1, math.ceil((max(map(len, groups)) * LETTER + 10) / whole))
        for number, (name, ticks) in enumerate(groups.items()):
            x = self.frame.x(ticks[0].place)
            edge = x - min(12.0, self.frame.step / 2)
            starts = x if self.frame.step >= TICK_ROOM else edge + 5
            room = self.frame.width - starts if number == len(groups) - 1 else len(ticks) * self.frame.step * every
            named = (len(groups) - 1 - number) % every == 0 and room >= len(name) * LETTER
            if number:
                yield self.pen.rule(
                    "axis", (edge, self.frame.bottom), (edge, y + 2 if named else self.frame.bottom + 6)
                )
            if named:
                yield self.pen.words("tick", starts, y, name)

    def _breaks(self) -> Iterable[str]:
        for place, word in self.chart.breaks:
            if self.frame.first < place <= self.frame.last:
                x = self.frame.x(place) - self.frame.step / 2
                yield self.pen.rule("break", (x, self.frame.top), (x, self.frame.bottom))
                yield self.pen.words("tick", x + 6, self.frame.bottom - 8, word)

    def _parted(self, line: Line) -> list[list[Dot]]:
        return runs(line.dots, [place for place, _ in self.chart.breaks])

    def _strokes(self, line: Line) -> Iterable[str]:
        return (self.pen.line(line.style, map(self._at, run)) for run in self._parted(line) if len(run) > 1)

    def _then(self) -> Iterable[str]:
        """What counted earlier, and the target: both lie behind what counts."""
        for line in self.chart.lines:
            if line.style != "now":
                yield from self._strokes(line)
        if self.chart.target is not None:
            y = self.frame.y(self.chart.target[0])
            yield self.pen.rule("target", (self.frame.left, y), (self.frame.right, y))

    def _now(self) -> Iterable[str]:
        for line in self.chart.lines:
            if line.style == "now":
                yield from self._strokes(line)
                yield from self._dots(line, self._parted(line))

    def _dots(self, line: Line, parted: Sequence[Sequence[Dot]]) -> Iterable[str]:
        lonely = {run[0] for run in parted if len(run) == 1} | {max(line.dots, key=lambda dot: dot.place)}
        for dot in line.dots:
            radius = self.frame.radius or (SMALL if dot in lonely or dot.style else 0)
            if radius:
                style = dot.style or ("fine" if radius < LARGE else "")
                yield self.pen.dot(style, *self._at(dot), radius, dot.title if self.frame.wide else "")

    def _at(self, dot: Dot) -> tuple[float, float]:
        return self.frame.x(dot.place), self.frame.y(dot.value)

    def _spots(self) -> Iterable[str]:
        """Values that stand beside the line: with words where they can be told apart from it, else as a ring."""
        main = {dot.place: dot for line in self.chart.lines if line.style == "now" for dot in line.dots}
        far = [dot for dot in self.chart.spots if self._gap(dot, main) > APART]
        for dot in self.chart.spots:
            x, y = self._at(dot)
            radius = (self.frame.radius or SMALL) + (0 if dot in far else RING)
            yield self.pen.dot(dot.style, x, y, radius, dot.title if self.frame.wide else "")
            if dot in far and len(far) <= MOST_LABELS and dot.label and self.frame.wide:
                beside = main.get(dot.place)
                above = beside is None or dot.value >= beside.value
                yield self.pen.words(
                    "tick", self._kept_in(x, dot.label), y + (-12 if above else 22), dot.label, "middle"
                )

    def _gap(self, dot: Dot, main: Mapping[int, Dot]) -> float:
        beside = main.get(dot.place)
        return math.inf if beside is None else abs(self.frame.y(dot.value) - self.frame.y(beside.value))

    def _kept_in(self, x: float, text: str) -> float:
        half = len(text) * LETTER / 2
        return min(max(x, self.frame.left + half), self.frame.right - half)

    def _ends(self) -> Iterable[str]:
        """Labels of lines and target: at their ends, or above them where there is no room beside."""
        for line in self._labelled:
            yield from self._end(max(line.dots, key=lambda dot: dot.place), line)
        if self.chart.target is not None:
            value, label = self.chart.target
            y = self.frame.y(value)
            if self.frame.wide:
                yield self.pen.words("strong", self.frame.right + 8, self._free(y, LINE_ROOM) + 4, label)
            else:
                yield self.pen.words("strong", self.frame.left + 4, y - 6, label)

    @property
    def _labelled(self) -> list[Line]:
        return [line for line in self.chart.lines if line.label]

    def _end(self, last: Dot, line: Line) -> Iterable[str]:
        x, y = self._at(last)
        if self.frame.wide:
            room = LINE_ROOM * (2 if line.under else 1)
            y = self._free(y, room)
            # Beside the dot, or beside the plot when another line runs on to the right of it.
            x = max(x, self.frame.right - 12) + 14 if len(self._labelled) == 1 else self.frame.right + 8
            yield self.pen.words("strong", x, y + 4, line.label)
            if line.under:
                yield self.pen.words("tick", x, y + 4 + LINE_ROOM, line.under)
            return
        text = f"{line.label}, {line.under}" if line.under else line.label
        half = len(text) * LETTER / 2
        at = min(max(x, self.frame.left + half), self.frame.right - half)
        if len(self._labelled) == 1:
            # Above the plot, where nothing runs across it.
            y = self.frame.top - 20
        else:
            below = [self.frame.y(dot.value) for dot in line.dots if abs(self.frame.x(dot.place) - at) <= half]
            y = self._free(min([y, *below]) - 10, LINE_ROOM)
        yield self.pen.words("strong", at, y, text, "middle")

    def _free(self, y: float, room: float) -> float:
        """The nearest height at or above `y` at which so much room is left; what is given is taken."""
        while any(y < taken + height and taken < y + room for taken, height in self.taken):
            y = min(taken for taken, height in self.taken if y < taken + height and taken < y + room) - room
        self.taken.append((y, room))
        return y
