"""Concepts, and two datasets side by side."""

from __future__ import annotations

from flask import Response, render_template, request
from sqlmodel import Session

from catalogue.delivery.services import services
from catalogue.store import find
from catalogue.store.crosswalk import crosswalk
from catalogue.store.engine import reading
from catalogue.store.releases import DatasetRecord
from catalogue.web.contexts.concept import concept_page
from catalogue.web.contexts.concepts import concepts_page
from catalogue.web.contexts.crosswalk import crosswalk_lines, crosswalk_page
from catalogue.web.routes import FOR_EVER, find_dataset, pages, redirect_to
from catalogue.web.values import as_csv


@pages.get("/concepts")
def concepts() -> str:
    """Concepts: those that variables measure, and the words for each."""
    with reading(services().engine) as session:
        page = concepts_page(session, request.args.get("letter", ""), request.args.get("find", ""))
    return render_template("concepts/index.html", page=page)


@pages.get("/concepts/<name>")
def concept(name: str) -> str:
    """A concept as in force."""
    with reading(services().engine) as session:
        page = concept_page(session, name)
    if page.concept.name != name:
        redirect_to(FOR_EVER, name=page.concept.name)
    return render_template("concepts/concept.html", page=page)


@pages.get("/datasets/<slug>/crosswalk/<other>")
def crosswalk_of(slug: str, other: str) -> str:
    """Two datasets side by side."""
    with reading(services().engine) as session:
        page = crosswalk_page(session, *_sides(session, slug, other))
    return render_template("concepts/crosswalk.html", page=page)


@pages.get("/datasets/<slug>/crosswalk/<other>.csv")
def crosswalk_csv(slug: str, other: str) -> Response:
    """The same as a table of values."""
    with reading(services().engine) as session:
        left, right = _sides(session, slug, other)
        lines = crosswalk_lines(crosswalk(session, left, right))
    response = Response(as_csv(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{left.slug}-{right.slug}-crosswalk.csv"'
    return response


def _sides(session: Session, slug: str, other: str) -> tuple[DatasetRecord, DatasetRecord]:
    """Both datasets of an address; a former name redirects for ever."""
    left = find_dataset(session, slug)
    right = find.dataset(session, other)
    if right.slug != other:
        redirect_to(FOR_EVER, other=right.slug)
    return left, right
