"""Lineage of releases, tables and variables on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.api import links
from catalogue.api.wire.common import Data, dataset_ref, release_ref
from catalogue.api.wire.runs import CODE, Facts, all_of, part_of, public_facts, read, written
from catalogue.api.wire.runs import release as table_ref
from catalogue.store.releases import ReleaseRecord


def lineage(release: ReleaseRecord, told: Facts, query: Mapping[str, Any]) -> Data:
    """Everything that is told of a release, a table or a variable."""
    names = [name for name in (told["table"], told["variable"]) if name]
    path = links.release(release.slug, release.version)
    if told["table"]:
        path = links.table(release.slug, release.version, told["table"])
    if told["variable"]:
        path = links.variable(release.slug, release.version, told["table"], told["variable"])
    graphs = {name: _graph(told[name]) if name in told else None for name in ("upstream", "downstream")}
    columns = {
        name: _columns(told[name]) if name in told else None for name in ("columnsUpstream", "columnsDownstream")
    }
    return {
        "id": "/".join([f"{release.dataset_key}@{release.version}", *names]),
        "url": links.record(f"{path}/lineage"),
        "dataset": dataset_ref(release),
        "release": release_ref(release),
        "table": told["table"] or None,
        "variable": told["variable"] or None,
        "direction": told["direction"],
        "depth": told["depth"],
        "asOf": query.get("as_of"),
        "asKnown": query.get("as_known"),
        "run": _pinned(told["run"]) if told["run"] else None,
        **graphs,
        **columns,
        "reportedSince": [_reported(one) for one in told["reportedSince"]],
    }


def _pinned(told: Facts) -> Data:
    upstream = told.get("upstream")
    return {
        "id": told["id"],
        "url": links.record(links.run(told["id"])),
        "reported": told.get("reported", True),
        "job": told.get("job"),
        **all_of(told, "state", "started", "ended"),
        **public_facts(told),
        "outputs": [written(one) for one in told.get("outputs", ())],
        "inputs": [read(one) for one in told.get("inputs", ())],
        "upstream": links.stored(upstream) if upstream else None,
    }


def _graph(told: Facts) -> Data:
    return {
        "start": told["start"],
        "nodes": [_node(one) for one in told["nodes"]],
        "edges": told["edges"],
        "cut": told["cut"],
    }


def _node(told: Facts) -> Data:
    facts = told.get("facts", {})
    run = told.get("run")
    return {
        "id": told["id"],
        "kind": told["kind"],
        "label": told["label"],
        **all_of(told, "namespace", "version"),
        "release": table_ref(told["release"]) if "release" in told else None,
        "run": run,
        "runUrl": links.record(links.run(run)) if run else None,
        "state": facts.get("state") or None,
        "code": part_of(facts, "code", *CODE),
        "hop": told["hop"],
        "more": told["more"],
    }


def _columns(told: Facts) -> Data:
    return {
        "start": told["start"],
        "nodes": [
            {
                "id": one["id"],
                "column": one["column"] or None,
                "namespace": one.get("namespace"),
                "name": one["name"],
                **all_of(one, "version", "run"),
                "release": table_ref(one["release"]) if "release" in one else None,
            }
            for one in told["nodes"]
        ],
        "edges": [
            {
                "source": one["source"],
                "target": one["target"],
                "run": one["run"],
                **all_of(one, "kind", "subtype", "description"),
                "whole": one.get("whole", False),
                "pinned": one["pinned"],
            }
            for one in told["edges"]
        ],
        "cut": told["cut"],
    }


def _reported(told: Facts) -> Data:
    return {**told, "runUrl": links.record(links.run(told["run"]))}
