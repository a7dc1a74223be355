"""Every row of the register in natural keys, streamed: what an audit holds against the sealed objects.

Joins are outer joins, so that a row that points nowhere still comes out, with None in the place of what is missing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from catalogue.model import (
    Change,
    Dataset,
    Note,
    PublisherApproval,
    Release,
    ReleaseCodeList,
    ReleaseTable,
    SlugAlias,
    StoredObject,
    TableVariable,
    TableVersion,
    VariableVersion,
    VocabularyVersion,
)

BATCH = 2000


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """An object as it lies in the database; `body` is None when it cannot be decompressed."""

    digest: str
    kind: str
    size: int
    body: bytes | None


def objects(session: Session) -> Iterator[ObjectRow]:
    """Every object with its bytes."""
    query = select(
        col(StoredObject.digest), col(StoredObject.kind), col(StoredObject.size), col(StoredObject.body)
    ).order_by(col(StoredObject.id))
    for digest, kind, size, body in session.execute(query.execution_options(yield_per=BATCH)):
        try:
            plain = zlib.decompress(body)
        except zlib.error:
            plain = None
        yield ObjectRow(digest, kind, size, plain)


def object_count(session: Session) -> int:
    """How many objects there are."""
    return int(session.execute(select(func.count()).select_from(StoredObject)).scalar_one())


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A journal entry as it lies in the database; `digest` is None when its object is gone."""

    serial: int
    kind: str
    subject: str
    digest: str | None
    recorded: str
    previous: str
    hash: str


def changes(session: Session) -> Iterator[ChangeRow]:
    """The journal in order of serials."""
    query = (
        select(
            col(Change.serial),
            col(Change.kind),
            col(Change.subject),
            col(StoredObject.digest),
            col(Change.recorded),
            col(Change.previous),
            col(Change.hash),
        )
        .outerjoin(StoredObject, col(StoredObject.id) == col(Change.object_id))
        .order_by(col(Change.serial))
    )
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield ChangeRow(row[0] or 0, *row[1:])


def datasets(session: Session) -> dict[str, str | None]:
    """Permanent identifier by slug."""
    return {row[0]: row[1] for row in session.execute(select(col(Dataset.slug), col(Dataset.key)))}


def aliases(session: Session) -> dict[str, str | None]:
    """Permanent identifier by former slug."""
    query = select(col(SlugAlias.slug), col(Dataset.key)).outerjoin(
        Dataset, col(Dataset.id) == col(SlugAlias.dataset_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release in natural keys: dataset key, digests in place of row numbers."""

    dataset: str | None
    version: str
    snapshot: str | None
    issued: str
    serial: int
    content: str | None
    seal: str | None
    retraction: str | None


def releases(session: Session) -> dict[int, ReleaseRow]:
    """Every release by its row number."""
    content, seal, tombstone = aliased(StoredObject), aliased(StoredObject), aliased(StoredObject)
    query = (
        select(
            col(Release.id),
            col(Dataset.key),
            col(Release.version),
            col(Release.snapshot),
            col(Release.issued),
            col(Release.serial),
            col(content.digest),
            col(seal.digest),
            col(tombstone.digest),
        )
        .outerjoin(Dataset, col(Dataset.id) == col(Release.dataset_id))
        .outerjoin(content, col(content.id) == col(Release.content_id))
        .outerjoin(seal, col(seal.id) == col(Release.seal_id))
        .outerjoin(tombstone, col(tombstone.id) == col(Release.retraction_id))
    )
    return {row[0] or 0: ReleaseRow(*row[1:]) for row in session.execute(query)}


def release_tables(session: Session) -> set[tuple[int, str | None]]:
    """(row number of the release, digest of the table) of every table that a release holds."""
    query = (
        select(col(ReleaseTable.release_id), col(StoredObject.digest))
        .outerjoin(TableVersion, col(TableVersion.id) == col(ReleaseTable.table_id))
        .outerjoin(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
    )
    return {(release, digest) for release, digest in session.execute(query)}


def release_code_lists(session: Session) -> set[tuple[int, str, str | None]]:
    """(row number of the release, name, digest) of every code list that a release pins."""
    query = select(col(ReleaseCodeList.release_id), col(ReleaseCodeList.name), col(StoredObject.digest)).outerjoin(
        StoredObject, col(StoredObject.id) == col(ReleaseCodeList.object_id)
    )
    return {(release, name, digest) for release, name, digest in session.execute(query)}


def table_states(session: Session) -> list[tuple[str | None, str]]:
    """(digest, name) of every table state."""
    query = select(col(StoredObject.digest), col(TableVersion.name)).select_from(TableVersion)
    query = query.outerjoin(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
    return [(digest, name) for digest, name in session.execute(query)]


def variable_states(session: Session) -> Iterator[tuple[str | None, str, str]]:
    """(digest, name, name in lower case) of every variable state."""
    query = select(col(StoredObject.digest), col(VariableVersion.name), col(VariableVersion.name_key)).select_from(
        VariableVersion
    )
    query = query.outerjoin(StoredObject, col(StoredObject.id) == col(VariableVersion.object_id))
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield row[0], row[1], row[2]


def table_columns(session: Session) -> Iterator[tuple[str | None, list[str | None]]]:
    """(digest of the table, digests of its variables in column order) of every table state that has columns.

    A gap in the column numbers comes out as None in its place.
    """
    table_object, variable_object = aliased(StoredObject), aliased(StoredObject)
    query = (
        select(
            col(TableVariable.table_id),
            col(table_object.digest),
            col(TableVariable.position),
            col(variable_object.digest),
        )
        .outerjoin(TableVersion, col(TableVersion.id) == col(TableVariable.table_id))
        .outerjoin(table_object, col(table_object.id) == col(TableVersion.object_id))
        .outerjoin(VariableVersion, col(VariableVersion.id) == col(TableVariable.variable_id))
        .outerjoin(variable_object, col(variable_object.id) == col(VariableVersion.object_id))
        .order_by(col(TableVariable.table_id), col(TableVariable.position))
    )
    current: int | None = None
    name: str | None = None
    columns: list[str | None] = []
    for table_id, table_digest, position, variable_digest in session.execute(query.execution_options(yield_per=BATCH)):
        if table_id != current:
            if current is not None:
                yield name, columns
            current, name, columns = table_id, table_digest, []
        # At most one filler: however far off a wrong number is, one gap is enough to be unequal.
        columns.extend([None] * min(1, max(0, position - len(columns))))
        columns.append(variable_digest)
    if current is not None:
        yield name, columns


def vocabulary(session: Session) -> set[tuple[str, str, str | None, int]]:
    """(kind, name, digest, serial) of every recorded state of vocabulary."""
    query = select(
        col(VocabularyVersion.kind),
        col(VocabularyVersion.name),
        col(StoredObject.digest),
        col(VocabularyVersion.serial),
    ).outerjoin(StoredObject, col(StoredObject.id) == col(VocabularyVersion.object_id))
    return {(kind, name, digest, serial or 0) for kind, name, digest, serial in session.execute(query)}


def approvals(session: Session) -> set[tuple[str, str, int, str | None]]:
    """Publisher, mode, serial and digest of every publisher's way of approving."""
    columns = (PublisherApproval.publisher, PublisherApproval.mode, PublisherApproval.serial, StoredObject.digest)
    query = select(*map(col, columns)).outerjoin(StoredObject, col(StoredObject.id) == col(PublisherApproval.object_id))
    return {tuple(row) for row in session.execute(query)}


def notes(session: Session) -> dict[int, tuple[str | None, str | None, str, str, str, str, int | None]]:
    """Every note by its serial: digest, dataset, version, table, variable, release of the names, and what ended it."""
    query = (
        select(
            col(Note.serial),
            col(StoredObject.digest),
            col(Dataset.key),
            col(Note.version),
            col(Note.table_name),
            col(Note.name_key),
            col(Note.names_in),
            col(Note.ended),
        )
        .outerjoin(StoredObject, col(StoredObject.id) == col(Note.object_id))
        .outerjoin(Dataset, col(Dataset.id) == col(Note.dataset_id))
    )
    return {row[0] or 0: (row[1], row[2], row[3], row[4], row[5], row[6], row[7]) for row in session.execute(query)}
