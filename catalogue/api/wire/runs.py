"""Jobs and runs on the wire: what is known, with addresses, and null for what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.api import links
from catalogue.api.wire.common import Data
from catalogue.lineage.tell import way

Facts = Mapping[str, Any]
CODE = ("type", "url", "version", "branch", "tag", "path")
JOB_TYPE = ("processingType", "integration", "jobType")


def job(told: Facts) -> Data:
    """A job."""
    path = links.job(told["id"])
    return {
        "id": told["id"],
        "url": links.record(path),
        "page": links.page(path),
        "namespace": told["namespace"],
        "name": told["name"],
        "runs": told["runs"],
        "last": told.get("last"),
    }


def job_detail(told: Facts) -> Data:
    """A job with its newest runs."""
    return {**job(told), "newest": [run_ref(one) for one in told["newest"]]}


def run_ref(told: Facts) -> Data:
    """A run in short."""
    return {
        "id": told["id"],
        "url": links.record(links.run(told["id"])),
        "job": dict(told["job"]),
        "state": told["state"],
        **all_of(told, "started", "ended"),
    }


def run_facts(told: Facts) -> Data:
    """A run with what is public of it."""
    return {**run_ref(told), **public_facts(told)}


def public_facts(told: Facts) -> Data:
    """What is public of a run besides its job, state and times."""
    return {
        **all_of(told, "parent", "nominalStart", "nominalEnd"),
        "code": part_of(told, "code", *CODE),
        "parameters": list(told.get("parameters", ())),
        "parametersWithheld": told.get("parametersWithheld", 0),
        "engine": part_of(told, "engine", "name", "version"),
        "jobType": part_of(told, "jobType", *JOB_TYPE),
        "withheld": list(told.get("withheld", ())),
    }


def run(told: Facts) -> Data:
    """A run with what it read and wrote."""
    parent = told["parentRun"]
    return {
        **run_facts(told),
        "page": links.page(links.run(told["id"])),
        "jobUrl": links.record(links.job(told["jobId"])),
        "serial": told["serial"],
        "recorded": told["recorded"] or None,
        "parentRun": run_ref(parent) if parent else None,
        "children": [run_ref(one) for one in told["children"]],
        "inputs": [read(one) for one in told["inputs"]],
        "outputs": [written(one) for one in told["outputs"]],
        "columns": [column(one) for one in told["columns"]],
        "releases": [release(one) for one in told["releases"]],
    }


def read(told: Facts) -> Data:
    """What a run read."""
    return {
        "reader": told["reader"],
        "namespace": told["namespace"],
        "name": told["name"],
        **all_of(told, "version", "digest"),
        **_rows(told),
        "how": way(told),
        **all_of(told, "via", "run"),
        "release": release(told["release"]) if told.get("release") else None,
    }


def written(told: Facts) -> Data:
    """What a run wrote."""
    bound = told.get("release")
    return {
        "run": told["run"],
        **all_of(told, "namespace", "name", "version", "digest"),
        **_rows(told),
        "how": told.get("how") or (bound or {}).get("how"),
        "release": release(bound) if bound else None,
    }


def column(told: Facts) -> Data:
    """A run made a column from a column."""
    return {
        "run": told["run"],
        "output": dict(told["output"]),
        "outputColumn": told["outputColumn"] or None,
        "input": dict(told["input"]),
        "inputColumn": told["inputColumn"],
        "kind": told["kind"] or None,
        "subtype": told["subtype"] or None,
        "description": told["text"] or None,
    }


def release(told: Facts) -> Data:
    """A release, or a table of it."""
    table = told.get("table")
    slug, version = told["slug"], told["version"]
    path = links.table(slug, version, table) if table else links.release(slug, version)
    return {
        "id": f"{told['dataset']}@{version}",
        "slug": slug,
        "version": version,
        "table": table or None,
        "url": links.record(path),
    }


def _rows(told: Facts) -> Data:
    """A count as a number, or why there is none."""
    rows = told.get("rows")
    return {"rows": rows if isinstance(rows, int) else None, "rowsNote": rows if isinstance(rows, str) else None}


def all_of(told: Facts, *names: str) -> Data:
    """Members by name, null for those that are not known."""
    return {name: told.get(name) or None for name in names}


def part_of(told: Facts, name: str, *members: str) -> Data | None:
    """A part with all of its members, or null when nothing of it is known."""
    part = told.get(name)
    return all_of(part, *members) if part else None
