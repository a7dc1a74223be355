"""Notes about what is sealed: written once, ended by a later entry, read with everything that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, bindparam, insert, update
from sqlalchemy import select as select_rows
from sqlmodel import Session, col

from catalogue.model import Change, Dataset, Note, StoredObject
from catalogue.model.known import Facts
from catalogue.model.notes import NoteRecord
from catalogue.store.objects import document
from catalogue.store.prepared import Prepared


def _rows(by: Any) -> Select[Any]:
    columns: tuple[Any, ...] = (
        col(Note.serial),
        col(Change.recorded),
        col(StoredObject.digest),
        col(StoredObject.body),
        col(Dataset.key),
        col(Note.ended),
    )
    return (
        select_rows(*columns)
        .join(Dataset, col(Dataset.id) == col(Note.dataset_id))
        .join(StoredObject, col(StoredObject.id) == col(Note.object_id))
        .join(Change, col(Change.serial) == col(Note.serial))
        .where(by == bindparam("wanted"))
        .order_by(col(Note.serial))
    )


# Every page of a dataset and of what is below it asks this.
_OF_DATASET = Prepared(lambda _: _rows(col(Dataset.key)))
_BY_SERIAL = Prepared(lambda _: _rows(col(Note.serial)))


def of_dataset(session: Session, key: str) -> list[NoteRecord]:
    """All notes about a dataset and about what is below it, oldest first, ended ones included. One query."""
    return [_record(*row) for row in _OF_DATASET.rows(session, {"wanted": key})]


def get(session: Session, serial: int) -> NoteRecord | None:
    """The note of a journal entry, or None."""
    rows = _BY_SERIAL.rows(session, {"wanted": serial})
    return _record(*rows[0]) if rows else None


def _record(serial: int, recorded: str, digest: str, body: bytes, key: str, ended: int | None) -> NoteRecord:
    return record(document(body), serial, recorded, digest, key, ended)


def record(facts: Facts, serial: int, recorded: str, digest: str, key: str, ended: int | None) -> NoteRecord:
    """A note from its object and what its row says."""
    about, period = facts["about"], facts.get("period", {})
    return NoteRecord(
        serial=serial,
        recorded=recorded,
        digest=digest,
        dataset=key,
        version=str(about.get("version", "")),
        table=str(about.get("table", "")),
        variable=str(about.get("variable", "")),
        names_in=str(about.get("namesIn", "")),
        kind=str(facts["kind"]),
        title=str(facts["title"]),
        body=str(facts["body"]),
        severity=str(facts.get("severity", "")),
        period_from=str(period.get("from", "")),
        period_to=str(period.get("to", "")),
        by=str(facts["by"]),
        question=str(facts.get("question", "")),
        replaces=int(facts.get("replaces", 0)),
        ended=ended or 0,
    )


def add(session: Session, values: Mapping[str, Any]) -> None:
    """The row of a new note, by column."""
    session.execute(insert(Note), [dict(values)])


def end(session: Session, serial: int, by: int) -> None:
    """Let a note hold no longer. by: the journal entry that says so."""
    session.execute(update(Note).where(col(Note.serial) == serial).values(ended=by))
