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
class Meant:
    """Words that name a concept. typed: they, as a tree; text: they, as typed; others: other terms for it."""

    typed: Node
    text: str
    concept: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfConcept:
    """Is a concept or one of its variables, or says it. `value` is the concept's name or any of its terms."""

    value: str


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


Leaf = Word | Phrase | Prefix | OfConcept | Years | InFacet
Node = Leaf | Meant | Not | And | Or


def leaves(node: Node, *, excluded: bool = True) -> Iterator[Leaf]:
    """All leaves of a tree, in order; those under a Not only when `excluded`."""
    match node:
        case And(nodes) | Or(nodes):
            for one in nodes:
                yield from leaves(one, excluded=excluded)
        case Not(inner):
            if excluded:
                yield from leaves(inner)
        case Meant(typed):
            yield from leaves(typed)
        case _:
            yield node
