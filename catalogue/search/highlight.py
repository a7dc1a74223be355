"""Why a hit matched: the words found, marked in the hit's own text. Texts and marks, never HTML.

Marks are found with the same words that the index is made of, so what is marked is what matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.search import backend, schema, words
from catalogue.search.document import SearchDocument
from catalogue.search.plan import Lookup
from catalogue.search.vocabulary import Vocabulary

CODES = 3  # codes of a list that are shown
CODES_LOOKED_AT = 2000
EXCERPT = 240  # characters of a long text around its marks
WHOLE = 320  # characters up to which a text is shown whole

HINTED = 200  # forms up to which a quick look pays

Span = tuple[int, int]
Fragment = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Matched:
    """A field in which something was found.

    field: one of `schema.FIELDS`, or `code-cy` for a Welsh label and `code-value` for the code itself.
    fragments: (text, is it marked) in order; joined they are a piece of the field's text, letter for letter.
    cut_before, cut_after: whether the text goes on there.
    code: the code that a label belongs to; for `code-value` its label.
    """

    field: str
    fragments: tuple[Fragment, ...]
    cut_before: bool = False
    cut_after: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one lookup marks: forms in text; parts of names, with the word in each that is meant (empty for all)."""

    lookup: Lookup
    text: frozenset[str]
    names: dict[str, str]
    all_forms: frozenset[str]

    @classmethod
    def of(cls, lookup: Lookup) -> _Wanted:
        text = frozenset(form.text for form in lookup.forms if form.space == backend.WORDS)
        parts = {form.text: form.inside for form in reversed(lookup.forms) if form.space == backend.PARTS}
        steps = (form for sequence in lookup.sequences for _, fits in sequence.steps for form in fits)
        return cls(lookup, text, parts, text.union(parts, steps))

    def looks_into(self, field: int) -> bool:
        return not self.lookup.fields or field in self.lookup.fields


class Highlighter:
    """Marks what the lookups of one question found."""

    def __init__(self, vocabulary: Vocabulary, lookups: Iterable[Lookup]) -> None:
        self._pieces = vocabulary.pieces
        self._wanted = [_Wanted.of(lookup) for lookup in lookups]
        forms = {form for one in self._wanted for form in one.all_forms}
        # A quick look at plain text before it is taken into words: most codes of a long list do not match.
        self._hint = (
            re.compile("|".join(map(re.escape, sorted(forms))), re.IGNORECASE) if 0 < len(forms) <= HINTED else None
        )

    def matched(self, document: SearchDocument) -> tuple[Matched, ...]:
        """Fields of a document in which something was found, the most telling first."""
        found = [
            self._text("label", schema.LABEL, document.label),
            self._name(document),
            *self.codes(document),
            self._text("definition", schema.DEFINITION, document.definition),
            self._text("notes", schema.NOTES, document.notes),
            self._parts("table", schema.TABLE, document.table_physical or document.table),
            self._text("dataset", schema.DATASET, document.dataset_title),
        ]
        return tuple(one for one in found if one is not None)

    def _text(self, field: str, number: int, text: str, code: str = "") -> Matched | None:
        spans = self._spans_in_text(number, text) if text else []
        return _matched(field, text, spans, code) if spans else None

    def _parts(self, field: str, number: int, name: str) -> Matched | None:
        spans = self._spans_in_name(number, name) if name else []
        return _matched(field, name, spans) if spans else None

    def _name(self, document: SearchDocument) -> Matched | None:
        asked = {key for one in self._wanted for key in one.lookup.names}
        if asked and not asked.isdisjoint(schema.name_keys(document)):
            return Matched("name", ((document.name, True),))
        return self._parts("name", schema.NAME, document.name)

    def codes(self, document: SearchDocument) -> list[Matched]:
        """The codes of a document in which most was found, in the order of its list."""
        found: list[Matched] = []
        for code, label, welsh in document.codes[:CODES_LOOKED_AT]:
            one = self._text("code", schema.CODE, label, code) or self._text("code-cy", schema.CODE, welsh, code)
            one = one or self._text("code-value", schema.CODE, code, label)
            if one is not None:
                found.append(one)
        best = sorted(range(len(found)), key=lambda place: (-marks(found[place]), place))[:CODES]
        return [found[place] for place in sorted(best)]

    def _looks_into(self, number: int) -> bool:
        return any(one.looks_into(number) for one in self._wanted)

    def _spans_in_text(self, number: int, text: str) -> list[Span]:
        if not self._looks_into(number):
            return []
        if self._hint is not None and _is_plain(text) and self._hint.search(text) is None:
            return []
        tokens = words.tokens(text)
        spans: set[Span] = set()
        for one in self._wanted:
            if one.looks_into(number):
                spans |= {(start, end) for form, start, end in tokens if form in one.text}
                spans |= _sequences(one.lookup, backend.WORDS, tokens)
        for form, start, end in tokens:
            if not form:
                spans |= {(start + left, start + right) for left, right in self._spans_in_name(number, text[start:end])}
        return sorted(spans)

    def _spans_in_name(self, number: int, name: str) -> list[Span]:
        if not self._looks_into(number):
            return []
        tokens = words.parts(name)
        spans: set[Span] = set()
        for one in self._wanted:
            if one.looks_into(number):
                for form, start, end in tokens:
                    if form in one.names:
                        spans |= self._inside(form, start, end, one.names[form])
                spans |= _sequences(one.lookup, backend.PARTS, tokens)
        return _without_overlaps(spans)

    def _inside(self, part: str, start: int, end: int, word: str) -> set[Span]:
        """The word meant in a run-together part; the whole part when none is, or its place cannot be told."""
        if not word or len(part) != end - start:
            return {(start, end)}
        spans: set[Span] = set()
        place = start
        for piece in self._pieces.get(part, ()):
            if words.stem(piece) == words.stem(word):
                spans.add((place, place + len(piece)))
            place += len(piece)
        if not spans and word in part:
            spans.add((start + part.index(word), start + part.index(word) + len(word)))
        return spans or {(start, end)}


def _is_plain(text: str) -> bool:
    """True when a word's form stands in the text letter for letter."""
    return text.isascii() and "'" not in text and "&" not in text


def _sequences(lookup: Lookup, space: str, tokens: Sequence[words.Token]) -> set[Span]:
    spans: set[Span] = set()
    for sequence in lookup.sequences:
        if sequence.space != space:
            continue
        last = sequence.steps[-1][0]
        for first in range(len(tokens) - last):
            places = [first + distance for distance, _ in sequence.steps]
            if all(tokens[place][0] in forms for place, (_, forms) in zip(places, sequence.steps, strict=True)):
                spans |= {(tokens[place][1], tokens[place][2]) for place in places}
    return spans


def _without_overlaps(spans: set[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def marks(matched: Matched) -> int:
    """How many pieces of a field are marked."""
    return sum(is_marked for _, is_marked in matched.fragments)


def _matched(field: str, text: str, found: Iterable[Span], code: str = "") -> Matched:
    spans = _without_overlaps({words.whole_signs(text, *span) for span in found})
    start, end = (0, len(text)) if len(text) <= WHOLE else _window(text, spans)
    fragments: list[Fragment] = []
    place = start
    for left, right in spans:
        if left < place or right > end:
            continue
        if left > place:
            fragments.append((text[place:left], False))
        fragments.append((text[left:right], True))
        place = right
    if place < end:
        fragments.append((text[place:end], False))
    return Matched(field, tuple(fragments), start > 0, end < len(text), code)


def _window(text: str, spans: Sequence[Span]) -> Span:
    """The piece of a long text with the most marks: it begins a little before one and ends between words."""
    lead = EXCERPT // 6
    counts = [sum(left >= first and right <= first - lead + EXCERPT for left, right in spans) for first, _ in spans]
    first, right = spans[counts.index(max(counts))]
    start = max(0, min(first - lead, len(text) - EXCERPT))
    end = max(min(len(text), start + EXCERPT), right)
    if start > 0:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else words.safe_cut(text, start)
    if end < len(text):
        last_mark = max(after for _, after in spans if after <= end)
        blank = text.rfind(" ", last_mark, end)
        end = blank if blank >= 0 else max(words.safe_cut(text, end), last_mark)
    return start, end
