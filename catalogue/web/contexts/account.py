"""The page of one's own account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.model import Act
from catalogue.model.authority import Grant, Role
from catalogue.store.sign_ins import SignInRecord
from catalogue.web.contexts.common import Head

# What each role allows, in words that follow "may".
ALLOWS: dict[Role, str] = {
    Role.READER: "see drafts",
    Role.STEWARD: "see drafts, write them and submit them for review",
    Role.REVIEWER: "see drafts and judge them",
    Role.ADMINISTRATOR: "see drafts and say who may do what",
}
DIGITS = 12


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role and where it holds.

    role: its name.
    allows: what it allows, in words that follow "may".
    where: for whose drafts, in words.
    publisher: the publisher's name, or empty for every one.
    dataset: the dataset's name, or empty for all of the publisher.
    """

    role: str
    allows: str
    where: str
    publisher: str
    dataset: str


@dataclass(frozen=True, slots=True)
class SignInLine:
    """A sign-in that holds.

    id: what a form calls it.
    created: when it began, as a UTC text.
    seen: when it was last noted as used, as a UTC text.
    current: true for the one that the page is read with.
    """

    id: str
    created: str
    seen: str
    current: bool


@dataclass(frozen=True, slots=True)
class ActLine:
    """Something that somebody did.

    moment: when, as a UTC text.
    person: the name of the account, or `operator` for the command line.
    deed: what was done.
    subject: to what.
    """

    moment: str
    person: str
    deed: str
    subject: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account.

    head: what the page says of itself.
    name: by which one signs in.
    email: the address on record, or empty.
    has_password: false for those who sign in elsewhere alone.
    must_change: true while the password is one that was made for them.
    roles: what they may do, and where.
    sign_ins: where they are signed in.
    acts: what they did of late, newest first.
    fault: why the password was not changed, or empty.
    remedy: what to do about it, or empty.
    title: what others see of one, or what was sent when that was not taken.
    title_fault: why it was not, and what to do, or empty.
    """

    head: Head
    name: str
    email: str
    has_password: bool
    must_change: bool
    roles: tuple[RoleLine, ...]
    sign_ins: tuple[SignInLine, ...]
    acts: tuple[ActLine, ...]
    fault: str
    remedy: str
    title: str
    title_fault: str


def role_lines(grants: Iterable[Grant], titles: Mapping[str, str]) -> tuple[RoleLine, ...]:
    """Roles in words. titles: of organisations, by name."""
    return tuple(
        RoleLine(one.role.value, ALLOWS[one.role], where(one, titles), one.publisher, one.dataset) for one in grants
    )


def where(grant: Grant, titles: Mapping[str, str]) -> str:
    """Where a role holds, in words."""
    publisher = titles.get(grant.publisher, grant.publisher) if grant.publisher else "every publisher"
    return f"the dataset {grant.dataset} of {publisher}" if grant.dataset else publisher


def sign_in_lines(found: Iterable[SignInRecord], current: str) -> tuple[SignInLine, ...]:
    """Sign-ins that hold. current: the digest of the one that asks."""
    return tuple(SignInLine(one.digest[:DIGITS], one.created, one.seen, one.digest == current) for one in found)


def act_lines(acts: Iterable[Act]) -> tuple[ActLine, ...]:
    """Acts as a page lists them."""
    return tuple(ActLine(one.recorded, one.person, one.deed, one.subject) for one in acts)
