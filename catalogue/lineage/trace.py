"""Where a release comes from and what it feeds: nodes and edges, as far as one asks and no further.

Upstream is read from what the seals pin, so it shows what was used then; where an input is a table of another release,
the seal of that one takes over. Downstream is read from the runs that are known now. A node that has more behind it
than is shown says so; it can be opened alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import orjson
from sqlmodel import Session

from catalogue.lineage import facts, tell
from catalogue.lineage.facts import PublicRules
from catalogue.store import lineage
from catalogue.store.kept import Kept
from catalogue.store.lineage import NOW, AsOf
from catalogue.store.objects import get_objects
from catalogue.store.releases import DatasetRecord, ReleaseRecord

Facts = dict[str, Any]
Kind = Literal["table", "data", "run"]
MOST_NODES = 5000
# Closures are read again and again while somebody opens one node after another.
_CLOSURES: Kept[Facts] = Kept(64)


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
    """Data went from one node to another; one of them is a run.

    how: for what a run read, by `version`, `digest`, `time`, or `source` when no run is known to have written it; for
    what it wrote, by `digest`, `name`, `run`, or `output`. pinned: whether a seal says so.
    """

    source: str
    target: str
    how: str
    pinned: bool


@dataclass(slots=True)
class Graph:
    """Nodes by id and edges in the direction in which data go. start: the nodes that were asked about."""

    start: list[str] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
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


def node_id(*parts: str) -> str:
    """Twelve hexadecimal digits that stand for a node in addresses."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How far to look. depth: runs from the start. opened: nodes behind which to look one run further, by id."""

    depth: int = 1
    opened: Collection[str] = ()
    most: int = MOST_NODES


def closures(session: Session, releases: Iterable[ReleaseRecord]) -> dict[str, Facts]:
    """What the seals of releases pin upstream, by digest of the closure."""
    digests = {str((one.sealed.get("run") or {}).get("upstream", "")) for one in releases} - {""}

    def read(missing: list[str]) -> dict[str, Facts]:
        return {digest: orjson.loads(body) for digest, body in get_objects(session, missing).items()}

    return _CLOSURES.all(digests, read)


class Upstream:
    """Walks what seals pin, release by release. datasets: every dataset, by identifier."""

    def __init__(self, session: Session, datasets: Mapping[str, DatasetRecord], wanted: Wanted) -> None:
        self._session, self._datasets, self._wanted = session, datasets, wanted
        self.graph = Graph()

    def of(self, release: ReleaseRecord, table: str = "") -> Graph:
        """What is behind a release, or behind one of its tables."""
        names = [table] if table else sorted({str(one.get("table", "")) for one in _outputs(release)}) or [""]
        for name in names:
            self.graph.start.append(self.graph.add(table_node(release, name)))
        queue = [(release, name, 0) for name in names]
        seen: set[tuple[str, str, str]] = set()
        while queue:
            one, name, hop = queue.pop(0)
            if (one.dataset_key, one.version, name) not in seen:
                seen.add((one.dataset_key, one.version, name))
                queue += self._behind(one, name, hop)
        return self.graph

    def _behind(self, release: ReleaseRecord, table: str, hop: int) -> list[tuple[ReleaseRecord, str, int]]:
        """Put in what made a table; returns the tables of releases that it was made from, to go on with."""
        start = table_node(release, table).id
        made = [one for one in _outputs(release) if one.get("table", "") in {table, ""} or not table]
        if not made:
            return []
        if not self._open(start, hop):
            self._hide(start)
            return []
        pinned = release.sealed.get("run") or {}
        document = closures(self._session, [release]).get(str(pinned.get("upstream", "")), {})
        walk = _Walk(self, document, pinned, hop)
        for one in made:
            run = walk.run(str(one["run"]), hop + 1)
            self.graph.join(run, start, str(one["how"]), pinned=True)
        return walk.go()

    def _open(self, node: str, hop: int) -> bool:
        if len(self.graph.nodes) >= self._wanted.most:
            self.graph.cut = True
            return False
        return hop < self._wanted.depth or node in self._wanted.opened

    def _hide(self, node: str) -> None:
        self.graph.nodes[node] = replace(self.graph.nodes[node], hidden=True)

    def release(self, told: Mapping[str, str]) -> ReleaseRecord | None:
        """The release that a seal names as an input."""
        record = self._datasets.get(told["dataset"])
        return record.release(told["version"]) if record is not None else None

    def open(self, node: str, hop: int) -> bool:
        """Whether to look behind a node; when not, the node says that there is more."""
        if self._open(node, hop):
            return True
        self._hide(node)
        return False


class _Walk:
    """The runs of one closure, from the ones that made a table to their sources."""

    def __init__(self, upstream: Upstream, document: Mapping[str, Any], pinned: Facts, hop: int) -> None:
        self._upstream, self._hop = upstream, hop
        self._runs = {one["id"]: one for one in document.get("runs", ())}
        self._pinned = pinned
        self._read: dict[str, list[Facts]] = defaultdict(list)
        for one in document.get("inputs", ()):
            self._read[one["reader"]].append(one)
        self._queue: list[tuple[str, str, int]] = []
        self._further: list[tuple[ReleaseRecord, str, int]] = []

    def run(self, uuid: str, hop: int) -> str:
        """Put in a run, to be followed."""
        told = self._runs.get(uuid) or {"id": uuid, "state": "", "reported": False}
        node = self._upstream.graph.add(run_node(told, hop))
        self._queue.append((uuid, node, hop))
        return node

    def go(self) -> list[tuple[ReleaseRecord, str, int]]:
        """Follow the runs; returns the tables of other releases that were reached."""
        done: set[str] = set()
        while self._queue:
            uuid, node, hop = self._queue.pop(0)
            if uuid not in done:
                done.add(uuid)
                for one in self._read[uuid]:
                    self._follow(one, node, hop)
        return self._further

    def _follow(self, one: Facts, reader: str, hop: int) -> None:
        graph = self._upstream.graph
        release = self._upstream.release(one["release"]) if "release" in one else None
        if release is not None:
            table = str(one["release"].get("table", ""))
            source = graph.add(table_node(release, table, hop))
            self._further.append((release, table, hop))
        else:
            source = graph.add(data_node(one, hop))
        graph.join(source, reader, str(one.get("how", "")), pinned=True)
        if release is None and "run" in one and self._upstream.open(source, hop):
            writer = self.run(str(one["run"]), hop + 1)
            graph.join(writer, source, "output", pinned=True)


def downstream(
    session: Session,
    release: ReleaseRecord,
    table: str,
    datasets: Mapping[str, DatasetRecord],
    wanted: Wanted,
    rules: PublicRules,
    as_of: AsOf = NOW,
) -> Graph:
    """What was made from a release or from one of its tables, as far as it is reported. A few queries for each run
    further, however many there are."""
    graph = Graph()
    bound = [one for one in lineage.runs_of_release(session, release.id) if not table or one.table in {table, ""}]
    places: dict[tuple[str, str, str], str] = {}
    for one in bound:
        node = graph.add(table_node(release, one.table))
        graph.start.append(node)
        places[one.run, one.namespace, one.name] = node
    if not bound:
        graph.start.append(graph.add(table_node(release, table)))
    level = set(lineage.runs_by_uuid(session, {one.run for one in bound}))
    hop = 0
    while places and hop < wanted.depth and len(graph.nodes) < wanted.most:
        places = _feeds(session, graph, places, level, datasets, hop, rules, as_of)
        level = {run for run, _, _ in places}
        hop += 1
    graph.cut = len(graph.nodes) >= wanted.most
    return graph


def _feeds(
    session: Session,
    graph: Graph,
    places: Mapping[tuple[str, str, str], str],
    writers: Collection[str],
    datasets: Mapping[str, DatasetRecord],
    hop: int,
    rules: PublicRules,
    as_of: AsOf,
) -> dict[tuple[str, str, str], str]:
    """Put in who read what stands at places, and what they wrote; returns the places of that."""
    known = lineage.runs_by_uuid(session, writers)
    uuids = {run.id: uuid for uuid, run in known.items()}
    outputs = [
        one
        for one in lineage.outputs_of(session, uuids)
        if (uuids[one.run], *facts.named(one.namespace, one.name, rules).values()) in places
    ]
    reads = lineage.readers_of(session, outputs, as_of)
    readers = lineage.runs(session, {one.run for one in reads})
    for one in reads:
        source = places[(uuids[one.source or 0], *facts.named(one.namespace, one.name, rules).values())]
        reader = graph.add(run_node(tell.run_facts(readers[one.run], rules), hop + 1))
        graph.join(source, reader, one.how, pinned=False)
    bound = {
        (one.run, one.namespace, one.name): one for one in lineage.bound_to(session, (r.uuid for r in readers.values()))
    }
    found: dict[tuple[str, str, str], str] = {}
    for written in lineage.outputs_of(session, readers):
        run = readers[written.run]
        told = tell.output_facts(written, run, rules)
        place = (run.uuid, told["namespace"], told["name"])
        release = bound.get(place)
        record = datasets.get(release.dataset) if release is not None else None
        sealed = record.release(release.release) if record is not None and release is not None else None
        node = table_node(sealed, release.table, hop + 1) if sealed and release else data_node(told, hop + 1)
        found[place] = graph.add(node)
        graph.join(run_node({"id": run.uuid}).id, node.id, release.how if release else "output", pinned=bool(sealed))
    return found


def _outputs(release: ReleaseRecord) -> list[Facts]:
    return list((release.sealed.get("run") or {}).get("outputs", ()))


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
