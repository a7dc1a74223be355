"""The published statistics of the first page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from sqlmodel import Session

from catalogue.charts.draw import spark
from catalogue.delivery.figures import Figures, headlines
from catalogue.releases.periods import period
from catalogue.store.releases import DatasetRecord
from catalogue.web import addresses, words


@dataclass(frozen=True, slots=True)
class Headline:
    """A statistic with its newest figure.

    title: what it is called.
    url: the page of its series.
    value: the newest figure, with separators.
    unit: what is counted, as it follows the figure; or empty.
    period: the period of that figure.
    known: how the figure is known, when it is not documented; or empty.
    target: what it is measured against, in words; or empty.
    definition: what one figure counts or measures, Markdown.
    trap: what it must not be taken for, Markdown, or empty.
    publisher: who publishes it, or empty.
    spark: a small picture of the line; the figures are on the page of the series.
    """

    title: str
    url: str
    value: str
    unit: str
    period: str
    known: str
    target: str
    definition: str
    trap: str
    publisher: str
    spark: Markup


def headline_lines(
    session: Session, records: Iterable[DatasetRecord], publishers: Mapping[str, str]
) -> tuple[Headline, ...]:
    """The statistics that packages put on the first page, in their order. Two queries, however many there are.

    publishers: titles of publishers by slug of the dataset.
    """
    return tuple(_headline(one, publishers.get(one.release.slug, "")) for one in headlines(session, records))


def _headline(found: Figures, publisher: str) -> Headline:
    series, main = found.series, found.last.main
    last = max(main, key=lambda point: point.period.place)
    drawn = spark(
        [(point.period.place, float(point.value)) for point in main if point.line == last.line],
        [period(series.kind, one.period).place for one in series.breaks],
    )
    return Headline(
        title=series.title,
        url=addresses.series(found.release.slug, series.name),
        value=words.bare_figure(last.value, series.unit),
        unit="" if series.unit == words.PERCENT else series.unit,
        period=last.period.label,
        known="" if last.mark in {"", "documented"} else words.mark(last.mark).lower(),
        target=f"target {words.figure(series.target.value, series.unit)}" if series.target else "",
        definition=series.description.rstrip("."),
        trap=series.trap,
        publisher=publisher,
        spark=Markup(drawn),  # noqa: S704 - numbers alone
    )
