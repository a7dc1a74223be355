"""A question as a tree. Pure: what was typed becomes words, phrases, prefixes, years and groups, with warnings for
what could not be understood. Whatever is typed, something sensible comes out, or InvalidRequestError says what is too
much.

    care order          both words               (care OR order)      either
    "care order"        one after the other      -care                without
    hear*               words that begin so      label:care           in one field
    2007..2014          years covered            type:date            of one type
    s 31, section 31    one word, see `legal`    concept:care-order   of one concept

Neighbours bind tighter than OR: `care order OR placement` means (care order) OR placement.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.errors import InvalidRequestError
from catalogue.search import legal, words
from catalogue.search.tree import And, InFacet, Leaf, Node, Not, OfConcept, Or, Phrase, Prefix, Word, Years, leaves

TERMS = 300
LENGTH = 4000
DEPTH = 20
WARNINGS = 10  # more than that help nobody
QUOTED = 40  # characters of a text that a message repeats
SHORTEST_PREFIX = 2

# Fields of text that can be named in a question, and the index fields they look into (numbers as in `schema`).
TEXT_FIELDS = ("name", "label", "table", "dataset", "code", "definition")
FACET_FIELDS = ("type", "kind")
CONCEPT = "concept"
FIELDS = (*TEXT_FIELDS, CONCEPT, *FACET_FIELDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood, for the page to show. Texts are as typed."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    years: tuple[tuple[int | None, int | None], ...] = ()
    alternatives: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its tree (None when nothing is asked), what to warn of, and how it reads."""

    text: str
    root: Node | None
    warnings: tuple[str, ...] = ()
    reading: Reading = field(default_factory=Reading)


# A reference to a section is one chunk, blanks, brackets and all; so is a word with a short bracket behind it, such as
# `order(s)`.
_CHUNK = rf"""
    (?:[A-Za-z]{{2,20}}:)?{legal.PATTERN}{legal.SUBSECTION}*(?![^\s()"“”„?,;.])
    | (?:[^\s()"“”„]|(?<=[^\W_]){legal.SUBSECTION}(?![^\W_]))+
"""
_TOKEN = re.compile(
    rf"""(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<minus>-(?=[^\s-]))|(?P<quote>["“”„])|(?P<chunk>{_CHUNK})""",
    re.VERBOSE,
)
_QUOTES = '"“”„'
_FIELD = re.compile(r"([A-Za-z]{2,20}):(?!//)(.*)", re.DOTALL)
_YEARS = re.compile(r"(\d{4})?\.\.(\d{4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


def parse(text: str, *, terms: int = TERMS, length: int = LENGTH) -> Question:
    """Read a question. Raises InvalidRequestError when it has more characters or terms than allowed."""
    if len(text) > length:
        raise InvalidRequestError(
            f"The question is {len(text):,} characters long; at most {length:,} are read.",
            remedy="Ask with fewer words, or use the filters.",
        )
    clean = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in text)
    parser = _Parser(clean)
    root = parser.parse()
    count = sum(_terms(leaf) for leaf in leaves(root)) if root is not None else 0
    if count > terms:
        raise InvalidRequestError(
            f"The question has {count:,} terms; at most {terms:,} are searched for.",
            remedy="Ask with fewer words, or use the filters.",
        )
    warnings = list(dict.fromkeys(parser.warnings))
    return Question(text, root, tuple(warnings[:WARNINGS]), _reading(root))


def _terms(leaf: Leaf) -> int:
    return max(1, len(words.tokens(leaf.text))) if isinstance(leaf, Word | Phrase) else 1


class _Parser:
    """Recursive descent over tokens. Brackets are balanced and limited in depth before, so no nesting exhausts it."""

    def __init__(self, text: str) -> None:
        self.warnings: list[str] = []
        self._text = text
        self._tokens = self._balanced(self._tokenise())
        self._next = 0

    def parse(self) -> Node | None:
        """The tree of the whole text."""
        return self._alternatives("", 0)

    def _tokenise(self) -> list[_Token]:
        found: list[_Token] = []
        place = 0
        while (match := _TOKEN.match(self._text, place)) is not None:
            token = _Token(str(match.lastgroup), match.group(), place)
            place = match.end()
            if token.kind == "quote":
                end = self._closing_quote(token.place)
                if end is None:
                    continue
                token, place = _Token("phrase", self._text[token.place + 1 : end], token.place), end + 1
            # A minus right after a phrase or a bracket is a hyphen, not an exclusion.
            if token.kind != "minus" or not found or found[-1].kind in {"space", "open", "minus"}:
                found.append(token)
        return [token for token in found if token.kind != "space"]

    def _closing_quote(self, start: int) -> int | None:
        end = next((at for at in range(start + 1, len(self._text)) if self._text[at] in _QUOTES), None)
        if end is None:
            self.warnings.append(
                f"A quotation mark was opened at character {start + 1} and never closed. We searched without it."
            )
        return end

    def _balanced(self, tokens: list[_Token]) -> list[_Token]:
        """Tokens without closing brackets that close nothing, and without brackets deeper than allowed."""
        found: list[_Token] = []
        opened: list[_Token] = []
        for token in tokens:
            if token.kind == "open":
                opened.append(token)
                if len(opened) > DEPTH:
                    self.warnings.append(f"Brackets are read to a depth of {DEPTH}. Deeper ones were left out.")
                    continue
            elif token.kind == "close":
                if not opened:
                    self.warnings.append(
                        f"The closing bracket at character {token.place + 1} has no opening one. "
                        "We searched without it."
                    )
                    continue
                opened.pop()
                if len(opened) >= DEPTH:
                    continue
            found.append(token)
        if opened:
            self.warnings.append(
                f"A bracket was opened at character {opened[-1].place + 1} and never closed. We closed it at the end."
            )
        return found

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _alternatives(self, field: str, depth: int) -> Node | None:
        """Groups of neighbours between ORs, up to a closing bracket or the end."""
        groups = [self._neighbours(field, depth)]
        while (token := self._peek()) is not None and token.kind != "close":
            self._next += 1
            groups.append(self._neighbours(field, depth))
        kept = [group for group in groups if group is not None]
        if len(kept) < len(groups) and len(groups) > 1:
            self.warnings.append("An OR needs words on both sides. It was left out.")
        return _join(Or, kept)

    def _neighbours(self, field: str, depth: int) -> Node | None:
        nodes: list[Node] = []
        while (token := self._peek()) is not None:
            if token.kind == "close" or (token.kind == "chunk" and token.text in {"OR", "|"}):
                break
            self._next += 1
            node = self._node(token, field, depth)
            if node is not None:
                nodes.append(node)
        return _join(And, nodes)

    def _node(self, token: _Token, field: str, depth: int) -> Node | None:
        match token.kind:
            case "minus":
                return self._negated(field, depth)
            case "open":
                return self._group(field, depth)
            case "phrase":
                return self._phrase(token.text, field)
        if token.text == "AND":
            return None
        if token.text == "NOT":
            return self._negated(field, depth)
        return self._chunk(token, field, depth)

    def _negated(self, field: str, depth: int) -> Node | None:
        token = self._peek()
        if token is None or token.kind == "close" or token.text == "OR":
            self.warnings.append("There is nothing after NOT. It was left out.")
            return None
        self._next += 1
        if depth >= 2 * DEPTH:  # more NOTs in a row than brackets can explain
            return None
        inner = self._node(token, field, depth + 1)
        return None if inner is None else Not(inner)

    def _group(self, field: str, depth: int) -> Node | None:
        inner = self._alternatives(field, depth + 1)
        if self._peek() is not None:
            self._next += 1  # its closing bracket
        return inner

    def _chunk(self, token: _Token, field: str, depth: int) -> Node | None:
        years = _YEARS.fullmatch(token.text)
        if years is not None and years.group() != "..":
            return self._years(years)
        named = _FIELD.fullmatch(token.text)
        if named is None:
            return self._word(token.text, field)
        name, value = named.group(1).lower(), named.group(2)
        if name not in FIELDS:
            known = ", ".join(f"{one}:" for one in FIELDS)
            self.warnings.append(
                f"There is no field {named.group(1)}: (character {token.place + 1}). The fields are {known}. "
                "We searched for the words."
            )
            return _join(And, [one for one in (self._word(named.group(1), field), self._word(value, field)) if one])
        return self._fielded(name, value, token, depth)

    def _fielded(self, name: str, value: str, token: _Token, depth: int) -> Node | None:
        if not value:
            follower = self._peek()
            touches = follower is not None and follower.place == token.place + len(token.text)
            if follower is None or not touches or follower.kind not in {"phrase", "open"}:
                self.warnings.append(f"Nothing stands after {name}: (character {token.place + 1}). It was left out.")
                return None
            self._next += 1
            if name not in TEXT_FIELDS and follower.kind == "phrase":
                return _choice(name, follower.text)
            return self._node(follower, name, depth)
        return self._word(value, name)

    def _years(self, match: re.Match[str]) -> Node:
        first, last = (int(year) if year else None for year in match.groups())
        if first is not None and last is not None and first > last:
            self.warnings.append(f"The years {first}..{last} run backwards. We searched for {last}..{first}.")
            first, last = last, first
        return Years(first, last)

    def _phrase(self, text: str, field: str) -> Node | None:
        return Phrase(text, field) if words.tokens(text) else None

    def _word(self, text: str, field: str) -> Node | None:
        if field and field not in TEXT_FIELDS:
            return _choice(field, text)
        if legal.is_reference(text):
            return Word(text, field)
        plain = text.strip("*?")
        if "*" in text:
            stars = plain + "*" == text and "*" not in plain
            if stars and sum(map(str.isalnum, plain)) >= SHORTEST_PREFIX:
                return Prefix(plain, field)
            self.warnings.append(
                f"In {shortened(text)} the star was left out: it can only stand at the end of at least "
                f"{SHORTEST_PREFIX} letters."
            )
            plain = " ".join(plain.split("*"))
        found: list[Node] = [Word(one, field) for one in plain.split() if words.tokens(one)]
        return _join(And, found)


def _choice(field: str, value: str) -> Node:
    return OfConcept(value) if field == CONCEPT else InFacet(field, value)


def _join(kind: type[And | Or], nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))


def shortened(text: str) -> str:
    """A text for a message: the beginning of a long one."""
    return text if len(text) <= QUOTED else text[: words.safe_cut(text, QUOTED)] + "…"


def _reading(root: Node | None) -> Reading:
    if root is None:
        return Reading()
    asked = list(leaves(root, excluded=False))
    refused = [one for node in _negations(root) for one in leaves(node)]
    return Reading(
        words=tuple(one.text for one in asked if isinstance(one, Word) and not one.field),
        phrases=tuple(one.text for one in asked if isinstance(one, Phrase) and not one.field),
        prefixes=tuple(one.text for one in asked if isinstance(one, Prefix) and not one.field),
        excluded=tuple(_as_text(one) for one in refused),
        fields=tuple(_named(one) for one in asked if not isinstance(one, Years) and _named(one)[0]),
        years=tuple((one.first, one.last) for one in asked if isinstance(one, Years)),
        alternatives=_has_or(root),
    )


def _named(leaf: Word | Phrase | Prefix | OfConcept | InFacet) -> tuple[str, str]:
    """The field that a leaf names, and what it wants there."""
    match leaf:
        case InFacet(facet, value):
            return facet, value
        case OfConcept(value):
            return CONCEPT, value
    return leaf.field, leaf.text


def _negations(node: Node) -> Iterator[Node]:
    match node:
        case And(nodes) | Or(nodes):
            for one in nodes:
                yield from _negations(one)
        case Not(inner):
            yield inner


def _has_or(node: Node) -> bool:
    match node:
        case Or():
            return True
        case And(nodes):
            return any(_has_or(one) for one in nodes)
    return False


def _as_text(leaf: Leaf) -> str:
    match leaf:
        case Years(first, last):
            return f"{'' if first is None else first}..{'' if last is None else last}"
    return ":".join(filter(None, _named(leaf)))
