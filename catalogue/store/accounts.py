"""Accounts, their roles, and what providers of sign-in call them. Nothing is deleted but roles that are taken away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from catalogue.model import Account, AccountRole, Identity
from catalogue.model.authority import Grant, Role

# Stands in front of the hash of a password that somebody else chose: good until its owner has chosen one.
ONCE = "once:"


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as it is kept, without the hash of its password. Moments are UTC texts.

    has_password: false for those who sign in elsewhere alone. must_change: the password was made for them, and they are
    to choose one. closed: since when nobody can sign in with it, or None.
    """

    id: int
    name: str
    title: str
    email: str | None
    has_password: bool
    must_change: bool
    created: str
    closed: str | None


def add(session: Session, name: str, title: str, email: str | None, moment: str) -> AccountRecord:
    """A new account, without a password. The name must be free."""
    row = Account(name=name, title=title, email=email, created=moment)
    session.add(row)
    session.flush()
    return record(row)


def find(session: Session, name: str) -> AccountRecord | None:
    """The account of a name, open or closed."""
    row = session.exec(select(Account).where(Account.name == name)).first()
    return record(row) if row is not None else None


def every(session: Session) -> list[AccountRecord]:
    """All accounts that were ever made, by name."""
    return [record(row) for row in session.exec(select(Account).order_by(Account.name))]


def with_email(session: Session, email: str) -> list[AccountRecord]:
    """The open accounts that have an e-mail address, which is compared in lower case."""
    wanted = select(Account).where(Account.email == email.lower(), col(Account.closed).is_(None))
    return [record(row) for row in session.exec(wanted)]


def kept_password(session: Session, name: str) -> str | None:
    """The hash of an open account's password, the mark of a password for once included; None when there is none."""
    wanted = select(Account.password).where(Account.name == name, col(Account.closed).is_(None))
    return session.exec(wanted).first()


def set_password(session: Session, number: int, kept: str | None) -> None:
    """Keep another hash, or none."""
    session.execute(update(Account).where(col(Account.id) == number).values(password=kept))


def set_closed(session: Session, number: int, moment: str | None) -> None:
    """Close an account, or open it again."""
    session.execute(update(Account).where(col(Account.id) == number).values(closed=moment))


def set_title(session: Session, number: int, title: str) -> None:
    """What others see from now on."""
    session.execute(update(Account).where(col(Account.id) == number).values(title=title))


def grants(session: Session, number: int) -> tuple[Grant, ...]:
    """The roles of one account."""
    return grants_of_all(session, number).get(number, ())


def grants_of_all(session: Session, number: int | None = None) -> Mapping[int, tuple[Grant, ...]]:
    """The roles of all accounts that have any, or of one, by its number; in order of publisher, dataset and role."""
    wanted = select(AccountRole).order_by(AccountRole.publisher, AccountRole.dataset, AccountRole.role)
    if number is not None:
        wanted = wanted.where(AccountRole.account_id == number)
    found: dict[int, list[Grant]] = defaultdict(list)
    for row in session.exec(wanted):
        found[row.account_id].append(Grant(Role(row.role), row.publisher, row.dataset))
    return {one: tuple(some) for one, some in found.items()}


def give(session: Session, number: int, grant: Grant) -> None:
    """Add a role that the account does not have."""
    session.add(AccountRole(account_id=number, role=grant.role.value, publisher=grant.publisher, dataset=grant.dataset))
    session.flush()


def take(session: Session, number: int, grant: Grant) -> None:
    """Take away a role."""
    session.execute(
        delete(AccountRole).where(
            col(AccountRole.account_id) == number,
            col(AccountRole.role) == grant.role.value,
            col(AccountRole.publisher) == grant.publisher,
            col(AccountRole.dataset) == grant.dataset,
        )
    )


def rename_dataset(session: Session, slug: str, to: str) -> None:
    """Let roles for one dataset go with it to another slug. Of two that become one, one stays."""
    wanted = select(AccountRole).where(col(AccountRole.dataset).in_((slug, to)))
    rows = session.exec(wanted.order_by(col(AccountRole.id))).all()
    held = {(row.account_id, row.role, row.publisher) for row in rows if row.dataset == to}
    for row in rows:
        if row.dataset == slug and (row.account_id, row.role, row.publisher) in held:
            session.delete(row)
        elif row.dataset == slug:
            row.dataset = to
            session.add(row)
    session.flush()


def link(session: Session, number: int, issuer: str, subject: str) -> None:
    """Let an identity at a provider stand for an account. It must not stand for one yet."""
    session.add(Identity(issuer=issuer, subject=subject, account_id=number))
    session.flush()


def linked(session: Session, issuer: str, subject: str) -> AccountRecord | None:
    """The account that an identity stands for, open or closed."""
    wanted = select(Account).join(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    row = session.exec(wanted).first()
    return record(row) if row is not None else None


def identities(session: Session, number: int) -> list[tuple[str, str]]:
    """Issuer and subject of every identity that stands for an account."""
    wanted = select(Identity.issuer, Identity.subject).where(Identity.account_id == number)
    return sorted((issuer, subject) for issuer, subject in session.exec(wanted))


def record(row: Account) -> AccountRecord:
    """A row as it is told."""
    kept = row.password
    once = kept is not None and kept.startswith(ONCE)
    return AccountRecord(row.id or 0, row.name, row.title, row.email, kept is not None, once, row.created, row.closed)
