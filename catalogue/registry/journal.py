"""Chaining entries to the journal, and what each write tells its caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalogue.errors import Problem
from catalogue.model.kinds import ChangeKind
from catalogue.releases.content import Part
from catalogue.releases.seal import GENESIS, change_hash
from catalogue.store import journal
from catalogue.store.objects import NewObject


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing. `serial` is its journal entry, or None when nothing had to be written.

    receipt: that of the gate, of a release that has one. warnings: what the gate found and does not block; of a
    release that is unchanged, as its receipt keeps it. draft: the draft that waits for a second person, or empty.
    """

    subject: str
    version: str
    outcome: str
    message: str
    serial: int | None
    digest: str
    receipt: Mapping[str, Any] | None = None
    warnings: tuple[Problem, ...] = ()
    draft: str = ""


def new_object(item: Part) -> NewObject:
    """A built object as the store takes it."""
    return NewObject(item.digest, item.kind, item.body)


def append(session: Session, kind: ChangeKind, subject: str, object_digest: str, object_id: int) -> int:
    """Chain one entry to the journal; returns its serial."""
    return append_all(session, kind, [(subject, object_digest, object_id)])[0]


def append_all(session: Session, kind: ChangeKind, entries: Sequence[tuple[str, str, int]]) -> list[int]:
    """Chain entries to the journal in order; returns their serials.

    entries: subject of each, digest and number of its object.
    """
    last = journal.head(session)
    previous, recorded = last.hash or GENESIS, journal.now()
    changes: list[dict[str, Any]] = []
    for serial, (subject, digest, object_id) in enumerate(entries, last.serial + 1):
        told = change_hash(serial, kind.value, subject, digest, recorded, previous)
        changes.append(
            {
                "serial": serial,
                "kind": kind.value,
                "subject": subject,
                "object_id": object_id,
                "recorded": recorded,
                "previous": previous,
                "hash": told,
            }
        )
        previous = told
    journal.append(session, changes)
    return [change["serial"] for change in changes]
