"""Cursors: where the next page of a list begins. Opaque to clients, strict about what comes back.

A cursor is base64url of a JSON list: format, checksum, position. The checksum is over the list it belongs to, its
filters and the position, so that a cursor of another list, of other filters, or of somebody's invention is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from catalogue.errors import InvalidRequestError

FORMAT = 1
CHECK_DIGITS = 16
LONGEST = 2000
Position = tuple[str | int, ...]


def write(scope: Sequence[Any], position: Position) -> str:
    """The cursor of a position. scope: name of the list and its filters, as JSON values."""
    body = orjson.dumps([FORMAT, _check(scope, position), list(position)])
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def read(cursor: str, scope: Sequence[Any], kinds: Sequence[type]) -> Position:
    """The position of a cursor. kinds: the type of each of its parts.

    Raises InvalidRequestError for anything that `write` did not make for this very list and these filters.
    """
    try:
        body = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        parts = orjson.loads(body) if len(cursor) <= LONGEST else None
    except (binascii.Error, ValueError):
        parts = None
    match parts:
        case [int(), str(), [*position]] if [type(part) for part in position] == list(kinds):
            if write(scope, tuple(position)) == cursor:
                return tuple(position)
    raise InvalidRequestError(
        "The cursor was not made for this list.",
        remedy="Follow `next` of the page before, without changing filters, or begin again without a cursor.",
    )


def _check(scope: Sequence[Any], position: Position) -> str:
    body = orjson.dumps([list(scope), list(position)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(body).hexdigest()[:CHECK_DIGITS]


def scope(name: str, filters: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a cursor is bound to: the list's name and every filter in force."""
    return name, {key: value for key, value in filters.items() if key not in {"cursor", "limit"}}
