"""Where a release, a table or a variable comes from, and what it feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sqlmodel import Session

from catalogue.lineage import trace
from catalogue.lineage.behind import behind
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.nodes import Graph, Node
from catalogue.lineage.questions import columns
from catalogue.lineage.questions.common import Datasets, Facts, datasets, release_ref, with_releases
from catalogue.lineage.trace import Wanted
from catalogue.store import jobs
from catalogue.store.lineage import LATEST, NOW, AsOf
from catalogue.store.releases import ReleaseRecord

Direction = Literal["up", "down", "both"]
DEPTH, MOST_DEPTH = 10, 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a release.

    depth: runs from the start. table, variable: empty for all of it. as_of: downstream, and what was reported after
    sealing, as known then; what the seal pins is the same at any time.
    """

    direction: Direction = "both"
    depth: int = DEPTH
    table: str = ""
    variable: str = ""
    as_of: AsOf = NOW


def as_of(day: str = "", serial: int | None = None) -> AsOf:
    """What is looked at: what runs wrote until the end of a day, and what the register was told until an entry."""
    found = AsOf(f"{day}T23:59:59.999999Z" if day else LATEST)
    return found if serial is None else replace(found, serial=serial)


def lineage(session: Session, release: ReleaseRecord, asked: Asked, rules: PublicRules) -> Facts:
    """All that is known of where it comes from and what it feeds. The number of queries grows with the depth alone.

    With a variable there are graphs of columns in place of those of tables and runs.
    """
    known = datasets(session)
    told: Facts = {
        "release": release_ref(release),
        "table": asked.table,
        "variable": asked.variable,
        "direction": asked.direction,
        "depth": asked.depth,
        "run": pinned_run(release, known),
    }
    within = columns.Within(session, known, rules, asked.depth, asked.as_of)
    if asked.direction != "down":
        if asked.variable:
            told["columnsUpstream"] = columns.upstream(within, release, asked.table, asked.variable).told()
        else:
            walk = trace.Upstream(session, known, Wanted(asked.depth), rules)
            told["upstream"] = told_graph(walk.of(release, asked.table), known)
    if asked.direction != "up":
        if asked.variable:
            told["columnsDownstream"] = columns.downstream(within, release, asked.table, asked.variable).told()
        else:
            wanted = Wanted(asked.depth)
            graph = trace.downstream(session, release, asked.table, known, wanted, rules, asked.as_of)
            told["downstream"] = told_graph(graph, known)
    told["reportedSince"] = _reported(session, release, asked.as_of)
    return told


def pinned_run(release: ReleaseRecord, known: Datasets) -> Facts | None:
    """The run as it is pinned in the seal of a release."""
    run = release.sealed.get("run")
    if not run:
        return None
    return {**run, "inputs": with_releases(list(run.get("inputs", ())), known)}


def told_graph(graph: Graph, known: Datasets) -> Facts:
    """A graph as plain data, nodes as they were reached."""
    return {
        "start": graph.start,
        "nodes": [_node(one, known) for one in graph.nodes.values()],
        "edges": [
            {"source": one.source, "target": one.target, "how": one.how, "pinned": one.pinned}
            for one in graph.edges.values()
        ],
        "cut": graph.cut,
    }


def _node(one: Node, known: Datasets) -> Facts:
    told: Facts = {"id": one.id, "kind": one.kind, "label": one.label, "hop": one.hop, "more": one.hidden}
    if one.release is not None:
        key, version = one.release
        told["release"] = {"dataset": key, "slug": known[key].slug, "version": version}
        if one.table:
            told["release"]["table"] = one.table
    more = {"namespace": one.namespace, "version": one.version, "run": one.run, "facts": one.facts}
    return {**told, **{name: value for name, value in more.items() if value}}


def _reported(session: Session, release: ReleaseRecord, known_at: AsOf) -> list[Facts]:
    """What was told of the runs behind a release after it was sealed, each with when."""
    uuids = _runs_behind(behind(session, [release]).values(), release)
    return [
        {"run": one.run, "events": one.events, "serial": one.serial, "recorded": one.recorded}
        for one in jobs.reports(session, uuids, release.serial, known_at)
    ]


def _runs_behind(documents: Iterable[Facts], release: ReleaseRecord) -> Collection[str]:
    named = {str(one["run"]) for one in trace.outputs_of(release)}
    return named | {str(one["id"]) for document in documents for one in document.get("runs", ())}
