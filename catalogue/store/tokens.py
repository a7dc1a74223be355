"""Tokens by digest: looked up at each request that brings one, written by operators."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from catalogue.model import Token
from catalogue.store.prepared import Prepared


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A token as it is kept: everything but itself. Moments are UTC texts."""

    id: int
    scope: str
    publisher: str | None
    account: str | None
    created: str
    expires: str
    revoked: str | None


_COLUMNS = (Token.id, Token.scope, Token.publisher, Token.account, Token.created, Token.expires, Token.revoked)
_FOUND = Prepared(lambda _: sa_select(*map(col, _COLUMNS)).where(col(Token.digest) == bindparam("wanted")))


def put(session: Session, digest: str, token: TokenRecord) -> TokenRecord:
    """Keep a new token under its digest; its number is given here."""
    row = Token(
        digest=digest,
        scope=token.scope,
        publisher=token.publisher,
        account=token.account,
        created=token.created,
        expires=token.expires,
    )
    session.add(row)
    session.flush()
    return _record(row)


def find(session: Session, digest: str) -> TokenRecord | None:
    """The token of a digest, whether it still holds or not."""
    rows = _FOUND.rows(session, {"wanted": digest})
    return TokenRecord(*rows[0]) if rows else None


def every(session: Session) -> list[TokenRecord]:
    """All tokens in order of numbers."""
    return [_record(row) for row in session.exec(select(Token).order_by(col(Token.id)))]


def revoke(session: Session, number: int, moment: str) -> TokenRecord | None:
    """Let a token hold no longer. One that was revoked before keeps its moment; None when there is no such token."""
    row = session.get(Token, number)
    if row is None:
        return None
    row.revoked = row.revoked or moment
    session.add(row)
    session.flush()
    return _record(row)


def _record(row: Token) -> TokenRecord:
    return TokenRecord(row.id or 0, row.scope, row.publisher, row.account, row.created, row.expires, row.revoked)
