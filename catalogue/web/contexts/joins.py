"""What a table's keys join it to, and which tables join to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
