"""The words that stand in the index: which there are, which belong together, which begin alike.

Words of running text and parts of physical names are kept apart, see `schema`. Everything derived is made when first
asked for, so that opening and refreshing stay quick.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from catalogue.search import names, words

LAST_SIGN = "\U0010ffff"
Lexicon = Mapping[str, int]


class Vocabulary:
    """All forms of one snapshot. Read only. The arguments are the lexicons of its segments."""

    def __init__(self, words_by_segment: Sequence[Lexicon], parts_by_segment: Sequence[Lexicon]) -> None:
        self._words_by_segment = words_by_segment
        self._parts_by_segment = parts_by_segment

    @cached_property
    def words(self) -> Lexicon:
        """Forms that occur in running text and codes, with the number of states that have them."""
        return _merged(self._words_by_segment)

    @cached_property
    def parts(self) -> Lexicon:
        """Forms that occur as parts of physical names, with the number of states that have them."""
        return _merged(self._parts_by_segment)

    @cached_property
    def everything(self) -> list[str]:
        """All forms, sorted."""
        return sorted({*self.words, *self.parts})

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(self.words)

    @cached_property
    def _sorted_parts(self) -> list[str]:
        return sorted(self.parts)

    @cached_property
    def _kin_of_words(self) -> dict[str, tuple[str, ...]]:
        return _by_stem(self.words)

    @cached_property
    def _kin_of_parts(self) -> dict[str, tuple[str, ...]]:
        return _by_stem(self.parts)

    @cached_property
    def pieces(self) -> dict[str, tuple[str, ...]]:
        """The words of each run-together part of a name that can be read in one way."""
        found = {part: names.pieces(part, self.is_word) for part in self.parts if part not in self.words}
        return {part: pieces for part, pieces in found.items() if pieces is not None}

    @cached_property
    def _parts_by_piece(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for part, pieces in self.pieces.items():
            for piece in pieces:
                found[words.stem(piece)].add(part)
        return {piece: tuple(sorted(parts)) for piece, parts in found.items()}

    @cached_property
    def _sorted_pieces(self) -> list[tuple[str, str]]:
        return sorted({(piece, part) for part, pieces in self.pieces.items() for piece in pieces})

    def is_word(self, form: str) -> bool:
        """True for a form that occurs in running text, or is a word of no meaning."""
        return form in self.words or form in words.STOP

    def kin_in_text(self, form: str) -> tuple[str, ...]:
        """Forms of running text with the stem of a form, sorted; the form itself is among them when it occurs."""
        return self._kin_of_words.get(words.stem(form), ())

    def kin_in_names(self, form: str) -> tuple[str, ...]:
        """Parts of names with the stem of a form."""
        return self._kin_of_parts.get(words.stem(form), ())

    def run_together(self, form: str) -> tuple[str, ...]:
        """Parts of names in which a form is one of several words that run together.

        A form that no text has, such as `receipt` in `receiptdate`, helps to read the names that it stands in.
        """
        found = self._parts_by_piece.get(words.stem(form), ())
        if found or len(form) < names.SHORTEST_PIECE or self.is_word(form):
            return found
        return tuple(part for part in self._unread if form in part and form in self._read_with(part, form))

    def _read_with(self, part: str, form: str) -> tuple[str, ...]:
        return names.pieces(part, lambda one: one == form or self.is_word(one)) or ()

    @cached_property
    def _unread(self) -> list[str]:
        """Parts long enough to be several words that the index's own words cannot read."""
        unread = (part for part in self.parts if part not in self.words and part not in self.pieces)
        return sorted(part for part in unread if len(part) >= names.SHORTEST_RUN)

    def begin_in_text(self, prefix: str) -> list[str]:
        """Forms of running text that begin with a prefix, sorted."""
        return _beginning(self._sorted_words, prefix)

    def begin_in_names(self, prefix: str) -> list[str]:
        """Parts of names that begin with a prefix, sorted."""
        return _beginning(self._sorted_parts, prefix)

    def run_together_begin(self, prefix: str) -> dict[str, str]:
        """Parts of names in which one of several words that run together begins with a prefix, with that word."""
        pairs = self._sorted_pieces
        start, end = bisect_left(pairs, (prefix, "")), bisect_left(pairs, (prefix + LAST_SIGN, ""))
        return {part: piece for piece, part in pairs[start:end]}

    def most_frequent(self, forms: Iterable[str], limit: int) -> tuple[str, ...]:
        """The forms that most states have, sorted by form."""
        frequent = sorted(forms, key=lambda form: (-self.words.get(form, 0) - self.parts.get(form, 0), form))
        return tuple(sorted(frequent[:limit]))


def _merged(lexicons: Sequence[Lexicon]) -> Lexicon:
    if len(lexicons) == 1:
        return lexicons[0]
    merged: dict[str, int] = {}
    for lexicon in lexicons:
        for form, count in lexicon.items():
            merged[form] = merged.get(form, 0) + count
    return merged


def _by_stem(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    kin: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms):
        kin[words.stem(form)].append(form)
    return {stem: tuple(held) for stem, held in kin.items()}


def _beginning(forms: Sequence[str], prefix: str) -> list[str]:
    return list(forms[bisect_left(forms, prefix) : bisect_left(forms, prefix + LAST_SIGN)])
