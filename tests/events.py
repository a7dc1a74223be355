"""OpenLineage events for tests, written by hand."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

PRODUCER = "https://example.org/producer"
SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
FACET = {"_producer": PRODUCER, "_schemaURL": "https://openlineage.io/spec/facets/1-0-0/Facet.json"}
SPACE = "sail://test"


def uid(number: int) -> str:
    """The UUID of a number."""
    return str(uuid.UUID(int=number))


def facet(**facts: Any) -> dict[str, Any]:
    """A facet."""
    return {**FACET, **facts}


def place(
    name: str,
    version: str = "",
    *,
    digest: str = "",
    rows: int | None = None,
    columns: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    **facets: Any,
) -> dict[str, Any]:
    """A dataset that a run reads or writes. columns: (dataset, column) that each column is made from."""
    found: dict[str, Any] = dict(facets)
    if version:
        found["version"] = facet(datasetVersion=version)
    if digest:
        found["digest"] = facet(sha256=digest)
    if rows is not None:
        found["dataQualityMetrics"] = facet(rowCount=rows, columnMetrics={})
    if columns is not None:
        found["schema"] = facet(fields=[{"name": name, "type": "VARCHAR"} for name in columns])
        found["columnLineage"] = facet(fields={name: {"inputFields": _fields(made)} for name, made in columns.items()})
    return {"namespace": SPACE, "name": name, "facets": found}


def _fields(made: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    way = {"type": "DIRECT", "subtype": "IDENTITY", "description": "as it is", "masking": False}
    return [{"namespace": SPACE, "name": name, "field": field, "transformations": [way]} for name, field in made]


def event(
    run: int,
    state: str,
    time: str,
    *,
    job: str = "derive",
    inputs: Sequence[Mapping[str, Any]] = (),
    outputs: Sequence[Mapping[str, Any]] = (),
    run_facets: Mapping[str, Any] | None = None,
    job_facets: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An event of a run. time: such as `2024-06-26T09:30:00Z`."""
    return {
        "eventTime": time,
        "eventType": state,
        "producer": PRODUCER,
        "schemaURL": SPEC,
        "run": {"runId": uid(run), "facets": dict(run_facets or {})},
        "job": {"namespace": "test", "name": job, "facets": dict(job_facets or {})},
        "inputs": list(inputs),
        "outputs": list(outputs),
    }


def ran(run: int, day: str, **more: Any) -> list[dict[str, Any]]:
    """Begin and end of a run of an hour on a day."""
    return [event(run, "START", f"{day}T09:00:00Z", **more), event(run, "COMPLETE", f"{day}T10:00:00Z", **more)]


def body(*events: Mapping[str, Any]) -> bytes:
    """Events as they are sent."""
    return json.dumps(list(events)).encode()


def of_job(name: str) -> dict[str, Any]:
    """A job event."""
    told = {"namespace": "test", "name": name, "facets": {"documentation": facet(description="What it does.")}}
    return {"eventTime": "2019-12-31T00:00:00Z", "producer": PRODUCER, "schemaURL": SPEC, "job": told}


def of_dataset(name: str) -> dict[str, Any]:
    """A dataset event."""
    return {
        "eventTime": "2019-12-31T00:00:00Z",
        "producer": PRODUCER,
        "schemaURL": SPEC,
        "dataset": place(name, documentation=facet(description="What it holds.")),
    }
