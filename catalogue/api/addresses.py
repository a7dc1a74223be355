"""What the path of a request names: a standing release, or the redirect or tombstone that answers instead."""

from __future__ import annotations

from typing import NoReturn

from flask import abort, redirect, request, url_for
from sqlmodel import Session

from catalogue.store import find
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.tombstones import require_standing


def dataset(session: Session, slug: str, part: str = "slug") -> DatasetRecord:
    """The dataset of a slug. Raises NotFoundError, or redirects from an older slug. part: where the slug stands."""
    found = find.dataset(session, slug)
    if found.slug != slug:
        _lead_to(301, **{part: found.slug})
    return found


def release(session: Session, slug: str, version: str) -> ReleaseRecord:
    """The standing release of a version.

    Redirects from an older slug, a snapshot date and `latest`. Raises NotFoundError and WithdrawnError.
    """
    return both(session, slug, version)[1]


def both(session: Session, slug: str, version: str) -> tuple[DatasetRecord, ReleaseRecord]:
    """The same with its dataset."""
    record, found = find.release(session, slug, version)
    if (record.slug, found.version) != (slug, version):
        _lead_to(301 if found.version == version else 302, slug=record.slug, version=found.version)
    require_standing(session, found)
    return record, found


def _lead_to(status: int, **parts: str) -> NoReturn:
    """Answer with a redirect to the same route with other parts, the query kept."""
    arguments = {**(request.view_args or {}), **parts}
    query = request.query_string.decode("ascii", "replace")
    address = url_for(request.endpoint or "", **arguments) + (f"?{query}" if query else "")
    abort(redirect(address, status))
