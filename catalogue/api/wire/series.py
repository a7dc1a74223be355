"""Series of published statistics as plain data."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.api import links
from catalogue.api.wire.common import Data, caveats, dataset_ref, known, release_ref, sources
from catalogue.delivery.figures import Figures
from catalogue.releases.series import Point, Revision, Series, Vintage, newest, revisions
from catalogue.store.releases import ReleaseRecord


def summary(release: ReleaseRecord, series: Series, *, version: str = "") -> Data:
    """A series without its figures. version: of the release alone that is meant, or empty for all vintages."""
    path = links.series(release.slug, series.name, version)
    return {
        "id": f"{release.dataset_key}/series/{series.name}",
        "url": links.record(path),
        "page": links.page(path),
        "dataset": dataset_ref(release),
        "name": series.name,
        "title": series.title,
        "definition": known(series.description),
        "unit": known(series.unit),
        "measure": known(series.measure),
        "periodKind": series.kind,
        "table": series.table,
        "trap": known(series.trap),
        "headline": series.headline or None,
    }


def series(found: Figures, *, version: str = "") -> Data:
    """A series with its figures, over all vintages or of one release."""
    said = found.series
    shown: Sequence[tuple[ReleaseRecord, Vintage]] = list(zip(found.releases, found.vintages, strict=True))
    shown = shown[-1:] if version else shown
    vintages = [vintage for _, vintage in shown]
    return {
        **summary(found.release, said, version=version),
        "release": release_ref(found.release),
        "target": None
        if said.target is None
        else {
            "value": float(said.target.value),
            "label": said.target.label,
            "mark": known(said.target.mark),
            "sources": list(said.target.sources),
        },
        "breaks": [
            {"period": one.period, "title": one.title, "description": known(one.description)} for one in said.breaks
        ],
        "mark": known(said.mark),
        "caveats": caveats(found.release.facts.caveats),
        "newest": [{"version": one.version, "point": _point(one.point)} for one in newest(vintages)],
        "vintages": [
            {
                "release": release_ref(release),
                "points": [_point(one) for one in vintage.points],
                "sources": sources(release.facts.sources),
            }
            for release, vintage in shown
        ],
        "revisions": [_revision(one) for one in revisions(vintages)],
    }


def _point(one: Point) -> Data:
    return {
        "line": known(one.line),
        "period": one.period.text,
        "label": one.period.label,
        "value": float(one.value),
        "asPublished": format(one.value, "f"),
        "qualifier": known(one.qualifier),
        "main": one.main,
        "mark": known(one.mark),
        "publisher": known(one.publisher),
        "sources": list(one.sources),
        "reported": known(one.reported),
        "vintage": known(one.vintage),
        "note": known(one.note),
    }


def _revision(one: Revision) -> Data:
    return {
        "line": known(one.line),
        "period": one.period.text,
        "before": float(one.before),
        "beforeVersion": one.before_version,
        "after": float(one.after),
        "afterVersion": one.after_version,
        "change": float(one.change),
        "issued": one.issued,
    }
