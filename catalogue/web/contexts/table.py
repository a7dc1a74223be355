"""A table of a release, and a table of which only the name is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.delivery import notes
from catalogue.errors import NotFoundError
from catalogue.exports.selection import full_name
from catalogue.model.access import access_record
from catalogue.model.code_lists import CodeList
from catalogue.model.notes import NoteRecord
from catalogue.model.records import Table, Variable
from catalogue.model.timeline import in_force
from catalogue.store import find, tables
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.summaries import summaries
from catalogue.store.tombstones import require_standing
from catalogue.web import addresses, words
from catalogue.web.contexts.common import Cited, Head, Link, cited_sources, dataset_crumbs
from catalogue.web.contexts.figures import FigureLine, rows_counted
from catalogue.web.contexts.joins import Join, joins_from, joins_to
from catalogue.web.contexts.notes import Notes, notes_of
from catalogue.web.contexts.origin import Origin, origin_of
from catalogue.web.contexts.pathways import Ways, ways
from catalogue.web.contexts.release import NamedTable, named_table, newer
from catalogue.web.contexts.rows import RowsShown, rows_shown


@dataclass(frozen=True, slots=True)
class VariableLine:
    """A variable in the list of a table.

    variable: the variable.
    url: its page in this release.
    role: `Key`, `Join`, `Key and join`, or empty.
    code_list: its code list, or None.
    codes: number of codes in that list.
    """

    variable: Variable
    url: str
    role: str
    code_list: Link | None
    codes: int


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table of a release.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release.
    newer: the release in force when it is another one, else None.
    table: the table.
    lines: its variables in column order.
    defined: how many of them have a definition.
    joins_from: joins that its own foreign keys make.
    joins_to: joins that other tables make to it.
    full_name: its name in the databank, schema and snapshot included; empty when not known.
    access: rights and lead time, in a few words.
    sources: every source that the page cites.
    rows: its rows, as far as a page shows them; None when the package holds none.
    origin: where it comes from, or None when no run is known.
    csv_url: its file in the package.
    json_url: its record as JSON.
    ways: the pathways on which it stands.
    counted: how many rows its data have, with the rule, or None when that was not published.
    notes: what was noted about it, and about its variables, since the release was sealed.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    newer: Link | None
    table: Table
    lines: tuple[VariableLine, ...]
    defined: int
    joins_from: tuple[Join, ...]
    joins_to: tuple[Join, ...]
    full_name: str
    access: str
    sources: tuple[Cited, ...]
    rows: RowsShown | None
    origin: Origin | None
    csv_url: str
    json_url: str
    ways: Ways
    counted: FigureLine | None
    notes: Notes


@dataclass(frozen=True, slots=True)
class NamedTablePage:
    """A table that is known by name only.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the release that names it.
    table: all that is known.
    sources: where its name is from.
    notes: what was noted about it since the release was sealed.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    table: NamedTable
    sources: tuple[Cited, ...]
    notes: Notes


def table_page(
    session: Session, record: DatasetRecord, release: ReleaseRecord, name: str
) -> TablePage | NamedTablePage:
    """Read the page of a table, letters in any case. Raises NotFoundError with near names."""
    named = {str(item["name"]).lower(): item for item in release.facts.facts.get("undocumentedTables", ())}
    held = notes.standing(session, record)
    if name.lower() in named:
        return _named_table_page(record, release, named_table(named[name.lower()], release), held)
    table = find.table(session, release, name)
    code_lists = tables.pinned_code_lists(session, release)
    others = summaries(session, [release])[release.id]
    path = addresses.table(record.slug, release.version, table.name)
    lines = tuple(_line(variable, path, code_lists.get(variable.code_list)) for variable in table.variables)
    return TablePage(
        head=Head(
            f"{table.physical_name}, {release.facts.title} {release.version}",
            path,
            addresses.api(path),
            dataset_crumbs(record, release),
            "datasets",
        ),
        record=record,
        release=release,
        newer=newer(record, release),
        table=table,
        lines=lines,
        defined=sum(1 for variable in table.variables if variable.defined),
        joins_from=joins_from(table, release, others),
        joins_to=joins_to(table, release, others),
        full_name=full_name(release, table),
        access=access_words(release),
        sources=cited_sources(
            [table.known, *(variable.known for variable in table.variables)],
            [*table.caveats, *(caveat for variable in table.variables for caveat in variable.caveats)],
        ),
        rows=rows_shown(session, release, table),
        origin=origin_of(release, table.name),
        csv_url=addresses.package_file(record.slug, release.version, f"tables/{table.name}.csv"),
        json_url=addresses.api(path),
        ways=ways(session, record, table.name),
        counted=rows_counted(table.facts),
        notes=notes_of(
            notes.of_table(session, record, release, table.name, held), record.slug, release.version, table.name
        ),
    )


def newest_holder(session: Session, record: DatasetRecord, name: str) -> ReleaseRecord:
    """The newest release that stands and has a table, described or known by name; letters in any case. One query.

    Raises NotFoundError with near names of the release in force, WithdrawnError when only withdrawn ones have it.
    """
    wanted, names = name.lower(), tables.table_names(session, record.releases)
    holders = [
        release
        for release in record.releases
        if wanted in names[release.id]
        or wanted in {str(item["name"]).lower() for item in release.facts.facts.get("undocumentedTables", ())}
    ]
    newest = in_force(holders)
    if newest is not None:
        return newest
    for release in holders:
        require_standing(session, release)
    latest = record.latest or record.releases[-1]
    base = f"/datasets/{record.slug}/tables"
    raise NotFoundError(
        f"No release of {record.slug!r} has a table {name!r}.",
        remedy=f"Release {latest.version} has {len(names[latest.id])} tables.",
        near=tuple((one, f"{base}/{one}") for one in find.near(name, names[latest.id]))
        or ((record.slug, addresses.dataset(record.slug)),),
    )


def access_words(release: ReleaseRecord) -> str:
    """Rights and lead time in a few words: `Restricted, 2 to 6 months`."""
    access = access_record(release.facts)
    rights = words.access(access.rights)
    return f"{rights}, {access.lead_time}" if access.lead_time else rights


def _line(variable: Variable, table_path: str, code_list: CodeList | None) -> VariableLine:
    return VariableLine(
        variable=variable,
        url=f"{table_path}/variables/{addresses.segment(variable.name)}",
        role=words.short_role(variable),
        code_list=Link(code_list.title, addresses.code_list(code_list.name)) if code_list else None,
        codes=len(code_list.codes) if code_list else 0,
    )


def _named_table_page(
    record: DatasetRecord, release: ReleaseRecord, table: NamedTable, held: Sequence[NoteRecord]
) -> NamedTablePage:
    said = notes.of_named_table(held, table.name.lower(), release.version)
    return NamedTablePage(
        head=Head(
            f"{table.physical_name}, {release.facts.title} {release.version}",
            table.url,
            "",
            dataset_crumbs(record, release),
            "datasets",
        ),
        record=record,
        release=release,
        table=table,
        sources=cited_sources([], (), table.sources),
        notes=notes_of(said, record.slug, release.version, table.name),
    )
