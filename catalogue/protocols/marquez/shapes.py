"""Jobs, runs and datasets in the shapes of Marquez, made of public events alone. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from catalogue.store.lineage import RunRecord

Facts = dict[str, Any]
STATES = {"COMPLETE": "COMPLETED", "FAIL": "FAILED", "ABORT": "ABORTED", "OTHER": "NEW"}
_FAMILY = uuid.uuid5(uuid.NAMESPACE_URL, "cafcass-catalogue/marquez")


def version_id(namespace: str, name: str, run: str) -> str:
    """The UUID of the version of a dataset that a run wrote. Names as they are shown."""
    return str(uuid.uuid5(_FAMILY, f"{namespace}\0{name}\0{run}"))


def named(one: Mapping[str, Any]) -> Facts:
    """Namespace and name of something."""
    return {"namespace": one["namespace"], "name": one["name"]}


def namespace(name: str, first: str, last: str) -> Facts:
    """A namespace. first, last: moments of what is known of it, or empty."""
    return {
        "name": name,
        "createdAt": first or None,
        "updatedAt": last or None,
        "ownerName": None,
        "description": None,
        "isHidden": False,
    }


def job(name: Mapping[str, Any], run: RunRecord | None, event: Facts, *, runs: Facts | None) -> Facts:
    """A job as its newest run tells it. event: what is public of that run. runs: that run in shape."""
    facets = event.get("job", {}).get("facets", {})
    return {
        "id": named(name),
        "type": facets.get("jobType", {}).get("processingType"),
        **named(name),
        "simpleName": name["name"],
        "parentJobName": None,
        "createdAt": _begun(run),
        "updatedAt": _ended(run),
        "inputs": [named(one) for one in event.get("inputs", ())],
        "outputs": [named(one) for one in event.get("outputs", ())],
        "location": facets.get("sourceCodeLocation", {}).get("url"),
        "description": None,
        "latestRun": runs,
        "latestRuns": [runs] if runs else [],
        "tags": [],
        "facets": facets,
        "currentVersion": None,
        "labels": [],
    }


def run(record: RunRecord, event: Facts, sources: Mapping[tuple[str, str], str]) -> Facts:
    """A run. sources: who wrote what it read, as far as that is known, by namespace and name as they are shown."""
    facets = event["run"].get("facets", {})
    nominal = facets.get("nominalTime", {})
    read = [
        (one, version_id(*place, sources[place]))
        for one in event.get("inputs", ())
        if (place := (one["namespace"], one["name"])) in sources
    ]
    wrote = [(one, version_id(one["namespace"], one["name"], record.uuid)) for one in event.get("outputs", ())]
    return {
        "id": record.uuid,
        "createdAt": _begun(record),
        "updatedAt": _ended(record),
        "nominalStartTime": nominal.get("nominalStartTime"),
        "nominalEndTime": nominal.get("nominalEndTime"),
        "state": STATES.get(record.state, "RUNNING"),
        "startedAt": record.started,
        "endedAt": record.ended,
        "durationMs": _milliseconds(record.started, record.ended),
        "args": {one["key"]: one["value"] for one in facets.get("executionParameters", {}).get("parameters", ())},
        "jobVersion": {**named(event["job"]), "version": None},
        "inputVersions": [{**named(one), "version": version} for one, version in read],
        "outputVersions": [{**named(one), "version": version} for one, version in wrote],
        "inputDatasetVersions": [_version_of(one, version, "inputFacets") for one, version in read],
        "outputDatasetVersions": [_version_of(one, version, "outputFacets") for one, version in wrote],
        "context": {},
        "facets": facets,
    }


def _version_of(one: Facts, version: str, own: str) -> Facts:
    return {"datasetVersionId": {**named(one), "version": version}, "facets": one.get(own, {})}


def dataset(name: Mapping[str, Any], told: Facts, writer: RunRecord | None, first: str = "") -> Facts:
    """A dataset as the newest run tells it. told: that run's part on it; writer: that run, if it wrote it."""
    written = _ended(writer)
    return {
        **_described(name, told),
        "createdAt": first or written,
        "updatedAt": written,
        "lastModifiedAt": written,
        "lastLifecycleState": None,
        "currentVersion": version_id(name["namespace"], name["name"], writer.uuid) if writer else None,
        "deleted": False,
    }


def version(name: Mapping[str, Any], told: Facts, writer: RunRecord, made_by: Facts) -> Facts:
    """The version of a dataset that a run wrote. made_by: that run in shape."""
    own = version_id(name["namespace"], name["name"], writer.uuid)
    return {
        **_described(name, told),
        "id": {**named(name), "version": own},
        "version": own,
        "createdAt": _ended(writer),
        "createdByRun": made_by,
        "lifecycleState": None,
    }


def _described(name: Mapping[str, Any], told: Facts) -> Facts:
    facets = told.get("facets", {})
    fields = facets.get("schema", {}).get("fields", ())
    return {
        "id": named(name),
        "type": None,
        **named(name),
        "physicalName": name["name"],
        "sourceName": None,
        "fields": [{"name": one["name"], "type": None, "tags": [], "description": None} for one in fields],
        "tags": [],
        "description": None,
        "facets": facets,
    }


def graph(nodes: Mapping[str, Facts], edges: Iterable[tuple[str, str]]) -> Facts:
    """A graph. nodes: jobs and datasets in shape, by id; edges: in the direction in which data go."""
    into: dict[str, list[Facts]] = {one: [] for one in nodes}
    out: dict[str, list[Facts]] = {one: [] for one in nodes}
    for origin, destination in sorted(edges):
        edge = {"origin": origin, "destination": destination}
        out[origin].append(edge)
        into[destination].append(edge)
    return {
        "graph": [
            {
                "id": one,
                "type": one.partition(":")[0].upper(),
                "data": data,
                "inEdges": into[one],
                "outEdges": out[one],
            }
            for one, data in sorted(nodes.items())
        ]
    }


def _begun(run: RunRecord | None) -> str | None:
    return (run.started or run.folded["first"]) if run else None


def _ended(run: RunRecord | None) -> str | None:
    return (run.ended or run.folded["last"]) if run else None


def _milliseconds(start: str | None, end: str | None) -> int | None:
    if not start or not end:
        return None
    return round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() * 1000)
