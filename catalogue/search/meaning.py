"""What the words of a question mean: the terms of concepts in it.

Pure rewrites of the question's tree. Quoted and excluded words, and words of a named field, mean what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.search import names, words
from catalogue.search.thesaurus import Concept, Term, Thesaurus, key, spoken
from catalogue.search.tree import And, Meant, Node, Or, Word


@dataclass(frozen=True, slots=True)
class Unsure:
    """A term that can mean several things, and was searched as typed."""

    typed: str
    term: Term


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question's tree after its terms were looked up. `root` holds `Meant` where a term was widened."""

    root: Node
    unsure: tuple[Unsure, ...]


def look_up(root: Node, thesaurus: Thesaurus, is_name: Callable[[str], bool], as_typed: frozenset[str]) -> Meaning:
    """Widen the terms of a question, longest first. as_typed: forms that stand for themselves alone."""
    reader = _Reader(thesaurus, is_name, as_typed)
    return Meaning(reader.read(root), tuple(reader.unsure))


class _Reader:
    """Goes through a tree, and keeps the terms that could mean several things."""

    def __init__(self, thesaurus: Thesaurus, is_name: Callable[[str], bool], as_typed: frozenset[str]) -> None:
        self.unsure: list[Unsure] = []
        self._thesaurus = thesaurus
        self._is_name = is_name
        self._as_typed = as_typed

    def read(self, node: Node) -> Node:
        """The tree with `Meant` in place of the terms that were widened."""
        match node:
            case And(nodes):
                found = tuple(self._neighbours(nodes))
                return found[0] if len(found) == 1 else And(found)
            case Or(nodes):
                return Or(tuple(self.read(one) for one in nodes))
            case Word():
                return next(self._neighbours((node,)))
        return node

    def _neighbours(self, nodes: Sequence[Node]) -> Iterator[Node]:
        place = 0
        while place < len(nodes):
            taken, term = self._longest(nodes[place:])
            if term is None or self._cuts_a_later_one(nodes[place:], taken):
                yield nodes[place] if isinstance(nodes[place], Word) else self.read(nodes[place])
                place += 1
            else:
                yield from self._meant(taken, term)
                place += len(taken)

    def _meant(self, taken: tuple[Word, ...], term: Term) -> Iterator[Node]:
        typed = " ".join(one.text for one in taken)
        if term.ambiguous:
            self.unsure.append(Unsure(typed, term))
            yield from taken
        else:
            concept = term.concepts[0]
            whole = taken[0] if len(taken) == 1 else And(taken)
            yield Meant(whole, typed, concept.name, _others(concept, typed))

    def _longest(self, nodes: Sequence[Node]) -> tuple[tuple[Word, ...], Term | None]:
        """The words from the first on that are the longest term, if any are one."""
        forms: list[str] = []
        taken: list[Word] = []
        found: tuple[tuple[Word, ...], Term | None] = ((), None)
        for node in nodes:
            if not isinstance(node, Word) or node.field or self._stands_alone(node.text):
                break
            forms += spoken(node.text)
            taken.append(node)
            term = self._thesaurus.term(forms)
            if term is not None:
                found = tuple(taken), term
            if len(forms) > self._thesaurus.longest:
                break
        return found

    def _cuts_a_later_one(self, nodes: Sequence[Node], taken: tuple[Word, ...]) -> bool:
        """True when a term that begins inside goes on beyond, and says as much: `children in (care proceedings)`."""
        for start in range(1, len(taken)):
            later, _ = self._longest(nodes[start:])
            if start + len(later) > len(taken) and _says(later) >= _says(taken):
                return True
        return False

    def _stands_alone(self, text: str) -> bool:
        if not self._as_typed.isdisjoint(spoken(text)):
            return True
        return names.has_shape(text) and any(map(self._is_name, names.spellings(text)))


def _says(taken: tuple[Word, ...]) -> int:
    """How many words say something."""
    return sum(form not in words.STOP for one in taken for form in spoken(one.text))


def _others(concept: Concept, typed: str) -> tuple[str, ...]:
    said = key(spoken(typed))
    return tuple(term for term in concept.others if key(spoken(term)) != said)
