"""Runs, tables of releases and physical datasets as a graph: what a picture, a table and JSON of lineage are made of.

Pure, but for the records that nodes are made of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalogue.store.releases import ReleaseRecord

Facts = dict[str, Any]
Kind = Literal["table", "data", "run"]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """Something in the picture.

    kind: a `table` of a release, `data` that no release holds, or a `run`. label: its name. version: as it was used.
    release: identifier of the dataset and version of the release, for a table. facts: of a run, as public plain data.
    hop: how many runs lie between it and the start. hidden: true when more lies behind it than is shown.
    """

    id: str
    kind: Kind
    label: str
    version: str = ""
    release: tuple[str, str] | None = None
    table: str = ""
    namespace: str = ""
    run: str = ""
    facts: Facts = field(default_factory=dict)
    hop: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Data went from one node to another; one of them is a run, unless it is known by name alone.

    how: for what a run read, by `version`, `digest`, `time`, `name` when it is named like a table of a release, or
    `source` when no run is known to have written it; for what it wrote, by `digest`, `name`, `run`, or `output`. From a
    table of a release to data that are named like it, `name`. pinned: whether a seal says so.
    """

    source: str
    target: str
    how: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class ColumnStep:
    """A run made a column of one node from a column of another; run, source and target are ids of nodes.

    target_column: empty when all of the target depends on it: a filter, a join, an order. kind: `DIRECT`, `INDIRECT` or
    empty; subtype: such as `IDENTITY`; text: the transformation in words, or empty. whole: true on the way of one
    column through a step on which all of the target depends.
    """

    run: str
    source: str
    source_column: str
    target: str
    target_column: str
    kind: str
    subtype: str
    text: str
    whole: bool = False


@dataclass(slots=True)
class Graph:
    """Nodes by id and edges in the direction in which data go.

    start: the nodes that were asked about. columns: which columns were made from which, of the runs in it. cut: true
    when it would have been larger than was wanted.
    """

    start: list[str] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    columns: dict[ColumnStep, None] = field(default_factory=dict)
    cut: bool = False

    def add(self, node: Node) -> str:
        """Put a node in, unless it is there; returns its id."""
        self.nodes.setdefault(node.id, node)
        return node.id

    def join(self, source: str, target: str, how: str, *, pinned: bool) -> None:
        """Put an edge in; what a seal says stands before what was reported since."""
        known = self.edges.get((source, target))
        if known is None or (pinned and not known.pinned):
            self.edges[source, target] = Edge(source, target, how, pinned)

    def full(self, node: str, most: int) -> bool:
        """Whether a node can no longer be put in; the graph is cut then."""
        if node in self.nodes or len(self.nodes) < most:
            return False
        self.cut = True
        return True

    def add_columns(
        self, run: str, told: Iterable[Mapping[str, Any]], reads: Mapping[Place, str], writes: Mapping[Place, str]
    ) -> None:
        """Put in the columns of a run. told: as public plain data; reads, writes: nodes by namespace and name."""
        for one in told:
            source, target = reads.get(place_of(one["input"])), writes.get(place_of(one["output"]))
            if source is not None and target is not None:
                columns = source, str(one["inputColumn"]), target, str(one["outputColumn"])
                step = ColumnStep(run, *columns, str(one["kind"]), str(one["subtype"]), str(one["text"]))
                self.columns[step] = None


def place_of(told: Mapping[str, Any]) -> Place:
    """Namespace and name of a physical dataset."""
    return str(told.get("namespace", "")), str(told.get("name", ""))


def node_id(*parts: str) -> str:
    """Twelve hexadecimal digits that stand for a node in addresses."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def table_node(release: ReleaseRecord, table: str, hop: int = 0) -> Node:
    """A table of a release; the release as a whole when `table` is empty."""
    identity = node_id("table", release.dataset_key, release.version, table)
    return Node(
        identity,
        "table",
        table or release.facts.title,
        release.version,
        (release.dataset_key, release.version),
        table,
        hop=hop,
    )


def data_node(told: Facts, hop: int = 0) -> Node:
    """A physical dataset in the version that a run read or wrote."""
    run = str(told.get("run", ""))
    version = str(told.get("version", ""))
    identity = node_id("data", told["namespace"], told["name"], run or version)
    return Node(identity, "data", told["name"], version, namespace=told["namespace"], run=run, hop=hop)


def run_node(told: Facts, hop: int = 0) -> Node:
    """A run."""
    label = str((told.get("job") or {}).get("name", told["id"]))
    return Node(node_id("run", told["id"]), "run", label, run=told["id"], facts=told, hop=hop)
