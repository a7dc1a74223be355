"""Code lists and organisations, and where they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlmodel import Session

from catalogue.model.code_lists import Code, CodeList
from catalogue.model.kinds import VocabularyKind
from catalogue.model.known import cited, sources_of
from catalogue.model.organisations import Organisation
from catalogue.search.words import bare
from catalogue.store import find, overview, vocabulary
from catalogue.store.overview import Size
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.store.summaries import TableSummary, summaries
from catalogue.store.tables import CodeListPin, code_list_pins
from catalogue.web import addresses
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources, standing
from catalogue.web.contexts.variable import Codes, codes_of
from catalogue.web.filters import code_anchor

LISTS = Link("Code lists", "/codelists")
# Codes that a list is found by and that are told of in the list of lists.
MOST_FOUND = 4
ORGANISATIONS = Link("Organisations", "/organisations")


@dataclass(frozen=True, slots=True)
class ListLine:
    """A code list in the list of code lists.

    list: the code list as in force.
    url: its page.
    welsh: how many of its codes have a Welsh label.
    variables: how many variables of the releases in force use it.
    datasets: the datasets that these variables are of.
    found: codes in which the words sought are, the first few.
    """

    list: CodeList
    url: str
    welsh: int
    variables: int
    datasets: tuple[Link, ...]
    found: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class CodeListsPage:
    """All code lists.

    head: what the page says of itself.
    lists: the code lists in order of titles; with `find` only those in which it is.
    find: words that are sought in names, titles, descriptions and codes, or empty.
    total: how many code lists there are.
    """

    head: Head
    lists: tuple[ListLine, ...]
    find: str
    total: int


@dataclass(frozen=True, slots=True)
class Use:
    """A variable that uses a code list, and the releases in which it does.

    variable: the variable over time.
    label: its label.
    table: physical name of its table.
    dataset: the dataset.
    releases: its page in each release that pins the list, oldest first, and whether the state pinned is the one shown.
    """

    variable: Link
    label: str
    table: str
    dataset: Link
    releases: tuple[tuple[Link, bool], ...]


@dataclass(frozen=True, slots=True)
class CodeListPage:
    """A code list as in force.

    head: what the page says of itself.
    codes: the list whole, and its codes; with `find` only those codes in which it is.
    find: words that are sought in the codes, or empty.
    total: how many codes the list has.
    csv: address of all its codes as a table of values.
    states: how many states of it were recorded; the last one is shown.
    uses: the variables that use it.
    sources: every source that the page cites.
    """

    head: Head
    codes: Codes
    find: str
    total: int
    csv: str
    states: int
    uses: tuple[Use, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation in the list of organisations.

    organisation: the organisation as in force.
    url: its page.
    publishes: how many datasets it publishes.
    keeps: how many datasets it keeps.
    """

    organisation: Organisation
    url: str
    publishes: int
    keeps: int


@dataclass(frozen=True, slots=True)
class OrganisationsPage:
    """All organisations.

    head: what the page says of itself.
    organisations: the organisations in order of titles.
    """

    head: Head
    organisations: tuple[OrganisationLine, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A dataset of an organisation.

    dataset: the dataset.
    version: its release in force.
    size: tables and variables of that release.
    """

    dataset: Link
    version: Link
    size: Size


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation.

    head: what the page says of itself.
    organisation: the organisation as in force.
    publishes: datasets that it publishes.
    keeps: datasets that it keeps and gives access to.
    mark: how this is known.
    sources: where from.
    """

    head: Head
    organisation: Organisation
    publishes: tuple[Holding, ...]
    keeps: tuple[Holding, ...]
    mark: str
    sources: tuple[Cited, ...]


def code_lists_page(session: Session, find_words: str = "") -> CodeListsPage:
    """Read the list of code lists. find_words: words that a list or one of its codes must have."""
    latest = _latest(all_datasets(session))
    tables = summaries(session, latest)
    used: dict[str, dict[str, int]] = {}
    for release in latest:
        for coded in (coded for table in tables[release.id] for coded in table.coded):
            users = used.setdefault(coded.code_list, {})
            users[release.slug] = users.get(release.slug, 0) + 1
    titles = {release.slug: release.facts.title for release in latest}
    lists = vocabulary.code_lists(session)
    lines = [_list_line(one, used.get(one.name, {}), titles, find_words) for one in lists if _list_has(one, find_words)]
    head = Head("Code lists", _sought(LISTS.url, find_words), addresses.api(LISTS.url), section="codelists")
    return CodeListsPage(head, tuple(sorted(lines, key=lambda line: line.list.title.lower())), find_words, len(lists))


def _list_line(one: CodeList, users: Mapping[str, int], titles: Mapping[str, str], find_words: str) -> ListLine:
    url = addresses.code_list(one.name)
    return ListLine(
        list=one,
        url=url,
        welsh=sum(1 for code in one.codes if code.label_cy),
        variables=sum(users.values()),
        datasets=tuple(Link(titles[slug], addresses.dataset(slug)) for slug in sorted(users)),
        found=tuple(
            (Link(code.code, f"{url}#{code_anchor(code.code)}"), code.label if code.label != code.code else "")
            for code in one.codes
            if find_words and _code_has(code, find_words)
        )[:MOST_FOUND],
    )


def _sought(path: str, find_words: str) -> str:
    return f"{path}?{urlencode({'find': find_words})}" if find_words else path


def _has(words: str, *texts: str) -> bool:
    """True when every word is somewhere in the texts, letters in any case and without their accents."""
    whole = bare(" ".join(texts))
    return all(word in whole for word in bare(words).split())


def _code_has(code: Code, words: str) -> bool:
    return _has(
        words, code.code, code.label, code.label_cy, code.description, code.inferred_meaning, " ".join(code.notation)
    )


def _list_has(one: CodeList, words: str) -> bool:
    return _has(words, one.name, one.title, one.title_cy, one.description) or any(
        _code_has(code, words) for code in one.codes
    )


def code_list_page(session: Session, name: str, find_words: str = "") -> CodeListPage:
    """Read the page of a code list. find_words: words that a code must have. Raises NotFoundError with near names."""
    code_list = find.code_list(session, name)
    states = vocabulary.history(session, VocabularyKind.CODE_LIST, code_list.name)
    pins = {pin.release_id: pin for pin in code_list_pins(session, code_list.name)}
    records = all_datasets(session)
    releases = [release for record in records for release in standing(record.releases) if release.id in pins]
    tables = summaries(session, releases)
    path = addresses.code_list(code_list.name)
    shown = tuple(code for code in code_list.codes if _code_has(code, find_words))
    return CodeListPage(
        head=Head(code_list.title, _sought(path, find_words), addresses.api(path), (LISTS,), "codelists"),
        codes=replace(codes_of(code_list), codes=shown),
        find=find_words,
        total=len(code_list.codes),
        csv=f"{path}.csv",
        states=len(states),
        uses=tuple(_uses(code_list, releases, tables, pins)),
        sources=cited_sources([], (), [*code_list.sources, *(one for code in code_list.codes for one in code.sources)]),
    )


def _uses(
    code_list: CodeList,
    releases: Sequence[ReleaseRecord],
    tables: Mapping[int, Sequence[TableSummary]],
    pins: Mapping[int, CodeListPin],
) -> Iterable[Use]:
    found: dict[tuple[str, str, str], list[tuple[ReleaseRecord, TableSummary, str, str]]] = {}
    for release in releases:
        for table in tables[release.id]:
            for coded in table.coded:
                if coded.code_list == code_list.name:
                    place = (release.slug, table.name, coded.name.lower())
                    found.setdefault(place, []).append((release, table, coded.name, coded.label))
    for (slug, table_name, _), places in sorted(found.items()):
        release, table, name, label = places[-1]
        yield Use(
            variable=Link(name, addresses.variable_over_time(slug, table_name, name), physical=True),
            label=label,
            table=str(table.facts.get("physicalName", table_name)),
            dataset=Link(release.facts.title, addresses.dataset(slug)),
            releases=tuple(
                (
                    Link(one.version, addresses.variable(slug, one.version, table_name, spelt)),
                    pins[one.id].digest == code_list.digest,
                )
                for one, _, spelt, _ in places
            ),
        )


def organisations_page(session: Session) -> OrganisationsPage:
    """Read the list of organisations."""
    latest = _latest(all_datasets(session))
    lines = [
        OrganisationLine(
            one,
            addresses.organisation(one.name),
            sum(1 for release in latest if release.facts.publisher == one.name),
            sum(1 for release in latest if release.facts.custodian == one.name),
        )
        for one in vocabulary.organisations(session)
    ]
    head = Head("Organisations", ORGANISATIONS.url, addresses.api(ORGANISATIONS.url), section="organisations")
    return OrganisationsPage(head, tuple(sorted(lines, key=lambda line: line.organisation.title.lower())))


def organisation_page(session: Session, name: str) -> OrganisationPage:
    """Read the page of an organisation. Raises NotFoundError with near names."""
    organisation = find.organisation(session, name)
    latest = _latest(all_datasets(session))
    sizes = overview.sizes(session, latest)
    path = addresses.organisation(organisation.name)
    return OrganisationPage(
        head=Head(organisation.title, path, addresses.api(path), (ORGANISATIONS,), "organisations"),
        organisation=organisation,
        publishes=tuple(_holding(one, sizes) for one in latest if one.facts.publisher == organisation.name),
        keeps=tuple(_holding(one, sizes) for one in latest if one.facts.custodian == organisation.name),
        mark=str(organisation.facts.get("mark", "")),
        sources=cited_sources([], (), cited(organisation.facts.get("source"), sources_of(organisation.facts))),
    )


def _latest(records: Iterable[DatasetRecord]) -> list[ReleaseRecord]:
    return [release for record in records if (release := record.latest) is not None]


def _holding(release: ReleaseRecord, sizes: Mapping[int, Size]) -> Holding:
    return Holding(
        Link(release.facts.title, addresses.dataset(release.slug)),
        Link(release.version, addresses.release(release.slug, release.version)),
        sizes[release.id],
    )
