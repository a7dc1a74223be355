"""What is sent and answered where programs tell of their runs."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire

_EVENT: dict[str, Any] = {
    "type": "object",
    "description": "An OpenLineage RunEvent, JobEvent or DatasetEvent; further members and facets are kept.",
    "required": ["eventTime", "producer", "schemaURL"],
    "properties": {
        "eventTime": {"type": "string", "format": "date-time", "description": "When it happened, with a time zone."},
        "producer": {"type": "string", "format": "uri", "description": "Which program tells it."},
        "schemaURL": {"type": "string", "format": "uri", "description": "The specification that it is written by."},
        "eventType": {"enum": ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]},
        "run": {"type": "object", "description": "Of a RunEvent: `runId`, a UUID, and facets."},
        "job": {"type": "object", "description": "Of a RunEvent or JobEvent: `namespace`, `name` and facets."},
        "dataset": {"type": "object", "description": "Of a DatasetEvent: `namespace`, `name` and facets."},
        "inputs": {"type": "array", "items": {"type": "object"}, "description": "Datasets that are read."},
        "outputs": {"type": "array", "items": {"type": "object"}, "description": "Datasets that are written."},
    },
}
EVENTS: dict[str, Any] = {"oneOf": [_EVENT, {"type": "array", "items": _EVENT}]}


class AcceptedSchema(Wire):
    """What became of the events that were sent."""

    events = field.whole("How many were sent.")
    new = field.whole("How many of them were not known yet.")
    serial = field.whole("The journal entry of kind `runs` that records the new ones; null without any.", null=True)
    runs = ma.fields.List(
        ma.fields.String(),
        required=True,
        metadata={"description": "Identifiers of the runs that the new ones tell of, in order."},
    )
