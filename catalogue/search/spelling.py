"""Corrections of words that nothing in view has. Drawn from the words of the index itself; always announced."""

from __future__ import annotations

import string
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from catalogue.search import names, words
from catalogue.search.tree import And, Node, Or, Word
from catalogue.search.vocabulary import LAST_SIGN, Vocabulary

SHORTEST = 4  # letters of a word that is corrected
SHORTEST_FOR_TWO = 8  # letters from which two mistakes are forgiven, if the first letter is right
TWO = 2
OTHERS = 2  # further candidates that are offered
WORDS = 12  # of one question that are looked at; a text pasted in is not a misspelling


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was replaced, by what, and what else it may have been."""

    typed: str
    replaced: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spelt:
    """A question's tree after correction, what was corrected, and the words that nothing in view has."""

    root: Node
    corrections: tuple[Correction, ...]
    unknown: tuple[str, ...]


class Speller:
    """Finds the nearest words. `count` says how many documents in view have a form or its other endings.

    silent: words that are left alone whether anything has them or not.
    """

    def __init__(
        self, vocabulary: Vocabulary, count: Callable[[str], int], silent: frozenset[str] = words.STOP
    ) -> None:
        self._vocabulary = vocabulary
        self._count = count
        self._silent = silent

    def correct(self, root: Node, exactly: frozenset[str], is_name: Callable[[str], bool]) -> Spelt:
        """Replace unknown words by the nearest known ones. Quoted and excluded words stay, and those in `exactly`."""
        corrections: list[Correction] = []
        unknown: list[str] = []

        def walk(node: Node) -> Node:
            match node:
                case And(nodes) | Or(nodes):
                    return type(node)(tuple(walk(one) for one in nodes))
                case Word(text) if not any(map(is_name, names.spellings(text))):
                    return replace(node, text=corrected(text))
            return node

        def corrected(text: str) -> str:
            is_name_shaped = names.has_shape(text)
            for form, start, end in reversed(words.parts(text) if is_name_shaped else words.tokens(text)):
                begun = is_name_shaped and end == len(text) and self._vocabulary.begin_in_names(form)
                if form in self._silent or begun or self._count(form):
                    continue
                nearest = self._nearest_to(form) if form not in exactly and len(corrections) < WORDS else []
                if nearest:
                    corrections.append(Correction(text[start:end], nearest[0], tuple(nearest[1 : 1 + OTHERS])))
                    text = text[:start] + nearest[0] + text[end:]
                else:
                    unknown.append(text[start:end])
            return text

        return Spelt(walk(root), tuple(corrections), tuple(unknown))

    def _nearest_to(self, form: str) -> list[str]:
        return self.nearest(form) if len(form) >= SHORTEST and form.isalpha() else []

    def nearest(self, form: str) -> list[str]:
        """Known forms at the smallest distance, the best first: same first letter, then the most frequent."""
        together = names.pieces(form, self._vocabulary.is_word)
        if together is not None and all(map(self._known, together)):
            return [" ".join(together)]
        known = self._vocabulary
        near = {one for one in _one_away(form) if one in known.words or one in known.parts} - {form}
        found = self._ranked(form, near)
        if not found and len(form) >= SHORTEST_FOR_TWO:
            found = self._ranked(form, {one for one in self._two_away(form) if one != form})
        return found

    def _known(self, form: str) -> bool:
        return form in names.SHORT_PIECES or form in words.STOP or bool(self._count(form))

    def _ranked(self, form: str, candidates: set[str]) -> list[str]:
        counts = {one: self._count(one) for one in candidates if len(one) >= SHORTEST - 1 and one.isalpha()}
        ranked = sorted(counts, key=lambda one: (one[0] != form[0], -counts[one], one))
        return [one for one in ranked if counts[one]]

    def _two_away(self, form: str) -> Iterator[str]:
        forms = self._vocabulary.everything
        for place in range(bisect_left(forms, form[0]), bisect_left(forms, form[0] + LAST_SIGN)):
            if abs(len(forms[place]) - len(form)) <= TWO and distance(forms[place], form) <= TWO:
                yield forms[place]


def _one_away(form: str) -> Iterator[str]:
    """Every text that one slip of the hand turns into the form: a letter missed, added, wrong, or two swapped."""
    for place in range(len(form) + 1):
        head, tail = form[:place], form[place:]
        for letter in string.ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def distance(one: str, other: str) -> int:
    """Slips between two words: letters missed, added, wrong, or neighbours swapped (optimal string alignment)."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        line = [row]
        for column, right in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (left != right))
            if row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == right:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
