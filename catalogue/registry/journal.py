"""Chaining entries to the journal, and what each write tells its caller."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model import Change
from catalogue.model.kinds import ChangeKind
from catalogue.releases.content import Part
from catalogue.releases.seal import GENESIS, change_hash
from catalogue.store import journal
from catalogue.store.objects import NewObject


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing. `serial` is its journal entry, or None when nothing had to be written."""

    subject: str
    version: str
    outcome: str
    message: str
    serial: int | None
    digest: str


def new_object(item: Part) -> NewObject:
    """A built object as the store takes it."""
    return NewObject(item.digest, item.kind, item.body)


def append(session: Session, kind: ChangeKind, subject: str, object_digest: str, object_id: int) -> int:
    """Chain one entry to the journal; returns its serial."""
    last = journal.head(session)
    serial, previous, recorded = last.serial + 1, last.hash or GENESIS, journal.now()
    journal.append(
        session,
        Change(
            serial=serial,
            kind=kind.value,
            subject=subject,
            object_id=object_id,
            recorded=recorded,
            previous=previous,
            hash=change_hash(serial, kind.value, subject, object_digest, recorded, previous),
        ),
    )
    return serial
