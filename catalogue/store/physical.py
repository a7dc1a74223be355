"""Which table of which release a physical name means, by the naming rules of the SAIL Databank alone.

A name finds a table when the table of that release would be named exactly so, at the core or in the view of a project.
A name with a day leads to the release of that snapshot; a table that is never dated to the release in force.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select as select_rows
from sqlmodel import Session, col

from catalogue.model import ReleaseTable, StoredObject, TableVersion
from catalogue.model.sail import SCHEMA, SailName, parse, table_name
from catalogue.store.objects import chunks, document
from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table of a release that is named so."""

    release: ReleaseRecord
    table: str


def named_alike(session: Session, names: Iterable[str]) -> dict[str, NamedTable]:
    """The tables of standing releases that are named so, by the name as given. No query for other kinds of names."""
    some = [name for name in names if sail_name(name) is not None]
    return tables_named(session, all_datasets(session), some) if some else {}


def tables_named(session: Session, datasets: Iterable[DatasetRecord], names: Iterable[str]) -> dict[str, NamedTable]:
    """The same among some datasets. At most one query for five thousand releases."""
    wanted = {name: found for name in set(names) if (found := sail_name(name)) is not None}
    if not wanted:
        return {}
    by_code = defaultdict(list)
    for one in datasets:
        latest = one.latest
        code = _code(str(latest.facts.facts.get("physicalSchema", ""))) if latest is not None else ""
        if code:
            by_code[code].append(one)
    candidates = [
        (name, release)
        for name, sail in wanted.items()
        for record in by_code[_code(sail.schema)]
        if (release := _release(record, sail)) is not None
    ]
    tables = _physical_names(session, {one.id: one for _, one in candidates}, {one.table for one in wanted.values()})
    return {
        name: NamedTable(release, tables[release.id, str(wanted[name])])
        for name, release in candidates
        if (release.id, str(wanted[name])) in tables
    }


def sail_name(name: str) -> SailName | None:
    """A physical name as the databank's, at the core; what stands before schema and table is left out."""
    found = parse(".".join(name.rsplit(".", 2)[-2:]))
    return found.at_core() if found is not None else None


def _code(schema: str) -> str:
    """The letters that a schema of the core and its schema of look-up tables share."""
    match = SCHEMA.fullmatch(schema)
    return (match["code"] or "").upper() if match is not None else ""


def _release(record: DatasetRecord, name: SailName) -> ReleaseRecord | None:
    if not name.snapshot:
        return record.latest
    return record.by_snapshot(re.sub(r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3", name.snapshot))


def _physical_names(
    session: Session, releases: dict[int, ReleaseRecord], tables: set[str]
) -> dict[tuple[int, str], str]:
    """Name of a table by release and by the name that the databank's rule gives it."""
    found = {}
    for some in chunks(sorted(releases)):
        query = (
            select_rows(col(ReleaseTable.release_id), col(TableVersion.name), col(StoredObject.body))
            .join(TableVersion, col(TableVersion.id) == col(ReleaseTable.table_id))
            .join(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
            .where(col(ReleaseTable.release_id).in_(some), col(TableVersion.name).in_(sorted(map(str.lower, tables))))
        )
        for number, name, body in session.execute(query):
            release = releases[number]
            physical = table_name(release.facts.facts, document(body), release.snapshot)
            if physical is not None:
                found[number, str(physical).upper()] = name
    return found
