"""Bearer tokens: made, listed, revoked, and held against what a request asks for.

A token is 256 random bits. What is kept is its SHA-256, found by an index over digests, so that neither a copy of the
database nor the time that an answer takes tells anything of a token.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Engine

from catalogue.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from catalogue.model.authority import Grant, Person, Role
from catalogue.people import accounts as known
from catalogue.people import moments
from catalogue.store import accounts, tokens
from catalogue.store.engine import reading, writing
from catalogue.store.tokens import TokenRecord
from catalogue.store.vocabulary import organisation

# Tells scanners for leaked secrets, and people, what it is.
PREFIX = "cat_"
BYTES = 32
# Longer than any token; what is longer is not even hashed.
LONGEST = 200
USUAL_DAYS = 365


class Scope(StrEnum):
    """What a token is good for. None of them includes another."""

    PUBLISH = "publish"
    LINEAGE = "lineage"
    READ = "read"


def create(
    engine: Engine, scope: Scope, publisher: str | None = None, days: int = USUAL_DAYS, account: str | None = None
) -> tuple[str, TokenRecord]:
    """A new token, which is told here and never again, and what is kept of it.

    publisher: the organisation it speaks for. days: how long it holds. account: whose roles it has, so that what it
    hands in has an author. Raises NotFoundError for an unknown publisher or account.
    """
    token = PREFIX + secrets.token_urlsafe(BYTES)
    now = moments.now()
    with writing(engine) as session:
        if publisher is not None and organisation(session, publisher) is None:
            raise NotFoundError(
                f"There is no organisation {publisher!r}.", remedy="Publish it first, or see /organisations for names."
            )
        if account is not None and accounts.find(session, account) is None:
            raise NotFoundError(f"There is no account {account!r}.", remedy="`catalogue user list` has their names.")
        until = moments.text(now + timedelta(days=days))
        told = TokenRecord(0, scope.value, publisher, account, moments.text(now), until, None)
        return token, tokens.put(session, _digest(token), told)


def every(engine: Engine) -> list[TokenRecord]:
    """All tokens that were ever made, in order of numbers."""
    with reading(engine) as session:
        return tokens.every(session)


def revoke(engine: Engine, number: int) -> TokenRecord:
    """Let a token hold no longer, from the next request on. Raises NotFoundError when there is none of this number."""
    with writing(engine) as session:
        found = tokens.revoke(session, number, moments.text(moments.now()))
    if found is None:
        raise NotFoundError(f"There is no token {number}.", remedy="`catalogue token list` has their numbers.")
    return found


def standing(token: TokenRecord) -> str:
    """`valid`, `expired` or `revoked`, at this moment."""
    if token.revoked is not None:
        return "revoked"
    return "valid" if moments.text(moments.now()) < token.expires else "expired"


def authorise(engine: Engine, header: str, scope: Scope) -> TokenRecord:
    """The token of an `Authorization` header, when it is good for `scope`.

    Raises UnauthenticatedError when there is none, none that holds, or its account is closed; ForbiddenError when it is
    good for other things.
    """
    kind, _, token = header.strip().partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise UnauthenticatedError(
            "This address wants a bearer token.",
            remedy=f"Send `Authorization: Bearer …` with a token of the scope `{scope.value}`; operators make them.",
        )
    token = token.strip()
    with reading(engine) as session:
        found = tokens.find(session, _digest(token)) if len(token) <= LONGEST else None
        account = accounts.find(session, found.account) if found is not None and found.account is not None else None
    if found is None or standing(found) != "valid" or (account is not None and account.closed is not None):
        # One answer for all, so that nobody learns which tokens there once were.
        raise UnauthenticatedError(
            "The token is unknown, has expired, was revoked, or its account is closed.",
            remedy="Ask the operator of this site for a new one.",
        )
    if found.scope != scope.value:
        raise ForbiddenError(
            f"The token is for the scope `{found.scope}`; this address wants `{scope.value}`.",
            remedy="Use a token that was made for this.",
        )
    return found


def person_of(engine: Engine, token: TokenRecord) -> Person:
    """Who hands something in with a token: its account with the roles it has now, else a steward by that token's name.

    A token that speaks for one publisher has no power for another. Raises UnauthenticatedError when its account is
    closed.
    """
    if token.account is None:
        return Person(f"token:{token.id}", f"Token {token.id}", (Grant(Role.STEWARD, token.publisher or ""),))
    with reading(engine) as session:
        account = accounts.find(session, token.account)
        if account is None or account.closed:
            raise UnauthenticatedError(f"The account {token.account!r} of this token is closed.")
        found = known.person(session, account)
    if token.publisher is None:
        return found
    here = (
        replace(grant, publisher=token.publisher) for grant in found.grants if grant.publisher in {"", token.publisher}
    )
    return replace(found, grants=tuple(here))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
