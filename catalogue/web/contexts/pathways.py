"""Pathways: the ways that data came, and which of them a dataset or a table stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.dates import day
from catalogue.model.kinds import VocabularyKind
from catalogue.model.known import Source
from catalogue.model.pathways import End, Pathway, Place, Step
from catalogue.store import find, vocabulary
from catalogue.store.concepts import former_slugs
from catalogue.store.pathways import Described, described, pathways
from catalogue.store.releases import DatasetRecord, all_datasets
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources
from catalogue.web.contexts.flow import Flow, flow
from catalogue.web.contexts.lineage_lines import DEEPEST
from catalogue.web.contexts.members import dataset_link

PATHWAYS = Link("Ways that the data came", "/pathways")


@dataclass(frozen=True, slots=True)
class PathwayLine:
    """A pathway in the list of pathways.

    pathway: the pathway as in force.
    url: its page.
    datasets: datasets whose data came this way.
    """

    pathway: Pathway
    url: str
    datasets: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PathwaysPage:
    """All pathways.

    head: what the page says of itself.
    pathways: the pathways: those that most datasets came by first, then in order of titles.
    """

    head: Head
    pathways: tuple[PathwayLine, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place with what describes it here.

    place: the place.
    anchor: id of its row.
    link: the table, release or dataset that describes it; without an address when nothing does.
    state: which version it is, in words; empty when nothing is known.
    """

    place: Place
    anchor: str
    link: Link
    state: str


@dataclass(frozen=True, slots=True)
class EndLine:
    """A place that a step reads or makes.

    link: its row in the table of places.
    note: what else to know, Markdown.
    mark: how it is known when that differs from the step, or empty.
    """

    link: Link
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a pathway.

    step: the step.
    anchor: id of its row.
    inputs: what goes in.
    outputs: what comes out.
    """

    step: Step
    anchor: str
    inputs: tuple[EndLine, ...]
    outputs: tuple[EndLine, ...]


@dataclass(frozen=True, slots=True)
class NestedRow:
    """A place in the nested table: it went into the place above it that is indented one step less.

    depth: how many steps lie between it and the end of the way.
    indent: how far it is indented.
    line: the place.
    first: false for a place that stands further up already, with all that went into it.
    made: the steps that made it, each with how that is known when it differs from the step; none at a beginning.
    mark: how it is known that it went into the place above.
    """

    depth: int
    indent: int
    line: PlaceLine
    first: bool
    made: tuple[tuple[Link, str], ...]
    mark: str


@dataclass(frozen=True, slots=True)
class PathwayPage:
    """A pathway as in force.

    head: what the page says of itself.
    pathway: the pathway.
    datasets: datasets whose data came this way.
    flow: its picture.
    picture_url: the picture alone.
    steps: its steps, in the order in which they are told.
    nested: its places, from the ends of the way back to its beginnings.
    states: how many states of it were recorded; the last one is shown.
    sources: every source that the page cites.
    """

    head: Head
    pathway: Pathway
    datasets: tuple[Link, ...]
    flow: Flow
    picture_url: str
    steps: tuple[StepLine, ...]
    nested: tuple[NestedRow, ...]
    states: int
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The pathways on which a dataset or one of its tables stands.

    came: those by which the data came.
    touched: those that read it or make it besides.
    """

    came: tuple[Link, ...]
    touched: tuple[Link, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.touched)


def pathways_page(session: Session) -> PathwaysPage:
    """Read the list of pathways."""
    records = {record.slug: record for record in all_datasets(session)}
    now = former_slugs(session)
    lines = [PathwayLine(one, addresses.pathway(one.name), _datasets(one, records, now)) for one in pathways(session)]
    head = Head(PATHWAYS.text, PATHWAYS.url, addresses.api(PATHWAYS.url), section="datasets")
    return PathwaysPage(head, tuple(sorted(lines, key=lambda one: (-len(one.datasets), one.pathway.title.lower()))))


def pathway_page(session: Session, name: str) -> PathwayPage:
    """Read the page of a pathway. Raises NotFoundError with near names."""
    pathway = find.pathway(session, name)
    records = {record.slug: record for record in all_datasets(session)}
    found = described(session, pathway.places, records.values())
    lines = {place.name: _place(place, found.get(place.name)) for place in pathway.places}
    path = addresses.pathway(pathway.name)
    urls = {name: line.link.url or f"{path}#{line.anchor}" for name, line in lines.items()}
    return PathwayPage(
        head=Head(pathway.title, path, addresses.api(path), (PATHWAYS,), "datasets"),
        pathway=pathway,
        datasets=_datasets(pathway, records, former_slugs(session)),
        flow=flow(pathway, urls, {name: line.state for name, line in lines.items()}, path),
        picture_url=f"{path}.svg",
        steps=tuple(_step(step, lines) for step in pathway.steps),
        nested=tuple(_nested(pathway, lines)),
        states=len(vocabulary.history(session, VocabularyKind.PATHWAY, pathway.name)),
        sources=cited_sources([], pathway.caveats, _sources(pathway)),
    )


def ways(session: Session, record: DatasetRecord, table: str = "") -> Ways:
    """The pathways on which a dataset stands, or with a name one of its tables alone. Two queries."""
    now = former_slugs(session)
    came, touched = [], []
    for one in pathways(session):
        named = any(
            now.get(place.dataset, place.dataset) == record.slug and table in {"", place.table} for place in one.places
        )
        link = Link(one.title, addresses.pathway(one.name))
        if not table and record.slug in {now.get(slug, slug) for slug in one.datasets}:
            came.append(link)
        elif named:
            touched.append(link)
    return Ways(tuple(came), tuple(touched))


def _datasets(pathway: Pathway, records: Mapping[str, DatasetRecord], now: Mapping[str, str]) -> tuple[Link, ...]:
    slugs = (now.get(slug, slug) for slug in pathway.datasets)
    return tuple(dataset_link(records[slug]) for slug in slugs if slug in records)


def _place(place: Place, found: Described | None) -> PlaceLine:
    link, state = Link(place.title, ""), words.keeping(place.keeping)
    if found is not None:
        release = found.release
        url = dataset_link(found.record).url
        if release is not None and place.snapshot:
            url, state = addresses.release(release.slug, release.version), f"release {release.version}, sealed"
        if release is not None and found.table:
            url = addresses.table(release.slug, release.version, found.table)
        link = Link(place.title, url)
    if place.snapshot and (found is None or found.release is None):
        state = ", ".join(filter(None, (day(place.snapshot), state)))
    return PlaceLine(place, f"place-{place.name}", link, state)


def _step(step: Step, lines: Mapping[str, PlaceLine]) -> StepLine:
    def ends(found: Iterable[End]) -> tuple[EndLine, ...]:
        return tuple(
            EndLine(
                Link(lines[end.place].place.title, f"#{lines[end.place].anchor}"),
                end.note,
                end.mark if end.mark != step.mark else "",
            )
            for end in found
        )

    return StepLine(step, f"step-{step.name}", ends(step.inputs), ends(step.outputs))


def _nested(pathway: Pathway, lines: Mapping[str, PlaceLine]) -> Iterator[NestedRow]:
    """Every place below what was made of it, each whole once."""
    makers: dict[str, list[tuple[Step, End]]] = {}
    for step in pathway.steps:
        for end in step.outputs:
            makers.setdefault(end.place, []).append((step, end))
    read = {end.place for step in pathway.steps for end in step.inputs}
    # What is made last comes first: the way to it is the longest. Then whatever no end leads to, such as a circle.
    waiting = [(0, name, "") for name in (*reversed(list(lines)), *(name for name in makers if name not in read))]
    seen: set[str] = set()
    while waiting:
        depth, name, mark = waiting.pop()
        if name in seen and not depth:
            continue
        by = makers.get(name, ())
        made = tuple(
            (Link(step.number or step.title, f"#step-{step.name}"), end.mark if end.mark != step.mark else "")
            for step, end in by
        )
        yield NestedRow(depth, min(depth, DEEPEST), lines[name], name not in seen, made, mark)
        if name not in seen:
            seen.add(name)
            waiting += [(depth + 1, end.place, end.mark) for step, _ in reversed(by) for end in reversed(step.inputs)]


def _sources(pathway: Pathway) -> Iterator[Source]:
    yield from pathway.sources
    for step in pathway.steps:
        yield from step.sources
        for end in (*step.inputs, *step.outputs):
            yield from end.sources
        for record in step.records:
            yield from record.sources
    for place in pathway.places:
        yield from place.sources
