"""Signing in: a password held against what is kept, slowed down for those who guess; sign-ins made, found and ended.

A sign-in is a secret of 256 random bits in somebody's browser, of which only the SHA-256 is kept. Each sign-in has a
new one, so that nothing that was in the browser before is worth anything after.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import NotFoundError, UnauthenticatedError
from catalogue.model.authority import Person
from catalogue.people import accounts as people
from catalogue.people import moments, passwords, slowing
from catalogue.people.networks import network
from catalogue.registry.acts import record
from catalogue.settings import Settings
from catalogue.store import accounts, sign_ins
from catalogue.store.accounts import ONCE, AccountRecord
from catalogue.store.engine import reading, writing
from catalogue.store.sign_ins import SignInRecord

BYTES = 32
# Longer than any secret; what is longer is not even hashed.
LONGEST = 100
# That a sign-in was used is noted this seldom, for each note is a write.
NOTED_EVERY = timedelta(minutes=5)
# What has meant nothing for so long is dropped.
KEPT_FOR = timedelta(days=30)
GET_ANOTHER = "An administrator can give you another password."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in holds: `idle` after its last use, `most` after it was made."""

    idle: timedelta
    most: timedelta

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """As the settings say."""
        return cls(timedelta(minutes=settings.sign_in_idle_minutes), timedelta(days=settings.sign_in_days))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that holds. must_change: their password was made for them, and they are to choose one."""

    person: Person
    account: AccountRecord
    digest: str
    must_change: bool


def with_password(
    engine: Engine, limits: Limits, name: str, password: str, address: str, now: datetime | None = None
) -> str:
    """The secret of a new sign-in, for a name and its password.

    address: of whoever asks, as the connection has it. Raises UnauthenticatedError, in the same words and after the
    same time whether or not there is such an account; TooOftenError when it failed too often of late.
    """
    moment = now or moments.now()
    proof = _prove(engine, name.strip().lower(), password, address, moment)
    with writing(engine) as session:
        return begin(session, _accept(session, proof, moment), limits, "a password", moment)


@dataclass(frozen=True, slots=True)
class _Proof:
    """A password that was right a moment ago: what is kept of it, its hash anew, and under what failures are counted.

    renewed: empty unless it was kept with older parameters.
    """

    name: str
    kept: str
    renewed: str
    subjects: tuple[str, str, str]


def _prove(engine: Engine, name: str, password: str, address: str, moment: datetime) -> _Proof:
    """Hold a password against what is kept. Raises UnauthenticatedError, TooOftenError.

    It counts as a failure before it is looked at and is taken back when it was right, so that a hundred attempts at
    once are as slow as one after the other.
    """
    here = network(address)
    subjects = (
        slowing.counted("pair", f"{name}\0{here}"),
        slowing.counted("address", here),
        slowing.counted("name", name),
    )
    with writing(engine) as session:
        for subject in subjects:
            slowing.count(session, subject, moment, "Signing in failed too often of late.", GET_ANOTHER)
        kept = accounts.kept_password(session, name)
    hashed = kept.removeprefix(ONCE) if kept is not None else None
    if not passwords.matches(hashed, password) or kept is None or hashed is None:
        raise UnauthenticatedError(
            "That name and password do not belong together.",
            remedy="Check both. An administrator can give you another password.",
        )
    renewed = passwords.hashed(password) if passwords.is_outdated(hashed) else ""
    return _Proof(name, kept, renewed, subjects)


def _accept(session: Session, proof: _Proof, moment: datetime) -> AccountRecord:
    """The account of a right password, in the write that makes use of it. Raises UnauthenticatedError.

    While it was looked at, the account may have been closed, or given another password because somebody had this one.
    A password that was kept with older parameters is kept anew.
    """
    account = accounts.find(session, proof.name)
    if account is None or accounts.kept_password(session, proof.name) != proof.kept:
        raise UnauthenticatedError("The account was changed just now.", remedy="Sign in again.")
    pair, address, name = proof.subjects
    for subject in (pair, name):
        sign_ins.set_attempts(session, subject, 0, "")
    # One less, and not as many as before: others may have failed from there meanwhile.
    failures, _ = sign_ins.attempts(session, address)
    sign_ins.set_attempts(session, address, failures - 1, moments.text(moment))
    if proof.renewed:
        accounts.set_password(session, account.id, (ONCE if account.must_change else "") + proof.renewed)
    return account


def begin(session: Session, account: AccountRecord, limits: Limits, by: str, moment: datetime) -> str:
    """A new sign-in of an account; its secret is told here and never again. by: `a password`, or the provider."""
    secret = secrets.token_urlsafe(BYTES)
    sign_ins.forget_before(session, moments.text(moment - KEPT_FOR))
    sign_ins.add(session, digest(secret), account.id, moments.text(moment), moments.text(moment + limits.most))
    record(session, account.name, "signed in", f"account:{account.name}", {"by": by})
    return secret


def find(engine: Engine, limits: Limits, secret: str, now: datetime | None = None) -> SignedIn | None:
    """The sign-in of a secret, when it holds at this moment, with roles as they are now; else None."""
    if not secret or len(secret) > LONGEST:
        return None
    moment = now or moments.now()
    with reading(engine) as session:
        found = sign_ins.find(session, digest(secret))
        if found is None or not _holds(*found, limits, moment):
            return None
        sign_in, account = found
        person = people.person(session, account)
    if moments.read(sign_in.seen) + min(NOTED_EVERY, limits.idle / 4) < moment:
        with writing(engine) as session:
            sign_ins.touch(session, sign_in.digest, moments.text(moment))
    return SignedIn(person, account, sign_in.digest, account.must_change)


def end(engine: Engine, who: SignedIn, which: str | None = None) -> None:
    """End one of somebody's sign-ins: the one they use, or the one whose digest begins with `which`.

    Raises NotFoundError when they have none such.
    """
    with writing(engine) as session:
        moment = moments.text(moments.now())
        mine = [one.digest for one in sign_ins.open_of(session, who.account.id, moment, "")]
        chosen = [one for one in mine if one.startswith(which)] if which else [who.digest]
        if not chosen or not sign_ins.end(session, who.account.id, moment, chosen[0]):
            raise NotFoundError("There is no such sign-in any more.", remedy="Nothing is left to do.")
        record(session, who.person.name, "ended sign-in", f"account:{who.person.name}")


def open_of(engine: Engine, who: SignedIn, limits: Limits, now: datetime | None = None) -> list[SignInRecord]:
    """Somebody's sign-ins that hold, the one used last first."""
    moment = now or moments.now()
    with reading(engine) as session:
        return sign_ins.open_of(session, who.account.id, moments.text(moment), moments.text(moment - limits.idle))


def change_password(engine: Engine, limits: Limits, who: SignedIn, old: str, new: str, address: str) -> str:
    """Choose another password: ends all sign-ins and begins a new one, whose secret is told here.

    Raises UnauthenticatedError when the old one is wrong, TooOftenError, InvalidRequestError for one not good enough.
    """
    passwords.require_good(new, who.person.name)
    moment = moments.now()
    proof = _prove(engine, who.person.name, old, address, moment)
    kept = passwords.hashed(new)
    with writing(engine) as session:
        account = _accept(session, proof, moment)
        accounts.set_password(session, account.id, kept)
        sign_ins.end(session, account.id, moments.text(moment))
        record(session, account.name, "changed password", f"account:{account.name}")
        return begin(session, account, limits, "a password", moment)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _holds(sign_in: SignInRecord, account: AccountRecord, limits: Limits, moment: datetime) -> bool:
    at = moments.text(moment)
    idle = moments.text(moment - limits.idle)
    return sign_in.ended is None and at < sign_in.expires and idle < sign_in.seen and account.closed is None
