"""The blueprint of all pages under /steward: who may come in, which forms are taken, and that nothing of it is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, request, url_for

from catalogue.delivery import signed_in
from catalogue.delivery.headers import PRIVATE, STEWARD
from catalogue.delivery.problems import answer, wants_page
from catalogue.errors import UnauthenticatedError
from catalogue.model.authority import Power
from catalogue.web.keeping import check_origin, private_redirect
from catalogue.web.routes import FOR_NOW

steward = Blueprint("steward", __name__, url_prefix=STEWARD)
# Where nobody is signed in yet.
OPEN = frozenset(
    {"steward.sign_in", "steward.send_sign_in", "steward.sign_in_elsewhere", "steward.back_from_elsewhere"}
)
# What somebody can do who has yet to choose a password of their own.
BEFORE_CHANGE = frozenset({"steward.account", "steward.change_password", "steward.sign_out"})
# Why somebody stands before the sign-in page: each is a sentence of that page.
LOST = "lost"


@steward.before_request
def let_in() -> Response | None:
    """Nobody comes in without a sign-in but to sign in; no form is taken that was not made for who sends it."""
    if request.endpoint in OPEN:
        if request.method == "POST":
            check_origin()
        return None
    found = signed_in.require_sign_in()
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        signed_in.check_form()
    if found.must_change and request.endpoint not in BEFORE_CHANGE:
        return private_redirect(f"{url_for('steward.account')}#password")
    return None


@steward.after_request
def keep_nothing(response: Response) -> Response:
    """What is shown here is for one person, and for now."""
    response.headers["Cache-Control"] = PRIVATE
    return response


@steward.errorhandler(UnauthenticatedError)
def lead_to_sign_in(error: UnauthenticatedError) -> Response:
    """People are led to the sign-in page and come back; programs are told."""
    if not wants_page():
        return answer(error, None)
    page = url_for("steward.sign_in")
    if request.method in {"GET", "HEAD"}:
        query = urlencode({"next": request.full_path.rstrip("?")})
        return make_response(redirect(f"{page}?{query}", FOR_NOW))
    return private_redirect(f"{page}?{urlencode({'why': LOST})}")


@steward.context_processor
def who_is_here() -> dict[str, Any]:
    """What every template of these pages may use besides its page.

    person: who is signed in, or None. form_token: what each form carries in the field of that name. administers: true
    when they may say who may do what, for any publisher.
    """
    person = signed_in.person()
    administers = person is not None and person.may_anywhere(Power.ADMINISTER)
    return {"person": person, "form_token": signed_in.form_token(), "administers": administers}
