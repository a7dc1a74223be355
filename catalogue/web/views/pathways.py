"""Pathways: the ways that data came."""

from __future__ import annotations

from flask import Response, render_template

from catalogue.delivery.services import services
from catalogue.store.engine import reading
from catalogue.web.contexts.flow import outside
from catalogue.web.contexts.pathways import PathwayPage, pathway_page, pathways_page
from catalogue.web.routes import FOR_EVER, pages, redirect_to


@pages.get("/pathways")
def pathways() -> str:
    """All pathways."""
    with reading(services().engine) as session:
        page = pathways_page(session)
    return render_template("pathways/index.html", page=page)


@pages.get("/pathways/<name>")
def pathway(name: str) -> str:
    """A pathway as in force."""
    return render_template("pathways/pathway.html", page=_pathway(name))


@pages.get("/pathways/<name>.svg")
def pathway_picture(name: str) -> Response:
    """The picture of a pathway alone."""
    page = _pathway(name)
    drawn = outside(page.flow, services().settings.base_url)
    body = render_template("pathways/pathway.svg", flow=drawn, title=page.head.title)
    return Response(body.strip() + "\n", content_type="image/svg+xml; charset=utf-8")


def _pathway(name: str) -> PathwayPage:
    with reading(services().engine) as session:
        page = pathway_page(session, name)
    if page.pathway.name != name:
        redirect_to(FOR_EVER, name=page.pathway.name)
    return page
