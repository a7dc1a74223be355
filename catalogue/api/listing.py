"""Lists: `{"items": […], "next": cursor or null}`, and the same in a Link header."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request

from catalogue.api import cursors
from catalogue.delivery.hosts import absolute
from catalogue.delivery.services import services

Item = TypeVar("Item")
Page = tuple[dict[str, Any], dict[str, str]]


def limit(query: Mapping[str, Any], default: int | None = None) -> int:
    """How many items the client wants on a page; `default`, or what is usual for lists, when it does not say."""
    return int(query.get("limit", default or services().settings.api_page_size))


def begin(name: str, query: Mapping[str, Any], kinds: Sequence[type]) -> cursors.Position | None:
    """The position after which the page begins, or None for the first page. Raises InvalidRequestError."""
    cursor = query.get("cursor")
    return None if cursor is None else cursors.read(cursor, cursors.scope(name, query), kinds)


def page(
    name: str,
    query: Mapping[str, Any],
    found: Sequence[Item],
    position: Callable[[Item], cursors.Position],
    wire: Callable[[Item], dict[str, Any]],
) -> Page:
    """One page and its headers.

    found: up to one item more than the page holds; the one too many tells that there is a next page.
    position: where an item stands in the list. wire: its plain data.
    """
    most = limit(query)
    items = found[:most]
    cursor = cursors.write(cursors.scope(name, query), position(items[-1])) if len(found) > most else None
    return {"items": [wire(item) for item in items], "next": cursor}, link_to(cursor)


def link_to(cursor: str | None) -> dict[str, str]:
    """The Link header to the next page of the list that was asked for."""
    if cursor is None:
        return {}
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key != "cursor"]
    return {"Link": f'<{absolute(request.path)}?{urlencode([*pairs, ("cursor", cursor)])}>; rel="next"'}


def after(items: Sequence[Item], place: Callable[[Item], Any], position: Any, most: int) -> Sequence[Item]:
    """Items after a position of a list in order, one more than `most`. For lists that are in memory as a whole."""
    rest = items if position is None else [item for item in items if place(item) > position]
    return rest[: most + 1]
