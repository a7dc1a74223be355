"""The routes of all nouns, and the OpenAPI document that describes them."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template
from flask_smorest import Api

from catalogue.api.operation import BEARER, Noun
from catalogue.api.reference import reference
from catalogue.api.routes import (
    compare,
    concepts,
    differences,
    journal,
    lineage,
    notes,
    objects,
    openlineage,
    packages,
    pathways,
    questions,
    registers,
    runs,
    search,
    series,
    tables,
    traces,
    vocabulary,
)
from catalogue.api.schemas.common import ProblemSchema
from catalogue.settings import VERSION, Settings

NOUNS: tuple[Noun, ...] = (
    journal.feed,
    journal.signed,
    registers.datasets,
    registers.releases,
    tables.tables,
    tables.variables,
    notes.notes,
    series.series,
    vocabulary.code_lists,
    concepts.concepts,
    vocabulary.organisations,
    pathways.pathways,
    search.search,
    compare.compare,
    differences.differences,
    objects.objects,
    lineage.lineage,
    runs.jobs,
    runs.runs,
    traces.traces,
    openlineage.openlineage,
    packages.packages,
    questions.questions,
)
DESCRIPTION = """Everything that the catalogue's pages say, for programs.

Lists are `{"items": […], "next": cursor or null}`; give `next` back as `cursor`, or follow the Link header. Every
answer has a strong ETag: send it back as If-None-Match and an answer that has not changed costs next to nothing.
Errors are RFC 9457 problems whose `type` leads to the manual. To keep a copy, read `/api/v1/changes` from 0 and then
from where you stopped. Unknown parameters are refused, so that a misspelt filter never widens an answer. Reading needs
no token; what sends something says which."""


class Document(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's document, without its own answers to errors: `delivery` gives those."""

    # A default response would declare every status there is, and so none.
    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        return

    def _register_pagination_header(self) -> None:
        return


def init_app(app: Flask, settings: Settings) -> None:
    """Add the API to an application."""
    app.config.update(
        API_TITLE="Cafcass data catalogue",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": DESCRIPTION},
            "servers": [{"url": settings.base_url, "description": "This catalogue."}],
        },
    )
    api: Any = Document(app)
    api.spec.components.security_scheme(
        BEARER,
        {"type": "http", "scheme": "bearer", "description": "Made by operators with `catalogue token create`."},
    )
    for noun in NOUNS:
        api.register_blueprint(noun.blueprint)
    page = reference(api.spec.to_dict())
    app.add_url_rule("/api/docs", "api-docs.page", lambda: render_template("api/reference.html", page=page))
