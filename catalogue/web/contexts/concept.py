"""A concept: how people say it, which variables measure it in which dataset, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session

from catalogue.model.code_lists import CodeList
from catalogue.model.concepts import Concept, Difference
from catalogue.model.kinds import VocabularyKind
from catalogue.model.known import Caveat, Source
from catalogue.search.thesaurus import Key, is_abbreviation, key, spoken
from catalogue.store import find, vocabulary
from catalogue.store.concepts import MemberState, concepts, former_slugs, member_states
from catalogue.store.releases import DatasetRecord, all_datasets
from catalogue.web import addresses
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources
from catalogue.web.contexts.members import MemberGroup, dataset_link, member_groups

# Terms and labels of codes whose keys a process keeps.
REMEMBERED = 8192
CONCEPTS = Link("Concepts", "/concepts")


@dataclass(frozen=True, slots=True)
class Term:
    """A way to say a concept.

    text: the word or phrase.
    sure: true when a search for it may add the other terms by itself.
    others: concepts that it can stand for as well.
    meanings: what else it can mean that is no concept here.
    """

    text: str
    sure: bool
    others: tuple[Link, ...]
    meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """What differs in meaning between datasets.

    datasets: the datasets that differ; one that is not here has no address.
    title: what differs, in a few words.
    description: how it differs, Markdown.
    mark: how it is known.
    sources: where from.
    """

    datasets: tuple[Link, ...]
    title: str
    description: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code that says the concept.

    list: its code list.
    code: the value as stored.
    label: what it says in English.
    label_cy: what it says in Welsh, or empty.
    notation: other spellings, such as numbers of forms.
    mark: how it is known.
    """

    list: Link
    code: str
    label: str
    label_cy: str
    notation: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class CaveatLine:
    """A caveat about a variable of the concept, or about its table.

    caveat: the caveat.
    about: the variable or table.
    dataset: its dataset.
    """

    caveat: Caveat
    about: Link
    dataset: Link


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """A concept as in force.

    head: what the page says of itself.
    concept: the concept.
    terms: ways to say it in English.
    groups: its variables in the extracts, by dataset.
    statistics: its variables in published figures, by dataset.
    series: pages of published figures over time that show it.
    absent: extracts in which no variable of it is seen; empty for a concept without variables.
    differences: what differs in meaning.
    caveats: warnings about its variables and their tables.
    lists: code lists that its variables use, with the number of codes.
    codes: codes that say it, in whatever list.
    related: concepts that a reader may want instead.
    search: address of a search for it.
    states: how many states of it were recorded; the last one is shown.
    sources: every source that the concept cites.
    """

    head: Head
    concept: Concept
    terms: tuple[Term, ...]
    groups: tuple[MemberGroup, ...]
    statistics: tuple[MemberGroup, ...]
    series: tuple[Link, ...]
    absent: tuple[Link, ...]
    differences: tuple[DifferenceLine, ...]
    caveats: tuple[CaveatLine, ...]
    lists: tuple[tuple[Link, int], ...]
    codes: tuple[CodeLine, ...]
    related: tuple[Link, ...]
    search: str
    states: int
    sources: tuple[Cited, ...]


def concept_page(session: Session, name: str) -> ConceptPage:
    """Read the page of a concept. Raises NotFoundError with near names."""
    concept = find.concept(session, name)
    known = concepts(session)
    records = all_datasets(session)
    found = member_states(session, concept.variables, records)
    states = [found[one.key] for one in concept.variables if one.key in found]
    groups = member_groups(states)
    path = addresses.concept(concept.name)
    return ConceptPage(
        head=Head(concept.title, path, addresses.api(path), (CONCEPTS,), "concepts"),
        concept=concept,
        terms=tuple(_terms(concept, known)),
        groups=tuple(group for group in groups if not group.open),
        statistics=tuple(group for group in groups if group.open),
        series=tuple(_series(states)),
        absent=_absent(states, records),
        differences=difference_lines(concept.differences, records, former_slugs(session)),
        caveats=tuple(_caveats(states)),
        lists=_lists(states),
        codes=tuple(_codes(concept, vocabulary.code_lists(session))),
        related=_related(concept, known),
        search=addresses.search(concept.title),
        states=len(vocabulary.history(session, VocabularyKind.CONCEPT, concept.name)),
        sources=cited_sources([], (), _sources(concept)),
    )


def concept_link(concept: Concept) -> Link:
    """A concept to follow."""
    return Link(concept.title, addresses.concept(concept.name))


def difference_lines(
    differences: Iterable[Difference], records: Iterable[DatasetRecord], now: Mapping[str, str]
) -> tuple[DifferenceLine, ...]:
    """Differences with their datasets as links. now: what each former slug of a dataset is now."""
    links = {record.slug: dataset_link(record) for record in records}
    return tuple(
        DifferenceLine(
            tuple(links.get(now.get(slug, slug), Link(slug, "")) for slug in one.datasets),
            one.title,
            one.description,
            one.mark,
            one.sources,
        )
        for one in differences
    )


def _terms(concept: Concept, known: Sequence[Concept]) -> Iterator[Term]:
    """The terms, sure or not by the rules of the search; it never adds those that are unsure."""
    unsure = {_key(term) for term in concept.ambiguous_terms}
    for text in concept.terms:
        term = _key(text)
        others = tuple(concept_link(one) for one in known if one.name != concept.name and term in _said(one))
        meanings = tuple(meaning for other, meaning in concept.other_meanings if _key(other) == term)
        sure = not (concept.ambiguous or term in unsure or others or meanings or is_abbreviation(term))
        yield Term(text, sure, others, meanings)


@lru_cache(REMEMBERED)
def _key(term: str) -> Key:
    """What two ways to write a term have in common, as the search has it."""
    return key(spoken(term))


def _said(concept: Concept) -> set[Key]:
    """The keys of the ways to say a concept, in both languages."""
    return {_key(term) for term in (concept.title, *concept.terms, concept.title_cy, *concept.terms_cy) if term}


def _series(states: Iterable[MemberState]) -> Iterator[Link]:
    """The series whose figures a variable of the concept holds, by the release in force."""
    for state in states:
        for one in state.release.facts.facts.get("series", ()) if state.latest else ():
            if (one["table"], str(one["value"]).lower()) == state.member.key[1:]:
                yield Link(str(one["title"]), addresses.series(state.record.slug, str(one["name"])))


def _absent(states: Sequence[MemberState], records: Iterable[DatasetRecord]) -> tuple[Link, ...]:
    if not states:
        return ()
    held = {state.record.slug for state in states}
    return tuple(
        dataset_link(record)
        for record in records
        if record.latest is not None and record.slug not in held and record.latest.facts.access_rights != "open"
    )


def _caveats(states: Iterable[MemberState]) -> Iterator[CaveatLine]:
    """Caveats of the variables, and of the tables of those that mean the same; warnings first, each once."""
    found: dict[tuple[str, str, str], CaveatLine] = {}
    for state in states:
        slug, version, table = state.record.slug, state.release.version, state.table
        dataset = dataset_link(state.record)
        variable = Link(state.variable.name, addresses.variable_over_time(slug, table.name, state.variable.name), True)
        holder = Link(table.physical_name, addresses.table(slug, version, table.name), True)
        for caveat in state.variable.caveats:
            found.setdefault((slug, caveat.name, caveat.title), CaveatLine(caveat, variable, dataset))
        for caveat in table.caveats if state.member.match in {"exact", "close"} else ():
            found.setdefault((slug, caveat.name, caveat.title), CaveatLine(caveat, holder, dataset))
    yield from sorted(found.values(), key=lambda line: line.caveat.severity != "warning")


def _lists(states: Iterable[MemberState]) -> tuple[tuple[Link, int], ...]:
    lists = {state.codes.name: state.codes for state in states if state.codes is not None}
    return tuple((Link(one.title, addresses.code_list(one.name)), len(one.codes)) for one in lists.values())


def _codes(concept: Concept, lists: Iterable[CodeList]) -> Iterator[CodeLine]:
    """Codes whose text or label is the title or a sure term, in English or in Welsh."""
    said = _said(concept) - {_key(term) for term in concept.ambiguous_terms}
    said = {one for one in said if not is_abbreviation(one)}
    for one in lists:
        link = Link(one.title, addresses.code_list(one.name))
        for code in one.codes:
            if said & {_key(text) for text in (code.code, code.label, code.label_cy) if text}:
                yield CodeLine(link, code.code, code.label, code.label_cy, code.notation, code.mark)


def _related(concept: Concept, known: Iterable[Concept]) -> tuple[Link, ...]:
    """The concepts that it names, then those that name it."""
    by_name = {one.name: one for one in known}
    named = [by_name[name] for name in concept.related if name in by_name]
    naming = [one for one in by_name.values() if concept.name in one.related and one not in named]
    return tuple(concept_link(one) for one in (*named, *naming))


def _sources(concept: Concept) -> Iterator[Source]:
    yield from concept.sources
    for member in concept.variables:
        yield from member.sources
    for difference in concept.differences:
        yield from difference.sources
