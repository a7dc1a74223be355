"""A release: what it holds, how to cite it, how to get its description and the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.delivery import notes
from catalogue.exports.items import MOST_IN_LINK
from catalogue.harvest.citation import Citation, of_release
from catalogue.harvest.faces import FACES, Face
from catalogue.harvest.subject import Subject
from catalogue.model import sail
from catalogue.model.access import Access, access_record
from catalogue.model.known import Facts, Source, cited
from catalogue.model.records import Table
from catalogue.packages.write import DESCRIPTOR
from catalogue.store import vocabulary
from catalogue.store.receipts import receipts
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.summaries import TableSummary, summaries
from catalogue.web import addresses, words
from catalogue.web.contexts.common import (
    Cell,
    Cited,
    Head,
    Link,
    changed_link,
    cited_sources,
    dataset_crumbs,
    publisher_link,
    strip,
)
from catalogue.web.contexts.gate import GateReceipt, gate_receipt
from catalogue.web.contexts.joins import JoinPath, join_paths
from catalogue.web.contexts.notes import Notes, notes_of
from catalogue.web.contexts.origin import Origin, origin_of
from catalogue.web.contexts.series import SeriesLine, series_lines
from catalogue.web.contexts.succession import Succession, succession
from catalogue.web.packages import package_of

# A package with more variables, or more bytes of rows, is packed when somebody wants it and not to tell its size.
MOST_VARIABLES_PACKED = 3_000
MOST_ROWS_PACKED = 5_000_000


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table in the list of a release.

    table: the table, without its variables.
    url: its page.
    look_up: true for a look-up table.
    variables: how many variables it has.
    defined: how many of them have a definition.
    caveats: how many caveats it and its variables have together.
    """

    table: Table
    url: str
    look_up: bool
    variables: int
    defined: int
    caveats: int


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table that is known by name only.

    name: its name in addresses.
    physical_name: its name in the database.
    url: its page.
    title: what it may hold, or empty.
    note: what is known of it, Markdown.
    mark: how its name is known.
    sources: where from.
    """

    name: str
    physical_name: str
    url: str
    title: str
    note: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about the whole holding, such as its size or its time lag.

    label: what it is about.
    value: what is said.
    note: how to take it, Markdown, or empty.
    mark: how it is known.
    sources: who says it.
    """

    label: str
    value: str
    note: str
    mark: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FaceLink:
    """A face of a release.

    face: what it is.
    url: its address.
    """

    face: Face
    url: str


@dataclass(frozen=True, slots=True)
class Files:
    """What of a release can be downloaded.

    faces: the release in the forms of other programs, the lock file, and where it comes from.
    zip_url: the whole package in one file.
    zip_size: its size in bytes; 0 when it is too large to be packed for a look at its size.
    descriptor_url: the descriptor alone.
    seal_url: the exact sealed bytes.
    json_url: the record as JSON.
    header_only: true when no table holds rows.
    """

    faces: tuple[FaceLink, ...]
    zip_url: str
    zip_size: int
    descriptor_url: str
    seal_url: str
    json_url: str
    header_only: bool


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """A release of a dataset.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release shown.
    newer: the release in force when it is another one, else None.
    succession: what superseded it, what corrects it, and what it corrects.
    changed: what changed since the release before, or None.
    cells: the strip of releases.
    publisher: who publishes it, or None.
    tables: its tables in order of names.
    named_tables: tables known by name only.
    variables: number of variables of all tables.
    takeable: true when they are few enough for one basket, so that each form of it can be linked.
    statements: statements about the whole holding.
    identifiers: names that others give it.
    join_paths: documented ways through several tables.
    access: how the data are got.
    unit_of_count: what one should say one counts, Markdown, or empty.
    sources: every source that the page cites.
    approval: how it was approved, in words.
    citation: how it is cited.
    files: what can be downloaded.
    series: published statistics of the release, each with its page.
    origin: where it comes from, or None when no run is known.
    receipt: what the gate said of it, or None when it was sealed before there was one.
    notes: what was noted about it, and about parts of it, since it was sealed.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    newer: Link | None
    succession: Succession
    changed: Link | None
    cells: tuple[Cell, ...]
    publisher: Link | None
    tables: tuple[TableLine, ...]
    named_tables: tuple[NamedTable, ...]
    variables: int
    takeable: bool
    statements: tuple[Statement, ...]
    identifiers: tuple[Statement, ...]
    join_paths: tuple[JoinPath, ...]
    access: Access
    unit_of_count: str
    sources: tuple[Cited, ...]
    approval: str
    citation: Citation
    files: Files
    series: tuple[SeriesLine, ...]
    origin: Origin | None
    receipt: GateReceipt | None
    notes: Notes


def release_page(session: Session, record: DatasetRecord, release: ReleaseRecord, site: str) -> ReleasePage:
    """Read the page of a release. site: public address of the catalogue, for the citation.

    Three queries besides those that found it, and those that write its package once.
    """
    held = summaries(session, [release])[release.id]
    titles = vocabulary.organisation_titles(session)
    facts = release.facts
    publisher = publisher_link(facts.publisher, titles)
    path = addresses.release(record.slug, release.version)
    tables = tuple(_table_line(one, release) for one in held)
    variables = sum(line.variables for line in tables)
    named = tuple(named_table(item, release) for item in facts.facts.get("undocumentedTables", ()))
    return ReleasePage(
        head=Head(f"{facts.title} {release.version}", path, addresses.api(path), dataset_crumbs(record), "datasets"),
        record=record,
        release=release,
        newer=newer(record, release),
        succession=succession(record, release),
        changed=changed_link(record, release),
        cells=strip(record, release),
        publisher=publisher,
        tables=tables,
        named_tables=named,
        variables=variables,
        takeable=0 < variables <= MOST_IN_LINK,
        statements=tuple(_statement(item, "label", facts.sources) for item in facts.facts.get("facts", ())),
        identifiers=tuple(_statement(item, "scheme", facts.sources) for item in facts.facts.get("identifiers", ())),
        join_paths=join_paths(release, held),
        access=access_record(facts),
        unit_of_count=str(facts.facts.get("unitOfCount", "")),
        sources=cited_sources([facts.known], facts.caveats, facts.sources),
        approval=words.approved(release.approval, release.authors, release.approver),
        citation=of_release(Subject(release, site, publisher.text if publisher else "")),
        files=_files(session, release, tables),
        series=series_lines(record, release),
        origin=origin_of(release),
        receipt=gate_receipt(release, receipts(session, [release]).get(release.id)),
        notes=notes_of(
            notes.of_release(notes.standing(session, record), release.version), record.slug, release.version
        ),
    )


def _files(session: Session, release: ReleaseRecord, tables: Sequence[TableLine]) -> Files:
    path = addresses.release(release.slug, release.version)
    rows = sum(int(line.table.data.get("bytes", 0)) for line in tables)
    small = rows <= MOST_ROWS_PACKED and sum(line.variables for line in tables) <= MOST_VARIABLES_PACKED
    return Files(
        faces=tuple(FaceLink(one, addresses.face(release.slug, release.version, one.name)) for one in FACES),
        zip_url=addresses.package_zip(release.slug, release.version),
        zip_size=len(package_of(session, release).zip) if small else 0,
        descriptor_url=addresses.package_file(release.slug, release.version, DESCRIPTOR),
        seal_url=addresses.api(f"{path}/seal.json"),
        json_url=addresses.api(path),
        header_only=all(line.table.header_only for line in tables),
    )


def newer(record: DatasetRecord, release: ReleaseRecord) -> Link | None:
    """The release in force, when it is not the one shown."""
    latest = record.latest
    if latest is None or latest.id == release.id:
        return None
    return Link(latest.version, addresses.release(record.slug, latest.version))


def named_table(item: Facts, release: ReleaseRecord) -> NamedTable:
    """A table known by name only, as its release says it; mark and source default to the dataset's."""
    name = str(item["name"])
    known = release.facts.known
    return NamedTable(
        name=name,
        physical_name=str(item.get("physicalName", name)),
        url=addresses.table(release.slug, release.version, name),
        title=str(item.get("title", "")),
        note=str(item.get("note", "")),
        mark=str(item.get("mark", known.mark)),
        sources=cited(item["source"], release.facts.sources) if "source" in item else known.sources,
    )


def _table_line(summary: TableSummary, release: ReleaseRecord) -> TableLine:
    url = addresses.table(release.slug, release.version, summary.name)
    look_up = sail.is_look_up(release.facts.facts, summary.facts)
    return TableLine(summary.table(release), url, look_up, summary.variables, summary.defined, summary.caveats)


def _statement(item: Facts, label: str, sources: Sequence[Source]) -> Statement:
    return Statement(
        label=str(item.get(label, "")),
        value=str(item.get("value", "")),
        note=str(item.get("note", "")),
        mark=str(item.get("mark", "")),
        sources=cited(item.get("source"), sources),
    )
