"""The pages on which administrators say who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.errors import CatalogueError
from catalogue.model import Act
from catalogue.model.authority import Person, Power, Role
from catalogue.people.accounts import Known, administered
from catalogue.web import addresses
from catalogue.web.contexts.account import ALLOWS, ActLine, RoleLine, act_lines, role_lines
from catalogue.web.contexts.common import Head, Link


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose in a form.

    value: what is sent.
    text: what is read.
    chosen: true for the one that is chosen already.
    """

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class RoleForm:
    """What a role is chosen from.

    roles: the roles.
    publishers: where the reader may give one; the last, when it has no value, is every publisher.
    dataset: what was given as dataset.
    """

    roles: tuple[Offer, ...]
    publishers: tuple[Offer, ...]
    dataset: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """An account in the list.

    link: its title, and its page.
    name: by which one signs in.
    roles: those that the reader may see.
    closed: since when it is closed, as a UTC text, or empty.
    """

    link: Link
    name: str
    roles: tuple[RoleLine, ...]
    closed: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The accounts that an administrator sees.

    head: what the page says of itself.
    people: the accounts, by name.
    form: what a role of a new account is chosen from.
    given: what was given before in the form of a new account, by field.
    fault: why no account was made, or empty.
    remedy: what to do about it, or empty.
    """

    head: Head
    people: tuple[PersonLine, ...]
    form: RoleForm
    given: Mapping[str, str]
    fault: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """An account as an administrator sees it.

    head: what the page says of itself.
    title: what others see.
    name: by which one signs in.
    email: the address on record, or empty.
    created: when it was made, as a UTC text.
    closed: since when it is closed, as a UTC text, or empty.
    password: how they sign in, in words.
    url: the address of the page; its forms are sent below it.
    roles: those that the reader may see, and take away.
    form: what a further role is chosen from.
    may_change: true when all roles of the account are the reader's to give.
    own: true when it is the reader's own.
    one_time: a password that was made just now and is shown this once, or empty.
    acts: what they did of late, newest first; nothing unless `may_change`.
    fault: why nothing was changed, or empty.
    remedy: what to do about it, or empty.
    """

    head: Head
    title: str
    name: str
    email: str
    created: str
    closed: str
    password: str
    url: str
    roles: tuple[RoleLine, ...]
    form: RoleForm
    may_change: bool
    own: bool
    one_time: str
    acts: tuple[ActLine, ...]
    fault: str
    remedy: str


PEOPLE = Link("People", "/steward/people")


def people_page(
    by: Person,
    found: Iterable[Known],
    titles: Mapping[str, str],
    given: Mapping[str, str],
    error: CatalogueError | None,
) -> PeoplePage:
    """The list, and the form of a new account. given: fields of one that was not made, because of `error`."""
    lines = tuple(
        PersonLine(
            Link(one.account.title, person_url(one.account.name)),
            one.account.name,
            role_lines(one.grants, titles),
            one.account.closed or "",
        )
        for one in found
    )
    return PeoplePage(
        head=Head("People"),
        people=lines,
        form=role_form(by, titles, given),
        given={name: given.get(name, "")[:300] for name in ("name", "title", "email")},
        fault=error.detail if error is not None else "",
        remedy=error.remedy if error is not None else "",
    )


def person_page(
    by: Person,
    known: Known,
    titles: Mapping[str, str],
    acts: Iterable[Act],
    *,
    one_time: str = "",
    error: CatalogueError | None = None,
) -> PersonPage:
    """One account. one_time: a password made just now. error: why nothing was changed."""
    one = known.account
    return PersonPage(
        head=Head(one.title, crumbs=(PEOPLE,)),
        title=one.title,
        name=one.name,
        email=one.email or "",
        created=one.created,
        closed=one.closed or "",
        password=_password(one.has_password, one.must_change),
        url=person_url(one.name),
        roles=role_lines(known.grants, titles),
        form=role_form(by, titles, {}),
        may_change=known.may_change,
        own=one.name == by.name,
        one_time=one_time,
        acts=act_lines(acts) if known.may_change else (),
        fault=error.detail if error is not None else "",
        remedy=error.remedy if error is not None else "",
    )


def person_url(name: str) -> str:
    """The page of an account."""
    return f"{PEOPLE.url}/{addresses.segment(name)}"


def role_form(by: Person, titles: Mapping[str, str], given: Mapping[str, str]) -> RoleForm:
    """What somebody may give, with what was chosen before."""
    publishers = [(one, titles[one]) for one in administered(by, sorted(titles, key=titles.__getitem__))]
    # Last, so that nobody gives a role for everything by leaving the form as it is.
    publishers += [("", "Every publisher")] if by.may(Power.ADMINISTER, "") else []
    return RoleForm(
        roles=tuple(
            Offer(one.value, f"{one.value.title()}: may {ALLOWS[one]}", one.value == given.get("role")) for one in Role
        ),
        publishers=tuple(Offer(value, text, value == given.get("publisher")) for value, text in publishers),
        dataset=given.get("dataset", "")[:80],
    )


def _password(has: bool, must_change: bool) -> str:  # noqa: FBT001 - as the record has them
    if must_change:
        return "with a one-time password that has yet to be changed"
    return "with a password" if has else "elsewhere alone"
