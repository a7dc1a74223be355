"""Made-up OpenLineage events for tests, in plain JSON. They tell of no real data."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

PRODUCER = "https://example.org/pipeline"
SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json"
SPACE = "duckdb://warehouse"
BASE = {"_producer": PRODUCER, "_schemaURL": "https://openlineage.io/spec/facets/1-0-0/Facet.json"}

Fact = dict[str, Any]


def run_id(number: int) -> str:
    """The UUID of a run."""
    return str(uuid.UUID(int=number, version=4))


def facet(**members: Any) -> Fact:
    """A facet with what every facet has."""
    return {**BASE, **members}


def dataset(name: str, **facets: Fact) -> Fact:
    """A dataset that is read or written."""
    return {"namespace": SPACE, "name": name, "facets": facets}


def made_from(columns: Mapping[str, Sequence[tuple[str, str]]]) -> Fact:
    """A facet `columnLineage`: for each column, the (dataset, column) that it is made from."""
    identity = {"type": "DIRECT", "subtype": "IDENTITY", "description": "as it is"}
    fields = {
        column: {
            "inputFields": [
                {"namespace": SPACE, "name": name, "field": field, "transformations": [identity]}
                for name, field in sources
            ]
        }
        for column, sources in columns.items()
    }
    return facet(fields=fields)


def event(number: int = 1, kind: str = "COMPLETE", second: int = 0, job: str = "job", **members: Any) -> Fact:
    """An event of a run. second: when in the morning of 1 January 2024. members: further ones, or others."""
    return {
        "eventType": kind,
        "eventTime": f"2024-01-01T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z",
        "producer": PRODUCER,
        "schemaURL": SCHEMA,
        "run": {"runId": run_id(number), "facets": {}},
        "job": {"namespace": "pipeline", "name": job},
        **members,
    }


def pair(number: int, columns: int = 8) -> list[Fact]:
    """START and COMPLETE of a run that makes one table of another one, column by column."""
    before, after = f"table_{number % 200}", f"table_{(number + 1) % 200}"
    names = [f"COLUMN_{place}" for place in range(columns)]
    schema = facet(fields=[{"name": name, "type": "VARCHAR"} for name in names])
    lineage = made_from({name: [(before, name)] for name in names})
    version = facet(datasetVersion=str(number))
    begin, end = 2 * number % 40_000, 2 * number % 40_000 + 1
    job = f"job_{number % 50}"
    return [
        event(number, "START", begin, job),
        event(
            number,
            "COMPLETE",
            end,
            job,
            inputs=[dataset(before, schema=schema)],
            outputs=[dataset(after, schema=schema, columnLineage=lineage, version=version)],
        ),
    ]


def job_event(name: str = "job", second: int = 0) -> Fact:
    """What a job is, without a run."""
    found = event(second=second, job=name)
    del found["run"], found["eventType"]
    found["job"]["facets"] = {"documentation": facet(description="Makes a table.")}
    return found


def dataset_event(name: str = "table", second: int = 0) -> Fact:
    """What a dataset is, without a run."""
    found = event(second=second)
    del found["run"], found["job"], found["eventType"]
    return {**found, "dataset": dataset(name, schema=facet(fields=[{"name": "A", "type": "INTEGER"}]))}
