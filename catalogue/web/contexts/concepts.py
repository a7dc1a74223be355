"""The list of concepts: those with variables, then the ways in which people say each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.concepts import Concept
from catalogue.store.concepts import concepts, former_slugs
from catalogue.store.releases import DatasetRecord, all_datasets
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.concept import CONCEPTS, concept_link
from catalogue.web.contexts.members import dataset_link, is_open

# So many concepts stand on the first page.
STARTS = 40
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class HarmonisedLine:
    """A concept that variables measure.

    concept: the concept.
    link: its page.
    counts: how many of its variables each extract has, in the order of the page's columns.
    figures: how many of its variables are published figures.
    """

    concept: Concept
    link: Link
    counts: tuple[int, ...]
    figures: int


@dataclass(frozen=True, slots=True)
class VocabularyLine:
    """A concept in the vocabulary.

    concept: the concept.
    link: its page.
    """

    concept: Concept
    link: Link


@dataclass(frozen=True, slots=True)
class ConceptsPage:
    """The list of concepts.

    head: what the page says of itself.
    columns: extracts that hold variables of concepts; the name of each is its short one.
    harmonised: concepts that variables measure, in order of titles.
    vocabulary: the concepts whose words were asked for, in order of titles.
    total: how many concepts there are.
    letters: letters with which some title or term begins, and the address of each.
    letter: the letter that was asked for, or empty.
    find: the text that was asked for, or empty.
    """

    head: Head
    columns: tuple[Link, ...]
    harmonised: tuple[HarmonisedLine, ...]
    vocabulary: tuple[VocabularyLine, ...]
    total: int
    letters: tuple[Link, ...]
    letter: str
    find: str


def concepts_page(session: Session, letter: str, find: str) -> ConceptsPage:
    """Read the list of concepts. letter, find: which words to show; empty for all of them."""
    known = sorted(concepts(session), key=lambda one: one.title.lower())
    letter, find = letter.strip().upper()[:1], " ".join(find.split())
    now = former_slugs(session)
    records = all_datasets(session)
    columns, figures = _columns(known, records, now), {record.slug for record in records if is_open(record)}
    return ConceptsPage(
        head=Head("Concepts", addresses.concepts(letter, find), addresses.api(CONCEPTS.url), section="concepts"),
        columns=tuple(Link(record.slug, dataset_link(record).url, physical=True) for record in columns),
        harmonised=harmonised_lines(known, columns, figures, now),
        vocabulary=tuple(
            VocabularyLine(one, concept_link(one))
            for one in known
            if (not letter or _begins(one, letter)) and (not find or _holds(one, find))
        ),
        total=len(known),
        letters=tuple(
            Link(one, addresses.concepts(letter=one))
            for one in ALPHABET
            if any(_begins(concept, one) for concept in known)
        ),
        letter=letter,
        find=find,
    )


def harmonised_lines(
    known: Iterable[Concept], columns: Sequence[DatasetRecord], figures: Collection[str], now: Mapping[str, str]
) -> tuple[HarmonisedLine, ...]:
    """The concepts that variables measure, with counts by extract. figures: slugs of datasets of published figures.

    now: what each former slug of a dataset is now.
    """
    lines = []
    for concept in known:
        held = [now.get(one.dataset, one.dataset) for one in concept.variables]
        counts = tuple(held.count(record.slug) for record in columns)
        published = sum(1 for slug in held if slug in figures)
        if published or any(counts):
            lines.append(HarmonisedLine(concept, concept_link(concept), counts, published))
    return tuple(lines)


def _columns(
    known: Iterable[Concept], records: Iterable[DatasetRecord], now: Mapping[str, str]
) -> Sequence[DatasetRecord]:
    """Extracts that hold a variable of some concept, those that hold most concepts first."""
    counts: dict[str, int] = {}
    for concept in known:
        for slug in {now.get(one.dataset, one.dataset) for one in concept.variables}:
            counts[slug] = counts.get(slug, 0) + 1
    held = [record for record in records if record.slug in counts and record.latest and not is_open(record)]
    return sorted(held, key=lambda record: (-counts[record.slug], record.slug))


def _words(concept: Concept) -> Iterable[str]:
    return (concept.title, concept.title_cy, *concept.terms, *concept.terms_cy)


def _begins(concept: Concept, letter: str) -> bool:
    return any(word[:1].upper() == letter for word in _words(concept))


def _holds(concept: Concept, text: str) -> bool:
    wanted = text.lower()
    return any(wanted in word.lower() for word in (*_words(concept), *concept.notation))


@dataclass(frozen=True, slots=True)
class Start:
    """A concept to start from.

    link: its page.
    variables: how many variables measure it.
    """

    link: Link
    variables: int


def starts(known: Iterable[Concept], records: Iterable[DatasetRecord], now: Mapping[str, str]) -> tuple[Start, ...]:
    """The concepts that most datasets hold, in order of titles. now: what each former slug of a dataset is now."""
    lines = harmonised_lines(known, [record for record in records if record.latest is not None], (), now)
    first = sorted(lines, key=lambda line: (-sum(1 for count in line.counts if count), line.link.text))[:STARTS]
    return tuple(Start(line.link, sum(line.counts)) for line in sorted(first, key=lambda line: line.link.text))
