"""The rows of open tables: exact bytes, as they were published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalogue.model import ReleaseTable, StoredObject, TableVersion
from catalogue.model.known import Facts
from catalogue.store.objects import document, get_objects


@dataclass(frozen=True, slots=True)
class Rows:
    """The CSV file of a table: its bytes, and how it is written where that is not the usual way."""

    body: bytes
    dialect: Facts


def rows(session: Session, wanted: Mapping[int, Iterable[str]]) -> dict[tuple[int, str], Rows]:
    """What some tables hold, by release and table name. wanted: names of tables by the release's row number.

    A table that holds no rows is left out. Two queries, however many are wanted.
    """
    names = {(release, name) for release, tables in wanted.items() for name in tables}
    query = (
        select(ReleaseTable.release_id, TableVersion.name, StoredObject.body)
        .join(TableVersion, col(TableVersion.id) == col(ReleaseTable.table_id))
        .join(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
        .where(
            col(ReleaseTable.release_id).in_({release for release, _ in names}),
            col(TableVersion.name).in_({name for _, name in names}),
        )
    )
    found = {(release, name): document(body) for release, name, body in session.exec(query) if (release, name) in names}
    held = {key: facts for key, facts in found.items() if facts.get("data")}
    files = get_objects(session, {str(facts["data"]["digest"]) for facts in held.values()})
    return {
        key: Rows(files[str(facts["data"]["digest"])], facts.get("dialect", {}))
        for key, facts in held.items()
        if str(facts["data"]["digest"]) in files
    }
