"""The record of what people did behind the doors: a chain of its own, of which nothing is public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from catalogue.model import Act


def last(session: Session) -> tuple[int, str | None]:
    """Serial and hash of the newest act; 0 and None when there is none."""
    row = session.exec(select(Act.serial, Act.hash).order_by(col(Act.serial).desc()).limit(1)).first()
    return (row[0] or 0, row[1]) if row is not None else (0, None)


def append(session: Session, values: Mapping[str, Any]) -> None:
    """Write one act, chained by whoever calls this."""
    session.execute(insert(Act), [dict(values)])


def since(session: Session, serial: int = 0, limit: int | None = None) -> Iterator[Act]:
    """Acts after a serial, in order."""
    yield from session.exec(select(Act).where(col(Act.serial) > serial).order_by(col(Act.serial)).limit(limit))


def hash_at(session: Session, serial: int) -> str | None:
    """The hash of the act of a serial, or None when there is no such act."""
    return session.exec(select(Act.hash).where(col(Act.serial) == serial)).first()


def about(session: Session, subject: str, limit: int = 100) -> list[Act]:
    """The newest acts on a subject, newest first."""
    found = select(Act).where(col(Act.subject) == subject).order_by(col(Act.serial).desc()).limit(limit)
    return list(session.exec(found))


def by(session: Session, person: str, limit: int = 100) -> list[Act]:
    """The newest acts of a person, newest first."""
    found = select(Act).where(col(Act.person) == person).order_by(col(Act.serial).desc()).limit(limit)
    return list(session.exec(found))
