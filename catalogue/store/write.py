"""Rows of a release, a vocabulary state, a retraction, a rename: called by the registry inside one write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import insert
from sqlmodel import Session, col, select

from catalogue.model import (
    Dataset,
    Release,
    ReleaseCodeList,
    ReleaseRun,
    ReleaseTable,
    SlugAlias,
    StoredObject,
    TableVariable,
    TableVersion,
    VariableVersion,
    VocabularyVersion,
)
from catalogue.model.kinds import VocabularyKind
from catalogue.store.objects import chunks


def dataset_row(session: Session, key: str) -> Dataset | None:
    """The row of a permanent identifier."""
    return session.exec(select(Dataset).where(Dataset.key == key)).first()


def slug_owner(session: Session, slug: str) -> Dataset | None:
    """The dataset that has or had a slug, and so keeps it."""
    own = session.exec(select(Dataset).where(Dataset.slug == slug)).first()
    if own is not None:
        return own
    query = select(Dataset).join(SlugAlias, col(SlugAlias.dataset_id) == col(Dataset.id))
    return session.exec(query.where(SlugAlias.slug == slug)).first()


def add_dataset(session: Session, key: str, slug: str) -> Dataset:
    """A new dataset."""
    row = Dataset(key=key, slug=slug)
    session.add(row)
    session.flush()
    return row


def rename_dataset(session: Session, row: Dataset, slug: str) -> None:
    """Give a dataset another slug; the old one stays its alias."""
    former = session.get(SlugAlias, slug)
    if former is not None:
        session.delete(former)
    session.add(SlugAlias(slug=row.slug, dataset_id=row.id or 0))
    row.slug = slug
    session.add(row)
    session.flush()


def add_release(session: Session, row: Release) -> int:
    """A new release; returns its row number."""
    session.add(row)
    session.flush()
    return row.id or 0


def pin(
    session: Session,
    release_id: int,
    table_ids: Sequence[int],
    code_lists: Mapping[str, int],
    runs: Iterable[tuple[str, str, str, str, str, str]] = (),
) -> None:
    """Say which table states and code list states (name to object) a release holds, and which runs made its tables.

    runs: (table, UUID, namespace, name, version, how) of each output that the seal names.
    """
    columns = ("table_name", "run", "namespace", "name", "version", "how")
    made = [{"release_id": release_id, **dict(zip(columns, row, strict=True))} for row in runs]
    if made:
        session.execute(insert(ReleaseRun), made)
    if table_ids:
        session.execute(
            insert(ReleaseTable), [{"release_id": release_id, "table_id": table_id} for table_id in table_ids]
        )
    if code_lists:
        session.execute(
            insert(ReleaseCodeList),
            [
                {"release_id": release_id, "name": name, "object_id": object_id}
                for name, object_id in code_lists.items()
            ],
        )


def table_states(session: Session, tables: Mapping[int, tuple[str, Sequence[int]]]) -> dict[int, int]:
    """Row number of each table state, added when new.

    tables: object of the table -> (name, row numbers of its variable states in column order).
    """
    known = _known(session, TableVersion, tables)
    missing = [number for number in tables if number not in known]
    for some in chunks(missing):
        session.execute(insert(TableVersion), [{"object_id": number, "name": tables[number][0]} for number in some])
    known.update(_known(session, TableVersion, missing))
    columns = [
        {"table_id": known[number], "position": position, "variable_id": variable}
        for number in missing
        for position, variable in enumerate(tables[number][1])
    ]
    for some_columns in chunks(columns):
        session.execute(insert(TableVariable), list(some_columns))
    return known


def variable_states(session: Session, variables: Mapping[int, str]) -> dict[int, int]:
    """Row number of each variable state, added when new. variables: object of the variable -> its name."""
    known = _known(session, VariableVersion, variables)
    missing = [number for number in variables if number not in known]
    for some in chunks(missing):
        session.execute(
            insert(VariableVersion),
            [
                {"object_id": number, "name": variables[number], "name_key": variables[number].lower()}
                for number in some
            ],
        )
    known.update(_known(session, VariableVersion, missing))
    return known


def _known(session: Session, table: type[TableVersion | VariableVersion], objects: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in chunks(list(objects)):
        rows = session.exec(select(table.object_id, table.id).where(col(table.object_id).in_(some)))
        found.update((object_id, number) for object_id, number in rows if number is not None)
    return found


def add_vocabulary(session: Session, kind: VocabularyKind, name: str, object_id: int, serial: int) -> None:
    """A new state of a code list, concept or organisation."""
    session.add(VocabularyVersion(kind=kind.value, name=name, object_id=object_id, serial=serial))
    session.flush()


def withdraw(session: Session, row: Release, tombstone: int) -> None:
    """Put a tombstone, given by its object, in the place of a release."""
    row.retraction_id = tombstone
    session.add(row)
    session.flush()


def releases_of(session: Session, dataset_id: int) -> list[Release]:
    """All release rows of a dataset, in the order in which they were recorded."""
    return list(session.exec(select(Release).where(Release.dataset_id == dataset_id).order_by(col(Release.serial))))


def sealed_code_lists(session: Session, dataset_id: int, version: str) -> dict[str, str]:
    """Digest by name of the code lists that a sealed release pins; empty when there is no such release."""
    query = (
        select(ReleaseCodeList.name, StoredObject.digest)
        .join(StoredObject, col(StoredObject.id) == col(ReleaseCodeList.object_id))
        .join(Release, col(Release.id) == col(ReleaseCodeList.release_id))
        .where(Release.dataset_id == dataset_id, Release.version == version)
    )
    return {row[0]: row[1] for row in session.exec(query)}
