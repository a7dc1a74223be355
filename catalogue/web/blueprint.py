"""Wiring of the pages: routes, filters, and the page of a refusal. `app` calls `init_app` once."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template, request
from jinja2 import StrictUndefined

from catalogue.delivery.services import services
from catalogue.web import filters
from catalogue.web.contexts.problem import problem_page
from catalogue.web.routes import pages
from catalogue.web.steward import (
    views_account,
    views_approval,
    views_drafts,
    views_files,
    views_home,
    views_oidc,
    views_parts,
    views_people,
    views_sealed,
    views_sign_in,
)
from catalogue.web.steward.blueprint import steward
from catalogue.web.views import (
    ask,
    basket,
    concepts,
    datasets,
    differences,
    exports,
    feeds,
    files,
    follow,
    lineage,
    manual,
    pathways,
    questions,
    search,
    series,
    site,
    timeline,
    vocabulary,
)

# Importing a module of views adds its routes.
VIEWS = (
    ask,
    basket,
    concepts,
    datasets,
    differences,
    exports,
    feeds,
    files,
    follow,
    lineage,
    manual,
    pathways,
    questions,
    search,
    series,
    site,
    timeline,
    vocabulary,
    views_account,
    views_approval,
    views_drafts,
    views_files,
    views_home,
    views_oidc,
    views_parts,
    views_people,
    views_sealed,
    views_sign_in,
)


def init_app(app: Flask) -> None:
    """Add every page and what templates need. Strict: a name that a template misspells is an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.globals.update(filters.FUNCTIONS)
    app.context_processor(_site)
    app.register_blueprint(pages)
    app.register_blueprint(steward)


def _site() -> dict[str, Any]:
    """What every template may use besides its page.

    base_url: the public address of the site, without a final slash. notice: what is said on every page, or None.
    """
    return {"base_url": services().settings.base_url, "notice": services().notice()}


def render_problem(document: dict[str, Any]) -> str:
    """The page of a problem's data, for people; `delivery.problems` adds status and headers."""
    return render_template("problem.html", page=problem_page(document), asked=request.path)
