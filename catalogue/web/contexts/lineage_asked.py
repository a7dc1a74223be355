"""What the address of a lineage page asks for: which way, how far, what is opened, which table and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.errors import InvalidRequestError
from catalogue.lineage.graph import ANY_DEPTH

UP, DOWN, BOTH = "up", "down", "both"
DIRECTIONS = {UP: "where it comes from", DOWN: "what it feeds", BOTH: "both"}
DEPTH = 3
DEPTHS = (1, 2, 3, 5, 10)
DEEPEST = 1000
MOST_OPENED = 200
LONGEST_NAME = 200
_NODE = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose in a form.

    value: as in the address.
    label: as it is read.
    current: true when it is chosen.
    """

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    direction: `up`, `down` or `both`.
    depth: runs from the start.
    opened: nodes behind which to look one run further.
    table: the table, or empty for the whole release.
    column: the column to follow, or empty.
    """

    direction: str = UP
    depth: int = DEPTH
    opened: tuple[str, ...] = ()
    table: str = ""
    column: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What differs from what is shown anyway, by the names of the address, but what was opened."""
        return {
            "dir": self.direction if self.direction != UP else "",
            "depth": "" if self.depth == DEPTH else said(self.depth),
            "table": self.table,
            "column": self.column,
        }

    @property
    def all(self) -> dict[str, str]:
        """The same with what was opened."""
        return {**self.told, "open": ",".join(self.opened)}

    def with_open(self, node: str) -> dict[str, str]:
        """The address with one more node opened."""
        return {**self.told, "open": ",".join(dict.fromkeys((*self.opened, node)))}

    def without(self, node: str) -> dict[str, str]:
        """The address with a node closed again."""
        return {**self.told, "open": ",".join(one for one in self.opened if one != node)}


def said(depth: int) -> str:
    """A number of steps as the address says it."""
    return "all" if depth >= ANY_DEPTH else str(depth)


def asked(query: Mapping[str, str]) -> Asked:
    """Read the parameters of an address. Raises InvalidRequestError for what they cannot be."""
    direction = query.get("dir", "") or UP
    if direction not in DIRECTIONS:
        raise InvalidRequestError(f"dir cannot be {direction[:40]!r}.", remedy=f"Write {', '.join(DIRECTIONS)}.")
    opened = tuple(dict.fromkeys(one for one in query.get("open", "").split(",") if one))
    if len(opened) > MOST_OPENED or not all(_NODE.fullmatch(one) for one in opened):
        raise InvalidRequestError(
            "open is not a list of things in the picture.",
            remedy=f"Follow the links of the picture; at most {MOST_OPENED} can be open.",
        )
    return Asked(direction, _depth(query.get("depth", "")), opened, _name(query, "table"), _name(query, "column"))


def _name(query: Mapping[str, str], parameter: str) -> str:
    text = query.get(parameter, "").strip()
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise InvalidRequestError(f"{parameter} is no name.", remedy=f"Write at most {LONGEST_NAME} letters.")
    return text


def _depth(text: str) -> int:
    if text == "all":
        return ANY_DEPTH
    if not text:
        return DEPTH
    if text.isascii() and text.isdigit() and len(text) < len(str(DEEPEST)) + 1 and 1 <= int(text) <= DEEPEST:
        return int(text)
    raise InvalidRequestError(f"depth cannot be {text[:40]!r}.", remedy=f"Write 1 to {DEEPEST}, or all.")


def directions(shown: Asked) -> tuple[Choice, ...]:
    """Ways to look."""
    return tuple(Choice(value, label, value == shown.direction) for value, label in DIRECTIONS.items())


def steps_to_choose(shown: Asked) -> tuple[Choice, ...]:
    """Numbers of steps, the one shown among them."""
    numbers = sorted({*DEPTHS, ANY_DEPTH, shown.depth})
    return tuple(Choice(said(number), said(number), number == shown.depth) for number in numbers)
