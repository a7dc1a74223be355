"""Events with a secret in every place that is not public: facets of the specification, others, and odd fields."""

from __future__ import annotations

from typing import Any

from tests import events

SECRET = "pl4nted-s3cret"  # noqa: S105 - it stands for one
Facts = dict[str, Any]
# Every facet of the specification, August 2026, that is about a run, a job, a dataset, what is read, what is written.
RUN = [
    "environmentVariables",
    "errorMessage",
    "executionParameters",
    "externalQuery",
    "extractionError",
    "jobDependencies",
    "nominalTime",
    "parent",
    "processing_engine",
    "tags",
    "test",
    "lineage",
]
JOB = ["documentation", "jobType", "ownership", "sql", "sourceCode", "sourceCodeLocation", "tags", "lineage"]
DATASET = [
    "subset",
    "catalog",
    "columnLineage",
    "dataQualityAssertions",
    "dataQualityMetrics",
    "datasetType",
    "version",
    "dataSource",
    "documentation",
    "hierarchy",
    "lifecycleStateChange",
    "lineage",
    "ownership",
    "schema",
    "storage",
    "symlinks",
    "tags",
    "digest",
]
INPUT = ["inputStatistics", "dataQualityMetrics", "dataQualityAssertions", "subset"]
OUTPUT = ["outputStatistics", "subset"]
UNKNOWN = ("acme", "dbt_version", "airflow", "x y/z")
_JOB = {"namespace": "test", "name": "whole", "facets": {"sql": events.facet(query=SECRET)}}
_RUN = {"runId": events.uid(9), "facets": {"acme": events.facet(x=SECRET)}}
# What a facet must have to be taken at all, and what of it is public, so that the rest is planted beside that.
_SHAPES: dict[str, Facts] = {
    "columnLineage": {
        "fields": {
            "LAW": {
                "inputFields": [
                    {
                        "namespace": events.SPACE,
                        "name": "source.cases",
                        "field": "LAW",
                        "note": SECRET,
                        "transformations": [{"type": "DIRECT", "subtype": "IDENTITY", "query": SECRET}],
                    }
                ],
                "note": SECRET,
            }
        }
    },
    "schema": {"fields": [{"name": "LAW", "type": SECRET, "description": SECRET, "note": SECRET}]},
    "version": {"datasetVersion": "1"},
    "digest": {"sha256": "ab" * 32},
    "parent": {"run": _RUN, "job": _JOB, "root": {"run": _RUN, "job": _JOB}},
    "nominalTime": {"nominalStartTime": "2020-01-01T00:00:00Z"},
    "executionParameters": {
        "parameters": [
            {"key": "project", "name": SECRET, "description": SECRET, "value": "1661"},
            {"key": SECRET, "value": SECRET},
            {"key": "password", "value": SECRET},
        ]
    },
    "processing_engine": {"version": "2.0.0", "name": "duckdb", "openlineageAdapterVersion": SECRET},
    "jobType": {"processingType": "BATCH", "integration": "DBT", "emissionPattern": {"eventTrigger": SECRET}},
    "sourceCodeLocation": {
        "type": "git",
        "url": f"https://{SECRET}:{SECRET}@code.example/repo?token={SECRET}#{SECRET}",
        "version": "abc123",
        "path": f"/home/{SECRET}/x.sql",
        "pullRequestNumber": SECRET,
    },
    "dataQualityMetrics": {"rowCount": 3, "columnMetrics": {"LAW": {"quantiles": {}}}, "lastUpdated": SECRET},
    "inputStatistics": {"rowCount": 3, "note": SECRET},
    "outputStatistics": {"rowCount": 3, "note": SECRET},
}


def facets(names: list[str]) -> Facts:
    """A facet of each name, with the secret in every field that is not public, and facets that nobody knows."""
    return {
        name: {
            "_producer": f"https://example.org/{SECRET}",
            "_schemaURL": f"https://example.org/{SECRET}.json",
            "planted": SECRET,
            "deep": {"deeper": [{SECRET: SECRET}]},
            **_SHAPES.get(name, {"name": SECRET, "message": SECRET, "query": SECRET, "uri": f"file:///{SECRET}"}),
        }
        for name in (*names, *UNKNOWN)
    }


def bodies(written: str) -> list[Facts]:
    """Events of a run, of its job and of its output, with everything that can be told. written: name of the output."""
    hidden = {"namespace": f"duckdb:///srv/{SECRET}/x.duckdb", "name": f"/srv/{SECRET}/x.csv"}
    signed = {"namespace": f"postgres://me:{SECRET}@db.example:5432", "name": "court.cases"}
    known = {"namespace": events.SPACE, "name": "source.cases"}
    read = [
        {**one, "facets": facets(DATASET), "inputFacets": facets(INPUT), "x": SECRET} for one in (hidden, signed, known)
    ]
    made = {"namespace": events.SPACE, "name": written}
    wrote = [{**made, "facets": facets(DATASET), "outputFacets": facets(OUTPUT), "x": SECRET}]
    run = {"runId": events.uid(1), "facets": facets(RUN), "x": SECRET}
    job = {"namespace": "test", "name": "derive", "facets": facets(JOB), "x": SECRET}
    found = []
    for state, hour in (("START", 9), ("RUNNING", 10), ("COMPLETE", 11), ("FAIL", 12), ("OTHER", 13)):
        event = events.event(1, state, f"2020-01-01T{hour:02}:00:00Z")
        found.append({**event, "run": run, "job": job, "inputs": read, "outputs": wrote, "planted": SECRET})
    base = {"eventTime": "2020-01-01T00:00:00Z", "producer": f"https://{SECRET}.example", "schemaURL": events.SPEC}
    found.append({**base, "job": job, "inputs": read, "outputs": wrote})
    found.append({**base, "dataset": {**made, "facets": facets(DATASET)}})
    return found
