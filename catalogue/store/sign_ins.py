"""Sign-ins by digest, and failed attempts at one. All moments are UTC texts of one width, so they compare as texts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from catalogue.model import Account, Attempt, SignIn
from catalogue.store.accounts import AccountRecord, record


@dataclass(frozen=True, slots=True)
class SignInRecord:
    """A sign-in as it is kept: `seen` is when it was last noted as used, `ended` when it was ended, or None."""

    digest: str
    account_id: int
    created: str
    seen: str
    expires: str
    ended: str | None


def add(session: Session, digest: str, number: int, moment: str, expires: str) -> SignInRecord:
    """A new sign-in of an account."""
    row = SignIn(digest=digest, account_id=number, created=moment, seen=moment, expires=expires)
    session.add(row)
    session.flush()
    return _record(row)


def find(session: Session, digest: str) -> tuple[SignInRecord, AccountRecord] | None:
    """The sign-in of a digest and whose it is, whether they still hold or not."""
    wanted = select(SignIn, Account).where(SignIn.digest == digest, Account.id == SignIn.account_id)
    row = session.exec(wanted).first()
    return (_record(row[0]), record(row[1])) if row is not None else None


def open_of(session: Session, number: int, moment: str, idle_since: str) -> list[SignInRecord]:
    """The sign-ins of an account that hold at a moment, the one used last first."""
    wanted = select(SignIn).where(
        SignIn.account_id == number,
        col(SignIn.ended).is_(None),
        SignIn.expires > moment,
        SignIn.seen > idle_since,
    )
    return [_record(row) for row in session.exec(wanted.order_by(col(SignIn.seen).desc(), SignIn.digest))]


def touch(session: Session, digest: str, moment: str) -> None:
    """Note that a sign-in was used."""
    session.execute(update(SignIn).where(col(SignIn.digest) == digest).values(seen=moment))


def end(session: Session, number: int, moment: str, digest: str | None = None) -> int:
    """End all sign-ins of an account, or one of them; returns how many had not been ended before."""
    ending = update(SignIn).where(col(SignIn.account_id) == number, col(SignIn.ended).is_(None))
    if digest is not None:
        ending = ending.where(col(SignIn.digest) == digest)
    return int(session.connection().execute(ending.values(ended=moment)).rowcount)


def forget_before(session: Session, moment: str) -> None:
    """Drop sign-ins and attempts that have meant nothing since before a moment: they only take room."""
    session.execute(delete(SignIn).where(col(SignIn.expires) < moment))
    session.execute(delete(Attempt).where(col(Attempt.until) < moment))


def attempts(session: Session, subject: str) -> tuple[int, str]:
    """How often it failed for a subject, and until when nobody may try again; 0 and an empty text when never."""
    row = session.get(Attempt, subject)
    return (row.failures, row.until) if row is not None else (0, "")


def set_attempts(session: Session, subject: str, failures: int, until: str) -> None:
    """Keep another count of failures; none at all when it is 0."""
    row = session.get(Attempt, subject)
    if failures <= 0:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Attempt(subject=subject, failures=failures, until=until))
    else:
        row.failures, row.until = failures, until
        session.add(row)
    session.flush()


def _record(row: SignIn) -> SignInRecord:
    return SignInRecord(row.digest, row.account_id, row.created, row.seen, row.expires, row.ended)
