"""Cursors: what was written is read back; whatever was not written for this list is refused."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.api import cursors
from catalogue.errors import InvalidRequestError

SCOPE = cursors.scope("variables", {"dataset": "cafw", "limit": 10})


@given(st.lists(st.text(max_size=40), min_size=1, max_size=3), st.text(max_size=20))
def test_a_position_comes_back(parts: list[str], name: str) -> None:
    scope = cursors.scope(name, {"q": name})
    cursor = cursors.write(scope, tuple(parts))
    assert cursors.read(cursor, scope, [str] * len(parts)) == tuple(parts)


def test_numbers_come_back_as_numbers() -> None:
    assert cursors.read(cursors.write(SCOPE, (12, "a")), SCOPE, (int, str)) == (12, "a")


def test_how_many_and_where_do_not_bind_a_cursor() -> None:
    cursor = cursors.write(SCOPE, ("a",))
    assert cursors.read(cursor, cursors.scope("variables", {"dataset": "cafw", "cursor": cursor}), (str,)) == ("a",)


def encoded(value: object) -> str:
    """A value as somebody might make up a cursor."""
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


GOOD = cursors.write(SCOPE, ("a",))


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "abc",
        "!!!!",
        "é",
        "=" * 100,
        "A" * 100_000,
        GOOD[:-1],
        GOOD + "A",
        GOOD + "=",
        encoded(["a"]),
        encoded([1, "0" * 16, ["a"]]),
        encoded([1, "0" * 16, "a"]),
        encoded({"after": "a"}),
        encoded(None),
        encoded([1, None, [["a"]]]),
        encoded([[[[[[]]]]]]),
        cursors.write(cursors.scope("tables", {"dataset": "cafw"}), ("a",)),
        cursors.write(cursors.scope("variables", {"dataset": "cafe"}), ("a",)),
        cursors.write(SCOPE, (1,)),
        cursors.write(SCOPE, ("a", "b")),
    ],
)
def test_made_up_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(InvalidRequestError, match="was not made for this list"):
        cursors.read(cursor, SCOPE, (str,))


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=200))
def test_anything_is_refused_or_is_the_very_cursor(text: str) -> None:
    try:
        position = cursors.read(text, SCOPE, (str,))
    except InvalidRequestError:
        return
    assert cursors.write(SCOPE, position) == text
