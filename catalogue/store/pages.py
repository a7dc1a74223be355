"""Pages of long lists, each page read by its own key: tables of a release, variables of many releases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select as select_rows
from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from catalogue.model import Dataset, Release, ReleaseTable, StoredObject, TableVariable, TableVersion, VariableVersion
from catalogue.model.known import Facts
from catalogue.model.records import Table, Variable, table_record
from catalogue.store.objects import document
from catalogue.store.releases import ReleaseRecord

# A place in the list of all variables: dataset identifier, table name, variable name in lower case.
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table without its variables, and how many there are."""

    table: Table
    variables: int


@dataclass(frozen=True, slots=True)
class PlacedVariable:
    """A variable with the release and the table (without its other variables) that hold it."""

    release: ReleaseRecord
    table: Table
    variable: Variable
    place: Place


@dataclass(frozen=True, slots=True)
class VariableFilter:
    """Which variables to list. Names in any case; empty means all."""

    table: str = ""
    name: str = ""


def table_heads(session: Session, release: ReleaseRecord, after: str, limit: int) -> list[TableHead]:
    """Tables of a release after a name, in order of names. One query."""
    query = (
        select(StoredObject.digest, StoredObject.body)
        .join(TableVersion, col(TableVersion.object_id) == col(StoredObject.id))
        .join(ReleaseTable, col(ReleaseTable.table_id) == col(TableVersion.id))
        .where(col(ReleaseTable.release_id) == release.id, col(TableVersion.name) > after)
        .order_by(col(TableVersion.name))
        .limit(limit)
    )
    bodies = [(digest, document(body)) for digest, body in session.exec(query)]
    return [
        TableHead(table_record(facts, digest, (), release.facts), len(facts.get("variables", ())))
        for digest, facts in bodies
    ]


def variables(
    session: Session, releases: Sequence[ReleaseRecord], wanted: VariableFilter, after: Place | None, limit: int
) -> list[PlacedVariable]:
    """Variables of some releases after a place, in order of places. Two queries, however many releases.

    releases: at most one of each dataset, or a place would not be unique.
    """
    by_id = {release.id: release for release in releases}
    key = (col(Dataset.key), col(TableVersion.name), col(VariableVersion.name_key))
    query = (
        select_rows(
            *key,
            col(ReleaseTable.release_id),
            col(TableVersion.id),
            col(TableVariable.position),
            col(StoredObject.digest),
            col(StoredObject.body),
        )
        .join(ReleaseTable, col(ReleaseTable.table_id) == col(TableVersion.id))
        .join(Release, col(Release.id) == col(ReleaseTable.release_id))
        .join(Dataset, col(Dataset.id) == col(Release.dataset_id))
        .join(TableVariable, col(TableVariable.table_id) == col(TableVersion.id))
        .join(VariableVersion, col(VariableVersion.id) == col(TableVariable.variable_id))
        .join(StoredObject, col(StoredObject.id) == col(VariableVersion.object_id))
        .where(col(ReleaseTable.release_id).in_(list(by_id)))
        .order_by(*key)
        .limit(limit)
    )
    if wanted.table:
        query = query.where(col(TableVersion.name) == wanted.table.lower())
    if wanted.name:
        query = query.where(col(VariableVersion.name_key) == wanted.name.lower())
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    rows = session.execute(query).all()
    bodies = _table_bodies(session, [row[4] for row in rows])
    # One look at a table serves all of its variables on the page; what a table says depends on its release too.
    by_table: dict[tuple[int, int], list[tuple[Place, int, str, Facts]]] = defaultdict(list)
    for dataset_key, table_name, name_key, release_id, table_id, position, digest, body in rows:
        place = (dataset_key, table_name, name_key)
        by_table[release_id, table_id].append((place, position, digest, document(body)))
    return [
        placed
        for (release_id, table_id), columns in by_table.items()
        for placed in _placed(by_id[release_id], bodies[table_id], columns)
    ]


def _table_bodies(session: Session, table_ids: Sequence[int]) -> Mapping[int, tuple[str, Facts]]:
    query = (
        select(TableVersion.id, StoredObject.digest, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
        .where(col(TableVersion.id).in_(list(dict.fromkeys(table_ids))))
    )
    return {number: (digest, document(body)) for number, digest, body in session.exec(query) if number is not None}


def _placed(
    release: ReleaseRecord, table: tuple[str, Facts], columns: Sequence[tuple[Place, int, str, Facts]]
) -> list[PlacedVariable]:
    digest, facts = table
    record = table_record(facts, digest, [(digest, body) for _, _, digest, body in columns], release.facts)
    bare = replace(record, variables=())
    return [
        PlacedVariable(release, bare, replace(variable, position=position), place)
        for variable, (place, position, _, _) in zip(record.variables, columns, strict=True)
    ]
