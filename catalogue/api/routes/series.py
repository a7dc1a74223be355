"""/api/v1/…/series: published statistics with all their vintages."""

from __future__ import annotations

from typing import Any

from catalogue.api import addresses, listing
from catalogue.api.operation import RELEASE_STATUSES, Noun
from catalogue.api.query import PageQuery
from catalogue.api.schemas.series import SeriesListSchema, SeriesSchema
from catalogue.api.wire import series as wire
from catalogue.delivery.figures import figures
from catalogue.delivery.services import services
from catalogue.releases.series import declared
from catalogue.store import find
from catalogue.store.engine import reading

series = Noun("series", "Published statistics over time: figures of open tables, with every vintage of each.")


@series.get("/datasets/<slug>/series", SeriesListSchema, query=PageQuery, statuses=(301, 404))
def list_series(query: dict[str, Any], slug: str) -> listing.Page:
    """Series of a dataset

    Those that its release in force declares, in order of names, without their figures.
    """
    name = f"series of {slug}"
    begin = listing.begin(name, query, (str,))
    with reading(services().engine) as session:
        latest = addresses.dataset(session, slug).latest
    told = sorted(declared(latest.facts.facts), key=lambda one: one.name) if latest is not None else []
    found = listing.after(told, lambda one: (one.name,), begin, listing.limit(query))
    return listing.page(
        name,
        query,
        found,
        lambda one: (one.name,),
        # There is no series where there is no release.
        lambda one: wire.summary(latest, one) if latest is not None else {},
    )


@series.get("/datasets/<slug>/series/<name>", SeriesSchema, statuses=(301, 404))
def read_series(query: dict[str, Any], slug: str, name: str) -> dict[str, Any]:
    """One series over all vintages

    `newest` has of each period the figure of the last release that gives it; `vintages` what each release gives. A
    period that a release does not give is not in its source: it is neither zero nor removed.
    """
    del query
    with reading(services().engine) as session:
        return wire.series(figures(session, addresses.dataset(session, slug), name))


@series.get("/datasets/<slug>/releases/<version>/series/<name>", SeriesSchema, statuses=RELEASE_STATUSES)
def read_series_of_release(query: dict[str, Any], slug: str, version: str, name: str) -> dict[str, Any]:
    """One series of one release

    Only what that release gives.
    """
    del query
    with reading(services().engine) as session:
        release = addresses.release(session, slug, version)
        found = figures(session, find.dataset(session, slug), name, release)
        return wire.series(found, version=release.version)
