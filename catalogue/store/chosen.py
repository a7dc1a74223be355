"""What a choice of variables from many releases needs at once: each a single query, however many are chosen."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select as select_rows
from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from catalogue.model import (
    Dataset,
    ReleaseCodeList,
    ReleaseTable,
    SlugAlias,
    StoredObject,
    TableVariable,
    TableVersion,
    VariableVersion,
)
from catalogue.model.code_lists import CodeList, code_list_record
from catalogue.store.objects import document

# A release's row number and a name in it.
Named = tuple[int, str]


def former_slugs(session: Session) -> dict[str, str]:
    """The permanent identifier of the dataset that had a slug before it was renamed, by that slug."""
    query = select(SlugAlias.slug, Dataset.key).join(Dataset, col(Dataset.id) == col(SlugAlias.dataset_id))
    return dict(session.exec(query).all())


def column_names(session: Session, releases: Collection[int], tables: Collection[str] = ()) -> dict[Named, list[str]]:
    """Names of variables in column order, by release and table; only of those tables, when some are named."""
    query = (
        select_rows(col(ReleaseTable.release_id), col(TableVersion.name), col(VariableVersion.name))
        .join(TableVersion, col(TableVersion.id) == col(ReleaseTable.table_id))
        .join(TableVariable, col(TableVariable.table_id) == col(TableVersion.id))
        .join(VariableVersion, col(VariableVersion.id) == col(TableVariable.variable_id))
        .where(col(ReleaseTable.release_id).in_(sorted(releases)))
        .order_by(col(ReleaseTable.release_id), col(TableVersion.name), col(TableVariable.position))
    )
    if tables:
        query = query.where(col(TableVersion.name).in_(sorted(tables)))
    found: dict[Named, list[str]] = {}
    for release_id, table, name in session.execute(query):
        found.setdefault((release_id, table), []).append(name)
    return found


def pinned_code_lists(session: Session, wanted: Collection[Named]) -> dict[Named, CodeList]:
    """Code lists in the states that releases pin, by release and name; a name that is not pinned is left out."""
    query = (
        select(ReleaseCodeList.release_id, ReleaseCodeList.name, StoredObject.digest, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(ReleaseCodeList.object_id))
        .where(tuple_(col(ReleaseCodeList.release_id), col(ReleaseCodeList.name)).in_(sorted(wanted)))
    )
    return {
        (release_id, name): code_list_record(document(body), digest)
        for release_id, name, digest, body in session.exec(query)
    }
