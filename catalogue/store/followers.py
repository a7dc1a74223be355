"""Followers as they are kept: found by the digest of their token, changed a little at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, func, select

from catalogue.model import Follower


def every(session: Session) -> list[Follower]:
    """All of them, oldest first."""
    return list(session.exec(select(Follower).order_by(col(Follower.id))))


def due(session: Session, moment: str, limit: int) -> list[Follower]:
    """Those for whom there is something to do at a moment, oldest first."""
    return list(
        session.exec(select(Follower).where(col(Follower.due) <= moment).order_by(col(Follower.id)).limit(limit))
    )


def by_digest(session: Session, digest: str) -> Follower | None:
    """The one whose token has a SHA-256, or None."""
    return session.exec(select(Follower).where(Follower.digest == digest)).first()


def of_address(session: Session, email: str) -> list[Follower]:
    """Everything that an address follows or was asked to confirm, in whatever case of letters."""
    return list(session.exec(select(Follower).where(func.lower(Follower.email) == email.lower())))


def asked_since(session: Session, moment: str) -> int:
    """How many were made since a moment and are not confirmed."""
    waiting = select(func.count()).select_from(Follower)
    return session.exec(waiting.where(col(Follower.confirmed).is_(None), col(Follower.created) > moment)).one()


def add(session: Session, follower: Follower) -> Follower:
    """Keep a new one."""
    session.add(follower)
    session.flush()
    return follower


def remove(session: Session, number: int) -> None:
    """Forget one."""
    session.execute(delete(Follower).where(col(Follower.id) == number))


def change(session: Session, number: int, values: Mapping[str, Any]) -> None:
    """Note something of one, if it is still there."""
    session.execute(update(Follower).where(col(Follower.id) == number).values(**values))


def claim(session: Session, follower: Follower, until: str) -> bool:
    """Keep everybody else from it until a moment; False when somebody was quicker, or it is gone."""
    same = col(Follower.id) == follower.id, col(Follower.due) == follower.due
    result: CursorResult[Any] = session.execute(update(Follower).where(*same).values(due=until))  # type: ignore[assignment]
    return result.rowcount == 1
