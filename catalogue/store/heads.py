"""Signed heads of the journal as the database keeps them, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from catalogue.model import SignedHead


def newest(session: Session) -> SignedHead | None:
    """The last one that was made, or None."""
    return session.exec(select(SignedHead).order_by(col(SignedHead.id).desc()).limit(1)).first()


def after(session: Session, number: int = 0, limit: int | None = None) -> list[SignedHead]:
    """Those made after the one of a number, oldest first."""
    found = select(SignedHead).where(col(SignedHead.id) > number).order_by(col(SignedHead.id)).limit(limit)
    return list(session.exec(found))


def add(session: Session, values: Mapping[str, Any]) -> None:
    """Keep one more."""
    session.execute(insert(SignedHead), [dict(values)])
