"""Webhooks as they are kept: read whole, changed a little at a time, each attempt claimed by one process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from catalogue.errors import NotFoundError
from catalogue.model import Webhook


def every(session: Session) -> list[Webhook]:
    """All of them, oldest first."""
    return list(session.exec(select(Webhook).order_by(col(Webhook.id))))


def due(session: Session, moment: str) -> list[Webhook]:
    """Those that may be tried at a moment."""
    wanted = select(Webhook).where(col(Webhook.given_up).is_(None), col(Webhook.due) <= moment)
    return list(session.exec(wanted.order_by(col(Webhook.id))))


def get(session: Session, number: int) -> Webhook:
    """The one of a number. Raises NotFoundError."""
    found = session.get(Webhook, number)
    if found is None:
        raise NotFoundError(f"There is no webhook {number}.", remedy="`catalogue webhook list` shows those there are.")
    return found


def add(session: Session, hook: Webhook) -> Webhook:
    """Keep a new one; its number is given here."""
    session.add(hook)
    session.flush()
    return hook


def remove(session: Session, number: int) -> None:
    """Take one away."""
    session.execute(delete(Webhook).where(col(Webhook.id) == number))


def change(session: Session, number: int, values: Mapping[str, Any]) -> None:
    """Note something of one, if it is still there."""
    session.execute(update(Webhook).where(col(Webhook.id) == number).values(**values))


def claim(session: Session, hook: Webhook, moment: str, until: str) -> bool:
    """Keep everybody else from trying one until a moment; False when somebody was quicker, or it is gone."""
    same = col(Webhook.id) == hook.id, col(Webhook.told) == hook.told, col(Webhook.due) <= moment
    result: CursorResult[Any] = session.execute(update(Webhook).where(*same).values(due=until))  # type: ignore[assignment]
    return result.rowcount == 1
