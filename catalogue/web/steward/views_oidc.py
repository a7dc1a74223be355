"""Signing in through a provider: away to it, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from catalogue.delivery import signed_in
from catalogue.delivery.headers import STEWARD
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.errors import NotFoundError, OutboundError, UnauthenticatedError
from catalogue.web.keeping import private_redirect
from catalogue.web.routes import FOR_NOW
from catalogue.web.steward.blueprint import steward
from catalogue.web.steward.views_sign_in import back_to, sign_in_page

if TYPE_CHECKING:
    from catalogue.people.oidc import Provider

# Holds what only the browser that went away can come back with. It is signed, so that nobody can plant another.
COOKIE = "catalogue_oidc"
PATH = f"{STEWARD}/sign-in/oidc"
AWAY_SECONDS = 600


@steward.get("/sign-in/oidc")
def sign_in_elsewhere() -> Response | tuple[str, int]:
    """Lead to the provider."""
    from catalogue.people import oidc  # noqa: PLC0415 - nobody else needs its libraries

    back = back_to(request.args.get("next", ""))
    try:
        address, journey = oidc.depart(_provider())
    except OutboundError as error:
        return sign_in_page(back, error), STATUS[error.code]
    response = make_response(redirect(address, FOR_NOW))
    response.set_cookie(
        COOKIE,
        _signer().dumps({**asdict(journey), "next": back}),
        max_age=AWAY_SECONDS,
        secure=signed_in.is_secure(),
        httponly=True,
        samesite="Lax",
        path=PATH,
    )
    return response


@steward.get("/sign-in/oidc/back")
def back_from_elsewhere() -> Response:
    """Take who the provider says it was. What the browser kept is good for one return, whatever comes of it."""
    try:
        response = _arrived()
    except (UnauthenticatedError, OutboundError) as error:
        response = make_response(sign_in_page(STEWARD, error), STATUS[error.code])
    response.delete_cookie(COOKIE, path=PATH, secure=signed_in.is_secure(), httponly=True, samesite="Lax")
    return response


def _arrived() -> Response:
    from catalogue.people import oidc  # noqa: PLC0415

    try:
        kept = _signer().loads(request.cookies.get(COOKIE, ""), max_age=AWAY_SECONDS)
    except BadSignature as error:
        raise UnauthenticatedError(
            "This browser did not begin to sign in, or took longer than ten minutes.",
            remedy="Begin again from the sign-in page, and leave cookies on.",
        ) from error
    if "error" in request.args:
        raise UnauthenticatedError("The provider did not let you in.", remedy="Begin again, or use a password.")
    journey = oidc.Journey(kept["state"], kept["nonce"], kept["verifier"])
    provider, state, code = _provider(), request.args.get("state", ""), request.args.get("code", "")
    identity = oidc.arrive(provider, journey, state, code)
    secret = oidc.sign_in(services().engine, signed_in.limits(), identity)
    return signed_in.change_over(private_redirect(back_to(kept["next"])), secret)


def _provider() -> Provider:
    from catalogue.people import oidc  # noqa: PLC0415

    settings = services().settings
    if not settings.oidc_issuer:
        raise NotFoundError("Nobody signs in elsewhere here.", remedy="Use a password at /steward/sign-in.")
    return oidc.Provider.of(settings, f"{settings.base_url}{PATH}/back")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(services().settings.secret_key, salt="oidc")
