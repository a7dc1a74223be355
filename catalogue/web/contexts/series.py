"""A series of published statistics: over all vintages, or as one release gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlmodel import Session

from catalogue.charts.draw import change
from catalogue.delivery.figures import Figures, figures
from catalogue.model.known import Caveat, Known, Source, cited
from catalogue.packages.write import table_path
from catalogue.releases.periods import NOUNS, Period
from catalogue.releases.series import Point, Revision, Series, declared, find, newest, revisions, stretches
from catalogue.store import vocabulary
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources, dataset_crumbs, publisher_link
from catalogue.web.contexts.origin import Origin, origin_of
from catalogue.web.contexts.plot import Plot, plot_of

# More values of single lines than these are not told in the opening sentence.
MOST_LINES_TOLD = 2


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure in a cell.

    text: the figure as it was published, with separators, its qualifier and its unit where it is a percentage.
    version: the release or the vintage that gives it, or empty.
    note: what else must be known of it, or empty.
    """

    text: str
    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A period of a series, or several in a row for which there is no figure.

    line: the line that it belongs to, or empty when there is one line.
    period: the period as people read it; from the first to the last when figures are absent.
    absent: true when no figure is in the source we hold.
    value: the figure that counts, or None.
    vintages: the figure of each release in the order of the page's columns; None where a release gives none.
    others: other values that were published for the period.
    mark: how the figure is known.
    sources: where it was read.
    vintage: the report that it stands in.
    reported: ISO date of that report, or empty.
    note: what else must be known of it, or empty.
    """

    line: str
    period: str
    absent: bool
    value: FigureCell | None = None
    vintages: tuple[FigureCell | None, ...] = ()
    others: tuple[FigureCell, ...] = ()
    mark: str = ""
    sources: tuple[Source, ...] = ()
    vintage: str = ""
    reported: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A figure that was changed.

    line: the line that it belongs to, or empty.
    period: the period as people read it.
    before: the figure as it was, with the release that gave it.
    after: the figure as it became, with the release that gave it.
    change: by how much, with its sign.
    bar: the same as a picture, to the scale of the list that it stands in.
    issued: ISO date on which the later figure was published.
    """

    line: str
    period: str
    before: FigureCell
    after: FigureCell
    change: str
    bar: Markup
    issued: str


@dataclass(frozen=True, slots=True)
class StatisticPage:
    """A series of published statistics.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release that declares the series as shown.
    newer: the series in the release in force when that is another one than the page shows, else None.
    whole: true when all vintages are shown, false for the series of one release.
    title: what the series is called.
    sentence: the definition, with the newest figure in it, Markdown.
    trap: what the figure must not be taken for, Markdown, or empty.
    measure: what is measured, in words.
    coverage: first and last period.
    publisher: who publishes it, or None.
    plot: the picture, or None when it has too many lines to be legible.
    columns: the releases that give figures, oldest first, with their pages of this series.
    rows: the figures in order of lines and periods; absent periods are told.
    count: number of figures that count.
    several: true when a period has other published values beside the one that counts.
    lines: number of lines.
    noun: what one period is called.
    revisions: what was changed from one vintage to the next, the newest period first.
    origin: where its table comes from, or None when no run is known.
    caveats: what to know before using it.
    sources: every source that the page cites.
    citation: author of the citation.
    downloads: where to get the figures, the package and the picture.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    newer: Link | None
    whole: bool
    title: str
    sentence: str
    trap: str
    measure: str
    coverage: str
    publisher: Link | None
    plot: Plot | None
    columns: tuple[Link, ...]
    rows: tuple[FigureRow, ...]
    count: int
    several: bool
    lines: int
    noun: str
    revisions: tuple[RevisionLine, ...]
    origin: Origin | None
    caveats: tuple[Caveat, ...]
    sources: tuple[Cited, ...]
    citation: str
    downloads: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series in a list.

    title: what it is called.
    url: its page.
    definition: what one figure counts or measures, Markdown.
    unit: what is counted.
    noun: what one period is called.
    """

    title: str
    url: str
    definition: str
    unit: str
    noun: str


def series_lines(record: DatasetRecord, release: ReleaseRecord | None) -> tuple[SeriesLine, ...]:
    """The series that a release declares, each with its page; those of the dataset when no release is given."""
    shown = release or record.latest or record.releases[-1]
    version = release.version if release is not None else ""
    return tuple(
        SeriesLine(
            one.title,
            addresses.series(record.slug, one.name, version),
            one.description,
            one.unit,
            NOUNS.get(one.kind, one.kind),
        )
        for one in declared(shown.facts.facts)
    )


def statistic_page(
    session: Session, record: DatasetRecord, name: str, release: ReleaseRecord | None = None
) -> StatisticPage:
    """Read a series: over all vintages, or as one release gives it. Three queries. Raises NotFoundError."""
    found = figures(session, record, name, release)
    series = found.series
    version = release.version if release is not None else ""
    path = addresses.series(record.slug, series.name, version)
    shown = [known.point for known in newest(found.vintages)] if release is None else list(found.last.main)
    rows = tuple(_rows(found, shown, whole=release is None))
    publisher = publisher_link(found.release.facts.publisher, vocabulary.organisation_titles(session))
    facts = found.release.facts
    plot = plot_of(found, shown, whole=release is None)
    return StatisticPage(
        head=Head(series.title, path, addresses.api(path), dataset_crumbs(record, release), "datasets"),
        record=record,
        release=found.release,
        newer=_newer(record, series, release),
        whole=release is None,
        title=series.title,
        sentence=sentence(series, shown),
        trap=series.trap,
        measure=words.measure(series.measure, series.unit),
        coverage=coverage(shown),
        publisher=publisher,
        plot=plot,
        columns=tuple(
            Link(one.version, addresses.series(record.slug, series.name, one.version)) for one in found.releases
        ),
        rows=rows,
        count=len(shown),
        several=any(row.others for row in rows),
        lines=len({point.line for point in shown}),
        noun=NOUNS.get(series.kind, series.kind),
        revisions=revision_lines(tuple(reversed(revisions(found.vintages))), series),
        origin=origin_of(found.release, series.table, series.value),
        caveats=facts.caveats,
        sources=cited_sources(_known(series, found), facts.caveats, facts.sources),
        citation=publisher.text if publisher else facts.title,
        downloads=_downloads(found, record, whole=release is None, drawn=plot is not None),
    )


def _newer(record: DatasetRecord, series: Series, release: ReleaseRecord | None) -> Link | None:
    """The same series in the release in force, for the page of an older release."""
    latest = record.latest
    if release is None or latest is None or latest.id == release.id or find(latest.facts.facts, series.name) is None:
        return None
    return Link(latest.version, addresses.series(record.slug, series.name, latest.version))


def _known(series: Series, found: Figures) -> Iterable[Known]:
    """The sources of the series, then those that rows of older vintages name."""
    for release, vintage in zip(found.releases, found.vintages, strict=True):
        names = dict.fromkeys(name for point in vintage.points for name in point.sources)
        yield Known(series.mark, cited(list(names), release.facts.sources), "", "")


def sentence(series: Series, shown: Sequence[Point]) -> str:
    """What the figure is, and its newest value of each line."""
    said = series.description.rstrip(".")
    last = {point.line: point for point in shown}
    if len(last) > MOST_LINES_TOLD:
        return f"{said}: {words.plural(len(shown), 'figure')} in {len(last)} lines."
    told = words.listed([_told(series, point) for point in last.values()])
    target = f", against a target of {words.figure(series.target.value, series.unit)}" if series.target else ""
    return f"{said}: {told}{target}."


def _told(series: Series, point: Point) -> str:
    line = f"{point.line}, " if point.line else ""
    how = f" ({words.mark(point.mark).lower()})" if point.mark not in {"", "documented"} else ""
    return f"{line}**{words.figure(point.value, series.unit)}** in {point.period.label}{how}"


def coverage(shown: Sequence[Point]) -> str:
    """The first and the last period of some points."""
    first, last = min(point.period for point in shown), max(point.period for point in shown)
    return first.label if first == last else f"{first.label} to {last.label}"


def _rows(found: Figures, shown: Sequence[Point], *, whole: bool) -> Iterable[FigureRow]:
    """A row for each period of each line, and one for each stretch of absent periods."""
    by_line: dict[str, dict[int, Point]] = {}
    for point in shown:
        by_line.setdefault(point.line, {})[point.period.place] = point
    cells = [{(one.line, one.period.place): one for one in vintage.main} for vintage in found.vintages]
    others = _others(found, whole=whole)
    for line, points in by_line.items():
        for stretch in stretches(found.series.kind, (point.period for point in points.values())):
            if stretch.absent:
                yield FigureRow(line, _span(stretch.first, stretch.last), absent=True)
                continue
            for one in stretch.periods:
                key = (line, one.place)
                yield _row(found, points[one.place], [held.get(key) for held in cells], others.get(key, ()))


def _span(first: Period, last: Period) -> str:
    return first.label if first == last else f"{first.label} to {last.label}"


def _others(found: Figures, *, whole: bool) -> Mapping[tuple[str, int], tuple[Point, ...]]:
    """Values beside those that count, by line and period."""
    grouped: dict[tuple[str, int], list[Point]] = {}
    for vintage in found.vintages if whole else (found.last,):
        for point in vintage.points:
            if not point.main:
                grouped.setdefault((point.line, point.period.place), []).append(point)
    return {key: tuple(points) for key, points in grouped.items()}


def _row(found: Figures, point: Point, cells: Sequence[Point | None], others: Sequence[Point]) -> FigureRow:
    unit = found.series.unit
    versions = [vintage.version for vintage in found.vintages]
    # Where a figure was read is told by the release that gives it: names of sources are its own.
    giving = next(
        (release for release, held in zip(found.releases[::-1], cells[::-1], strict=True) if held is point),
        found.release,
    )
    return FigureRow(
        line=point.line,
        period=point.period.label,
        absent=False,
        value=_value(point, unit),
        vintages=tuple(
            None if held is None else _value(held, unit, version) for held, version in zip(cells, versions, strict=True)
        ),
        others=tuple(_value(one, unit, one.vintage) for one in others),
        mark=point.mark,
        sources=cited(list(point.sources), giving.facts.sources),
        vintage=point.vintage,
        reported=point.reported,
        note=point.note,
    )


def _value(point: Point, unit: str, version: str = "") -> FigureCell:
    return FigureCell(words.qualified(words.bare_figure(point.value, unit), point.qualifier), version, point.note)


def revision_lines(revised: Sequence[Revision], series: Series) -> tuple[RevisionLine, ...]:
    """Figures that were changed, in words and drawn to one scale."""
    changes = [float(one.change) for one in revised]
    return tuple(_revision_line(one, series, min(changes), max(changes)) for one in revised)


def _revision_line(one: Revision, series: Series, least: float, most: float) -> RevisionLine:
    sign = "+" if one.change > 0 else "\N{MINUS SIGN}"
    return RevisionLine(
        line=one.line,
        period=one.period.label,
        before=FigureCell(words.bare_figure(one.before, series.unit), one.before_version),
        after=FigureCell(words.bare_figure(one.after, series.unit), one.after_version),
        change=f"{sign}{words.bare_figure(abs(one.change), series.unit)}",
        bar=Markup(change(float(one.change), least, most)),  # noqa: S704 - drawn from numbers alone
        issued=one.issued,
    )


def _downloads(found: Figures, record: DatasetRecord, *, whole: bool, drawn: bool) -> tuple[Link, ...]:
    version, series = found.release.version, found.series
    picture = f"{addresses.series(record.slug, series.name, '' if whole else version)}/chart.svg"
    return (
        Link(f"Rows of release {version}, CSV", addresses.package_file(record.slug, version, table_path(series.table))),
        Link(f"Data Package of release {version}, zip", addresses.package_zip(record.slug, version)),
        Link("All vintages, CSV", f"{addresses.series(record.slug, series.name)}/vintages.csv"),
        *([Link("Chart as SVG", picture)] if drawn else []),
    )
