"""Why a hit matched: the words found, marked in the hit's own text. Texts and marks, never HTML.

Marks are found with the same words that the index is made of, so what is marked is what matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.search import backend, schema, words
from catalogue.search.document import SearchDocument
from catalogue.search.plan import Lookup, Plan, lookups, meanings
from catalogue.search.thesaurus import Thesaurus
from catalogue.search.vocabulary import Vocabulary

CODES = 3  # codes of a list, or terms of a concept, that are shown
CODES_LOOKED_AT = 2000
EXCERPT = 240  # characters of a long text around its marks
WHOLE = 320  # characters up to which a text is shown whole


TEXTS_HELD, NAMES_HELD = 8192, 2048
Span = tuple[int, int]
Fragment = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Matched:
    """A field in which something was found.

    field: one of `schema.FIELDS`; `code-cy` for a Welsh label and `code-value` for the code itself; `synonym-cy` for a
        Welsh term of a concept; `concept` for a concept that it is a variable of.
    fragments: (text, is it marked) in order; joined they are a piece of the field's text, letter for letter.
    cut_before, cut_after: whether the text goes on there.
    code: the code that a label belongs to; for `code-value` its label.
    of: the words of the question that what is marked is another word for; empty when they stand there themselves.
    """

    field: str
    fragments: tuple[Fragment, ...]
    cut_before: bool = False
    cut_after: bool = False
    code: str = ""
    of: str = ""


# Where its words stand, and the forms that fit at each distance from the first.
_Sequence = tuple[str, tuple[tuple[int, frozenset[str]], ...]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one lookup marks: forms in text; parts of names, with the word in each that is meant (empty for all).

    of: the words of the question that it is other words for.
    """

    of: str
    lookup: Lookup
    text: frozenset[str]
    names: dict[str, str]
    sequences: tuple[_Sequence, ...]
    all_forms: frozenset[str]

    @classmethod
    def from_lookup(cls, lookup: Lookup, of: str = "") -> _Wanted:
        text = frozenset(form.text for form in lookup.forms if form.space == backend.WORDS)
        parts = {form.text: form.inside for form in reversed(lookup.forms) if form.space == backend.PARTS}
        steps = (form for sequence in lookup.sequences for _, fits in sequence.steps for form in fits)
        sequences = tuple(
            (one.space, tuple((distance, frozenset(fits)) for distance, fits in one.steps)) for one in lookup.sequences
        )
        return cls(of, lookup, text, parts, sequences, text.union(parts, steps))

    def looks_into(self, field: int) -> bool:
        return not self.lookup.fields or field in self.lookup.fields


class Highlighter:
    """Marks what the lookups of one question found, and then what other words for its terms did."""

    def __init__(self, vocabulary: Vocabulary, thesaurus: Thesaurus, plan: Plan | None) -> None:
        self._pieces = vocabulary.pieces
        self._thesaurus = thesaurus
        self._meant = tuple(meanings(plan)) if plan is not None else ()
        self._wanted = [_Wanted.from_lookup(one) for one in (lookups(plan) if plan is not None else ())]
        self._wanted += [_Wanted.from_lookup(meant.others, meant.text) for meant in self._meant]
        self._by_field = [[one for one in self._wanted if one.looks_into(field)] for field in range(len(schema.FIELDS))]
        forms = {form for one in self._wanted for form in one.all_forms}
        # Several hits have the codes of one list.
        self._seen: dict[tuple[int, str], tuple[list[Span], str]] = {}
        # A quick look: most codes of a long list do not match.
        self._forms = frozenset(forms)

    def matched(self, number: int, document: SearchDocument) -> tuple[Matched, ...]:
        """Fields of a document in which something was found, the most telling first."""
        found = [
            self._text("label", schema.LABEL, document.label),
            self._name(document),
            *self.terms(document),
            *self.codes(document),
            *self._concepts(number, document),
            self._text("definition", schema.DEFINITION, document.definition),
            self._text("notes", schema.MEANING, document.meaning),
            self._text("notes", schema.NOTES, document.notes),
            self._parts("table", schema.TABLE, document.table_physical or document.table),
            self._text("dataset", schema.DATASET, document.dataset_title),
        ]
        return tuple(one for one in found if one is not None)

    def _text(self, field: str, number: int, text: str, code: str = "") -> Matched | None:
        if not text:
            return None
        found = self._seen.get((number, text))
        if found is None:
            found = self._seen[number, text] = self._spans_in_text(number, text)
        spans, of = found
        return _matched(field, text, spans, code, of) if spans else None

    def _parts(self, field: str, number: int, name: str) -> Matched | None:
        spans, of = self._spans_in_name(number, name) if name else ([], "")
        return _matched(field, name, spans, of=of) if spans else None

    def _name(self, document: SearchDocument) -> Matched | None:
        asked = {key for one in self._wanted for key in one.lookup.names}
        if asked and not asked.isdisjoint(schema.name_keys(document)):
            return Matched("name", ((document.name, True),))
        return self._parts("name", schema.NAME, document.name)

    def codes(self, document: SearchDocument) -> list[Matched]:
        """The codes of a document in which most was found, in the order of its list."""
        found: list[Matched] = []
        for code, label, welsh in document.codes[:CODES_LOOKED_AT]:
            said = (("code", label, code), ("code-cy", welsh, code), ("code-value", code, label))
            ways = [self._text(field, schema.CODE, text, other) for field, text, other in said]
            there = sorted((one for one in ways if one is not None), key=lambda one: bool(one.of))
            found += there[:1]
        written = (self._text("code-value", schema.CODE, text, code) for code, text in document.notations)
        found += [one for one in written if one is not None]
        return _most_telling(found)

    def terms(self, document: SearchDocument) -> list[Matched]:
        """The terms of a concept in which most was found, in their order."""
        fields = {"cy": "synonym-cy"}
        found = [self._text(fields.get(kind, "synonym"), schema.SYNONYM, term) for term, kind in document.terms]
        return _most_telling([one for one in found if one is not None])

    def _concepts(self, number: int, document: SearchDocument) -> Iterator[Matched]:
        """The concepts that were asked for and that a document is a variable of."""
        for meant in self._meant:
            concept = self._thesaurus.concept(meant.concept)
            if concept is not None and document.kind != "concept" and number in self._thesaurus.members(meant.concept):
                marked = self._text("concept", schema.LABEL, concept.title)
                yield marked or Matched("concept", ((concept.title, False),), of=meant.text)

    def _spans_in_text(self, number: int, text: str) -> tuple[list[Span], str]:
        if not self._by_field[number]:
            return [], ""
        tokens, there = _tokens(text)
        if "" not in there and self._forms.isdisjoint(there):
            return [], ""
        by_words: dict[str, set[Span]] = {}
        for one in self._by_field[number]:
            if not one.all_forms.isdisjoint(there):
                spans = {(start, end) for form, start, end in tokens if form in one.text}
                by_words.setdefault(one.of, set()).update(spans | _sequences(one.sequences, backend.WORDS, tokens))
        for form, start, end in tokens if "" in there else ():
            if not form:
                inside, of = self._spans_in_name(number, text[start:end])
                by_words.setdefault(of, set()).update((start + left, start + right) for left, right in inside)
        return _first(by_words)

    def _spans_in_name(self, number: int, name: str) -> tuple[list[Span], str]:
        tokens, there = _name_parts(name)
        by_words: dict[str, set[Span]] = {}
        for one in self._by_field[number]:
            if not one.all_forms.isdisjoint(there):
                spans = by_words.setdefault(one.of, set())
                for form, start, end in tokens:
                    if form in one.names:
                        spans |= self._inside(form, start, end, one.names[form])
                spans |= _sequences(one.sequences, backend.PARTS, tokens)
        found, of = _first(by_words)
        return _without_overlaps(set(found)), of

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


def _first(by_words: Mapping[str, set[Span]]) -> tuple[list[Span], str]:
    """What the words typed mark; where they mark nothing, what other words for them do, and for which of them."""
    for of, spans in sorted(by_words.items(), key=lambda pair: bool(pair[0])):
        if spans:
            return sorted(spans), of
    return [], ""


def _most_telling(found: Sequence[Matched]) -> list[Matched]:
    """The few with most marks, first those that have the words typed, in the order given."""
    best = sorted(range(len(found)), key=lambda place: (bool(found[place].of), -marks(found[place]), place))[:CODES]
    return [found[place] for place in sorted(best)]


@lru_cache(TEXTS_HELD)
def _tokens(text: str) -> tuple[Sequence[words.Token], frozenset[str]]:
    """The words of a text, and their forms; the same texts are found again and again."""
    return _with_forms(words.tokens(text))


@lru_cache(NAMES_HELD)
def _name_parts(name: str) -> tuple[Sequence[words.Token], frozenset[str]]:
    """The parts of a physical name, and their forms."""
    return _with_forms(words.parts(name))


def _with_forms(tokens: Iterable[words.Token]) -> tuple[Sequence[words.Token], frozenset[str]]:
    tokens = tuple(tokens)
    return tokens, frozenset(form for form, _, _ in tokens)


def _sequences(sequences: Iterable[_Sequence], space: str, tokens: Sequence[words.Token]) -> set[Span]:
    spans: set[Span] = set()
    for where, steps in sequences:
        if where != space:
            continue
        (_, begins), (last, _) = steps[0], steps[-1]
        for first in range(len(tokens) - last):
            if tokens[first][0] in begins and all(tokens[first + step][0] in forms for step, forms in steps):
                spans |= {(tokens[first + step][1], tokens[first + step][2]) for step, _ in steps}
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


def _matched(field: str, text: str, found: Iterable[Span], code: str = "", of: str = "") -> Matched:
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
    return Matched(field, tuple(fragments), start > 0, end < len(text), code, of)


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
