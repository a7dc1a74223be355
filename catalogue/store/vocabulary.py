"""Code lists, concepts, organisations and pathways: their states in the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, col, func, select

from catalogue.model import StoredObject, VocabularyVersion
from catalogue.model.code_lists import CodeList, code_list_record
from catalogue.model.concepts import Concept, concept_record
from catalogue.model.kinds import VocabularyKind
from catalogue.model.known import Facts
from catalogue.model.organisations import Organisation, organisation_record
from catalogue.model.pathways import Pathway, pathway_record
from catalogue.store.kept import Kept
from catalogue.store.objects import document

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class VocabularyState:
    """One recorded state: its digest and the journal entry that recorded it."""

    name: str
    digest: str
    serial: int
    body: bytes


def states_in_force(session: Session, kind: VocabularyKind) -> dict[str, VocabularyState]:
    """The newest state of each name of a kind, in order of names."""
    newest = (
        select(func.max(VocabularyVersion.serial))
        .where(VocabularyVersion.kind == kind.value)
        .group_by(col(VocabularyVersion.name))
    )
    query = (
        select(VocabularyVersion.name, StoredObject.digest, VocabularyVersion.serial, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(VocabularyVersion.object_id))
        .where(col(VocabularyVersion.serial).in_(newest))
        .order_by(col(VocabularyVersion.name))
    )
    return {
        name: VocabularyState(name, digest, serial or 0, body) for name, digest, serial, body in session.exec(query)
    }


def history(session: Session, kind: VocabularyKind, name: str) -> list[VocabularyState]:
    """All states of a name, oldest first."""
    query = (
        select(VocabularyVersion.name, StoredObject.digest, VocabularyVersion.serial, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(VocabularyVersion.object_id))
        .where(VocabularyVersion.kind == kind.value, VocabularyVersion.name == name)
        .order_by(col(VocabularyVersion.serial))
    )
    return [VocabularyState(found, digest, serial or 0, body) for found, digest, serial, body in session.exec(query)]


def code_lists(session: Session) -> list[CodeList]:
    """All code lists as in force, in order of names."""
    return _all(session, VocabularyKind.CODE_LIST, code_list_record)


def code_list(session: Session, name: str) -> CodeList | None:
    """One code list as in force."""
    return _one(session, VocabularyKind.CODE_LIST, name, code_list_record)


def concepts(session: Session) -> list[Concept]:
    """All concepts as in force, in order of names."""
    return _all(session, VocabularyKind.CONCEPT, concept_record)


def concept(session: Session, name: str) -> Concept | None:
    """One concept as in force."""
    return _one(session, VocabularyKind.CONCEPT, name, concept_record)


def organisations(session: Session) -> list[Organisation]:
    """All organisations as in force, in order of names."""
    return _all(session, VocabularyKind.ORGANISATION, organisation_record)


def organisation(session: Session, name: str) -> Organisation | None:
    """One organisation as in force."""
    return _one(session, VocabularyKind.ORGANISATION, name, organisation_record)


def pathway(session: Session, name: str) -> Pathway | None:
    """One pathway as in force."""
    return _one(session, VocabularyKind.PATHWAY, name, pathway_record)


def kept(
    session: Session, kind: VocabularyKind, read: Kept[Record], record: Callable[[Facts, str], Record]
) -> tuple[Record, ...]:
    """All of a kind as in force, in order of names; `read` holds what was read before. One query."""
    bodies = {state.digest: state.body for state in states_in_force(session, kind).values()}
    found = read.all(bodies, lambda missing: {one: record(document(bodies[one]), one) for one in missing})
    return tuple(found[digest] for digest in bodies)


def _all(session: Session, kind: VocabularyKind, record: Callable[[Facts, str], Record]) -> list[Record]:
    return [record(document(state.body), state.digest) for state in states_in_force(session, kind).values()]


def _one(session: Session, kind: VocabularyKind, name: str, record: Callable[[Facts, str], Record]) -> Record | None:
    states = history(session, kind, name)
    return record(document(states[-1].body), states[-1].digest) if states else None


def organisation_titles(session: Session) -> Mapping[str, str]:
    """Title by name, for pages that name publishers."""
    return {one.name: one.title for one in organisations(session)}
