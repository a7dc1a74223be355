"""Series of published statistics: read out of the rows of releases, and held against each other over vintages.

A package says in `series` which variable holds the period and which the figure. A row may say of its figure how it is
known, whose it is and where it was read, in variables of these names: `mark`, `publisher`, `source`, `reported`,
`vintage`, `note`, `qualifier`. Nothing here guesses: a period without a row has no point.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from catalogue.model.known import Facts, texts
from catalogue.releases.periods import NOUNS, Period, PeriodError, at, period

MAIN = "main"
_DIALECT = {
    "delimiter": "delimiter",
    "quoteChar": "quotechar",
    "escapeChar": "escapechar",
    "doubleQuote": "doublequote",
    "skipInitialSpace": "skipinitialspace",
}


class SeriesError(ValueError):
    """Rows that are not what the series says of them."""


@dataclass(frozen=True, slots=True)
class Target:
    """A value that the figures are measured against."""

    value: Decimal
    label: str
    mark: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A period from which on the figures are not like those before."""

    period: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series as a package declares it.

    where: variables and the texts that rows of the series have there. variant: the variable that says `main` of the
    figure that makes the line, and something else of other values published for the same period; or empty.
    lines: the variable that parts rows into lines, or empty. headline: its place on the first page, or 0.
    """

    name: str
    title: str
    description: str
    unit: str
    measure: str
    table: str
    period: str
    kind: str
    value: str
    where: Mapping[str, str]
    variant: str
    lines: str
    target: Target | None
    breaks: tuple[Break, ...]
    trap: str
    headline: int
    mark: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One published figure. `main` is false for a value that stands beside the one in the line."""

    line: str
    period: Period
    value: Decimal
    main: bool = True
    mark: str = ""
    publisher: str = ""
    sources: tuple[str, ...] = ()
    reported: str = ""
    vintage: str = ""
    qualifier: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Vintage:
    """The points of a series in one release."""

    version: str
    issued: str
    points: tuple[Point, ...]

    @property
    def main(self) -> tuple[Point, ...]:
        """The points that make its lines."""
        return tuple(point for point in self.points if point.main)


@dataclass(frozen=True, slots=True)
class Revision:
    """A period that has one value in a vintage and another in the next vintage that gives it.

    issued: ISO date on which the later one was published.
    """

    line: str
    period: Period
    before: Decimal
    after: Decimal
    before_version: str
    after_version: str
    issued: str

    @property
    def change(self) -> Decimal:
        """By how much."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Known:
    """The newest value of a period over all vintages, and the version that gives it."""

    point: Point
    version: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Periods in order, all of them with a point or all of them without. `first` and `last` may be the same."""

    periods: tuple[Period, ...] = field(default=())
    absent: bool = False

    @property
    def first(self) -> Period:
        """The period that it begins with."""
        return self.periods[0]

    @property
    def last(self) -> Period:
        """The period that it ends with."""
        return self.periods[-1]


def declared(facts: Facts) -> tuple[Series, ...]:
    """The series that a dataset declares, in its order."""
    return tuple(_series(item, facts) for item in facts.get("series", ()))


def find(facts: Facts, name: str) -> Series | None:
    """The series of a name, letters in any case."""
    return next((one for one in declared(facts) if one.name == name.lower()), None)


def _series(item: Facts, dataset: Facts) -> Series:
    said = item.get("period", {})
    return Series(
        name=str(item["name"]),
        title=str(item.get("title", item["name"])),
        description=str(item.get("description", "")),
        unit=str(item.get("unit", "")),
        measure=str(item.get("measure", "")),
        table=str(item.get("table", "")),
        period=str(said.get("variable", "")),
        kind=str(said.get("kind", "other")),
        value=str(item.get("value", "")),
        where={str(key): str(value) for key, value in item.get("where", {}).items()},
        variant=str(item.get("variant", "")),
        lines=str(item.get("lines", "")),
        target=_target(item["target"]) if item.get("target") else None,
        breaks=tuple(
            Break(str(one.get("period", "")), str(one.get("title", "")), str(one.get("description", "")))
            for one in item.get("breaks", ())
        ),
        trap=str(item.get("trap", "")),
        headline=int(item.get("headline", 0)),
        mark=str(item.get("mark", dataset.get("mark", ""))),
        sources=texts(item.get("source", dataset.get("source"))),
    )


def _target(said: Facts) -> Target:
    return Target(
        Decimal(str(said["value"])), str(said.get("label", "")), str(said.get("mark", "")), texts(said.get("source"))
    )


def csv_options(dialect: Facts) -> dict[str, Any]:
    """What the dialect of a table says, in the words of Python's `csv`."""
    return {_DIALECT[key]: value for key, value in dialect.items() if key in _DIALECT}


def points(series: Series, body: bytes, dialect: Facts | None = None) -> tuple[Point, ...]:
    """The points of a series in the bytes of its table, in order of lines as met, then periods.

    Raises SeriesError for a period or a value that is none, and for a period that has two figures in one line. It
    gives the number of the row, and never its cells.
    """
    text = io.StringIO(body.decode("utf-8-sig"), newline="")
    reader = csv.DictReader(text, strict=True, **csv_options(dialect or {}))
    found: list[Point] = []
    for number, row in enumerate(reader, start=1):
        if all(row.get(name) == text for name, text in series.where.items()):
            try:
                found.append(_point(series, row, number))
            except PeriodError as fault:
                raise SeriesError(f"the period of row {number} is no {NOUNS[series.kind]}.") from fault
            except InvalidOperation as fault:
                raise SeriesError(f"the value of row {number} is no number.") from fault
    lines = list(dict.fromkeys(point.line for point in found))
    _refuse_doubles(found)
    return tuple(sorted(found, key=lambda point: (lines.index(point.line), point.period.place, not point.main)))


def _refuse_doubles(found: Iterable[Point]) -> None:
    taken: set[tuple[str, int]] = set()
    for point in found:
        if not point.main:
            continue
        if (place := (point.line, point.period.place)) in taken:
            raise SeriesError(f"{point.period.label} has two figures in one line.")
        taken.add(place)


def _point(series: Series, row: Mapping[str, str], number: int) -> Point:
    value = Decimal(row.get(series.value) or "")
    if not value.is_finite():
        raise InvalidOperation
    return Point(
        line=row.get(series.lines) or "" if series.lines else "",
        period=period(series.kind, row.get(series.period) or "", number),
        value=value,
        main=not series.variant or row.get(series.variant) == MAIN,
        mark=row.get("mark") or series.mark,
        publisher=row.get("publisher") or "",
        sources=tuple((row.get("source") or "").split()) or series.sources,
        reported=row.get("reported") or "",
        vintage=row.get("vintage") or "",
        qualifier=row.get("qualifier") or "",
        note=row.get("note") or "",
    )


def revisions(vintages: Sequence[Vintage]) -> tuple[Revision, ...]:
    """What changed from each vintage to the next one that gives the same period, oldest vintage first.

    A period that a vintage does not give is no change.
    """
    last: dict[tuple[str, int], tuple[Point, str]] = {}
    found: list[Revision] = []
    for vintage in vintages:
        for point in vintage.main:
            key = (point.line, point.period.place)
            before = last.get(key)
            if before is not None and before[0].value != point.value:
                values = (before[0].value, point.value, before[1], vintage.version)
                found.append(Revision(point.line, point.period, *values, vintage.issued))
            last[key] = (point, vintage.version)
    return tuple(found)


def newest(vintages: Sequence[Vintage]) -> tuple[Known, ...]:
    """Of each period the value of the last vintage that gives it, in order of lines as met, then periods."""
    found: dict[tuple[str, int], Known] = {}
    for vintage in vintages:
        for point in vintage.main:
            found[point.line, point.period.place] = Known(point, vintage.version)
    lines = list(dict.fromkeys(line for line, _ in found))
    return tuple(sorted(found.values(), key=lambda one: (lines.index(one.point.line), one.point.period.place)))


def stretches(kind: str, periods: Iterable[Period]) -> tuple[Stretch, ...]:
    """Periods from the first to the last, parted where some are absent; the absent ones are stretches as well.

    Kinds without an order of their own have no absent periods, and each period stands alone.
    """
    there = sorted({one.place: one for one in periods}.values())
    if kind == "other":
        return tuple(Stretch((one,)) for one in there)
    found: list[Stretch] = []
    for one in there:
        if found and one.place == found[-1].last.place + 1:
            found[-1] = Stretch((*found[-1].periods, one))
            continue
        if found:
            gap = range(found[-1].last.place + 1, one.place)
            found.append(Stretch(tuple(at(kind, place) for place in gap), absent=True))
        found.append(Stretch((one,)))
    return tuple(found)
