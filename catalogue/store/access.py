"""How the data of a release are got: what it says of access, which variables are special, what a project would see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model import sail
from catalogue.model.access import Access, access_record
from catalogue.model.known import texts
from catalogue.model.sail import SailName, SchemaKind
from catalogue.store.releases import ReleaseRecord
from catalogue.store.summaries import Named, TableSummary, summaries

# Names are worked out for a project of this number: one of which published code shows that it used such an extract.
EXAMPLE_PROJECT = "1661"


@dataclass(frozen=True, slots=True)
class SpecialTable:
    """A table with variables that come only when they are asked for by name."""

    name: str
    physical_name: str
    variables: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class NameExample:
    """One name of this very release, at the core and in a project. `what`: table, column or look-up table."""

    what: str
    core: str
    project: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    """What a project sees, by the naming rules of the databank, worked out for a project of some number."""

    project: str
    schema: str
    writable: str
    examples: tuple[NameExample, ...]


@dataclass(frozen=True, slots=True)
class HowToGet:
    """All that is known of how the data of a release are got. `view` is None when no naming rule applies."""

    access: Access
    special: tuple[SpecialTable, ...]
    view: ProjectView | None
    tables: tuple[TableSummary, ...]


def how_to_get(session: Session, release: ReleaseRecord) -> HowToGet:
    """Read how the data of a release are got. One query."""
    held = summaries(session, [release])[release.id]
    return HowToGet(
        access=access_record(release.facts),
        special=tuple(
            SpecialTable(one.name, str(one.facts.get("physicalName", one.name)), one.special)
            for one in held
            if one.special
        ),
        view=project_view(release, held),
        tables=tuple(held),
    )


def project_view(release: ReleaseRecord, tables: Sequence[TableSummary]) -> ProjectView | None:
    """Worked examples from the first table of the core schema, with a key if one has any, and the first look-up table.

    None when the release states no schema that the databank would name so, or no snapshot.
    """
    named = [(table, name) for table in tables if (name := _name(release, table)) is not None]
    core = [pair for pair in named if pair[1].kind is SchemaKind.CORE]
    if not core:
        return None
    table, name = next((pair for pair in core if next(_encrypted(pair[0]), "")), core[0])
    examples = [NameExample("table", str(name), str(name.in_project(EXAMPLE_PROJECT)))]
    examples += [NameExample("column", column, sail.project_column(column)) for column in _encrypted(table)][:1]
    look_ups = [str(one) for _, one in named if one.kind is SchemaKind.REFERENCE]
    examples += [NameExample("look-up table", one, one) for one in look_ups[:1]]
    return ProjectView(
        project=EXAMPLE_PROJECT,
        schema=sail.project_schema(EXAMPLE_PROJECT),
        writable=sail.project_schema(EXAMPLE_PROJECT, writable=True),
        examples=tuple(examples),
    )


def _name(release: ReleaseRecord, table: TableSummary) -> SailName | None:
    return sail.table_name(release.facts.facts, table.facts, release.snapshot)


def _encrypted(table: TableSummary) -> Iterator[str]:
    """Key columns that a project sees under another name, those that join to other tables first."""
    schema = table.facts.get("schema", {})
    joins = [name for one in schema.get("foreignKeys", ()) for name in texts(one["fields"])]
    keys = [*joins, *texts(schema.get("primaryKey"))]
    return (name for name in keys if sail.project_column(name) != name)
