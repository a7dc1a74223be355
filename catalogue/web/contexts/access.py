"""How the data of a dataset are got."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.access import SAFES, Access
from catalogue.store import vocabulary
from catalogue.store.access import HowToGet, ProjectView, how_to_get
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.summaries import TableSummary
from catalogue.store.tombstones import require_standing
from catalogue.web import addresses
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources, dataset_crumbs
from catalogue.web.contexts.contact import Contact, contact_of

# What each of the Five Safes asks, in the words that are in use for them.
QUESTIONS = {
    "projects": ("Safe projects", "Is this use of the data right?"),
    "people": ("Safe people", "Can the researchers be trusted to use them rightly?"),
    "settings": ("Safe settings", "Does the place of work prevent misuse?"),
    "data": ("Safe data", "Could somebody be recognised in the data themselves?"),
    "outputs": ("Safe outputs", "Could somebody be recognised in what is published?"),
}


@dataclass(frozen=True, slots=True)
class Safe:
    """One of the Five Safes.

    title: its name.
    question: what it asks.
    answer: what is known, Markdown, or empty.
    """

    title: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class SpecialLine:
    """A table with variables that must be asked for by name.

    table: the table.
    variables: these variables, each with its label.
    """

    table: Link
    variables: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A table of open data.

    table: the table.
    csv_url: its rows.
    rows: how many there are.
    size: bytes of its file.
    """

    table: Link
    csv_url: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class AccessPage:
    """How the data of a dataset are got, as its release in force says it.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release that says it.
    access: what it says.
    keeper: who keeps the data, or None.
    special: tables with variables that must be asked for by name.
    specials: number of such variables.
    safes: the Five Safes, all five.
    safes_known: how many of them have an answer.
    view: what a project sees, worked out for one, or None.
    files: tables of open data with their rows.
    zip_url: the whole package in one file.
    licences: under which terms open data may be used, each with its address or without.
    contact: whom to ask.
    sources: every source that the page cites.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    access: Access
    keeper: Link | None
    special: tuple[SpecialLine, ...]
    specials: int
    safes: tuple[Safe, ...]
    safes_known: int
    view: ProjectView | None
    files: tuple[OpenFile, ...]
    zip_url: str
    licences: tuple[Link, ...]
    contact: Contact
    sources: tuple[Cited, ...]


def access_page(session: Session, record: DatasetRecord) -> AccessPage:
    """Read how the data of a dataset are got. Two queries besides those that found it.

    Raises WithdrawnError when all of its releases are withdrawn.
    """
    release = record.latest or record.releases[-1]
    require_standing(session, release)
    how = how_to_get(session, release)
    organisations = {one.name: one for one in vocabulary.organisations(session)}
    facts, access = release.facts, how.access
    contact = contact_of(facts, access, organisations)
    path = addresses.access(record.slug)
    return AccessPage(
        head=Head(f"How to get {facts.title}", path, addresses.api(path), dataset_crumbs(record), "datasets"),
        record=record,
        release=release,
        access=access,
        keeper=contact.stewards[0].organisation if facts.custodian else None,
        special=tuple(_special_lines(release, how)),
        specials=sum(len(one.variables) for one in how.special),
        safes=tuple(Safe(*QUESTIONS[name], access.safes[name]) for name in SAFES),
        safes_known=sum(1 for answer in access.safes.values() if answer),
        view=None if access.is_open else how.view,
        files=tuple(_open_files(release, how.tables)) if access.is_open else (),
        zip_url=addresses.package_zip(record.slug, release.version),
        licences=tuple(
            Link(str(one.get("title") or one.get("name") or one.get("path", "")), str(one.get("path", "")))
            for one in facts.facts.get("licenses", ())
        ),
        contact=contact,
        sources=cited_sources([], [], access.sources),
    )


def _special_lines(release: ReleaseRecord, how: HowToGet) -> Iterable[SpecialLine]:
    place = (release.slug, release.version)
    for table in how.special:
        yield SpecialLine(
            Link(table.physical_name, addresses.table(*place, table.name), physical=True),
            tuple(
                (Link(one.name, addresses.variable(*place, table.name, one.name), physical=True), one.label)
                for one in table.variables
            ),
        )


def _open_files(release: ReleaseRecord, tables: Iterable[TableSummary]) -> Iterable[OpenFile]:
    for table in tables:
        data = table.facts.get("data", {})
        if data:
            yield OpenFile(
                Link(
                    str(table.facts.get("title") or table.name),
                    addresses.table(release.slug, release.version, table.name),
                ),
                addresses.package_file(release.slug, release.version, f"tables/{table.name}.csv"),
                int(data.get("rows", 0)),
                int(data.get("bytes", 0)),
            )
