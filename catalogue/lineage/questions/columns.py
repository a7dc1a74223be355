"""Columns behind a variable and columns made from it: upstream as the seals pin it, downstream as runs are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from catalogue.lineage import facts, tell
from catalogue.lineage.behind import reported_later
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.nodes import node_id
from catalogue.lineage.questions.closure import ColumnIndex, Place, indexes
from catalogue.lineage.questions.common import Datasets, Facts, release_ref
from catalogue.lineage.trace import outputs_of
from catalogue.model.sail import core_column
from catalogue.store import lineage
from catalogue.store.lineage import NOW, AsOf, Output
from catalogue.store.releases import ReleaseRecord

MOST_COLUMNS = 5000


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
    edges: dict[tuple[str, str, str, str, str], Facts] = field(default_factory=dict)
    runs: dict[str, Facts] = field(default_factory=dict)
    cut: bool = False

    def of_table(self, release: ReleaseRecord, table: str, column: str) -> str:
        """Put in a column of a table of a release; returns its id."""
        identity = node_id("column", release.dataset_key, release.version, table, column.lower())
        told = {"id": identity, "column": column, "name": table, "release": release_ref(release, table)}
        return self._add(identity, told)

    def of_data(self, told: Facts, column: str) -> str:
        """Put in a column of what a run read or wrote; returns its id."""
        run, version = str(told.get("run", "")), str(told.get("version", ""))
        identity = node_id("column", told["namespace"], told["name"], run or version, column.lower())
        known = {name: told[name] for name in ("namespace", "name", "version", "run") if told.get(name)}
        return self._add(identity, {"id": identity, "column": column, **known})

    def _add(self, identity: str, told: Facts) -> str:
        self.nodes.setdefault(identity, told)
        self.cut = self.cut or len(self.nodes) >= MOST_COLUMNS
        return identity

    def join(self, source: str, target: str, edge: Facts, *, pinned: bool) -> None:
        """Put an edge in."""
        known = {
            "source": source,
            "target": target,
            "pinned": pinned,
            **{name: value for name, value in edge.items() if value},
        }
        self.edges.setdefault((source, target, edge["run"], edge["kind"], edge["subtype"]), known)

    def told(self) -> Facts:
        """As plain data."""
        return {
            "start": self.start,
            "nodes": list(self.nodes.values()),
            "edges": list(self.edges.values()),
            "cut": self.cut,
        }


@dataclass(frozen=True, slots=True)
class _Step:
    """A column of an output, to be looked behind. node: its id in the graph."""

    index: ColumnIndex
    place: Place
    column: str
    node: str
    pinned: bool


Opening = tuple[ReleaseRecord, str, str, str]


def upstream(within: Within, release: ReleaseRecord, table: str, column: str) -> ColumnGraph:
    """The columns that a variable was made from. A few queries for each step, however many columns there are."""
    graph = ColumnGraph()
    graph.start = graph.of_table(release, table, column)
    steps: list[_Step] = []
    openings: list[Opening] = [(release, table, column, graph.start)]
    seen = {graph.start}
    for _ in range(within.depth):
        steps += _opened(within, openings)
        if not steps or graph.cut:
            break
        steps, openings = _back(within, graph, steps, seen)
    return graph


def _opened(within: Within, openings: Iterable[Opening]) -> list[_Step]:
    """The outputs that tables of releases are."""
    openings = list(openings)
    by_seal = indexes(within.session, [one[0] for one in openings], within.rules, within.as_of)
    return [
        _Step(
            by_seal[release.seal],
            (str(one["run"]), str(one.get("namespace", "")), str(one.get("name", ""))),
            column,
            node,
            not reported_later(release),
        )
        for release, table, column, node in openings
        for one in outputs_of(release)
        if one.get("table", "") == table
    ]


def _back(
    within: Within, graph: ColumnGraph, steps: Iterable[_Step], seen: set[str]
) -> tuple[list[_Step], list[Opening]]:
    further: list[_Step] = []
    openings: list[Opening] = []
    for step in steps:
        for edge, place, read in step.index.behind(step.place, step.column):
            column = str(edge["inputColumn"])
            release = _release(within.datasets, read)
            if release is not None:
                table = str(read["release"].get("table", ""))
                column = core_column(column) if tell.way(read) == "name" else column
                node = graph.of_table(release, table, column)
            else:
                node = graph.of_data(read or {"namespace": place[1], "name": place[2], "run": place[0]}, column)
            graph.join(node, step.node, _way(edge), pinned=step.pinned)
            graph.runs.setdefault(edge["run"], step.index.jobs.get(edge["run"], {"id": edge["run"]}))
            if node in seen:
                continue
            seen.add(node)
            if release is not None:
                openings.append((release, table, column, node))
            elif place in step.index.written or "run" in read:
                writer = (str(read["run"]), *place[1:]) if "run" in read else place
                further.append(_Step(step.index, writer, column, node, step.pinned))
    return further, openings


def _release(known: Datasets, read: Facts) -> ReleaseRecord | None:
    told = read.get("release")
    record = known.get(str(told["dataset"])) if told else None
    return record.release(str(told["version"])) if record is not None and told else None


def _way(edge: Facts) -> Facts:
    return {
        "run": edge["run"],
        "kind": edge["kind"],
        "subtype": edge["subtype"],
        "description": edge["text"],
        "whole": not edge["outputColumn"],
    }


# Nodes of columns by name, of what a run wrote, by run and physical dataset.
Level = dict[tuple[int, int], dict[str, str]]


def downstream(within: Within, release: ReleaseRecord, table: str, column: str) -> ColumnGraph:
    """The columns that are made from a variable, as far as it is reported. Behind what touches a whole table, such
    as a filter, it does not look further."""
    graph = ColumnGraph()
    graph.start = graph.of_table(release, table, column)
    bound = [one for one in lineage.runs_of_release(within.session, release.id) if one.table == table]
    runs = lineage.runs_by_uuid(within.session, (one.run for one in bound))
    places = {(runs[one.run].id, one.namespace, one.name) for one in bound if one.run in runs}
    outputs = [
        one
        for one in lineage.outputs_of(within.session, (run.id for run in runs.values()))
        if (one.run, *facts.named(one.namespace, one.name, within.rules).values()) in places
    ]
    level: Level = {(one.run, one.physical): {column.lower(): graph.start} for one in outputs}
    seen = {graph.start}
    for _ in range(within.depth):
        if not level or graph.cut:
            break
        level, outputs = _forward(within, graph, level, outputs, seen)
    return graph


def _forward(
    within: Within, graph: ColumnGraph, level: Level, outputs: Collection[Output], seen: set[str]
) -> tuple[Level, list[Output]]:
    session = within.session
    reads = {
        (one.run, one.physical): one.source or 0 for one in lineage.readers_of(session, list(outputs), within.as_of)
    }
    names = {name for columns in level.values() for name in columns}
    edges = [
        (one, node)
        for one in lineage.columns_of(session, {run for run, _ in reads}, names)
        if (node := level.get((reads.get((one.run, one.input), 0), one.input), {}).get(one.input_column.lower()))
    ]
    written = {(one.run, one.physical): one for one in lineage.outputs_of(session, {one.run for one, _ in edges})}
    runs = lineage.runs(session, {one.run for one, _ in edges})
    made = _made(within, {run.uuid for run in runs.values()})
    further: Level = {}
    for one, source in edges:
        output = written.get((one.run, one.output))
        if output is None:
            continue
        run, place = runs[one.run], facts.named(output.namespace, output.name, within.rules)
        bound = made.get((run.uuid, place["namespace"], place["name"]))
        if bound is not None:
            node = graph.of_table(bound[0], bound[1], one.output_column)
        else:
            node = graph.of_data({**place, "version": output.version, "run": run.uuid}, one.output_column)
        way = {
            "run": run.uuid, "kind": one.kind, "subtype": one.subtype, "description": one.description,
            "whole": not one.output_column,
        }  # fmt: skip
        pinned = bound is not None and _is_pinned(bound[2], run.uuid, place, one)
        graph.join(source, node, way, pinned=pinned)
        if one.output_column and node not in seen:
            seen.add(node)
            further.setdefault((one.run, one.output), {})[one.output_column.lower()] = node
    return further, [written[place] for place in further]


Made = dict[Place, tuple[ReleaseRecord, str, ColumnIndex]]


def _made(within: Within, uuids: Collection[str]) -> Made:
    """The tables of releases that runs made, with the columns that their seals pin."""
    bound = [
        (one, release)
        for one in lineage.bound_to(within.session, uuids)
        if one.table and (release := within.datasets[one.dataset].release(one.release)) is not None
    ]
    by_seal = indexes(within.session, [release for _, release in bound])
    return {(one.run, one.namespace, one.name): (release, one.table, by_seal[release.seal]) for one, release in bound}


def _is_pinned(index: ColumnIndex, run: str, place: Facts, edge: lineage.ColumnRecord) -> bool:
    behind = index.edges.get(((run, place["namespace"], place["name"]), edge.output_column.lower()), [])
    return any(one["inputColumn"] == edge.input_column and one["kind"] == edge.kind for one in behind)
