"""The tree of a question: leaves that ask for something, joined by and, or and not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a chunk without blanks such as a physical name. `field` limits it to a text field."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Several ways to say one thing, with a weight each; they are scored as one word."""

    ways: tuple[tuple[Word | Phrase | Prefix, float], ...]


@dataclass(frozen=True, slots=True)
class Years:
    """Covers a year of the range; None leaves an end open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class InFacet:
    """Has a value of a facet, in any case."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    nodes: tuple[Node, ...]


Leaf = Word | Phrase | Prefix | Alike | Years | InFacet
Node = Leaf | Not | And | Or


def leaves(node: Node, *, excluded: bool = True) -> Iterator[Leaf]:
    """All leaves of a tree, in order; those under a Not only when `excluded`."""
    match node:
        case And(nodes) | Or(nodes):
            for one in nodes:
                yield from leaves(one, excluded=excluded)
        case Not(inner):
            if excluded:
                yield from leaves(inner)
        case _:
            yield node
