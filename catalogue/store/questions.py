"""What readers ask stewards: kept for the steward alone, without the sender as soon as may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, update
from sqlmodel import Session, col, select

from catalogue.model import Question
from catalogue.model.notes import QuestionState


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A question as a steward sees it: all but who sent it and where an answer is wanted.

    dataset: permanent identifier. version, table, variable: what it is about, empty when it is about more. moment: UTC
    text. note: serial of the note that answers it, or 0. wanted: true when an address for the answer is kept.
    """

    id: int
    dataset: str
    version: str
    table: str
    variable: str
    text: str
    moment: str
    state: str
    note: int
    reason: str
    wanted: bool


def add(session: Session, values: Mapping[str, Any]) -> None:
    """Keep a new question, by column."""
    session.execute(insert(Question), [dict(values)])


def count_since(session: Session, moment: str, sender: str = "") -> int:
    """How many came after a moment, from one sender or from all."""
    query = select(func.count()).select_from(Question).where(col(Question.moment) >= moment)
    return session.exec(query.where(col(Question.sender) == sender) if sender else query).one()


def get(session: Session, number: int) -> QuestionRecord | None:
    """The question of a number, or None."""
    row = session.get(Question, number)
    return _record(row) if row is not None else None


def by_digest(session: Session, digest: str) -> QuestionRecord | None:
    """The question whose secret has this SHA-256, or None."""
    row = session.exec(select(Question).where(Question.digest == digest)).first()
    return _record(row) if row is not None else None


def every(session: Session, states: Sequence[str]) -> list[QuestionRecord]:
    """Questions in some states, oldest first."""
    query = select(Question).where(col(Question.state).in_(list(states))).order_by(col(Question.id))
    return [_record(row) for row in session.exec(query)]


def close(session: Session, number: int, state: QuestionState, *, note: int | None = None, reason: str = "") -> str:
    """Let a question be answered or declined. Returns the address that wanted the answer, which is gone with this."""
    email = session.exec(select(Question.email).where(Question.id == number)).first()
    values = {"state": state.value, "note": note, "reason": reason, "email": None, "sender": None}
    session.execute(update(Question).where(col(Question.id) == number).values(**values))
    return email or ""


def forget(session: Session, senders_before: str, addresses_before: str) -> None:
    """Take senders and addresses away from questions that are older than a moment of each."""
    old = update(Question).where(col(Question.moment) < senders_before, col(Question.sender).is_not(None))
    session.execute(old.values(sender=None))
    older = update(Question).where(col(Question.moment) < addresses_before, col(Question.email).is_not(None))
    session.execute(older.values(email=None))


def to_forget(session: Session, senders_before: str, addresses_before: str) -> bool:
    """Whether `forget` would do something. One query."""
    old = (col(Question.moment) < senders_before) & col(Question.sender).is_not(None)
    older = (col(Question.moment) < addresses_before) & col(Question.email).is_not(None)
    return session.exec(select(Question.id).where(old | older).limit(1)).first() is not None


def _record(row: Question) -> QuestionRecord:
    return QuestionRecord(
        id=row.id or 0,
        dataset=row.dataset,
        version=row.version,
        table=row.table_name,
        variable=row.name,
        text=row.text,
        moment=row.moment,
        state=row.state,
        note=row.note or 0,
        reason=row.reason,
        wanted=bool(row.email),
    )
