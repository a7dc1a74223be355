"""Drafts and their parts: found, written, listed. Nothing here is read by a projection, a feed or a public page."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, update
from sqlmodel import Session, col, select

from catalogue.model import Draft, DraftEvent, DraftFile, DraftPart
from catalogue.model.drafts import DraftState, PartKind
from catalogue.model.known import Facts

# Parts of a large draft are written so many at a time.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft without its parts. Moments are UTC texts; see `model.drafts.Draft`."""

    id: int
    key: str
    slug: str
    publisher: str
    base: str
    state: DraftState
    author: str
    created: str
    changed: str
    revision: int
    sealed: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a draft. `origins` tells of each property how it came in; see `model.drafts.DraftPart`."""

    id: int
    kind: PartKind
    parent: int | None
    name: str
    position: int
    revision: int
    body: Facts
    origins: Facts
    changed_by: str
    changed: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a draft."""

    number: int
    moment: str
    person: str
    kind: str
    text: str
    revision: int


def add(session: Session, values: Mapping[str, Any]) -> DraftRecord:
    """A new draft from the columns of its row."""
    row = Draft(**values)
    session.add(row)
    session.flush()
    return _record(row)


def find(session: Session, key: str) -> DraftRecord | None:
    """The draft of that name in addresses."""
    row = session.exec(select(Draft).where(Draft.key == key)).first()
    return _record(row) if row is not None else None


def listed(session: Session, states: Iterable[DraftState], limit: int = 500) -> list[DraftRecord]:
    """Drafts in some states, those changed last first. Who may see them is for whoever asks."""
    found = (
        select(Draft)
        .where(col(Draft.state).in_([state.value for state in states]))
        .order_by(col(Draft.changed).desc(), col(Draft.id).desc())
        .limit(limit)
    )
    return [_record(row) for row in session.exec(found)]


def rename_dataset(session: Session, slug: str, to: str) -> None:
    """Let the drafts of a dataset go with it to another slug. What they say stays as it was looked at."""
    session.execute(update(Draft).where(col(Draft.slug) == slug).values(slug=to))


def touch(session: Session, draft: DraftRecord, moment: str, **values: Any) -> int:
    """Count one more revision and change further columns; returns the new revision."""
    session.execute(
        update(Draft).where(col(Draft.id) == draft.id).values(revision=draft.revision + 1, changed=moment, **values)
    )
    return draft.revision + 1


def parts(session: Session, draft: DraftRecord, kinds: Iterable[PartKind] = PartKind) -> list[Part]:
    """The parts of a draft: those of a kind in their order, and each table's variables in column order."""
    found = (
        select(DraftPart)
        .where(DraftPart.draft_id == draft.id, col(DraftPart.kind).in_([kind.value for kind in kinds]))
        .order_by(col(DraftPart.position), col(DraftPart.id))
    )
    return [_part(row) for row in session.exec(found)]


def variables(session: Session, draft: DraftRecord, table: int) -> list[Part]:
    """The variables of one table of a draft, in column order."""
    found = (
        select(DraftPart)
        .where(DraftPart.draft_id == draft.id, DraftPart.parent_id == table)
        .order_by(col(DraftPart.position), col(DraftPart.id))
    )
    return [_part(row) for row in session.exec(found)]


def part(session: Session, draft: DraftRecord, number: int) -> Part | None:
    """One part of a draft by its number; None when the draft has none of it."""
    row = session.exec(select(DraftPart).where(DraftPart.id == number, DraftPart.draft_id == draft.id)).first()
    return _part(row) if row is not None else None


def counts(session: Session, draft: DraftRecord) -> dict[int, int]:
    """How many variables each table of a draft has, by the number of its part."""
    found = (
        select(DraftPart.parent_id, func.count())
        .where(DraftPart.draft_id == draft.id, DraftPart.kind == PartKind.VARIABLE.value)
        .group_by(col(DraftPart.parent_id))
    )
    return {parent: count for parent, count in session.exec(found) if parent is not None}


def add_part(session: Session, draft: DraftRecord, values: Mapping[str, Any]) -> int:
    """One more part from the columns of its row, `body` and `origins` as facts; returns its number."""
    row = DraftPart(draft_id=draft.id, **_columns(values))
    session.add(row)
    session.flush()
    return row.id or 0


def add_parts(session: Session, draft: DraftRecord, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many parts at once, whose numbers nobody needs yet."""
    for start in range(0, len(rows), CHUNK):
        chunk = [{"draft_id": draft.id, **_columns(values)} for values in rows[start : start + CHUNK]]
        session.execute(insert(DraftPart), chunk)


def change_part(session: Session, number: int, values: Mapping[str, Any]) -> None:
    """Write some columns of a part, `body` and `origins` as facts."""
    session.execute(update(DraftPart).where(col(DraftPart.id) == number).values(**_columns(values)))


def remove_part(session: Session, number: int) -> None:
    """Take a part out, with the variables and the rows that belong to it."""
    session.execute(delete(DraftFile).where(col(DraftFile.part_id) == number))
    session.execute(delete(DraftPart).where(col(DraftPart.parent_id) == number))
    session.execute(delete(DraftPart).where(col(DraftPart.id) == number))


def put_file(session: Session, number: int, body: bytes | None) -> None:
    """Keep the rows of a table in place of those before; None takes them away."""
    session.execute(delete(DraftFile).where(col(DraftFile.part_id) == number))
    if body is not None:
        session.execute(insert(DraftFile), [{"part_id": number, "size": len(body), "body": zlib.compress(body)}])


def files(session: Session, draft: DraftRecord) -> dict[int, bytes]:
    """The rows of the tables that hold some, by the number of the table's part."""
    found = (
        select(DraftFile.part_id, DraftFile.body)
        .join(DraftPart, col(DraftPart.id) == col(DraftFile.part_id))
        .where(DraftPart.draft_id == draft.id)
    )
    return {number: zlib.decompress(body) for number, body in session.exec(found)}


def add_event(
    session: Session, draft: DraftRecord, revision: int, moment: str, person: str, kind: str, text: str
) -> None:
    """Write down that something happened."""
    last = session.exec(select(func.max(DraftEvent.number)).where(DraftEvent.draft_id == draft.id)).one()
    session.add(
        DraftEvent(
            draft_id=draft.id,
            number=(last or 0) + 1,
            moment=moment,
            person=person,
            kind=kind,
            text=text,
            revision=revision,
        )
    )
    session.flush()


def extend_event(session: Session, draft: DraftRecord, number: int, moment: str, revision: int) -> None:
    """Let the last event go on until now: edits of one person in a row are one line of the activity."""
    session.execute(
        update(DraftEvent)
        .where(col(DraftEvent.draft_id) == draft.id, col(DraftEvent.number) == number)
        .values(moment=moment, revision=revision)
    )


def last_event(session: Session, draft: DraftRecord) -> Event | None:
    """What happened last."""
    found = select(DraftEvent).where(DraftEvent.draft_id == draft.id).order_by(col(DraftEvent.number).desc()).limit(1)
    row = session.exec(found).first()
    return _event(row) if row is not None else None


def events(session: Session, draft: DraftRecord) -> list[Event]:
    """All that happened to a draft, newest first."""
    found = select(DraftEvent).where(DraftEvent.draft_id == draft.id).order_by(col(DraftEvent.number).desc())
    return [_event(row) for row in session.exec(found)]


def writers(session: Session, draft: DraftRecord, kinds: Iterable[str]) -> frozenset[str]:
    """Names of everybody who did one of these things to a draft."""
    found = select(DraftEvent.person).where(DraftEvent.draft_id == draft.id, col(DraftEvent.kind).in_(list(kinds)))
    return frozenset(session.exec(found.distinct()))


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) if name in {"body", "origins"} else value
        for name, value in values.items()
    }


def _record(row: Draft) -> DraftRecord:
    return DraftRecord(
        id=row.id or 0,
        key=row.key,
        slug=row.slug,
        publisher=row.publisher,
        base=row.base,
        state=DraftState(row.state),
        author=row.author,
        created=row.created,
        changed=row.changed,
        revision=row.revision,
        sealed=row.sealed or "",
    )


def _part(row: DraftPart) -> Part:
    return Part(
        id=row.id or 0,
        kind=PartKind(row.kind),
        parent=row.parent_id,
        name=row.name,
        position=row.position,
        revision=row.revision,
        body=json.loads(row.body),
        origins=json.loads(row.origins),
        changed_by=row.changed_by,
        changed=row.changed,
    )


def _event(row: DraftEvent) -> Event:
    return Event(row.number, row.moment, row.person, row.kind, row.text, row.revision)
