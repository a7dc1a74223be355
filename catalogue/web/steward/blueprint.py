"""The blueprint of all pages under /steward: who may come in, which forms are taken, and that nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, request, url_for

from catalogue.delivery import signed_in
from catalogue.delivery.headers import PRIVATE, STEWARD
from catalogue.delivery.problems import answer, wants_page
from catalogue.delivery.services import services
from catalogue.errors import UnauthenticatedError
from catalogue.model.authority import Power
from catalogue.settings import Settings
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

# How many bytes and fields the forms of some endpoints may hold; all others hold what the site takes of anybody.
_LARGER: dict[str, tuple[Callable[[Settings], int], int]] = {}
_FIELDS = 1_000
View = TypeVar("View", bound=Callable[..., Any])


def takes(most: Callable[[Settings], int], fields: int = _FIELDS) -> Callable[[View], View]:
    """Let the forms of a view be larger. It stands at the view, because forms are read before the view is called."""

    def remember(view: View) -> View:
        _LARGER[f"{steward.name}.{view.__name__}"] = (most, fields)
        return view

    return remember


@steward.before_request
def let_in() -> Response | None:
    """Nobody comes in without a sign-in but to sign in; no form is taken that was not made for who sends it."""
    if request.endpoint in OPEN:
        if request.method == "POST":
            check_origin()
        return None
    found = signed_in.require_sign_in()
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        if request.endpoint in _LARGER:
            most, request.max_form_parts = _LARGER[request.endpoint]
            request.max_content_length = request.max_form_memory_size = most(services().settings)
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
