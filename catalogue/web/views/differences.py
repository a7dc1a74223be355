"""Two releases of a dataset beside each other."""

from __future__ import annotations

from flask import Response, render_template, request
from sqlmodel import Session

from catalogue.delivery.services import services
from catalogue.registry.differences import between
from catalogue.registry.lineage import rules_of
from catalogue.releases.diff import Weight, markdown
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses
from catalogue.web.contexts.difference import difference_page
from catalogue.web.routes import FOR_NOW, end_with_redirect, find_dataset, pages, redirect_to

PAIR = "/datasets/<slug>/compare/<before>...<after>"


@pages.get("/datasets/<slug>/compare")
def compare_releases(slug: str) -> str:
    """The two releases that are asked for, or the one in force and the one before it."""
    with reading(services().engine) as session:
        record = find_dataset(session, slug)
        before, after = find.pair(session, record, request.args.get("from", ""), request.args.get("to", ""))
    end_with_redirect(addresses.comparison(record.slug, before.version, after.version), FOR_NOW)


@pages.get(PAIR)
def difference(slug: str, before: str, after: str) -> str:
    """What two releases do not say alike."""
    weight = request.args.get("weight", "")
    with reading(services().engine) as session:
        record, pair = _pair(session, slug, before, after)
        rules = rules_of(services().settings)
        page = difference_page(session, record, pair, rules, weight if weight in set(Weight) else "")
    return render_template("datasets/compare.html", page=page)


@pages.get(f"{PAIR}.md")
def difference_notes(slug: str, before: str, after: str) -> Response:
    """The same as Markdown for release notes."""
    with reading(services().engine) as session:
        _, pair = _pair(session, slug, before, after)
        notes = markdown(before, after, between(session, *pair))
    return Response(notes, content_type="text/markdown; charset=utf-8")


def _pair(
    session: Session, slug: str, before: str, after: str
) -> tuple[DatasetRecord, tuple[ReleaseRecord, ReleaseRecord]]:
    """The releases of an address. `latest` and snapshot dates redirect to what they stand for at the moment."""
    record = find_dataset(session, slug)
    pair = find.pair(session, record, before, after)
    if (pair[0].version, pair[1].version) != (before, after):
        redirect_to(FOR_NOW, before=pair[0].version, after=pair[1].version)
    return record, pair
