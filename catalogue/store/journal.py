"""The journal: appended to inside a write transaction, read as a feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from catalogue.errors import StoreError
from catalogue.model import Change, Outbox, StoredObject
from catalogue.store.prepared import Prepared, add_rows


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal entry as read: `digest` names the object that tells the whole of it."""

    serial: int
    kind: str
    subject: str
    digest: str
    recorded: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal: serial 0 and no hash when it is empty."""

    serial: int
    hash: str | None


# Every request asks it.
_HEAD = Prepared(lambda _: select(Change.serial, Change.hash).order_by(col(Change.serial).desc()).limit(1))


def head(session: Session) -> Head:
    """The last entry's serial and hash."""
    rows = _HEAD.rows(session, {})
    return Head(*rows[0]) if rows else Head(0, None)


# How moments are written: UTC, ISO 8601 with microseconds.
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


def now() -> str:
    """This moment in the form the journal records."""
    return datetime.now(UTC).strftime(MOMENT)


def append(session: Session, changes: Sequence[Mapping[str, Any]]) -> None:
    """Add entries by column, and their lines in the outbox, to the transaction under way.

    Raises StoreError when the serials do not follow the last one: the caller is not inside `writing`.
    """
    last = head(session).serial
    for place, change in enumerate(changes, last + 1):
        if change["serial"] != place:
            raise StoreError(
                f"Journal entry {change['serial']} does not follow {place - 1}.",
                remedy="Write through the registry, which holds the lock.",
            )
    add_rows(session, Change, changes)
    add_rows(session, Outbox, [{"serial": change["serial"]} for change in changes])


def since(session: Session, serial: int, *, kinds: Sequence[str] | None = None, limit: int = 1000) -> list[Entry]:
    """Entries after a serial in commit order, all kinds or some, at most `limit`."""
    query = (
        select(Change, StoredObject.digest)
        .join(StoredObject, col(Change.object_id) == col(StoredObject.id))
        .where(col(Change.serial) > serial)
        .order_by(col(Change.serial))
        .limit(limit)
    )
    if kinds is not None:
        query = query.where(col(Change.kind).in_(kinds))
    return [_entry(change, digest) for change, digest in session.exec(query)]


def get(session: Session, serial: int) -> Entry | None:
    """The entry with a serial, or None."""
    entries = since(session, serial - 1, limit=1)
    return entries[0] if entries and entries[0].serial == serial else None


def _entry(change: Change, digest: str) -> Entry:
    return Entry(change.serial or 0, change.kind, change.subject, digest, change.recorded, change.previous, change.hash)


def pending(session: Session, limit: int = 1000) -> list[int]:
    """Serials that projections have not taken in yet, oldest first."""
    rows = session.exec(select(Outbox.serial).order_by(col(Outbox.serial)).limit(limit))
    return [serial for serial in rows if serial is not None]


def backlog(session: Session) -> int:
    """How many changes wait in the outbox."""
    return session.exec(select(func.count()).select_from(Outbox)).one()


def settle(session: Session, serial: int) -> None:
    """Take everything up to a serial out of the outbox."""
    session.execute(delete(Outbox).where(col(Outbox.serial) <= serial))
