"""Accounts and their roles: who may make, see and change which.

Every change is done by a person, whose own roles decide: an administrator of one publisher neither sees nor gives roles
of another, and changes an account only when all of its roles are theirs to give; else they could take over somebody
who may do more than they. The command line acts as somebody who may do everything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import ConflictError, ForbiddenError, InvalidRequestError, NotFoundError
from catalogue.model.authority import POWERS, Grant, Person, Power, Role
from catalogue.model.names import is_slug
from catalogue.people import moments, passwords
from catalogue.registry.acts import OPERATOR, record
from catalogue.store import accounts, sign_ins
from catalogue.store.accounts import ONCE, AccountRecord
from catalogue.store.engine import reading, writing
from catalogue.store.vocabulary import organisation
from catalogue.store.write import slug_owner

# Whoever runs the command line of the machine.
THE_OPERATOR = Person(OPERATOR, "The operator", (Grant(Role.ADMINISTRATOR),))
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,79}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,189}")
# Names that stand for nobody's account in the record of acts.
_RESERVED = frozenset({OPERATOR})


@dataclass(frozen=True, slots=True)
class Known:
    """An account as somebody sees it.

    grants: the roles that they may see. may_change: all roles of the account are theirs to give.
    """

    account: AccountRecord
    grants: tuple[Grant, ...]
    may_change: bool


def person(session: Session, account: AccountRecord) -> Person:
    """Who an account is, with its roles as they are at this moment."""
    return Person(account.name, account.title, accounts.grants(session, account.id))


def may_give(by: Person, grant: Grant) -> bool:
    """Whether somebody may give a role and take it: only where they are administrator of at least as much."""
    return by.may(Power.ADMINISTER, grant.publisher, grant.dataset)


def may_change(by: Person, grants: Iterable[Grant]) -> bool:
    """Whether somebody may change an account with these roles: all are theirs to give. Without any, of everybody."""
    some = tuple(grants)
    return all(may_give(by, grant) for grant in some) if some else by.may(Power.ADMINISTER, "")


def visible(by: Person, grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The roles that somebody may see: those that are theirs to give."""
    return tuple(grant for grant in grants if may_give(by, grant))


def administered(by: Person, publishers: Iterable[str]) -> tuple[str, ...]:
    """Those of some publishers for which, or for a dataset of which, somebody may give roles."""
    where = {grant.publisher for grant in by.grants if Power.ADMINISTER in POWERS[grant.role]}
    return tuple(one for one in publishers if where & {"", one})


def seen_by(engine: Engine, by: Person) -> list[Known]:
    """The accounts that an administrator sees, by name, each with the roles that they may see."""
    with reading(engine) as session:
        roles = accounts.grants_of_all(session)
        every = [(account, roles.get(account.id, ())) for account in accounts.every(session)]
    return [_as_seen(by, account, some) for account, some in every if _sees(by, some)]


def get(engine: Engine, by: Person, name: str) -> Known:
    """One account as an administrator sees it. Raises NotFoundError also for one that they may not see."""
    with reading(engine) as session:
        account, grants = _known(session, by, name)
    return _as_seen(by, account, grants)


def make(
    engine: Engine, by: Person, name: str, title: str, grants: Iterable[Grant], email: str = "", password: str = ""
) -> tuple[AccountRecord, str]:
    """A new account, and its one-time password when none is given: it is told here and never again.

    Raises InvalidRequestError for a name, title, e-mail or password that cannot be; ConflictError when the name or the
    e-mail is taken; ForbiddenError for a role that is not theirs to give; NotFoundError for an unknown publisher.
    """
    some, title, email = tuple(grants), title.strip(), email.strip().lower()
    _check_new(name, title, email)
    if password:
        passwords.require_good(password, name)
    told = password or passwords.one_time()
    kept = ("" if password else ONCE) + passwords.hashed(told)
    with writing(engine) as session:
        some = tuple(dict.fromkeys(_as_called_now(session, grant) for grant in some))
        _require_may_make(by, some)
        if accounts.find(session, name) is not None:
            raise ConflictError(
                f"There is an account {name} already.",
                remedy="Choose another name, or ask an administrator for every publisher to give that account a role.",
            )
        if email and accounts.with_email(session, email):
            raise ConflictError(f"{email} belongs to another account.", remedy="Leave it out, or close that account.")
        _require_own_title(session, name, title)
        account = accounts.add(session, name, title, email or None, moments.text(moments.now()))
        accounts.set_password(session, account.id, kept)
        record(session, by.name, "made account", _subject(name), {"title": title})
        for grant in some:
            _give(session, by, account, grant)
        made = accounts.find(session, name) or account
    return made, "" if password else told


def give(engine: Engine, by: Person, name: str, grant: Grant) -> bool:
    """Give a role; false when the account has it. Raises NotFoundError, ForbiddenError, InvalidRequestError."""
    with writing(engine) as session:
        account, grants = _known(session, by, name)
        grant = _as_called_now(session, grant)
        _require_may_give(by, grant)
        if grant in grants:
            return False
        _give(session, by, account, grant)
    return True


def take(engine: Engine, by: Person, name: str, grant: Grant) -> bool:
    """Take a role away; false when the account does not have it. Raises NotFoundError, ForbiddenError."""
    with writing(engine) as session:
        account, grants = _known(session, by, name)
        grant = _as_called_now(session, grant)
        _require_may_give(by, grant)
        if grant not in grants:
            return False
        accounts.take(session, account.id, grant)
        record(session, by.name, "took role", _subject(name), told(grant))
    return True


def close(engine: Engine, by: Person, name: str) -> None:
    """Let nobody sign in with an account any more, and end its sign-ins. Raises NotFoundError, ForbiddenError."""
    if by.name == name:
        raise ForbiddenError("Nobody closes their own account.", remedy="Ask another administrator.")
    with writing(engine) as session:
        account = _changeable(session, by, name)
        if account.closed is None:
            moment = moments.text(moments.now())
            accounts.set_closed(session, account.id, moment)
            sign_ins.end(session, account.id, moment)
            record(session, by.name, "closed account", _subject(name))


def reopen(engine: Engine, by: Person, name: str) -> None:
    """Let an account sign in again, with the roles that it had. Raises NotFoundError, ForbiddenError, ConflictError."""
    with writing(engine) as session:
        account = _changeable(session, by, name)
        if account.closed is None:
            return
        if account.email and accounts.with_email(session, account.email):
            raise ConflictError(f"{account.email} belongs to another account by now.", remedy="Close that one first.")
        accounts.set_closed(session, account.id, None)
        record(session, by.name, "reopened account", _subject(name))


def entitle(engine: Engine, by: Person, name: str, title: str) -> None:
    """Change what others see of an account, which may be one's own. What was signed off with the old one keeps it.

    Raises NotFoundError, ForbiddenError, InvalidRequestError, ConflictError for what another account is called.
    """
    title = title.strip()
    _check_title(title)
    with writing(engine) as session:
        account = accounts.find(session, name) if by.name == name else None
        account = account or _changeable(session, by, name)
        if title == account.title:
            return
        _require_own_title(session, name, title)
        accounts.set_title(session, account.id, title)
        record(session, by.name, "renamed account", _subject(name), {"title": title, "before": account.title})


def give_password(engine: Engine, by: Person, name: str, password: str = "") -> str:
    """Give an account another password and end its sign-ins; a one-time password when none is given, told here alone.

    Raises NotFoundError, ForbiddenError, InvalidRequestError.
    """
    if password:
        passwords.require_good(password, name)
    one_time = "" if password else passwords.one_time()
    kept = (ONCE if one_time else "") + passwords.hashed(password or one_time)
    with writing(engine) as session:
        account = _changeable(session, by, name)
        accounts.set_password(session, account.id, kept)
        sign_ins.end(session, account.id, moments.text(moments.now()))
        record(session, by.name, "gave password", _subject(name))
    return one_time


def link(engine: Engine, by: Person, name: str, issuer: str, subject: str) -> None:
    """Let an identity at a provider stand for an account. Raises NotFoundError, ForbiddenError, ConflictError."""
    with writing(engine) as session:
        account = _changeable(session, by, name)
        other = accounts.linked(session, issuer, subject)
        if other is not None and other.id != account.id:
            raise ConflictError(f"{subject} at {issuer} stands for {other.name}.", remedy="Use another subject.")
        if other is None:
            accounts.link(session, account.id, issuer, subject)
            record(session, by.name, "linked identity", _subject(name), {"issuer": issuer, "subject": subject})


def told(grant: Grant) -> dict[str, str]:
    """A role as the record of acts tells it: only what is not empty."""
    values = {"role": grant.role.value, "publisher": grant.publisher, "dataset": grant.dataset}
    return {name: value for name, value in values.items() if value}


def _subject(name: str) -> str:
    return f"account:{name}"


def _as_seen(by: Person, account: AccountRecord, grants: tuple[Grant, ...]) -> Known:
    return Known(account, visible(by, grants), may_change(by, grants))


def _sees(by: Person, grants: tuple[Grant, ...]) -> bool:
    return by.may(Power.ADMINISTER, "") or bool(visible(by, grants))


def _known(session: Session, by: Person, name: str) -> tuple[AccountRecord, tuple[Grant, ...]]:
    account = accounts.find(session, name)
    grants = accounts.grants(session, account.id) if account is not None else ()
    if account is None or not _sees(by, grants):
        raise NotFoundError(f"There is no account {name[:80]!r}.", remedy="`catalogue user list` has all names.")
    return account, grants


def _changeable(session: Session, by: Person, name: str) -> AccountRecord:
    account, grants = _known(session, by, name)
    if not may_change(by, grants):
        raise ForbiddenError(
            f"{account.name} has roles that are not yours to give.",
            remedy="Ask an administrator for every publisher, or take away the roles that you may.",
        )
    return account


def _as_called_now(session: Session, grant: Grant) -> Grant:
    """The role with today's name of its dataset: people may know it by one that it had before."""
    owner = slug_owner(session, grant.dataset) if grant.dataset else None
    return replace(grant, dataset=owner.slug) if owner is not None else grant


def _give(session: Session, by: Person, account: AccountRecord, grant: Grant) -> None:
    if grant.dataset and not grant.publisher:
        raise InvalidRequestError("A role for one dataset wants its publisher.", remedy="Name the publisher as well.")
    if grant.dataset and not is_slug(grant.dataset):
        raise InvalidRequestError(
            f"{grant.dataset[:100]!r} cannot be the name of a dataset.", remedy="Use its name as in addresses."
        )
    if grant.publisher and organisation(session, grant.publisher) is None:
        raise NotFoundError(
            f"There is no organisation {grant.publisher!r}.",
            remedy="Publish it first, or see /organisations for names.",
        )
    accounts.give(session, account.id, grant)
    record(session, by.name, "gave role", _subject(account.name), told(grant))


def _require_may_give(by: Person, grant: Grant) -> None:
    if not may_give(by, grant):
        where = grant.publisher or "every publisher"
        raise ForbiddenError(
            f"You may not say who is {grant.role.value} for {where}.",
            remedy="Only administrators of as much can; ask one of them.",
        )


def _require_may_make(by: Person, grants: tuple[Grant, ...]) -> None:
    for grant in grants:
        _require_may_give(by, grant)
    if not grants and not by.may(Power.ADMINISTER, ""):
        raise ForbiddenError("An account without a role would be nobody's.", remedy="Choose a role of your publisher.")


def _require_own_title(session: Session, name: str, title: str) -> None:
    """Raise ConflictError for what another account, open or closed, or the command line is called: notes and
    withdrawals are signed off with it, and nobody signs as somebody else."""
    taken = {_alike(one.title) for one in accounts.every(session) if one.name != name}
    if _alike(title) in taken | {_alike(OPERATOR), _alike(THE_OPERATOR.title)}:
        raise ConflictError(
            f"Somebody else is called {title!r} here.", remedy="Add what tells the two apart, such as a middle name."
        )


def _alike(title: str) -> str:
    """One text for all that look the same to a reader: however composed, spaced, and in whatever case."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def _check_new(name: str, title: str, email: str) -> None:
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise InvalidRequestError(
            f"{name[:100]!r} cannot be the name of an account.",
            remedy="Use 2 to 80 lower-case letters, digits, dots and hyphens, a letter first; not `operator`.",
        )
    _check_title(title)
    if email and not _EMAIL.fullmatch(email):
        raise InvalidRequestError(
            f"{email[:100]!r} is no e-mail address.", remedy="Write it as name@host, or leave it out."
        )


def _check_title(title: str) -> None:
    if not title or len(title) > 200 or not title.isprintable():  # noqa: PLR2004
        raise InvalidRequestError(
            "The name that others see is empty, longer than 200 characters, or holds signs that cannot be printed.",
            remedy="Write it as people know it, such as `Anna Morgan`.",
        )
