"""What readers of the journal ask besides its entries: the last one about a subject, and datasets by identifier."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, func, select

from catalogue.model import Change, Dataset, StoredObject
from catalogue.model.kinds import ChangeKind
from catalogue.store.journal import Entry, get


def last_entry_about(session: Session, kind: ChangeKind, subject: str) -> Entry | None:
    """The newest journal entry of a kind about a subject, or None. Two queries."""
    query = select(func.max(Change.serial)).where(Change.kind == kind.value, col(Change.subject) == subject)
    serial = session.exec(query).one()
    return None if serial is None else get(session, serial)


def last_recorded(session: Session, kind: ChangeKind, subjects: Collection[str]) -> dict[str, str]:
    """When the newest entry of a kind about each of some subjects was recorded, UTC. At most one query."""
    if not subjects:
        return {}
    query = select(Change.subject, func.max(Change.recorded)).where(
        Change.kind == kind.value, col(Change.subject).in_(subjects)
    )
    return dict(session.exec(query.group_by(Change.subject)).all())


def entries_about(session: Session, subjects: Sequence[str]) -> list[Entry]:
    """All entries about some subjects, oldest first. One query."""
    query = (
        select(Change, StoredObject.digest)
        .join(StoredObject, col(Change.object_id) == col(StoredObject.id))
        .where(col(Change.subject).in_(subjects))
        .order_by(col(Change.serial))
    )
    return [
        Entry(one.serial or 0, one.kind, one.subject, digest, one.recorded, one.previous, one.hash)
        for one, digest in session.exec(query)
    ]


def slugs(session: Session) -> dict[str, str]:
    """Today's slug of every dataset by its permanent identifier."""
    return dict(session.exec(select(Dataset.key, Dataset.slug)).all())
