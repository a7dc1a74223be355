"""The first page, and what programs ask of the site as a whole."""

from __future__ import annotations

from flask import Response, render_template

from catalogue.delivery.services import services
from catalogue.harvest.lock import SCHEMA_PATH
from catalogue.lineage import openlineage_out
from catalogue.settings import PACKAGE
from catalogue.store.engine import reading
from catalogue.web.contexts.home import home_page
from catalogue.web.routes import pages

PROFILE = PACKAGE / "packages" / "profile.json"
LOCK = PACKAGE / "harvest" / "lock.json"
FACETS = PACKAGE / "lineage" / "public_facets.json"
ROBOTS = """User-agent: *
Disallow: /search
Disallow: /api/v1/search
Disallow: /ask
Disallow: /steward
Allow: /
"""


@pages.get("/")
def home() -> str:
    """Search, what is here, how the data come to be, datasets, what changed."""
    with reading(services().engine) as session:
        page = home_page(session)
    return render_template("home.html", page=page)


@pages.get("/robots.txt")
def robots() -> Response:
    """Crawlers may read everything but search results, which never end, questions, and what wants a sign-in."""
    return Response(ROBOTS, mimetype="text/plain")


@pages.get("/profiles/catalogue-1/datapackage.json")
def profile() -> Response:
    """The JSON Schema of this catalogue's packages."""
    return Response(PROFILE.read_bytes(), mimetype="application/json")


@pages.get(SCHEMA_PATH)
def lock_schema() -> Response:
    """The JSON Schema of lock files."""
    return Response(LOCK.read_bytes(), mimetype="application/json")


@pages.get(openlineage_out.SCHEMA_PATH)
def facets_schema() -> Response:
    """The JSON Schema of the facets that public OpenLineage events have beside those of the specification."""
    return Response(FACETS.read_bytes(), mimetype="application/json")
