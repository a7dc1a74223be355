"""/api/v1/runs/<uuid>/openlineage: a run in the words in which it was told, as far as it is public."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from catalogue.api.operation import Noun
from catalogue.delivery.services import services
from catalogue.lineage import openlineage_out
from catalogue.registry.lineage import rules_of
from catalogue.store import find
from catalogue.store.engine import reading

openlineage = Noun("openlineage", "Runs as OpenLineage events, written anew with what is public of them.")
EVENTS: dict[str, Any] = {
    "type": "array",
    "description": "Events of OpenLineage 2-0-2, oldest first: its start if it is known, and what was heard last.",
    "items": {
        "type": "object",
        "required": ["eventType", "eventTime", "run", "job", "producer", "schemaURL"],
        "properties": {
            "eventType": {"type": "string", "description": "`START`, `RUNNING`, `OTHER`, or how it ended."},
            "eventTime": {"type": "string", "format": "date-time", "description": "When."},
            "run": {"type": "object", "description": "`runId`, and facets that are public, or say what is withheld."},
            "job": {"type": "object", "description": "`namespace`, `name`, and facets that are public."},
            "inputs": {"type": "array", "items": {"type": "object"}, "description": "What it read."},
            "outputs": {"type": "array", "items": {"type": "object"}, "description": "What it wrote."},
            "producer": {"type": "string", "format": "uri", "description": "This catalogue, which wrote the event."},
            "schemaURL": {"type": "string", "format": "uri", "description": "The specification of the event."},
        },
    },
}


@openlineage.get("/runs/<uuid>/openlineage", EVENTS, statuses=(404,))
def read_events(query: dict[str, Any], uuid: str) -> Response:
    """A run as OpenLineage events

    Not the events that were sent: they are written anew from what is known of the run and public, facet by facet and
    field by field. A facet `withheld` names what is not public. Any consumer of OpenLineage takes them as they are.
    """
    del query
    settings = services().settings
    with reading(services().engine) as session:
        run = find.run(session, uuid)
    told = openlineage_out.events(run, rules_of(settings), settings.base_url)
    return jsonify(told)
