"""Where a release comes from and what it feeds: asked for in an address, drawn, and told as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from catalogue.harvest.faces import FACES
from catalogue.lineage import trace
from catalogue.lineage.columns import Followed, follow, narrowed
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.nodes import Graph, Node
from catalogue.lineage.trace import Wanted
from catalogue.store import find, jobs, lineage, tables
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link, dataset_crumbs
from catalogue.web.contexts.lineage_asked import Asked, Choice, directions, steps_to_choose
from catalogue.web.contexts.lineage_lines import (
    ColumnLine,
    NestedTable,
    Nesting,
    RunLine,
    column_lines,
    run_lines,
)
from catalogue.web.contexts.lineage_nodes import (
    column_pages,
    is_withdrawn,
    link_to,
    release_of,
    shown_as,
    states_of,
    version_of,
)
from catalogue.web.contexts.lineage_picture import LineagePicture, draw, place
from catalogue.web.contexts.release import newer

# More than this is not legible in one picture; what lies further is opened from its edge.
MOST_DRAWN = 250
# Columns that are offered to be followed.
MOST_OFFERED = 500


@dataclass(frozen=True, slots=True)
class LateRun:
    """A run that was reported after the release that it made was sealed.

    run: its page.
    recorded: when the register was told of it.
    """

    run: Link
    recorded: str


@dataclass(frozen=True, slots=True)
class LineagePage:
    """Where a release, a table or a column comes from, and what it feeds.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release.
    newer: the release in force when it is another one, else None.
    title: what the page is about, as a question answered.
    table: the table that it is about, or None for the whole release.
    column: the column that is followed, or empty.
    known: true when the release names a run.
    reported: true when that run is known by more than its number.
    late: a run that was reported after sealing, or None.
    run: the page of the run that the release names, or None.
    datasets: how many tables and files are shown besides those it is about.
    run_count: how many runs are shown.
    hidden: behind how many things there is more.
    cut: true when the picture was cut because it would be too large.
    most: how many things a picture shows at most.
    superseded: inputs of which there is a newer release, with the page of that.
    withdrawn: inputs whose release was withdrawn since, with their pages.
    directions: ways to look, to choose from.
    depths: numbers of steps, to choose from.
    tables: tables of the release whose maker is known, to choose from.
    columns: names of columns that can be followed.
    picture: the picture, or None when there is nothing to draw.
    picture_url: the picture alone.
    plain_url: the page without what was opened and without a column.
    downloads: the same in other forms.
    runs: the runs in the picture.
    nested: the same as tables.
    steps: the way of the column that is followed, step by step.
    whole: what decided which rows there are, on that way.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    newer: Link | None
    title: str
    table: Link | None
    column: str
    known: bool
    reported: bool
    late: LateRun | None
    run: Link | None
    datasets: int
    run_count: int
    hidden: int
    cut: bool
    most: int
    superseded: tuple[tuple[Link, Link], ...]
    withdrawn: tuple[Link, ...]
    directions: tuple[Choice, ...]
    depths: tuple[Choice, ...]
    tables: tuple[Choice, ...]
    columns: tuple[str, ...]
    picture: LineagePicture | None
    picture_url: str
    plain_url: str
    downloads: tuple[Link, ...]
    runs: tuple[RunLine, ...]
    nested: tuple[NestedTable, ...]
    steps: tuple[ColumnLine, ...]
    whole: tuple[ColumnLine, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """A graph in one direction, and in it the way of a column.

    graph: the graph.
    forward: true for what was made from the start.
    offered: names of columns of the start that can be followed.
    followed: the way of the column, or None.
    """

    graph: Graph
    forward: bool
    offered: tuple[str, ...]
    followed: Followed | None


def lineage_page(
    session: Session, record: DatasetRecord, release: ReleaseRecord, asked: Asked, rules: PublicRules
) -> LineagePage:
    """Read where a release comes from and what it feeds, as far as is asked.

    A few queries for each step from release to release, however wide it is. Raises NotFoundError with near names for a
    table that the release does not have.
    """
    if asked.table and asked.table.lower() not in tables.table_names(session, [release])[release.id]:
        find.table(session, release, asked.table)
    asked = replace(asked, table=asked.table.lower())
    datasets = {one.key: one for one in all_datasets(session)}
    traced = _traced(session, release, asked, datasets, rules)
    whole = _together(traced)
    pinned = release.sealed.get("run") or {}
    late = _late(session, pinned)
    links = {key: link_to(node, datasets) for key, node in whole.nodes.items()}
    states = {key: states_of(node, datasets) for key, node in whole.nodes.items()}
    versions = {key: version_of(node, datasets) for key, node in whole.nodes.items()}
    shown = {key: shown_as(node, links[key], states[key], versions[key]) for key, node in whole.nodes.items()}
    followed = _joined([one.followed for one in traced if one.followed is not None])
    layout = place(whole, shown, followed)
    numbers = layout.numbers(whole)
    path = addresses.lineage(release.slug, release.version, asked=asked.told)
    pages = column_pages(session, followed, whole, datasets)
    subject = _subject(release, asked)
    data = [node for node in whole.nodes.values() if node.kind != "run" and node.id not in whole.start]
    read = [node for node in data if any(not one.forward and node.id in one.graph.nodes for one in traced)]
    seen: set[str] = set()
    return LineagePage(
        head=Head(_title(asked, subject), path, _twin(release, asked), dataset_crumbs(record, release), "datasets"),
        record=record,
        release=release,
        newer=newer(record, release),
        title=_title(asked, release.facts.title if not asked.table else ""),
        table=Link(asked.table, addresses.table(release.slug, release.version, asked.table), physical=True)
        if asked.table
        else None,
        column=asked.column,
        known=bool(pinned),
        reported=bool(pinned) and (pinned.get("reported") is not False or late is not None),
        late=late,
        run=Link(str(pinned["id"]), addresses.run(str(pinned["id"])), physical=True) if pinned else None,
        datasets=len(data),
        run_count=len(numbers),
        hidden=sum(node.hidden for node in whole.nodes.values()),
        cut=whole.cut,
        most=MOST_DRAWN,
        superseded=tuple(_superseded(read, links, datasets)),
        withdrawn=tuple(links[node.id] for node in read if is_withdrawn(node, datasets)),
        directions=directions(asked),
        depths=steps_to_choose(asked),
        tables=_tables(pinned, asked),
        columns=tuple(dict.fromkeys(name for one in traced for name in one.offered))[:MOST_OFFERED],
        picture=draw(whole, layout, shown, lambda node: _toggles(node, traced, asked, release)) if numbers else None,
        picture_url=addresses.lineage(release.slug, release.version, picture=True, asked=asked.all),
        plain_url=addresses.lineage(release.slug, release.version, asked={**asked.told, "column": ""}),
        downloads=_downloads(release, pinned),
        runs=run_lines(whole, numbers, [late.run.text] if late else ()),
        nested=tuple(_nested(one, numbers, states, links, versions, seen) for one in traced if one.graph.edges),
        steps=column_lines(followed.steps if followed else (), whole, numbers, links, pages),
        whole=column_lines(followed.whole if followed else (), whole, numbers, links, pages),
    )


def _traced(
    session: Session,
    release: ReleaseRecord,
    asked: Asked,
    datasets: Mapping[str, DatasetRecord],
    rules: PublicRules,
) -> list[Traced]:
    wanted = Wanted(asked.depth, frozenset(asked.opened), MOST_DRAWN)
    found = []
    if asked.direction != "down":
        graph = trace.Upstream(session, datasets, wanted, rules).of(release, asked.table)
        found.append(_following(graph, asked.column, forward=False))
    if asked.direction != "up":
        graph = trace.downstream(session, release, asked.table, datasets, wanted, rules)
        found.append(_following(graph, asked.column, forward=True))
    return found


def _following(graph: Graph, column: str, *, forward: bool) -> Traced:
    starts = set(graph.start)
    names = sorted(
        {
            (step.source_column if forward else step.target_column)
            for step in graph.columns
            if (step.source if forward else step.target) in starts
        }
        - {""}
    )
    if not column:
        return Traced(graph, forward, tuple(names), None)
    followed = follow(graph, graph.start, column, forward=forward)
    return Traced(narrowed(graph, followed), forward, tuple(names), followed)


def _together(traced: Sequence[Traced]) -> Graph:
    """Both directions as one graph."""
    whole = Graph()
    for one in traced:
        whole.start += [key for key in one.graph.start if key not in whole.start]
        for node in one.graph.nodes.values():
            whole.add(node)
        for edge in one.graph.edges.values():
            whole.join(edge.source, edge.target, edge.how, pinned=edge.pinned)
        whole.cut = whole.cut or one.graph.cut
    return whole


def _joined(followed: Sequence[Followed]) -> Followed | None:
    if not followed:
        return None
    columns: dict[str, dict[str, None]] = {}
    for one in followed:
        for key, names in one.columns.items():
            columns.setdefault(key, {}).update(dict.fromkeys(names))
    return Followed(
        {key: tuple(names) for key, names in columns.items()},
        tuple(step for one in followed for step in one.steps),
        tuple(step for one in followed for step in one.whole),
    )


def _superseded(
    inputs: Iterable[Node], links: Mapping[str, Link], datasets: Mapping[str, DatasetRecord]
) -> Iterable[tuple[Link, Link]]:
    for node in inputs:
        found = release_of(node, datasets)
        latest = found[0].latest if found is not None else None
        if found is None or latest is None or latest.id == found[1].id or found[1].withdrawn:
            continue
        text = f"{node.label} of {found[0].slug} {found[1].version}"
        yield Link(text, links[node.id].url), Link(latest.version, addresses.release(found[0].slug, latest.version))


def _late(session: Session, pinned: Mapping[str, Any]) -> LateRun | None:
    """The run that a seal names without knowing it, when it was reported since."""
    if pinned.get("reported", True):
        return None
    uuid = str(pinned["id"])
    run = lineage.runs_by_uuid(session, [uuid]).get(uuid)
    if run is None:
        return None
    recorded = jobs.recorded(session, [run.serial]).get(run.serial, "")
    return LateRun(Link(uuid, addresses.run(uuid), physical=True), recorded)


def _toggles(
    node: Node, traced: Sequence[Traced], asked: Asked, release: ReleaseRecord
) -> list[tuple[str, str, str, str]]:
    """Links that show or hide what lies behind a node, on the side where it lies."""
    found = []
    for one in traced:
        here = one.graph.nodes.get(node.id)
        if here is None or node.kind == "run":
            continue
        side = "right" if one.forward else "left"
        what = f"what {node.label} {'feeds' if one.forward else 'was made from'}"
        if here.hidden:
            told = asked.with_open(node.id)
            found.append((side, "+", f"Show {what}", addresses.lineage(release.slug, release.version, asked=told)))
        elif node.id in asked.opened and here.hop >= asked.depth:
            told = asked.without(node.id)
            url = addresses.lineage(release.slug, release.version, asked=told)
            found.append((side, "\N{MINUS SIGN}", f"Hide {what}", url))
    return found


def _tables(pinned: Mapping[str, Any], asked: Asked) -> tuple[Choice, ...]:
    outputs = pinned.get("outputs")
    names = sorted({str(one.get("table", "")) for one in outputs if isinstance(one, dict)} if outputs else ())
    names = [name for name in dict.fromkeys([*names, asked.table]) if name]
    if not names:
        return ()
    return (
        Choice("", "all tables", not asked.table),
        *(Choice(name, name, name == asked.table) for name in names),
    )


def _downloads(release: ReleaseRecord, pinned: Mapping[str, Any]) -> tuple[Link, ...]:
    faces = [one for one in FACES if one.name.startswith(("prov", "openlineage"))]
    found = [Link(one.title, addresses.face(release.slug, release.version, one.name)) for one in faces if pinned]
    if pinned.get("upstream"):
        found.append(Link("what the seal pins, JSON", addresses.api(f"/objects/{pinned['upstream']}")))
    return tuple(found)


def _twin(release: ReleaseRecord, asked: Asked) -> str:
    """The same as JSON."""
    if not asked.table:
        return addresses.api(addresses.lineage(release.slug, release.version))
    return addresses.api(f"{addresses.table(release.slug, release.version, asked.table)}/lineage")


def _subject(release: ReleaseRecord, asked: Asked) -> str:
    whole = f"{release.facts.title} {release.version}"
    return ", ".join(one for one in (asked.column, asked.table, whole) if one)


def _title(asked: Asked, subject: str) -> str:
    subject = subject or f"the {'column' if asked.column else 'table'}"
    return {
        "down": f"What {subject} feeds",
        "both": f"Where {subject} comes from, and what it feeds",
    }.get(asked.direction, f"Where {subject} comes from")


def _nested(
    one: Traced,
    numbers: Mapping[str, int],
    states: Mapping[str, tuple[tuple[str, str], ...]],
    links: Mapping[str, Link],
    versions: Mapping[str, str],
    seen: set[str],
) -> NestedTable:
    nesting = Nesting(one.graph, numbers, states, links, versions, seen)
    if one.forward:
        return nesting.table(
            "What it feeds", "Each row was made from the row above it that is indented one step less.", forward=True
        )
    caption = "Each row went into the row above it that is indented one step less."
    return nesting.table("Where it comes from", caption, forward=False)
