"""The blueprint of all pages, and how an address finds its release: aliases redirect, tombstones answer 410."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from sqlmodel import Session

from catalogue.delivery.problems import wants_page
from catalogue.store import find, tombstones
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web.contexts.problem import tombstone_page

pages = Blueprint("web", __name__)
# An alias of today may mean something else tomorrow; a former name never will.
FOR_NOW = 302
FOR_EVER = 301
GONE = 410


@dataclass(frozen=True, slots=True)
class Found:
    """What an address names: a dataset, and one of its releases that stands."""

    record: DatasetRecord
    release: ReleaseRecord


def find_dataset(session: Session, slug: str) -> DatasetRecord:
    """The dataset of an address; a former name redirects for ever. Raises NotFoundError."""
    record = find.dataset(session, slug)
    if record.slug != slug:
        redirect_to(FOR_EVER, slug=record.slug)
    return record


def find_release(session: Session, slug: str, version: str) -> Found:
    """The release of an address. `latest`, a snapshot date and a former name of the dataset redirect.

    A withdrawn release ends the request with its tombstone. Raises NotFoundError.
    """
    record, release = find.release(session, slug, version)
    if release.version != version:
        redirect_to(FOR_NOW, slug=record.slug, version=release.version)
    if record.slug != slug:
        redirect_to(FOR_EVER, slug=record.slug)
    if release.withdrawn:
        refuse_withdrawn(session, record, release)
    return Found(record, release)


def refuse_withdrawn(session: Session, record: DatasetRecord, release: ReleaseRecord) -> NoReturn:
    """End the request with a tombstone: a page for people, a problem for programs."""
    if not wants_page():
        tombstones.require_standing(session, release)
    page = tombstone_page(record, release, tombstones.tombstone(session, release))
    response = make_response(render_template("datasets/tombstone.html", page=page), GONE)
    response.vary.add("Accept")
    abort(response)


def redirect_to(code: int, **names: str) -> NoReturn:
    """End the request with a redirect to the same page under other names; the query stays."""
    target: dict[str, Any] = {**(request.view_args or {}), **names}
    address = url_for(str(request.endpoint), **target)
    query = request.query_string.decode("ascii", "replace")
    end_with_redirect(f"{address}?{query}" if query else address, code)


def end_with_redirect(address: str, code: int) -> NoReturn:
    """End the request with a redirect to a path of this site."""
    abort(make_response(redirect(address, code)))
