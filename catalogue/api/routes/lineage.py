"""POST /api/v1/lineage: programs tell of their runs, by the path that clients of OpenLineage use."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask import request

from catalogue import registry
from catalogue.api.body import JSON, read_body
from catalogue.api.operation import Noun
from catalogue.api.schemas.lineage import EVENTS, AcceptedSchema
from catalogue.delivery.services import services
from catalogue.people.tokens import Scope, authorise
from catalogue.registry.runs import limits_of

lineage = Noun("lineage", "Runs of pipelines: what they read, what they wrote, and which code did it.")
ANSWERS = {
    201: (AcceptedSchema, "Something new was kept."),
    200: (AcceptedSchema, "Everything was known already; nothing was written."),
}


@lineage.post("/lineage", {JSON: EVENTS}, ANSWERS)
def accept_events(query: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Tell of runs

    One OpenLineage event or an array of them, plain or with `Content-Encoding: gzip`, and a token of the scope
    `lineage`. All are kept or none: `problems` of a refusal has an entry for each event that is at fault, with its
    `path`. What is sent twice is kept once, and events may come in any order and late.
    """
    del query
    settings = services().settings
    authorise(services().engine, request.headers.get("Authorization", ""), Scope.LINEAGE)
    accepted = registry.accept(services().engine, read_body(settings.events_bytes), limits_of(settings))
    return asdict(accepted), HTTPStatus.CREATED if accepted.new else HTTPStatus.OK
