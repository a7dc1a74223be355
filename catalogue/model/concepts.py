"""Concepts as plain records: what variables of different datasets have in common, and how people say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.model.known import Facts, Source, cited, sources_of, texts


@dataclass(frozen=True, slots=True)
class Member:
    """A variable that measures a concept, in whatever release holds it. `match` is one of `vocabulary.Match`."""

    dataset: str
    table: str
    name: str
    match: str
    note: str
    mark: str
    sources: tuple[Source, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Dataset, table and name in lower case: look-up ignores the case of letters."""
        return self.dataset, self.table, self.name.lower()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in meaning between datasets."""

    datasets: tuple[str, ...]
    title: str
    description: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept in one state.

    terms: ways to say it in English, without the title; ambiguous_terms: those of them that are never added to a
        search by themselves, all of them when the whole concept is `ambiguous`.
    other_meanings: (term, what else it stands for).
    """

    name: str
    title: str
    title_cy: str
    description: str
    inferred_meaning: str
    note: str
    terms: tuple[str, ...]
    terms_cy: tuple[str, ...]
    ambiguous_terms: tuple[str, ...]
    ambiguous: bool
    other_meanings: tuple[tuple[str, str], ...]
    notation: tuple[str, ...]
    related: tuple[str, ...]
    variables: tuple[Member, ...]
    differences: tuple[Difference, ...]
    mark: str
    sources: tuple[Source, ...]
    digest: str
    facts: Facts


def concept_record(facts: Facts, digest: str) -> Concept:
    """A concept from its object."""
    sources = sources_of(facts)
    return Concept(
        name=str(facts["name"]),
        title=str(facts.get("title", facts["name"])),
        title_cy=str(facts.get("titleCy", "")),
        description=str(facts.get("description", "")),
        inferred_meaning=str(facts.get("inferredMeaning", "")),
        note=str(facts.get("note", "")),
        terms=texts(facts.get("terms")),
        terms_cy=texts(facts.get("termsCy")),
        ambiguous_terms=texts(facts.get("ambiguousTerms")),
        ambiguous=bool(facts.get("ambiguous", False)),
        other_meanings=tuple((str(one["term"]), str(one["meaning"])) for one in facts.get("otherMeanings", ())),
        notation=texts(facts.get("notation")),
        related=texts(facts.get("related")),
        variables=tuple(_member(item, facts, sources) for item in facts.get("variables", ())),
        differences=tuple(_difference(item, facts, sources) for item in facts.get("differences", ())),
        mark=str(facts.get("mark", "")),
        sources=cited(facts.get("source"), sources),
        digest=digest,
        facts=facts,
    )


def _member(item: Facts, concept: Facts, sources: Sequence[Source]) -> Member:
    return Member(
        dataset=str(item["dataset"]),
        table=str(item["table"]),
        name=str(item["name"]),
        match=str(item["match"]),
        note=str(item.get("note", "")),
        mark=str(item.get("mark", concept.get("mark", ""))),
        sources=cited(item.get("source", concept.get("source")), sources),
    )


def _difference(item: Facts, concept: Facts, sources: Sequence[Source]) -> Difference:
    return Difference(
        datasets=texts(item["datasets"]),
        title=str(item.get("title", "")),
        description=str(item["description"]),
        mark=str(item.get("mark", concept.get("mark", ""))),
        sources=cited(item.get("source", concept.get("source")), sources),
    )
