"""Code lists and organisations, and where they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.kinds import VocabularyKind
from catalogue.model.records import CodeList, Organisation, cited, sources_of
from catalogue.store import find, overview, vocabulary
from catalogue.store.overview import Size
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets
from catalogue.store.summaries import TableSummary, summaries
from catalogue.store.tables import CodeListPin, code_list_pins
from catalogue.web import addresses
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources, standing
from catalogue.web.contexts.variable import Codes, codes_of

LISTS = Link("Code lists", "/codelists")
ORGANISATIONS = Link("Organisations", "/organisations")


@dataclass(frozen=True, slots=True)
class ListLine:
    """A code list in the list of code lists.

    list: the code list as in force.
    url: its page.
    welsh: how many of its codes have a Welsh label.
    variables: how many variables of the releases in force use it.
    """

    list: CodeList
    url: str
    welsh: int
    variables: int


@dataclass(frozen=True, slots=True)
class CodeListsPage:
    """All code lists.

    head: what the page says of itself.
    lists: the code lists in order of titles.
    """

    head: Head
    lists: tuple[ListLine, ...]


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
    codes: the list and its codes.
    states: how many states of it were recorded; the last one is shown.
    uses: the variables that use it.
    sources: every source that the page cites.
    """

    head: Head
    codes: Codes
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


def code_lists_page(session: Session) -> CodeListsPage:
    """Read the list of code lists."""
    latest = _latest(all_datasets(session))
    tables = summaries(session, latest)
    used: dict[str, int] = {}
    for held in tables.values():
        for coded in (coded for table in held for coded in table.coded):
            used[coded.code_list] = used.get(coded.code_list, 0) + 1
    lines = [
        ListLine(
            one,
            addresses.code_list(one.name),
            sum(1 for code in one.codes if code.label_cy),
            used.get(one.name, 0),
        )
        for one in vocabulary.code_lists(session)
    ]
    head = Head("Code lists", LISTS.url, addresses.api(LISTS.url), section="codelists")
    return CodeListsPage(head, tuple(sorted(lines, key=lambda line: line.list.title.lower())))


def code_list_page(session: Session, name: str) -> CodeListPage:
    """Read the page of a code list. Raises NotFoundError with near names."""
    code_list = find.code_list(session, name)
    states = vocabulary.history(session, VocabularyKind.CODE_LIST, code_list.name)
    pins = {pin.release_id: pin for pin in code_list_pins(session, code_list.name)}
    records = all_datasets(session)
    releases = [release for record in records for release in standing(record.releases) if release.id in pins]
    tables = summaries(session, releases)
    path = addresses.code_list(code_list.name)
    return CodeListPage(
        head=Head(code_list.title, path, addresses.api(path), (LISTS,), "codelists"),
        codes=codes_of(code_list),
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
