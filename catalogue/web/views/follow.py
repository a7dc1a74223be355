"""Following by mail. A link in a mail shows a button and does nothing by itself: programs that look through mails
follow every link."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request

from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.delivery.signed_in import client_address
from catalogue.errors import InvalidRequestError, TooOftenError
from catalogue.following import followers
from catalogue.people.networks import network
from catalogue.registry.questions import sender_of
from catalogue.web.contexts.follow import (
    FollowPage,
    asked_page,
    confirm_page,
    confirmed_page,
    end_page,
    ended_page,
    refused_page,
)
from catalogue.web.keeping import check_origin
from catalogue.web.routes import pages

SEE_OTHER = 303


@pages.post("/follow")
def follow() -> Response:
    """Ask to be sent the changes of a dataset."""
    check_origin()
    form, settings = request.form, services().settings
    dataset = form.get("dataset", "")
    try:
        followers.ask(
            services().engine,
            settings,
            form.get("email", ""),
            dataset,
            "",
            form.get("every", "week"),
            sender=sender_of(network(client_address()), settings.secret_key),
        )
    except (InvalidRequestError, TooOftenError) as error:
        return _shown(refused_page(error, dataset), STATUS[error.code])
    return make_response(redirect("/follow/asked", SEE_OTHER))


@pages.get("/follow/asked")
def asked() -> Response:
    """What happens now."""
    return _shown(asked_page())


@pages.get("/follow/confirm/<token>")
def ask_to_confirm(token: str) -> Response:
    """What is to be confirmed, and a button."""
    return _shown(confirm_page(followers.followed(services().engine, token)))


@pages.post("/follow/confirm/<token>")
def confirm(token: str) -> Response:
    """Confirm it."""
    followers.confirm(services().engine, token)
    return _shown(confirmed_page(followers.followed(services().engine, token)))


@pages.get("/follow/end/<token>")
def ask_to_end(token: str) -> Response:
    """A button. Whatever the token, the page is the same."""
    del token
    return _shown(end_page())


@pages.post("/follow/end/<token>")
def end(token: str) -> Response:
    """End it: from the button, or from a program of mail by itself (RFC 8058). The token says who may."""
    followers.end(services().engine, token)
    return _shown(ended_page())


def _shown(page: FollowPage, status: int = 200) -> Response:
    response = make_response(render_template("follow/page.html", page=page), status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
