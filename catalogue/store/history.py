"""One variable in all releases that hold it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, tuple_
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from catalogue.model import ReleaseTable, StoredObject, TableVariable, TableVersion, VariableVersion
from catalogue.model.known import Facts
from catalogue.model.lives import Place
from catalogue.model.records import Table, Variable, table_record
from catalogue.store.kept import Kept
from catalogue.store.objects import bodies
from catalogue.store.prepared import Prepared, listed_numbers, listed_pairs, values_of
from catalogue.store.releases import ReleaseRecord

_EVIDENCE: Kept[str] = Kept(50_000)


@dataclass(frozen=True, slots=True)
class Held:
    """A release holds a variable: the digest of its table's state and of its own."""

    place: Place
    release_id: int
    table: str
    variable: str


@dataclass(frozen=True, slots=True)
class VariableState:
    """A variable as one release says it, and its table without the other variables."""

    release: ReleaseRecord
    table: Table
    variable: Variable


def _who_holds_what(dialect: str) -> Select[str, str, int, str, str]:
    table_object, variable_object = aliased(StoredObject), aliased(StoredObject)
    return (
        select_rows(
            col(TableVersion.name),
            col(VariableVersion.name_key),
            col(ReleaseTable.release_id),
            col(table_object.digest),
            col(variable_object.digest),
        )
        .join(ReleaseTable, col(ReleaseTable.table_id) == col(TableVersion.id))
        .join(table_object, col(table_object.id) == col(TableVersion.object_id))
        .join(TableVariable, col(TableVariable.table_id) == col(TableVersion.id))
        .join(VariableVersion, col(VariableVersion.id) == col(TableVariable.variable_id))
        .join(variable_object, col(variable_object.id) == col(VariableVersion.object_id))
        .where(
            col(ReleaseTable.release_id).in_(listed_numbers(dialect, "releases")),
            tuple_(col(TableVersion.name), col(VariableVersion.name_key)).in_(listed_pairs(dialect)),
        )
    )


# Every search asks it, and putting it together takes longer than running it.
_HOLDINGS = Prepared(_who_holds_what)


def holdings(session: Session, releases: Iterable[ReleaseRecord], places: Collection[Place]) -> list[Held]:
    """Which of the releases hold the variables at these places. One query."""
    asked = {**values_of((release.id for release in releases), "releases"), **values_of(sorted(places))}
    return [
        Held((table_name, name_key), release_id, table_digest, variable_digest)
        for table_name, name_key, release_id, table_digest, variable_digest in _HOLDINGS.rows(session, asked)
    ]


def state(release: ReleaseRecord, held: Held, facts: Mapping[str, Facts]) -> VariableState:
    """A variable as a release that holds it says it. facts: the objects that `held` names, by digest."""
    columns = [(held.variable, facts[held.variable])]
    record = table_record(facts[held.table], held.table, columns, release.facts)
    return VariableState(release, record, record.variables[0])


def evidence(session: Session, digests: Iterable[str]) -> dict[str, str]:
    """What tables and variables say of their own evidence: status by digest, empty when they leave it to others.

    A digest always says the same, so each is read once in the life of the process. At most one query.
    """
    return _EVIDENCE.all(digests, lambda missing: _evidence(session, missing))


def _evidence(session: Session, digests: Iterable[str]) -> dict[str, str]:
    return {
        digest: str((facts.get("evidence") or {}).get("status", ""))
        for digest, facts in bodies(session, digests).items()
    }
