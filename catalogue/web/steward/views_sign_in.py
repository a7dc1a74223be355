"""Signing in with a password, and signing out."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, render_template, request, url_for

from catalogue.delivery import signed_in
from catalogue.delivery.headers import STEWARD
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.errors import CatalogueError, TooOftenError, UnauthenticatedError
from catalogue.people import signing_in
from catalogue.web.contexts.common import Head
from catalogue.web.contexts.sign_in import SignInPage
from catalogue.web.keeping import private_redirect, return_address
from catalogue.web.steward.blueprint import LOST, steward

_LOST = UnauthenticatedError(
    "Your sign-in had run out, and what you sent was not taken.", remedy="Sign in and do it again."
)


@steward.get("/sign-in")
def sign_in() -> Response | str:
    """The form; who is signed in already is led on."""
    back = back_to(request.args.get("next", ""))
    if signed_in.sign_in() is not None:
        return private_redirect(back)
    return sign_in_page(back, _LOST if request.args.get("why") == LOST else None)


@steward.post("/sign-in")
def send_sign_in() -> Response | tuple[str, int, dict[str, str]]:
    """Take a name and a password. A failure says what to do, and never whether there is such a name."""
    back, name = back_to(request.form.get("next", "")), request.form.get("name", "")
    try:
        secret = signing_in.with_password(
            services().engine,
            signed_in.limits(),
            name,
            request.form.get("password", ""),
            signed_in.client_address(),
        )
    except (UnauthenticatedError, TooOftenError) as error:
        wait = {"Retry-After": str(error.seconds)} if isinstance(error, TooOftenError) else {}
        return sign_in_page(back, error, name), STATUS[error.code], wait
    return signed_in.change_over(private_redirect(back), secret)


@steward.post("/sign-out")
def sign_out() -> Response:
    """End the sign-in that is used, and forget it in the browser."""
    signing_in.end(services().engine, signed_in.require_sign_in())
    return signed_in.forget(private_redirect(url_for("steward.sign_in")))


def back_to(text: str) -> str:
    """Where to go after signing in: a page of this site that is not about signing in; else the first of one's own."""
    back = return_address(text, STEWARD)
    return STEWARD if back.startswith(f"{STEWARD}/sign-") else back


def sign_in_page(back: str, error: CatalogueError | None = None, name: str = "") -> str:
    """The page with its form, and what went wrong before."""
    settings = services().settings
    page = SignInPage(
        head=Head("Sign in"),
        fault=error.detail if error is not None else "",
        remedy=error.remedy if error is not None else "",
        name=name[:80],
        back=back,
        provider=settings.oidc_title if settings.oidc_issuer else "",
        provider_url=f"{STEWARD}/sign-in/oidc?{urlencode({'next': back})}",
    )
    return render_template("steward/sign_in.html", page=page)
