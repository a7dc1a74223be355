"""Other words for the same thing, in English and Welsh: what the concepts of a snapshot say of themselves.

A term that leads to one concept is searched with the other words for it. A term that can mean several things is never
widened: each meaning is offered instead. So are abbreviations of one or two letters, and what a concept itself calls
ambiguous.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from catalogue.search import words
from catalogue.search.backend import Numbers
from catalogue.search.document import SearchDocument

ABBREVIATION = 2  # letters up to which an abbreviation can mean anything
LONGEST = 12  # words of a question that are looked at for one term
Key = tuple[str, ...]
NOBODY = np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept as a question can mean it.

    others: terms that are searched beside each other; none is ambiguous. welsh: those of its terms that are Welsh.
    """

    name: str
    title: str
    url: str
    others: tuple[str, ...]
    welsh: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Term:
    """What a term stands for: its concepts, and meanings that are no concept here."""

    concepts: tuple[Concept, ...]
    elsewhere: tuple[str, ...] = ()
    ambiguous: bool = False


@dataclass(slots=True)
class _Said:
    """What is said of one key while it is gathered."""

    concepts: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    ambiguous: bool = False


class Thesaurus:
    """The terms of some concepts. Read only.

    documents: the concepts. members: by concept, the documents of its variables.
    """

    def __init__(self, documents: Sequence[SearchDocument], members: Mapping[str, Numbers]) -> None:
        self._members = members
        said = _gathered(documents)
        concepts = {one.name: _concept(one, said) for one in documents}
        self._concepts = concepts
        self._terms = {
            key: Term(tuple(concepts[name] for name in one.concepts or one.noted), tuple(one.elsewhere), one.ambiguous)
            for key, one in said.items()
        }
        self._longest = max(map(len, self._terms), default=0)

    def members(self, concept: str) -> Numbers:
        """The documents of a concept and of its variables."""
        return self._members.get(concept, NOBODY)

    def concept(self, name: str) -> Concept | None:
        """The concept of that name."""
        return self._concepts.get(name)

    def named(self, text: str) -> tuple[Concept, ...]:
        """The concepts that a name or a term stands for."""
        own = self._concepts.get(words.bare(text.strip()))
        if own is not None:
            return (own,)
        term = self._terms.get(key(spoken(text)))
        return () if term is None else term.concepts

    def term(self, forms: Sequence[str]) -> Term | None:
        """What these words stand for, all of them together."""
        if not forms or (len(forms) > 1 and not _has_ends(forms) and key(forms) != _stems(forms)):
            return None
        return self._terms.get(key(forms))

    @property
    def longest(self) -> int:
        """Words of the longest term."""
        return min(LONGEST, self._longest + ABBREVIATION)


def spoken(text: str) -> list[str]:
    """The forms of a text's words; a physical name among them as a whole."""
    return [form or words.bare(text[start:end]) for form, start, end in words.tokens(text)]


def key(forms: Iterable[str]) -> Key:
    """What two ways to write a term have in common: stems, and no words that say nothing between those that do."""
    held = tuple(forms)
    telling = [form for form in held if form not in words.STOP]
    return _stems(telling if len(telling) > 1 else held)


def _stems(forms: Iterable[str]) -> Key:
    return tuple(words.stem(form) for form in forms)


def _has_ends(forms: Sequence[str]) -> bool:
    return forms[0] not in words.STOP and forms[-1] not in words.STOP


def own_terms(document: SearchDocument) -> tuple[str, ...]:
    """The ways to say a concept: its title and its terms in both languages, without forms and sections."""
    given = (term for term, language in document.terms if language != "notation")
    welsh = str(document.payload.get("titleCy", ""))
    return tuple(dict.fromkeys(one for one in (document.label, *given, welsh) if one))


def _gathered(documents: Iterable[SearchDocument]) -> dict[Key, _Said]:
    """Every key, and what stands behind it."""
    said: dict[Key, _Said] = defaultdict(_Said)
    for document in documents:
        unsure = {key(spoken(term)) for term in document.payload.get("ambiguousTerms", ())}
        for term in own_terms(document):
            one = said[key(spoken(term))]
            if document.name not in one.concepts:
                one.concepts.append(document.name)
        for term, language in document.terms:
            one = said[key(spoken(term))]
            if language == "notation" and document.name not in one.noted:
                one.noted.append(document.name)
        for term, meaning in document.payload.get("otherMeanings", ()):
            one = said[key(spoken(term))]
            one.elsewhere.append(meaning)
            one.ambiguous = True
        for found in unsure:
            said[found].ambiguous = True
    for found, one in said.items():
        one.ambiguous = one.ambiguous or len(one.concepts or one.noted) > 1 or is_abbreviation(found)
    return {found: one for found, one in said.items() if found and not words.STOP.issuperset(found)}


def is_abbreviation(found: Key) -> bool:
    """True for one or two letters, which can mean anything."""
    return len(found) == 1 and found[0].isalpha() and len(found[0]) <= ABBREVIATION


def _concept(document: SearchDocument, said: Mapping[Key, _Said]) -> Concept:
    """A concept with the words that may be searched beside one another: sure ones, and ones that say something."""
    others: dict[Key, str] = {}
    for term in (*own_terms(document), *(text for text, language in document.terms if language == "notation")):
        forms = spoken(term)
        telling = [form for form in forms if form not in words.STOP]
        found = said.get(key(forms))
        if found is not None and not found.ambiguous and (len(telling) > 1 or len(forms) == 1):
            others.setdefault(key(forms), term)
    welsh = {str(document.payload.get("titleCy", "")), *(text for text, language in document.terms if language == "cy")}
    return Concept(document.name, document.label, document.url, tuple(others.values()), frozenset(welsh))
