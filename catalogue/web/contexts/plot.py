"""The picture of a series: the figures that count in front, those that counted earlier behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from catalogue.charts.draw import NARROW, draw
from catalogue.charts.model import Chart, Dot, Line, Tick
from catalogue.delivery.figures import Figures
from catalogue.releases.periods import NOUNS, at, period
from catalogue.releases.series import Point, Series
from catalogue.web import words

# More lines than these cannot be told apart; the figures then stand in the table alone.
MOST_LINES = 4
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of a series.

    wide: SVG for wide screens.
    narrow: SVG for narrow ones.
    caption: what is drawn, where the axis starts, and what the signs mean.
    """

    wide: Markup
    narrow: Markup
    caption: str


def plot_of(found: Figures, shown: Sequence[Point], *, whole: bool) -> Plot | None:
    """The picture of some points; None when they are too many lines to be legible."""
    chart = chart_of(found, shown, whole=whole)
    if chart is None:
        return None
    # Every text in the picture was escaped when it was drawn.
    wide, narrow = Markup(draw(chart)), Markup(draw(chart, NARROW))  # noqa: S704
    return Plot(wide, narrow, _caption(found, chart, shown, whole=whole))


def chart_of(found: Figures, shown: Sequence[Point], *, whole: bool) -> Chart | None:
    """What is to be drawn; None when there are too many lines."""
    series = found.series
    by_line: dict[str, list[Point]] = {}
    for point in shown:
        by_line.setdefault(point.line, []).append(point)
    if len(by_line) > MOST_LINES:
        return None
    main = {(point.line, point.period.place): point for point in shown}
    spots = tuple(_old_values(found, main)) + tuple(_other_values(found, whole=whole))
    lines = [_now(series, points) for points in by_line.values()]
    lines += _then(found, main)
    return Chart(
        title=f"{series.title}, {found.release.facts.place}".rstrip(", "),
        description=_summary(series, by_line),
        ticks=_ticks(series, shown, spots),
        lines=tuple(lines),
        spots=spots,
        target=_target(series),
        breaks=tuple((period(series.kind, one.period).place, one.title) for one in series.breaks),
    )


def _now(series: Series, points: Sequence[Point]) -> Line:
    last = points[-1]
    dots = tuple(
        Dot(
            one.period.place,
            float(one.value),
            f"{one.period.label}: {words.figure(one.value, series.unit)}",
            "open" if one.mark == "inferred" else "",
        )
        for one in points
    )
    return Line(dots, "now", words.figure(last.value, series.unit), last.line or last.period.label)


def _differing(found: Figures, main: Mapping[Key, Point]) -> Iterable[tuple[str, list[Point], list[Point]]]:
    """Of each vintage its version, its points, and those of them that another value took the place of."""
    for vintage in found.vintages:
        other = [
            one
            for one in vintage.main
            if (newer := main.get((one.line, one.period.place))) is not None and newer.value != one.value
        ]
        if other:
            yield vintage.version, list(vintage.main), other


def _then(found: Figures, main: Mapping[Key, Point]) -> Iterable[Line]:
    """Earlier vintages, drawn where they differ and one period to each side."""
    first, last = min(place for _, place in main), max(place for _, place in main)
    for _, points, other in _differing(found, main):
        near = {
            (one.line, place)
            for one in other
            for place in range(max(first, one.period.place - 1), min(last, one.period.place + 1) + 1)
        }
        for line in dict.fromkeys(one.line for one in other):
            dots = tuple(
                Dot(one.period.place, float(one.value), "")
                for one in points
                if one.line == line and (line, one.period.place) in near
            )
            yield Line(dots, "then")


def _old_values(found: Figures, main: Mapping[Key, Point]) -> Iterable[Dot]:
    unit = found.series.unit
    for version, _, other in _differing(found, main):
        for one in other:
            now = words.bare_figure(main[one.line, one.period.place].value, unit)
            was = words.bare_figure(one.value, unit)
            yield Dot(
                one.period.place,
                float(one.value),
                f"{one.period.label} in release {version}: {words.figure(one.value, unit)}",
                "old",
                f"{was} in {version}, now {now}",
            )


def _other_values(found: Figures, *, whole: bool) -> Iterable[Dot]:
    unit = found.series.unit
    for vintage in found.vintages if whole else (found.last,):
        for one in vintage.points:
            if not one.main:
                said = words.qualified(words.bare_figure(one.value, unit), one.qualifier)
                yield Dot(
                    one.period.place,
                    float(one.value),
                    f"{one.period.label} in {one.vintage}: {said}",
                    "old",
                    said if one.qualifier else f"{said} in {one.vintage}",
                )


def _ticks(series: Series, shown: Sequence[Point], spots: Sequence[Dot]) -> tuple[Tick, ...]:
    places = [one.period.place for one in shown] + [dot.place for dot in spots]
    if series.kind == "other":
        periods = sorted({one.period.place: one.period for one in shown}.values())
    else:
        periods = [at(series.kind, place) for place in range(min(places), max(places) + 1)]
    return tuple(Tick(one.place, one.tick, one.group) for one in periods)


def _target(series: Series) -> tuple[float, str] | None:
    if series.target is None:
        return None
    said = words.figure(series.target.value, series.unit)
    return float(series.target.value), f"{series.target.label}, {said}"


def _summary(series: Series, by_line: Mapping[str, Sequence[Point]]) -> str:
    """The picture in words: where each line begins, ends, and lies highest and lowest."""
    said = []
    for line, points in by_line.items():
        low, high = min(points, key=lambda one: one.value), max(points, key=lambda one: one.value)
        said.append(
            f"{f'{line}: ' if line else ''}from {_told(points[0], series)} to {_told(points[-1], series)}; "
            f"lowest {_told(low, series)}, highest {_told(high, series)}."
        )
    return f"{' '.join(said)} Every figure is in the table below."


def _told(point: Point, series: Series) -> str:
    return f"{words.figure(point.value, series.unit)} in {point.period.label}"


def _caption(found: Figures, chart: Chart, shown: Sequence[Point], *, whole: bool) -> str:
    """What is drawn, where the axis starts, and what each sign means that occurs."""
    series = found.series
    unit = "Percent" if series.unit == words.PERCENT else f"{series.unit[:1].upper()}{series.unit[1:]}"
    said = [f"{unit}, by {NOUNS[series.kind]}. The axis starts at {chart.axis.word(chart.axis.start)}."]
    if any(line.style == "then" for line in chart.lines):
        newest = "the newest value of each period over all releases" if whole else f"release {found.release.version}"
        said.append(f"Accent line: {newest}. Grey line: earlier releases, where they differ.")
    if any(dot.style == "old" for dot in chart.spots):
        said.append("Open grey point or ring: another value that was published.")
    if any(one.mark == "inferred" for one in shown):
        said.append("Open accent point: what the figure belongs to was inferred.")
    if chart.breaks:
        said.append("Dashed line: a break; the line does not run across it.")
    dots = {dot.place for line in chart.lines if line.style == "now" for dot in line.dots}
    if len(dots) < len(chart.ticks):
        said.append("Gap: no figure is in the source we hold; it is neither zero nor removed.")
    return " ".join(said)
