"""Questions about lineage."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from catalogue.delivery.services import services
from catalogue.registry.lineage import rules_of
from catalogue.store.engine import reading
from catalogue.web.contexts.questions import questions_page
from catalogue.web.routes import pages


@pages.get("/lineage")
def lineage_questions() -> Response:
    """Forms, and the answer to what one of them asks."""
    with reading(services().engine) as session:
        page = questions_page(session, request.args, rules_of(services().settings))
    return make_response(render_template("lineage/questions.html", page=page), page.status)
