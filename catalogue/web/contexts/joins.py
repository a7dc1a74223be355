"""What a table's keys join it to, and which tables join to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.model.known import Facts, Source, cited
from catalogue.model.records import Reference, Table
from catalogue.store.releases import ReleaseRecord
from catalogue.store.summaries import TableSummary
from catalogue.web import addresses
from catalogue.web.contexts.common import Link


@dataclass(frozen=True, slots=True)
class Join:
    """A join between two tables, seen from one of them.

    table: the other table.
    here: the columns on this side.
    there: the columns on the other side, in the same order.
    note: what to know of it, or empty.
    mark: how it is known, or empty.
    """

    table: Link
    here: tuple[Link, ...]
    there: tuple[Link, ...]
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class Step:
    """A table on a path of joins.

    name: name of the table in addresses.
    table: its page, or a bare name when the release does not describe it.
    on: what joins it to the table before, or empty.
    """

    name: str
    table: Link
    on: str


@dataclass(frozen=True, slots=True)
class JoinPath:
    """A way through several tables to an answer.

    name: its name in addresses.
    title: what it answers.
    description: how, Markdown.
    steps: the tables in order.
    mark: how it is known.
    sources: where from.
    url: the picture of the tables with this path in it.
    """

    name: str
    title: str
    description: str
    steps: tuple[Step, ...]
    mark: str
    sources: tuple[Source, ...]
    url: str


def joins_from(table: Table, release: ReleaseRecord, others: Iterable[TableSummary]) -> tuple[Join, ...]:
    """The joins that a table's own foreign keys make. others: all tables of the release."""
    names = {other.name: str(other.facts.get("physicalName", other.name)) for other in others}
    return tuple(
        Join(
            table=_table(release, target, names),
            here=_columns(release, table.name, reference.fields),
            there=_columns(release, target, reference.target_fields) if target in names else (),
            note=reference.note,
            mark=reference.mark or table.known.mark,
        )
        for reference in table.references
        for target in (reference.table or table.name,)
    )


def joins_to(table: Table, release: ReleaseRecord, others: Iterable[TableSummary]) -> tuple[Join, ...]:
    """The joins that other tables' foreign keys make to this one. others: all tables of the release."""
    return tuple(
        _reversed(other, reference, release, table)
        for other in (summary.table(release) for summary in others if summary.name != table.name)
        for reference in other.references
        if reference.table == table.name
    )


def _reversed(other: Table, reference: Reference, release: ReleaseRecord, table: Table) -> Join:
    return Join(
        table=Link(other.physical_name, addresses.table(release.slug, release.version, other.name), physical=True),
        here=_columns(release, table.name, reference.target_fields),
        there=_columns(release, other.name, reference.fields),
        note=reference.note,
        mark=reference.mark or other.known.mark,
    )


def _table(release: ReleaseRecord, name: str, physical: Mapping[str, str]) -> Link:
    url = addresses.table(release.slug, release.version, name) if name in physical else ""
    return Link(physical.get(name, name), url, physical=True)


def _columns(release: ReleaseRecord, table: str, names: Iterable[str]) -> tuple[Link, ...]:
    return tuple(
        Link(name, addresses.variable(release.slug, release.version, table, name), physical=True) for name in names
    )


def join_paths(release: ReleaseRecord, tables: Iterable[TableSummary]) -> tuple[JoinPath, ...]:
    """The named ways through several tables that a release tells of. tables: all of the release."""
    facts = release.facts
    physical = {str(item["name"]): str(item.get("physicalName", item["name"])) for item in _named(facts.facts)}
    physical |= {one.name: str(one.facts.get("physicalName", one.name)) for one in tables}
    diagram = addresses.diagram(release.slug, release.version)
    return tuple(
        JoinPath(
            name=str(item.get("name", "")),
            title=str(item.get("title", item.get("name", ""))),
            description=str(item.get("description", "")),
            steps=tuple(
                Step(str(step["table"]), _table(release, str(step["table"]), physical), str(step.get("on", "")))
                for step in item.get("steps", ())
            ),
            mark=str(item.get("mark", "")),
            sources=cited(item.get("source"), facts.sources),
            url=f"{diagram}?path={addresses.segment(str(item.get('name', '')))}",
        )
        for item in facts.facts.get("joinPaths", ())
    )


def _named(facts: Facts) -> Iterable[Facts]:
    named: Iterable[Facts] = facts.get("undocumentedTables", ())
    return named
