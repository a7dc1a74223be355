"""One's own account: who one is here, one's password, and where one is signed in."""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from catalogue.delivery import signed_in
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.errors import CatalogueError, ConflictError, InvalidRequestError, TooOftenError, UnauthenticatedError
from catalogue.people import accounts, signing_in
from catalogue.store import acts
from catalogue.store.engine import reading
from catalogue.store.vocabulary import organisation_titles
from catalogue.web.contexts.account import AccountPage, act_lines, role_lines, sign_in_lines
from catalogue.web.contexts.common import Head
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward

SHOWN_ACTS = 20


@steward.get("/account")
def account() -> str:
    """Who is signed in, and what they may do."""
    return _page()


@steward.post("/account/title")
def change_title() -> Response | tuple[str, int]:
    """Choose what others see of one."""
    who = signed_in.require()
    try:
        accounts.entitle(services().engine, who, who.name, request.form.get("title", ""))
    except (ConflictError, InvalidRequestError) as error:
        return _page(title_error=error), STATUS[error.code]
    return private_redirect(f"{url_for('steward.account')}#called")


@steward.post("/account/password")
def change_password() -> Response | tuple[str, int]:
    """Choose another password: all sign-ins end but the new one of this browser."""
    new = request.form.get("new", "")
    try:
        _require_same(new, request.form.get("again", ""))
        secret = signing_in.change_password(
            services().engine,
            signed_in.limits(),
            signed_in.require_sign_in(),
            request.form.get("old", ""),
            new,
            signed_in.client_address(),
        )
    except UnauthenticatedError:
        wrong = InvalidRequestError("The old password is not right.", remedy="Type the one that you signed in with.")
        return _page(wrong), STATUS[wrong.code]
    except (InvalidRequestError, TooOftenError) as error:
        return _page(error), STATUS[error.code]
    return signed_in.keep(private_redirect(f"{url_for('steward.account')}#changed"), secret)


@steward.post("/account/sign-ins/end")
def end_sign_in() -> Response:
    """End one of one's own sign-ins."""
    who, which = signed_in.require_sign_in(), request.form.get("sign_in", "")
    if not which:
        raise InvalidRequestError("No sign-in was named.", remedy="Open your account and press a button there.")
    signing_in.end(services().engine, who, which)
    return private_redirect(f"{url_for('steward.account')}#sign-ins")


def _require_same(new: str, again: str) -> None:
    if new != again:
        raise InvalidRequestError("The new password was typed in two ways.", remedy="Type it twice in the same way.")


def _page(error: CatalogueError | None = None, title_error: CatalogueError | None = None) -> str:
    who, engine = signed_in.require_sign_in(), services().engine
    with reading(engine) as session:
        titles = organisation_titles(session)
        done = acts.by(session, who.person.name, SHOWN_ACTS)
    page = AccountPage(
        head=Head("Your account"),
        name=who.person.name,
        email=who.account.email or "",
        has_password=who.account.has_password,
        must_change=who.must_change,
        roles=role_lines(who.person.grants, titles),
        sign_ins=sign_in_lines(signing_in.open_of(engine, who, signed_in.limits()), who.digest),
        acts=act_lines(done),
        fault=error.detail if error is not None else "",
        remedy=error.remedy if error is not None else "",
        title=request.form["title"][:200] if title_error is not None else who.account.title,
        title_fault=f"{title_error.detail} {title_error.remedy}" if title_error is not None else "",
    )
    return render_template("steward/account.html", page=page)
