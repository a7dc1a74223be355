"""Pathways as plain records: the way that data came, as places where they stand and steps between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.model.known import Caveat, Facts, Source, caveats_of, cited, known_of, sources_of, texts


@dataclass(frozen=True, slots=True)
class Place:
    """A system, file, table or publication in which the data stand.

    dataset, table, snapshot: what describes it here, as far as anything does. keeping: one of `vocabulary.Keeping`, or
    empty when it is not known whether a version is kept.
    """

    name: str
    title: str
    description: str
    inferred_meaning: str
    stage: str
    physical_name: str
    dataset: str
    table: str
    snapshot: str
    keeping: str
    note: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class End:
    """A place that a step reads or makes."""

    place: str
    note: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact or parameter of a step to record."""

    title: str
    note: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does that turns places into others. `number` is that of those who do it or write of it."""

    name: str
    title: str
    number: str
    actor: str
    description: str
    inferred_meaning: str
    inputs: tuple[End, ...]
    outputs: tuple[End, ...]
    records: tuple[Recorded, ...]
    note: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Pathway:
    """A pathway in one state.

    datasets: slugs of the datasets whose data came this way, without those that places alone name.
    """

    name: str
    title: str
    description: str
    inferred_meaning: str
    note: str
    datasets: tuple[str, ...]
    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    caveats: tuple[Caveat, ...]
    mark: str
    sources: tuple[Source, ...]
    digest: str
    facts: Facts


def pathway_record(facts: Facts, digest: str) -> Pathway:
    """A pathway from its object. A part without mark or source has those of the part around it."""
    sources = sources_of(facts)
    return Pathway(
        name=str(facts["name"]),
        title=str(facts.get("title", facts["name"])),
        description=str(facts.get("description", "")),
        inferred_meaning=str(facts.get("inferredMeaning", "")),
        note=str(facts.get("note", "")),
        datasets=texts(facts.get("datasets")),
        places=tuple(_place(item, facts, sources) for item in facts.get("places", ())),
        steps=tuple(_step(item, facts, sources) for item in facts.get("steps", ())),
        caveats=caveats_of(facts, sources),
        mark=str(facts.get("mark", "")),
        sources=cited(facts.get("source"), sources),
        digest=digest,
        facts=facts,
    )


def _place(item: Facts, pathway: Facts, sources: Sequence[Source]) -> Place:
    known = known_of((item, pathway), sources)
    return Place(
        name=str(item["name"]),
        title=str(item["title"]),
        description=str(item.get("description", "")),
        inferred_meaning=str(item.get("inferredMeaning", "")),
        stage=str(item.get("stage", "")),
        physical_name=str(item.get("physicalName", "")),
        dataset=str(item.get("dataset", "")),
        table=str(item.get("table", "")),
        snapshot=str(item.get("snapshot", "")),
        keeping=str(item.get("keeping", "")),
        note=str(item.get("note", "")),
        mark=known.mark,
        sources=known.sources,
    )


def _step(item: Facts, pathway: Facts, sources: Sequence[Source]) -> Step:
    known = known_of((item, pathway), sources)
    around = (item, pathway)
    return Step(
        name=str(item["name"]),
        title=str(item["title"]),
        number=str(item.get("number", "")),
        actor=str(item.get("actor", "")),
        description=str(item.get("description", "")),
        inferred_meaning=str(item.get("inferredMeaning", "")),
        inputs=tuple(_end(one, around, sources) for one in item.get("inputs", ())),
        outputs=tuple(_end(one, around, sources) for one in item.get("outputs", ())),
        records=tuple(_recorded(one, around, sources) for one in item.get("records", ())),
        note=str(item.get("note", "")),
        mark=known.mark,
        sources=known.sources,
    )


def _end(item: Facts, around: Sequence[Facts], sources: Sequence[Source]) -> End:
    known = known_of((item, *around), sources)
    return End(str(item["place"]), str(item.get("note", "")), known.mark, known.sources)


def _recorded(item: Facts, around: Sequence[Facts], sources: Sequence[Source]) -> Recorded:
    known = known_of((item, *around), sources)
    return Recorded(str(item["title"]), str(item.get("note", "")), known.mark, known.sources)
