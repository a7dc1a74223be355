"""Everything that a sealed release says, as what a package is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.model.known import Facts
from catalogue.model.records import Table
from catalogue.store import tables
from catalogue.store.objects import get_object
from catalogue.store.releases import ReleaseRecord


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """Facts of a release as a descriptor states them."""

    version: str
    snapshot: str
    issued: str
    notes: str
    corrects: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the package of a release is written from."""

    slug: str
    dataset: Facts
    release: ReleaseFacts
    tables: Sequence[Facts]
    code_lists: Mapping[str, Facts]
    data: Mapping[str, bytes]


def contents(session: Session, release: ReleaseRecord) -> Contents:
    """A sealed release as a package says it. Three queries, and one for each table that holds rows."""
    held = tables.tables(session, release)
    return Contents(
        slug=release.slug,
        dataset=release.facts.facts,
        release=ReleaseFacts(release.version, release.snapshot, release.issued, release.notes, release.corrects),
        tables=[_table(table) for table in held],
        code_lists={name: one.facts for name, one in tables.pinned_code_lists(session, release).items()},
        data={table.name: _rows(session, table) for table in held if table.data},
    )


def _table(table: Table) -> Facts:
    return {**table.facts, "variables": [variable.facts for variable in table.variables]}


def _rows(session: Session, table: Table) -> bytes:
    found = get_object(session, str(table.data["digest"]))
    if found is None:
        raise NotFoundError(f"The rows of the table {table.name!r} are not in the register.")
    return found[1]
