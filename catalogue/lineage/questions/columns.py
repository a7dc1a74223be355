"""Columns behind a variable and columns made from it, as plain data: the walk of a release, narrowed to one column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from catalogue.lineage import trace
from catalogue.lineage.columns import follow
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.nodes import ColumnStep, Graph, Node, node_id
from catalogue.lineage.questions.closure import indexes
from catalogue.lineage.questions.common import Datasets, Facts, release_ref
from catalogue.lineage.trace import Wanted
from catalogue.store.lineage import NOW, AsOf
from catalogue.store.releases import ReleaseRecord


@dataclass(frozen=True, slots=True)
class Within:
    """What the walks of one answer share. depth: runs from the start. as_of: what is looked at."""

    session: Session
    datasets: Datasets
    rules: PublicRules
    depth: int
    as_of: AsOf = NOW


@dataclass(slots=True)
class ColumnGraph:
    """Columns by id, and edges in the direction in which values go. runs: those that edges name, by UUID, as far as
    they are told."""

    start: str = ""
    nodes: dict[str, Facts] = field(default_factory=dict)
    edges: list[Facts] = field(default_factory=list)
    runs: dict[str, Facts] = field(default_factory=dict)
    cut: bool = False

    def told(self) -> Facts:
        """As plain data."""
        return {"start": self.start, "nodes": list(self.nodes.values()), "edges": self.edges, "cut": self.cut}


def upstream(within: Within, release: ReleaseRecord, table: str, column: str) -> ColumnGraph:
    """The columns that a variable was made from. A few queries for each step, however many columns there are."""
    walk = trace.Upstream(within.session, within.datasets, Wanted(within.depth), within.rules, within.as_of)
    return _told(within, walk.of(release, table), column, forward=False)


def downstream(within: Within, release: ReleaseRecord, table: str, column: str) -> ColumnGraph:
    """The columns that are made from a variable, as far as it is reported. Behind what touches a whole table, such
    as a filter, it does not look further."""
    wanted = Wanted(within.depth)
    graph = trace.downstream(within.session, release, table, within.datasets, wanted, within.rules, within.as_of)
    return _told(within, graph, column, forward=True)


def _told(within: Within, graph: Graph, column: str, *, forward: bool) -> ColumnGraph:
    """The way of a column through a graph."""
    found = ColumnGraph(cut=graph.cut)
    steps = follow(graph, graph.start, column, forward=forward, through_whole=True).steps
    releases = {key: _release(node, within.datasets) for key, node in graph.nodes.items()}

    def add(node: str, name: str) -> str:
        identity = node_id("column", node, name.lower())
        place = _place(graph.nodes[node], releases[node])
        found.nodes.setdefault(identity, {"id": identity, "column": name, **place})
        return identity

    # What is made from something is sealed by whoever made it, each for itself; what it was made from, by the start.
    made = [release for step in steps if forward and (release := releases[step.target]) is not None]
    by_seal = indexes(within.session, made) if made else {}
    found.start = add(graph.start[0], column)
    for step in steps:
        run, maker = graph.nodes[step.run], releases[step.target]
        found.runs.setdefault(run.run, run.facts)
        source, target = add(step.source, step.source_column), add(step.target, step.target_column)
        if forward:
            pinned = maker is not None and by_seal[maker.seal].pins(run.run, step)
        else:
            pinned = graph.edges[step.source, step.run].pinned
        found.edges.append(_edge(step, run.run, source, target, pinned=pinned))
    return found


def _release(node: Node, known: Datasets) -> ReleaseRecord | None:
    return known[node.release[0]].release(node.release[1]) if node.release is not None else None


def _place(node: Node, release: ReleaseRecord | None) -> Facts:
    """What a column is one of: a table of a release, or data in the version that was used."""
    if release is not None:
        return {"name": node.table, "release": release_ref(release, node.table)}
    told = {"namespace": node.namespace, "name": node.label, "version": node.version, "run": node.run}
    return {name: value for name, value in told.items() if value}


def _edge(step: ColumnStep, run: str, source: str, target: str, *, pinned: bool) -> Facts:
    told: Mapping[str, object] = {
        "source": source,
        "target": target,
        "run": run,
        "kind": step.kind,
        "subtype": step.subtype,
        "description": step.text,
        "whole": step.whole or not step.target_column,
    }
    return {"pinned": pinned, **{name: value for name, value in told.items() if value}}
