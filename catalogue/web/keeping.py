"""How a basket is kept between pages: in a cookie of the reader's own browser, and nowhere else.

The cookie holds the number of variables and their packed form. Scripts may read it, to show the number: so pages stay
the same for all readers. Forms that change it are taken from this site alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, request

from catalogue.delivery.forms import sent_from_here
from catalogue.delivery.headers import PRIVATE
from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError
from catalogue.exports.items import Item, ItemError, check_count, pack, unpack
from catalogue.web import addresses

COOKIE = "basket"
# Browsers keep 4,096 bytes of name, value and attributes.
MOST_COOKIE = 3800
# Half a year: as long as an application takes.
KEPT_SECONDS = 183 * 24 * 3600
LONGEST_RETURN = 8000


def kept() -> list[Item]:
    """What the reader's cookie holds; nothing for a cookie that cannot be read."""
    count, _, token = request.cookies.get(COOKIE, "").partition(".")
    if not count.isascii() or not count.isdigit():
        return []
    try:
        items = unpack(token).items
        check_count(len(items))
    except ItemError:
        return []
    return list(items)


def keep(response: Response, items: Sequence[Item]) -> bool:
    """Let the reader's browser keep the items; false when they are too many for a cookie, and nothing was changed."""
    value = f"{len(items)}.{pack(items)}"
    if len(value) > MOST_COOKIE:
        return False
    response.set_cookie(
        COOKIE,
        value if items else "",
        max_age=KEPT_SECONDS if items else 0,
        secure=services().settings.base_url.startswith("https://"),
        samesite="Lax",
    )
    return True


def changed(items: Sequence[Item], address: str, said: str = "") -> Response:
    """Answer a form: keep the items and lead on. said: the message that the page then shows.

    A basket that no cookie holds is led to its own link, which holds it.
    """
    check_count(len(items))
    response = private_redirect(f"{address}#{said}" if said else address)
    if not keep(response, items):
        response = private_redirect(f"{addresses.basket(items)}#too-large")
    return response


def private_redirect(address: str) -> Response:
    """Lead a browser to a page after a form. Nobody in between may keep the answer."""
    response = make_response(redirect(address, 303))
    response.headers["Cache-Control"] = PRIVATE
    return response


def return_address(text: str, otherwise: str = "/basket") -> str:
    """The page to go back to: a path of this site, else `otherwise`. Never an address of another site."""
    local = text.startswith("/") and not text.startswith(("//", "/\\"))
    if not local or len(text) > LONGEST_RETURN or not text.isprintable() or "\\" in text:
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def check_origin() -> None:
    """Refuse a form that another site sent."""
    if not sent_from_here():
        raise InvalidRequestError(
            "This form was sent from another site.", remedy="Open the page on this site and send the form from there."
        )
