"""Lineage in words: the runs of a picture, the same as a nested table, and a column step by step."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.lineage.columns import Followed
from catalogue.lineage.nodes import ColumnStep, Edge, Graph, Node
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Link

# A table that would be longer stops there, and says so.
MOST_ROWS = 400
# How deep rows are indented; what is deeper says its step in words alone.
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Code:
    """Where the code of a run stands. It is what a run tells, so no part of it becomes a link.

    address: of the repository, or empty.
    version: commit, or empty.
    path: path within, or empty.
    """

    address: str
    version: str
    path: str

    def __bool__(self) -> bool:
        return bool(self.address or self.version or self.path)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the table of runs.

    number: its number in the picture.
    url: its page.
    job: name of its job; the run's own number when it is not reported.
    ended: when it ended, or empty.
    state: how it ended, or how far it is.
    late: true when it was reported after the release was sealed.
    code: where its code stands.
    inputs: how its inputs were found, in words.
    """

    number: int
    url: str
    job: str
    ended: str
    state: str
    late: bool
    code: Code
    inputs: str


@dataclass(frozen=True, slots=True)
class TraceRow:
    """A row of the nested table.

    anchor: id of the row, empty when the node has a row further up.
    step: runs between it and the start.
    indent: how deep it is indented.
    name: what it is, with its page if there is one.
    namespace: where a run says that it stands, or empty.
    version: the version used, or empty.
    states: states in words, each with the class of its badge.
    run: number of the run that made it; 0 when none is known.
    how: how it is known which version it was.
    again: true when what lies behind it stands further up, with another thing that the same run made or read.
    more: true when more lies behind it than is shown.
    """

    anchor: str
    step: int
    indent: int
    name: Link
    namespace: str
    version: str
    states: tuple[tuple[str, str], ...]
    run: int
    how: str
    again: bool
    more: bool


@dataclass(frozen=True, slots=True)
class NestedTable:
    """The same as the picture, as a table.

    title: what its rows are.
    forward: true when its rows lead to what was made from the start.
    caption: how to read it.
    rows: the rows.
    cut: how many rows were left out because there were too many.
    """

    title: str
    forward: bool
    caption: str
    rows: tuple[TraceRow, ...]
    cut: int


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column that was made from a column.

    source: the table or data that it was made from.
    source_column: its column, with its page if there is one.
    target: the table or data that was made.
    target_column: its column, with its page if there is one; None for the whole table.
    run: number of the run in the picture, or 0.
    kind: what was done, in words.
    text: the transformation as its run tells it, or empty.
    """

    source: Link
    source_column: Link
    target: Link
    target_column: Link | None
    run: int
    kind: str
    text: str


def code_of(facts: Mapping[str, object]) -> Code:
    """Where the code of a run stands."""
    told = facts.get("code")
    code = told if isinstance(told, dict) else {}
    return Code(str(code.get("url", "")), str(code.get("version", "")), str(code.get("path", "")))


def run_lines(graph: Graph, numbers: Mapping[str, int], late: Iterable[str]) -> tuple[RunLine, ...]:
    """The runs of a graph in the order of their numbers. late: UUIDs of those that were reported after sealing."""
    known, ways = set(late), defaultdict[str, Counter[str]](Counter)
    for edge in graph.edges.values():
        if edge.target in numbers:
            ways[edge.target][edge.how] += 1
    return tuple(
        RunLine(
            number=number,
            url=addresses.run(node.run),
            job=node.label,
            ended=str(node.facts.get("ended") or ""),
            state=words.run_state(str(node.facts.get("state") or "")),
            late=node.run in known,
            code=code_of(node.facts),
            inputs=words.listed([_found(how, count) for how, count in sorted(ways[key].items())]),
        )
        for key, number in sorted(numbers.items(), key=lambda one: one[1])
        for node in [graph.nodes[key]]
    )


def _found(how: str, count: int) -> str:
    return words.plural(count, "source") if how == "source" else f"{count} {words.how(how)}"


class Nesting:
    """Rows of the nested table, from what a page is about to what lies behind it, what each run read or wrote once."""

    def __init__(
        self,
        graph: Graph,
        numbers: Mapping[str, int],
        states: Mapping[str, tuple[tuple[str, str], ...]],
        links: Mapping[str, Link],
        versions: Mapping[str, str],
        seen: set[str],
    ) -> None:
        self._graph, self._numbers, self._states, self._links = graph, numbers, states, links
        self._versions, self._seen = versions, seen
        self._into: dict[str, list[Edge]] = defaultdict(list)
        self._out: dict[str, list[Edge]] = defaultdict(list)
        for edge in graph.edges.values():
            self._into[edge.target].append(edge)
            self._out[edge.source].append(edge)
        self._told: set[str] = set()

    def table(self, title: str, caption: str, *, forward: bool) -> NestedTable:
        """All rows. forward: to what was made from the start, else to what it was made from."""
        rows = list(self._rows(forward=forward))
        return NestedTable(title, forward, caption, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))

    def _rows(self, *, forward: bool) -> Iterator[TraceRow]:
        stack = [(key, 0, "", "") for key in reversed(self._graph.start)]
        while stack:
            key, step, how, by = stack.pop()
            runs = self._ahead(key) if forward else self._behind(key)
            told = [run for run, _ in runs if run in self._told]
            beyond = [one for run, ones in runs if run not in self._told for one in ones]
            self._told.update(run for run, _ in runs)
            yield self._row(key, step, how or self._made(key), by, again=bool(told))
            stack += [(other, step + 1, way, run) for other, way, run in reversed(beyond)]

    def _behind(self, key: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """What a thing was made from, by the run that made it: (node, how its version is known, empty)."""
        return [
            (made.source, [(edge.source, edge.how, "") for edge in self._into[made.source]]) for made in self._into[key]
        ]

    def _ahead(self, key: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """What was made from a thing, by the run that read it; a run that wrote nothing stands for itself."""
        return [
            (
                read.target,
                [(edge.target, read.how, read.target) for edge in self._out[read.target]]
                or [(read.target, read.how, read.target)],
            )
            for read in self._out[key]
        ]

    def _made(self, key: str) -> str:
        return next((edge.how for edge in self._into[key]), "")

    def _row(self, key: str, step: int, how: str, by: str, *, again: bool) -> TraceRow:
        node = self._graph.nodes[key]
        first = key not in self._seen
        self._seen.add(key)
        makers = [edge.source for edge in self._into[key] if edge.source in self._numbers]
        return TraceRow(
            anchor=f"n-{key}" if first else "",
            step=step,
            indent=min(step, DEEPEST),
            name=self._links[key],
            namespace=node.namespace,
            version=self._versions[key],
            states=self._states[key],
            run=self._numbers.get(by or (makers[0] if makers else ""), 0),
            how=words.how(how),
            again=again,
            more=node.hidden,
        )


def column_lines(
    steps: Sequence[ColumnStep],
    graph: Graph,
    numbers: Mapping[str, int],
    links: Mapping[str, Link],
    pages: Mapping[tuple[str, str], str],
) -> tuple[ColumnLine, ...]:
    """Columns that were made from columns. pages: pages of columns, by node and name in small letters."""

    def column(node: str, name: str) -> Link:
        return Link(name, pages.get((node, name.lower()), ""), physical=True)

    return tuple(
        ColumnLine(
            source=links[step.source],
            source_column=column(step.source, step.source_column),
            target=links[step.target],
            target_column=column(step.target, step.target_column) if step.target_column else None,
            run=numbers.get(step.run, 0),
            kind=words.transformation(step.kind, step.subtype),
            text=words.further(step.text, words.transformation(step.kind, step.subtype)),
        )
        for step in steps
        if step.source in graph.nodes and step.target in graph.nodes
    )


def named_columns(followed: Followed, nodes: Mapping[str, Node]) -> dict[tuple[str, str], Node]:
    """Columns of tables of releases on the way of a column, by node and name in small letters."""
    found = {}
    for key, columns in followed.columns.items():
        node = nodes.get(key)
        if node is not None and node.release is not None and node.table:
            found.update({(key, name.lower()): node for name in columns})
    return found
