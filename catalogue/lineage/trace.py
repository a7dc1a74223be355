"""Where a release comes from and what it feeds: nodes and edges, as far as one asks and no further.

Upstream is read from what the seals pin, so it shows what was used then; where an input is a table of another release,
the seal of that one takes over. Downstream is read from the runs that are known now. A node that has more behind it
than is shown says so; it can be opened alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlmodel import Session

from catalogue.lineage import facts, tell
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.nodes import ColumnStep, Edge, Graph, Node, Place, data_node, place_of, run_node, table_node
from catalogue.model.sail import core_column
from catalogue.store import lineage
from catalogue.store.kept import Kept
from catalogue.store.lineage import NOW, AsOf
from catalogue.store.objects import get_objects
from catalogue.store.physical import tables_named
from catalogue.store.releases import DatasetRecord, ReleaseRecord

__all__ = ["Edge", "Graph", "Node", "Upstream", "Wanted", "closures", "downstream"]

Facts = dict[str, Any]
MOST_NODES = 5000
# Closures are read again and again while somebody opens one node after another.
_CLOSURES: Kept[Facts] = Kept(64)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How far to look. depth: runs from the start. opened: nodes behind which to look one run further, by id. most: of
    nodes."""

    depth: int = 1
    opened: Collection[str] = ()
    most: int = MOST_NODES


# What is empty is not sealed: members of a column that are texts all the same.
_TEXTS = {"outputColumn": "", "kind": "", "subtype": "", "text": ""}


def _whole(document: Facts) -> Facts:
    """A closure in the shape in which `tell` tells it."""
    return {**document, "columns": [{**_TEXTS, **one} for one in document.get("columns", ())]}


def closures(session: Session, releases: Iterable[ReleaseRecord]) -> dict[str, Facts]:
    """What the seals of releases pin upstream, by digest of the closure."""
    digests = {str((one.sealed.get("run") or {}).get("upstream", "")) for one in releases} - {""}

    def read(missing: list[str]) -> dict[str, Facts]:
        return {digest: _whole(orjson.loads(body)) for digest, body in get_objects(session, missing).items()}

    return _CLOSURES.all(digests, read)


class Upstream:
    """Walks what seals pin, release by release.

    datasets: every dataset, by identifier. rules: what may be said of runs that were reported after sealing; without
    them, only what seals pin is shown. as_of: until when such runs are looked at.
    """

    def __init__(
        self,
        session: Session,
        datasets: Mapping[str, DatasetRecord],
        wanted: Wanted,
        rules: PublicRules | None = None,
        as_of: AsOf = NOW,
    ) -> None:
        self._session, self._datasets, self.wanted = session, datasets, wanted
        self._rules, self._as_of = rules, as_of
        self._shown: set[str] = set()
        self.graph = Graph()

    def of(self, release: ReleaseRecord, table: str = "") -> Graph:
        """What is behind a release, or behind one of its tables. One query for each step from release to release."""
        names = [table] if table else sorted({str(one.get("table", "")) for one in outputs_of(release)}) or [""]
        for name in names:
            self.graph.start.append(self.graph.add(table_node(release, name)))
        level = [(release, name, 0) for name in names]
        seen: dict[tuple[str, str, str], int] = {}
        while level:
            going = []
            for one, name, hop in level:
                key = (one.dataset_key, one.version, name)
                if hop < seen.get(key, hop + 1):
                    seen[key] = hop
                    going.append((one, name, hop))
            documents = closures(self._session, (one for one, name, hop in going if self._near(one, name, hop)))
            level = [further for one, name, hop in going for further in self._behind(one, name, hop, documents)]
        self._name_sources()
        return self.graph

    def _name_sources(self) -> None:
        """Lead data that no run is known to have written to the tables of releases that they are named like."""
        sources = [one for one in self.graph.nodes.values() if one.kind == "data" and not one.run]
        known = tables_named(self._session, self._datasets.values(), (one.label for one in sources))
        for node in sources:
            found = known.get(node.label)
            if found is not None:
                table = table_node(found.release, found.table, node.hop)
                if not self.graph.full(table.id, self.wanted.most):
                    self.graph.join(self.graph.add(table), node.id, "name", pinned=False)

    def _behind(
        self, release: ReleaseRecord, table: str, hop: int, documents: Mapping[str, Facts]
    ) -> list[tuple[ReleaseRecord, str, int]]:
        """Put in what made a table; returns the tables of releases that it was made from, to go on with."""
        start = table_node(release, table).id
        made = [one for one in outputs_of(release) if one.get("table", "") in {table, ""} or not table]
        if not made or not self.open(start, hop):
            return []
        pinned = release.sealed.get("run") or {}
        late = self._late(pinned, hop)
        walk = _Walk(self, late or documents.get(str(pinned.get("upstream", "")), {}), hop, pinned=late is None)
        for one in made:
            if not self.graph.full(run_node({"id": one["run"]}).id, self.wanted.most):
                run = walk.run(str(one["run"]), hop + 1, place_of(one), start)
                self.graph.join(run, start, str(one["how"]), pinned=True)
        return walk.go()

    def _late(self, pinned: Facts, hop: int) -> Facts | None:
        """What is known now of a run that was not reported when it was sealed; None when that is nothing."""
        if pinned.get("reported", True) or self._rules is None:
            return None
        known = lineage.runs_by_uuid(self._session, [str(pinned["id"])])
        ids = [run.id for run in known.values() if run.serial <= self._as_of.serial]
        if not ids:
            return None
        further = self.wanted.depth - hop + len(self.wanted.opened)
        found = tell.closure(self._session, ids, self._rules, most=self.wanted.most, depth=further, as_of=self._as_of)
        return tell.tell(self._session, found, self._rules)

    def _near(self, release: ReleaseRecord, table: str, hop: int) -> bool:
        return hop < self.wanted.depth or table_node(release, table).id in self.wanted.opened

    def release(self, told: Mapping[str, str]) -> ReleaseRecord | None:
        """The release that a seal names as an input."""
        record = self._datasets.get(told["dataset"])
        return record.release(told["version"]) if record is not None else None

    def open(self, node: str, hop: int) -> bool:
        """Whether to look behind a node; when not, the node says that there is more."""
        if hop < self.wanted.depth or node in self.wanted.opened:
            self._shown.add(node)
        hidden = node not in self._shown
        self.graph.nodes[node] = replace(self.graph.nodes[node], hidden=hidden)
        return not hidden


class _Walk:
    """The runs of one closure, from the ones that made a table to their sources."""

    def __init__(self, upstream: Upstream, document: Mapping[str, Any], hop: int, *, pinned: bool) -> None:
        self._upstream, self._hop, self._pinned = upstream, hop, pinned
        self._runs = {one["id"]: one for one in document.get("runs", ())}
        self._read: dict[str, list[Facts]] = defaultdict(list)
        for one in document.get("inputs", ()):
            self._read[one["reader"]].append(one)
        self._versions = {(one["run"], *place_of(one)): one.get("version", "") for one in document.get("outputs", ())}
        self._document = document
        self._reads: dict[str, dict[Place, str]] = defaultdict(dict)
        self._writes: dict[str, dict[Place, str]] = defaultdict(dict)
        # What was read from a project's view leads to the table at the core, where columns have other names.
        self._by_name: set[tuple[str, Place]] = set()
        self._queue: list[tuple[str, str, int]] = []
        self._further: list[tuple[ReleaseRecord, str, int]] = []

    def run(self, uuid: str, hop: int, place: Place, output: str) -> str:
        """Put in a run, to be followed. place: the physical dataset that it wrote, which `output` is the node of."""
        told = self._runs.get(uuid) or {"id": uuid, "state": "", "reported": False}
        node = self._upstream.graph.add(run_node(told, hop))
        self._queue.append((uuid, node, hop))
        self._writes[uuid][place] = output
        return node

    def go(self) -> list[tuple[ReleaseRecord, str, int]]:
        """Follow the runs; returns the tables of other releases that were reached."""
        done: dict[str, str] = {}
        while self._queue:
            uuid, node, hop = self._queue.pop(0)
            if uuid not in done:
                done[uuid] = node
                for one in self._read[uuid]:
                    self._follow(one, node, hop)
        self._columns(done)
        return self._further

    def _follow(self, one: Facts, reader: str, hop: int) -> None:
        graph = self._upstream.graph
        release = self._upstream.release(one["release"]) if "release" in one else None
        table = str(one["release"].get("table", "")) if release is not None else ""
        # Who reads without naming a version has read the one that was written.
        version = one.get("version") or self._versions.get((one.get("run", ""), *place_of(one)), "")
        source = table_node(release, table, hop) if release is not None else data_node({**one, "version": version}, hop)
        if graph.full(source.id, self._upstream.wanted.most):
            return
        graph.add(source)
        graph.join(source.id, reader, tell.way(one), pinned=self._pinned)
        self._reads[str(one["reader"])][place_of(one)] = source.id
        if tell.way(one) == "name":
            self._by_name.add((str(one["reader"]), place_of(one)))
        if release is not None:
            self._further.append((release, table, hop))
        elif "run" in one and self._upstream.open(source.id, hop) and self._room(str(one["run"])):
            writer = self.run(str(one["run"]), hop + 1, place_of(one), source.id)
            graph.join(writer, source.id, "output", pinned=self._pinned)

    def _room(self, run: str) -> bool:
        return not self._upstream.graph.full(run_node({"id": run}).id, self._upstream.wanted.most)

    def _columns(self, runs: Mapping[str, str]) -> None:
        told: dict[str, list[Facts]] = defaultdict(list)
        for one in self._document.get("columns", ()):
            if one["run"] in runs:
                by_name = (one["run"], place_of(one["input"])) in self._by_name
                column = core_column(str(one["inputColumn"])) if by_name else one["inputColumn"]
                told[one["run"]].append({**one, "inputColumn": column})
        for uuid, columns in told.items():
            self._upstream.graph.add_columns(runs[uuid], columns, self._reads[uuid], self._writes[uuid])


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
    return _Downstream(session, datasets, wanted, rules, as_of).of(release, table)


# A run wrote a physical dataset: UUID, and namespace and name as they are shown; with its node.
_Places = dict[tuple[str, str, str], str]


class _Downstream:
    """Walks from what runs wrote to the runs that read it, level by level."""

    def __init__(
        self,
        session: Session,
        datasets: Mapping[str, DatasetRecord],
        wanted: Wanted,
        rules: PublicRules,
        as_of: AsOf,
    ) -> None:
        self._session, self._datasets, self._wanted = session, datasets, wanted
        self._rules, self._as_of = rules, as_of
        self.graph = Graph()

    def of(self, release: ReleaseRecord, table: str) -> Graph:
        """What was made from a release, or from one of its tables."""
        bound = lineage.runs_of_release(self._session, release.id)
        places: _Places = {}
        for one in bound:
            if not table or one.table in {table, ""}:
                places[one.run, one.namespace, one.name] = self.graph.add(table_node(release, one.table))
        self.graph.start += dict.fromkeys(places.values()) or [self.graph.add(table_node(release, table))]
        waiting: _Places = {}
        seen: set[tuple[str, str, str]] = set()
        hop = 0
        while places:
            seen.update(places)
            going = {place: node for place, node in places.items() if self._open(node, hop)}
            waiting |= {place: node for place, node in places.items() if place not in going}
            places = {place: node for place, node in self._feeds(going, hop).items() if place not in seen}
            hop += 1
        self._hide(waiting)
        return self.graph

    def _open(self, node: str, hop: int) -> bool:
        return hop < self._wanted.depth or node in self._wanted.opened

    def _hide(self, places: _Places) -> None:
        """Say of those behind which one did not look whether there is more."""
        for node in {places[place] for place, _ in self._reads(places)}:
            self.graph.nodes[node] = replace(self.graph.nodes[node], hidden=True)

    def _reads(self, places: _Places) -> list[tuple[tuple[str, str, str], lineage.Input]]:
        """Who read what stands at places."""
        known = lineage.runs_by_uuid(self._session, {run for run, _, _ in places}) if places else {}
        uuids = {run.id: uuid for uuid, run in known.items()}
        written = {
            (one.run, one.physical): place
            for one in lineage.outputs_of(self._session, uuids)
            if (place := (uuids[one.run], *place_of(facts.named(one.namespace, one.name, self._rules)))) in places
            and one.complete
        }
        outputs = [
            lineage.Output(run, physical, *place[1:], "", "", True) for (run, physical), place in written.items()
        ]
        found = lineage.readers_of(self._session, outputs, self._as_of)
        return [(written[one.source or 0, one.physical], one) for one in found]

    def _feeds(self, places: _Places, hop: int) -> _Places:
        """Put in who read what stands at places, and what they wrote; returns the places of that."""
        reads = self._reads(places)
        uuids = list(dict.fromkeys(one.run for _, one in reads))
        readers = lineage.runs(self._session, uuids[: self._wanted.most])
        self.graph.cut = self.graph.cut or len(uuids) > self._wanted.most
        nodes = {number: run_node(tell.run_facts(run, self._rules), hop + 1) for number, run in readers.items()}
        read: dict[int, dict[int, str]] = defaultdict(dict)
        for place, one in reads:
            node = nodes.get(one.run)
            if node is not None and not self.graph.full(node.id, self._wanted.most):
                self.graph.join(places[place], self.graph.add(node), one.how, pinned=False)
                read[one.run][one.physical] = places[place]
        return self._written({number: readers[number] for number in read}, read, hop)

    def _written(
        self,
        readers: Mapping[int, lineage.RunRecord],
        read: Mapping[int, Mapping[int, str]],
        hop: int,
    ) -> _Places:
        """Put in what runs wrote. read: nodes of what each of them read, by physical dataset."""
        uuids = [run.uuid for run in readers.values()]
        bound = {(one.run, one.namespace, one.name): one for one in lineage.bound_to(self._session, uuids)}
        found: _Places = {}
        writes: dict[int, dict[int, str]] = defaultdict(dict)
        for written in lineage.outputs_of(self._session, readers):
            told = tell.output_facts(written, readers[written.run], self._rules)
            place = (told["run"], *place_of(told))
            node, how = self._output(told, bound.get(place), hop + 1)
            if not self.graph.full(node.id, self._wanted.most):
                found[place] = writes[written.run][written.physical] = self.graph.add(node)
                self.graph.join(run_node({"id": place[0]}).id, node.id, how, pinned=node.kind == "table")
        for one in lineage.columns_of(self._session, readers):
            source, target = read[one.run].get(one.input), writes[one.run].get(one.output)
            if source is not None and target is not None:
                run = run_node({"id": readers[one.run].uuid}).id
                columns = source, one.input_column, target, one.output_column
                self.graph.columns[ColumnStep(run, *columns, one.kind, one.subtype, one.description)] = None
        return found

    def _output(self, told: Facts, bound: lineage.Bound | None, hop: int) -> tuple[Node, str]:
        """The node of what a run wrote, and how it is known that the run wrote it."""
        record = self._datasets.get(bound.dataset) if bound is not None else None
        sealed = record.release(bound.release) if record is not None and bound is not None else None
        if sealed is None or bound is None:
            return data_node(told, hop), "output"
        return table_node(sealed, bound.table, hop), bound.how


def outputs_of(release: ReleaseRecord) -> list[Facts]:
    """The outputs that the seal of a release names."""
    return list((release.sealed.get("run") or {}).get("outputs", ()))
