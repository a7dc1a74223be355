"""What the words of a question mean: terms of concepts, and words that only make it a sentence.

Pure rewrites of the question's tree. Quoted and excluded words, and words of a named field, mean what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.search import names, words
from catalogue.search.thesaurus import Concept, Term, Thesaurus, key, spoken
from catalogue.search.tree import And, Meant, Node, Or, Word

# Words that ask, and say nothing about what is asked for. `known` and `called` are not among them: labels have them.
_ASKING = (
    "about any anything can column columns could data dataset datasets describe did do does exist exists field fields "
    "find get give gives help hold holding holds how information keep kept know list look looking many me mean means "
    "much need available please say says show shows stand stands stored table tables tell telling tells there use used "
    "using value values variable variables want which would contain contains containing record recorded records see "
    "code codes codelist meaning happen happened held covers cover item items entry measure measures should kind tells "
    "whether possible take takes took dealt"
)
ASKING = frozenset(_ASKING.split())
# Of these, the ones that tell what kind of thing is wanted, and `when`, which asks for a day.
KINDS = {
    "variable": "variable", "variables": "variable", "column": "variable", "columns": "variable", "field": "variable",
    "fields": "variable", "table": "table", "tables": "table", "dataset": "dataset", "datasets": "dataset",
    "codelist": "codelist", "codes": "codelist",
}  # fmt: skip
WHEN = "when"
# Words that ask for a count: before `of`, or by themselves.
COUNTING = frozenset(("amount", "count", "number", "proportion", "share", "total"))
OF = ("number", "of")
MANY = "many"


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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A question without the words that only ask; `asking` are those, in lower case."""

    root: Node
    asking: tuple[str, ...]


def without_asking(root: Node) -> Sentence:
    """Leave out the words that only ask, as long as others remain. Only words side by side make a sentence."""
    if not isinstance(root, And):
        return Sentence(root, ())
    nodes = root.nodes
    asking = [
        node
        for place, node in enumerate(nodes)
        if isinstance(node, Word) and not node.field and (_asks(node.text) or _counts(nodes[place : place + 2]))
    ]
    kept = tuple(node for node in root.nodes if node not in asking)
    telling = any(not isinstance(node, Word) or not words.STOP.issuperset(words.forms(node.text)) for node in kept)
    if not asking or not telling:
        return Sentence(root, ())
    return Sentence(kept[0] if len(kept) == 1 else And(kept), tuple(words.bare(node.text) for node in asking))


def _counts(nodes: Sequence[Node]) -> bool:
    """True for `number` before `of`."""
    said = [words.bare(node.text) if isinstance(node, Word) else "" for node in nodes]
    return len(said) == len(OF) and said[0] in COUNTING and said[1] == OF[1]


def _asks(text: str) -> bool:
    forms = words.forms(text)
    return len(forms) == 1 and (forms[0] in ASKING)
