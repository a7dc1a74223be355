"""Tables and variables of releases as plain records, and where else a table, variable or code list occurs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalogue.model import (
    Release,
    ReleaseCodeList,
    ReleaseTable,
    StoredObject,
    TableVariable,
    TableVersion,
    VariableVersion,
)
from catalogue.model.code_lists import CodeList, code_list_record
from catalogue.model.known import Facts, texts
from catalogue.model.records import Table, table_record
from catalogue.store.kept import Kept
from catalogue.store.objects import chunks, document
from catalogue.store.releases import ReleaseRecord

# Names of tables by the content of the release.
_NAMES: Kept[tuple[str, ...]] = Kept(4096)


def tables(session: Session, release: ReleaseRecord) -> list[Table]:
    """All tables of a release with their variables, in order of names. Two queries."""
    return _tables(session, release, None)


def table(session: Session, release: ReleaseRecord, name: str) -> Table | None:
    """One table of a release; letters in any case."""
    found = _tables(session, release, name.lower())
    return found[0] if found else None


def tables_called(session: Session, release: ReleaseRecord, name: str) -> list[Table]:
    """The table of that name, else those that say that they were called so before; letters in any case."""
    found = _tables(session, release, name.lower())
    if found:
        return found
    query = (
        select(StoredObject.body)
        .join(TableVersion, col(TableVersion.object_id) == col(StoredObject.id))
        .join(ReleaseTable, col(ReleaseTable.table_id) == col(TableVersion.id))
        .where(ReleaseTable.release_id == release.id)
        .order_by(col(TableVersion.name))
    )
    facts = [document(body) for body in session.exec(query)]
    former = [str(one["name"]) for one in facts if name.lower() in map(str.lower, texts(one.get("formerNames")))]
    return [table for one in former for table in _tables(session, release, one)]


def _tables(session: Session, release: ReleaseRecord, name: str | None) -> list[Table]:
    query = (
        select(TableVersion.id, StoredObject.digest, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(TableVersion.object_id))
        .join(ReleaseTable, col(ReleaseTable.table_id) == col(TableVersion.id))
        .where(ReleaseTable.release_id == release.id)
        .order_by(col(TableVersion.name))
    )
    if name is not None:
        query = query.where(TableVersion.name == name)
    rows = [(number, digest, document(body)) for number, digest, body in session.exec(query) if number]
    columns = _columns(session, [number for number, _, _ in rows])
    return [table_record(facts, digest, columns[number], release.facts) for number, digest, facts in rows]


def _columns(session: Session, table_ids: Sequence[int]) -> dict[int, list[tuple[str, Facts]]]:
    columns: dict[int, list[tuple[str, Facts]]] = defaultdict(list)
    for some in chunks(table_ids):
        query = (
            select(TableVariable.table_id, StoredObject.digest, StoredObject.body)
            .join(VariableVersion, col(VariableVersion.id) == col(TableVariable.variable_id))
            .join(StoredObject, col(StoredObject.id) == col(VariableVersion.object_id))
            .where(col(TableVariable.table_id).in_(some))
            .order_by(col(TableVariable.table_id), col(TableVariable.position))
        )
        for table_id, digest, body in session.exec(query):
            columns[table_id].append((digest, document(body)))
    return columns


def table_names(session: Session, releases: Iterable[ReleaseRecord]) -> dict[int, tuple[str, ...]]:
    """Names of the tables of each release in order, by the release's row number. At most one query."""
    releases = list(releases)
    by_content = {release.content: release.id for release in releases}

    def read(missing: list[str]) -> dict[str, tuple[str, ...]]:
        names = _names(session, [by_content[content] for content in missing])
        return {content: tuple(names[by_content[content]]) for content in missing}

    found = _NAMES.all(by_content, read)
    return {release.id: found[release.content] for release in releases}


def named_only(release: ReleaseRecord) -> list[str]:
    """The tables of a release that are known by name only, in lower case."""
    return [str(item["name"]).lower() for item in release.facts.facts.get("undocumentedTables", ())]


def _names(session: Session, release_ids: Iterable[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    query = (
        select(ReleaseTable.release_id, TableVersion.name)
        .join(TableVersion, col(TableVersion.id) == col(ReleaseTable.table_id))
        .where(col(ReleaseTable.release_id).in_(release_ids))
        .order_by(col(TableVersion.name))
    )
    for release_id, name in session.exec(query):
        names[release_id].append(name)
    return names


def column_names(session: Session, release: ReleaseRecord, table_name: str) -> list[str]:
    """Names of the variables of a table in column order, as written. One query."""
    query = (
        select(VariableVersion.name)
        .join(TableVariable, col(TableVariable.variable_id) == col(VariableVersion.id))
        .join(TableVersion, col(TableVersion.id) == col(TableVariable.table_id))
        .join(ReleaseTable, col(ReleaseTable.table_id) == col(TableVersion.id))
        .where(ReleaseTable.release_id == release.id, TableVersion.name == table_name)
        .order_by(col(TableVariable.position))
    )
    return list(session.exec(query))


def variable_digests(
    session: Session, releases: Iterable[ReleaseRecord], table_name: str, name: str
) -> dict[int, tuple[str, str]]:
    """(name as written, digest) of a variable in those releases that have it, by the release's row number."""
    query = (
        select(ReleaseTable.release_id, VariableVersion.name, StoredObject.digest)
        .join(TableVersion, col(TableVersion.id) == col(ReleaseTable.table_id))
        .join(TableVariable, col(TableVariable.table_id) == col(TableVersion.id))
        .join(VariableVersion, col(VariableVersion.id) == col(TableVariable.variable_id))
        .join(StoredObject, col(StoredObject.id) == col(VariableVersion.object_id))
        .where(
            col(ReleaseTable.release_id).in_([release.id for release in releases]),
            TableVersion.name == table_name.lower(),
            VariableVersion.name_key == name.lower(),
        )
    )
    return {release_id: (written, digest) for release_id, written, digest in session.exec(query)}


def pinned_code_lists(session: Session, release: ReleaseRecord) -> dict[str, CodeList]:
    """The code lists of a release in the states that it pins, by name."""
    query = (
        select(ReleaseCodeList.name, StoredObject.digest, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(ReleaseCodeList.object_id))
        .where(ReleaseCodeList.release_id == release.id)
        .order_by(col(ReleaseCodeList.name))
    )
    return {name: code_list_record(document(body), digest) for name, digest, body in session.exec(query)}


@dataclass(frozen=True, slots=True)
class CodeListPin:
    """A release pins a state of a code list."""

    release_id: int
    digest: str


def code_list_pins(session: Session, name: str) -> list[CodeListPin]:
    """The releases that pin a code list, and in which state."""
    query = (
        select(ReleaseCodeList.release_id, StoredObject.digest)
        .join(StoredObject, col(StoredObject.id) == col(ReleaseCodeList.object_id))
        .join(Release, col(Release.id) == col(ReleaseCodeList.release_id))
        .where(ReleaseCodeList.name == name)
        .order_by(col(ReleaseCodeList.release_id))
    )
    return [CodeListPin(release_id, digest) for release_id, digest in session.exec(query)]
