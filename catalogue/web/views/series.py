"""Series of published statistics: pages, pictures, and all vintages in one file."""

from __future__ import annotations

from flask import Response, render_template

from catalogue.charts.draw import draw
from catalogue.charts.model import Chart
from catalogue.delivery.figures import figures
from catalogue.delivery.services import services
from catalogue.errors import NotFoundError
from catalogue.releases.series import newest
from catalogue.store.engine import reading
from catalogue.web.contexts.plot import chart_of
from catalogue.web.contexts.series import StatisticPage, statistic_page
from catalogue.web.routes import FOR_EVER, find_dataset, find_release, pages, redirect_to
from catalogue.web.vintages import vintages_csv

SERIES = "/datasets/<slug>/series/<name>"
OF_RELEASE = "/datasets/<slug>/releases/<version>/series/<name>"


@pages.get(SERIES)
def statistic(slug: str, name: str) -> str:
    """A series over all vintages."""
    with reading(services().engine) as session:
        page = statistic_page(session, find_dataset(session, slug), name)
    return _statistic(page, name)


@pages.get(OF_RELEASE)
def statistic_of_release(slug: str, version: str, name: str) -> str:
    """A series as one release gives it."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        page = statistic_page(session, found.record, name, found.release)
    return _statistic(page, name)


def _statistic(page: StatisticPage, name: str) -> str:
    # Names of series are written in lower case, and found in any.
    if name != name.lower():
        redirect_to(FOR_EVER, name=name.lower())
    return render_template("datasets/series.html", page=page)


@pages.get(f"{SERIES}/chart.svg")
def chart(slug: str, name: str) -> Response:
    """The picture of a series over all vintages, for use elsewhere."""
    with reading(services().engine) as session:
        held = figures(session, find_dataset(session, slug), name)
    return _chart(chart_of(held, [one.point for one in newest(held.vintages)], whole=True), name)


@pages.get(f"{OF_RELEASE}/chart.svg")
def chart_of_release(slug: str, version: str, name: str) -> Response:
    """The picture of a series as one release gives it, for use elsewhere."""
    with reading(services().engine) as session:
        found = find_release(session, slug, version)
        held = figures(session, found.record, name, found.release)
    return _chart(chart_of(held, held.last.main, whole=False), name)


def _chart(drawn: Chart | None, name: str) -> Response:
    if drawn is None:
        raise NotFoundError(
            f"The series {name!r} has too many lines to be drawn.", remedy="Its figures are in the table of its page."
        )
    return Response(draw(drawn, alone=True), mimetype="image/svg+xml")


@pages.get(f"{SERIES}/vintages.csv")
def vintages(slug: str, name: str) -> Response:
    """Every figure of every vintage in one file."""
    with reading(services().engine) as session:
        held = figures(session, find_dataset(session, slug), name)
    return Response(vintages_csv(held), content_type="text/csv; charset=utf-8")
