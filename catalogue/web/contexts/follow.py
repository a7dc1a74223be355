"""Following by mail: what was asked, what is to be confirmed or ended, and that it was."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.errors import CatalogueError
from catalogue.following.followers import Following
from catalogue.model.names import is_slug
from catalogue.web import addresses
from catalogue.web.contexts.common import Head


@dataclass(frozen=True, slots=True)
class FollowPage:
    """A page about following by mail. It has no address of its own: its token is nobody else's.

    head: what the page says of itself.
    title: what it is about.
    text: what is asked, or what was done.
    button: the word on the button that does it, or empty when there is nothing more to do.
    back: the address of the form that was not taken, or empty.
    """

    head: Head
    title: str
    text: str
    button: str
    back: str = ""


def asked_page() -> FollowPage:
    """A form was sent."""
    text = "If the address is right, a mail is on its way to it. Nothing else is sent before its link is followed."
    return _page("Look into your mailbox", text)


def refused_page(error: CatalogueError, slug: str) -> FollowPage:
    """A form was not taken. slug: of the dataset that it names."""
    title = "Nothing is followed yet"
    back = f"{addresses.dataset(slug)}#follow" if is_slug(slug) else ""
    return FollowPage(Head(title), title, f"{error.detail} {error.remedy}", "", back)


def confirm_page(following: Following) -> FollowPage:
    """Somebody came from the mail that asks to confirm."""
    if following.confirmed:
        return confirmed_page(following)
    text = f"What changes of {following.title} will be sent to you, once a {following.every} at most."
    return _page("Follow by e-mail", text, "Confirm")


def confirmed_page(following: Following) -> FollowPage:
    """It is confirmed."""
    text = f"You follow {following.title}. Every mail has a link that ends it."
    return _page("You follow by e-mail", text)


def end_page() -> FollowPage:
    """Somebody came from a mail to end it."""
    return _page(
        "Follow no longer", "No mail about this will be sent any more, and the address is forgotten.", "End it"
    )


def ended_page() -> FollowPage:
    """It is ended."""
    return _page("You follow no longer", "Nothing more is sent, and the address is forgotten.")


def _page(title: str, text: str, button: str = "") -> FollowPage:
    return FollowPage(Head(title), title, text, button)
