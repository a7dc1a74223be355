"""Who may do what: accounts and roles, for administrators, as far as their own role reaches."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, render_template, request

from catalogue.delivery import signed_in
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.errors import CatalogueError, ConflictError, ForbiddenError, InvalidRequestError, NotFoundError
from catalogue.model.authority import Grant, Person, Power, Role
from catalogue.people import accounts
from catalogue.store import acts
from catalogue.store.engine import reading
from catalogue.store.vocabulary import organisation_titles
from catalogue.web.contexts.people import people_page, person_page, person_url
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward

SHOWN_ACTS = 50
# Where a change leads to, or the page that says why it was not made, with its status.
Changed = Response | tuple[str, int]


@steward.get("/people")
def people() -> str:
    """The accounts that the reader sees, and the form of a new one."""
    return _list(_administrator())


@steward.post("/people")
def make_account() -> str | tuple[str, int]:
    """Make an account with one role. Its one-time password is on the page that answers, and nowhere again."""
    by, form = _administrator(), request.form
    try:
        made, once = accounts.make(
            services().engine,
            by,
            form.get("name", "").strip(),
            form.get("title", ""),
            (_grant(),),
            form.get("email", ""),
        )
    except (ConflictError, ForbiddenError, InvalidRequestError, NotFoundError) as error:
        return _list(by, error), STATUS[error.code]
    return _one(by, made.name, once)


@steward.get("/people/<name>")
def person(name: str) -> str:
    """One account."""
    return _one(_administrator(), name)


@steward.post("/people/<name>/roles")
def give_role(name: str) -> Changed:
    """Give a role."""
    by = _administrator()
    return _change(by, name, lambda: accounts.give(services().engine, by, name, _grant()), f"{person_url(name)}#roles")


@steward.post("/people/<name>/roles/take")
def take_role(name: str) -> Changed:
    """Take a role away. Who has none left is seen by administrators for every publisher alone."""
    by = _administrator()
    after = f"{person_url(name)}#roles" if by.may(Power.ADMINISTER, "") else "/steward/people"
    return _change(by, name, lambda: accounts.take(services().engine, by, name, _grant()), after)


@steward.post("/people/<name>/title")
def change_title_of(name: str) -> Changed:
    """Change what others see of an account."""
    by, title = _administrator(), request.form.get("title", "")
    return _change(by, name, lambda: accounts.entitle(services().engine, by, name, title))


@steward.post("/people/<name>/password")
def give_password(name: str) -> str:
    """Give a one-time password, which is on the page that answers, and nowhere again."""
    by = _administrator()
    if by.name == name:
        raise InvalidRequestError("This is your own account.", remedy="Change your password at /steward/account.")
    return _one(by, name, accounts.give_password(services().engine, by, name))


@steward.post("/people/<name>/close")
def close_account(name: str) -> Changed:
    """Let nobody sign in with an account any more."""
    by = _administrator()
    return _change(by, name, lambda: accounts.close(services().engine, by, name))


@steward.post("/people/<name>/reopen")
def reopen_account(name: str) -> Changed:
    """Let an account sign in again."""
    by = _administrator()
    return _change(by, name, lambda: accounts.reopen(services().engine, by, name))


def _change(by: Person, name: str, change: Callable[[], object], after: str = "") -> Changed:
    """Change an account and lead on; a fault is told on the account's own page."""
    try:
        change()
    except (ConflictError, ForbiddenError, InvalidRequestError, NotFoundError) as error:
        return _one(by, name, error=error), STATUS[error.code]
    return private_redirect(after or person_url(name))


def _administrator() -> Person:
    """Who is signed in, when they may say who may do what, for anybody at all."""
    by = signed_in.require()
    if not by.may_anywhere(Power.ADMINISTER):
        raise ForbiddenError(
            "Only administrators see who may do what.", remedy="Ask one of your publisher if something is amiss."
        )
    return by


def _grant() -> Grant:
    role, form = request.form.get("role", ""), request.form
    if role not in set(Role):
        raise InvalidRequestError(f"There is no role {role[:40]!r}.", remedy="Choose one of the list.")
    if "publisher" not in form:
        raise InvalidRequestError("The form names no publisher.", remedy="Open the page again and choose one.")
    return Grant(Role(role), form["publisher"].strip(), form.get("dataset", "").strip())


def _list(by: Person, error: CatalogueError | None = None) -> str:
    found = accounts.seen_by(services().engine, by)
    with reading(services().engine) as session:
        titles = organisation_titles(session)
    page = people_page(by, found, titles, request.form if error is not None else {}, error)
    return render_template("steward/people.html", page=page)


def _one(by: Person, name: str, one_time: str = "", error: CatalogueError | None = None) -> str:
    known = accounts.get(services().engine, by, name)
    with reading(services().engine) as session:
        titles = organisation_titles(session)
        done = acts.by(session, known.account.name, SHOWN_ACTS)
    page = person_page(by, known, titles, done, one_time=one_time, error=error)
    return render_template("steward/person.html", page=page)
