"""Questions as people say them: which words only ask, what kind of thing they ask for, and what turns of phrase mean.

Pure. The words are those of any English question, none of them of the field: the terms of the field are concepts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.search import words
from catalogue.search.tree import And, Node, Or, Word

# Words that ask, and say nothing about what is asked for. `known` and `called` are not among them: labels have them.
_ASKING = (
    "about actually any anybody anyone anything being can column columns could currently data dataset datasets "
    "describe describes did difference do does doing done exist exists field fields find get gets getting give gives "
    "got happen happened happens help hold holding holds how information keep kept know list look looking many may me "
    "mean means might much must my need available one ones please say says seen shall show shows somebody someone "
    "something stand stands stored table tables tell telling tells there use used using value values variable "
    "variables want wants went would contain contains containing record recorded records see code codes codelist "
    "meaning held covers cover item items entry measure measures should whether possible take takes took dealt"
)
ASKING = frozenset(_ASKING.split())
# A question that begins with one of these is said as a sentence.
_OPENING = (
    "are can could describe did do does find for give had has have how i in is list may on please should show tell "
    "to was were what when where whether which who whom whose why will would"
)
OPENING = frozenset(_OPENING.split())
# Words that tell what kind of thing is wanted.
KINDS = {
    "variable": "variable", "variables": "variable", "column": "variable", "columns": "variable", "field": "variable",
    "fields": "variable", "table": "table", "tables": "table", "dataset": "dataset", "datasets": "dataset",
    "codelist": "codelist", "codes": "codelist",
}  # fmt: skip
# Words that ask for a day.
DAYS = frozenset(("date", "day", "when"))
# Words that ask for a count: before `of`, or by themselves.
COUNTING = frozenset(("amount", "count", "number", "proportion", "share", "total"))
# Words that ask for a published figure.
FIGURES = COUNTING | {"average", "percentage", "rate"}
OF = ("number", "of")
MANY = "many"
# Turns of phrase, and what data call the thing that they ask for. The second word stays as well.
TURNS = {
    ("how", "long"): ("duration", "length"),
    ("how", "old"): ("age",),
    ("why",): ("reason",),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A question without the words that only ask; `asking` are those, in lower case.

    said: whether it is said as a sentence, so that its words are to be weighed and not all wanted.
    """

    root: Node
    asking: tuple[str, ...] = ()
    said: bool = False


def without_asking(root: Node, text: str) -> Sentence:
    """Leave out the words that only ask, as long as others remain. Only words side by side make a sentence."""
    if not isinstance(root, And):
        return Sentence(root)
    nodes = root.nodes
    said = is_said(text)
    asking = [
        node
        for place, node in enumerate(nodes)
        if isinstance(node, Word) and not node.field and (_asks(node.text) or _counts(nodes[place : place + 2]))
    ]
    kept = tuple(_turned(nodes, place) for place, node in enumerate(nodes) if node not in asking)
    telling = any(not isinstance(node, Word) or not words.STOP.issuperset(words.forms(node.text)) for node in kept)
    if not telling:
        return Sentence(root, said=said)
    return Sentence(kept[0] if len(kept) == 1 else And(kept), tuple(words.bare(one.text) for one in asking), said)


def is_said(text: str) -> bool:
    """True for a question that begins or ends as a sentence does."""
    first = text.split(maxsplit=1)[:1]
    return text.rstrip().endswith("?") or (bool(first) and (words.bare(first[0]) in OPENING | KINDS.keys()))


def _turned(nodes: Sequence[Node], place: int) -> Node:
    """A word together with what it means in a turn of phrase: `old` after `how` with `age`."""
    pair = tuple(_bare(node) for node in nodes[max(0, place - 1) : place + 1])
    meant = TURNS.get(pair, TURNS.get(pair[-1:], ()))
    return Or((nodes[place], *map(Word, meant))) if meant else nodes[place]


def _counts(nodes: Sequence[Node]) -> bool:
    """True for `number` before `of`."""
    said = [_bare(node) for node in nodes]
    return len(said) == len(OF) and said[0] in COUNTING and said[1] == OF[1]


def _bare(node: Node) -> str:
    return words.bare(node.text) if isinstance(node, Word) and not node.field else ""


def _asks(text: str) -> bool:
    forms = words.forms(text)
    return len(forms) == 1 and forms[0] in ASKING
