"""Who is signed in at this request, and whether a form comes from a page that was made for them.

Public pages never ask: they are the same for all readers and keep their ETags. What does ask is `private, no-store`.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from contextlib import suppress

from flask import Response, g, request

from catalogue.delivery.forms import sent_from_here
from catalogue.delivery.services import services
from catalogue.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from catalogue.model.authority import Person
from catalogue.people import signing_in
from catalogue.people.signing_in import Limits, SignedIn

COOKIE = "catalogue_sign_in"
# The field of a form that holds its token.
FIELD = "form_token"


def limits() -> Limits:
    """How long a sign-in holds here."""
    return Limits.of(services().settings)


def sign_in() -> SignedIn | None:
    """The sign-in that this request shows, when it holds. Looked up once a request."""
    if "sign_in" not in g:
        secret = request.cookies.get(COOKIE, "")
        g.sign_in = signing_in.find(services().engine, limits(), secret) if secret else None
    found: SignedIn | None = g.sign_in
    return found


def person() -> Person | None:
    """Who is signed in, with their roles as they are now; None when nobody is."""
    found = sign_in()
    return found.person if found is not None else None


def require() -> Person:
    """Who is signed in. Raises UnauthenticatedError, which on a steward page leads to the sign-in page."""
    return require_sign_in().person


def require_sign_in() -> SignedIn:
    """The sign-in of this request. Raises UnauthenticatedError."""
    found = sign_in()
    if found is None:
        raise UnauthenticatedError(
            "Nobody is signed in, or the sign-in has run out.", remedy="Sign in at /steward/sign-in and come back."
        )
    return found


def keep(response: Response, secret: str) -> Response:
    """Let the browser show a new sign-in from now on, and no older one."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(limits().most.total_seconds()),
        secure=is_secure(),
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def change_over(response: Response, secret: str) -> Response:
    """The same for who signs in where somebody is signed in: that sign-in ends, as nobody could find back to it."""
    older = sign_in()
    if older is not None:
        # It may have ended by itself since it was looked up.
        with suppress(NotFoundError):
            signing_in.end(services().engine, older)
    return keep(response, secret)


def forget(response: Response) -> Response:
    """Let the browser show no sign-in any more."""
    response.delete_cookie(COOKIE, path="/", secure=is_secure(), httponly=True, samesite="Lax")
    return response


def is_secure() -> bool:
    """Whether the site is reached by https, and cookies may be sent by nothing else."""
    return services().settings.base_url.startswith("https://")


def form_token() -> str:
    """What a form of a page made for this sign-in carries: worth nothing to another one, or after it has ended."""
    secret = request.cookies.get(COOKIE, "")
    if sign_in() is None:
        return ""
    key = services().settings.secret_key.encode()
    return hmac.new(key, b"form\0" + secret.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


def check_form() -> None:
    """Raise ForbiddenError for a form that does not come from a page of this site that was made for this sign-in."""
    wanted, given = form_token(), request.form.get(FIELD, "")
    right = hmac.compare_digest(wanted.encode(), given.encode("utf-8", "surrogateescape"))
    if not wanted or not right or not sent_from_here():
        raise ForbiddenError(
            "This form does not come from a page that was made for you.",
            remedy="Open the page again and send the form from there. Nothing was changed.",
        )


def client_address() -> str:
    """The address that a request comes from: of the connection, or what a proxy that is believed says of it."""
    peer = request.remote_addr or ""
    if peer not in services().settings.proxies:
        return peer
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return peer
