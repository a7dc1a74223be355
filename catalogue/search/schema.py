"""What is written into the index for a document: words with their places, names, facets, facts.

An *occurrence* of a word is one number: the field in the upper 8 bits, the place in the field in the lower 24. Running
text goes into `words`, physical names, taken apart, into `parts`: so corrections are drawn from words that people
write, and run-together names can be read with their help.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from catalogue.search import backend, names, words
from catalogue.search.document import KIND_LABELS, KINDS, SearchDocument, digest

FIELDS = ("label", "name", "code", "definition", "notes", "dataset", "table", "synonym", "meaning")
LABEL, NAME, CODE, DEFINITION, NOTES, DATASET, TABLE, SYNONYM, MEANING = range(len(FIELDS))
# How much an occurrence counts, and how much a long field dilutes it (BM25F's b).
WEIGHTS = np.array([8.0, 3.0, 1.5, 1.0, 0.3, 0.5, 0.5, 4.0, 1.0])
DILUTION = np.array([0.3, 0.3, 0.3, 0.75, 0.75, 0.3, 0.3, 0.3, 0.75])

PLACE_BITS = 24
LAST_PLACE = (1 << PLACE_BITS) - 1
GAP = 8  # between two texts of a field, so that no phrase runs from one into the next
SEPARATOR = "\x1f"
# What stands before the key of a whole label, and of a code's label, among the names.
WHOLE_LABEL, WHOLE_CODE = "\x1e", "\x1d"

FACTS = np.dtype(
    [
        ("state", "<u8"),  # identity and fingerprint
        ("thing", "<u8"),  # identity
        ("number", "<u4"),  # running number of the state in this index; release members refer to it
        ("kind", "u1"),
        ("from", "<i2"),
        ("to", "<i2"),
        ("lengths", "<u4", (len(FIELDS),)),
    ]
)
NO_YEAR = -32768
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the index holds it."""

    terms: Mapping[str, Mapping[str, bytes]]
    facts: bytes
    order: bytes
    document: str


class _Occurrences:
    """Words of one document, by token field."""

    def __init__(self) -> None:
        spaces = (backend.WORDS, backend.PARTS)
        self.found: dict[str, dict[str, list[int]]] = {space: defaultdict(list) for space in spaces}
        self.lengths = [0] * len(FIELDS)
        self._next: dict[tuple[str, int], int] = defaultdict(int)

    def add_text(self, field: int, text: str, *, all_words: bool = False) -> None:
        """Append running text to a field. Words of no meaning keep their place but are left out."""
        tokens = words.tokens(text)
        self._add(backend.WORDS, field, ("" if form in words.STOP and not all_words else form for form, _, _ in tokens))
        for form, start, end in tokens:
            if not form:
                self.add_name(field, text[start:end])

    def add_name(self, field: int, name: str) -> None:
        """Append a physical name to a field."""
        self._add(backend.PARTS, field, words.part_forms(name))

    def _add(self, space: str, field: int, forms: Iterable[str]) -> None:
        place = self._next[space, field]
        held = self.found[space]
        for form in forms:
            if form:
                held[form].append(field << PLACE_BITS | min(place, LAST_PLACE))
                self.lengths[field] += 1
            place += 1
        self._next[space, field] = place + GAP

    def packed(self) -> dict[str, dict[str, bytes]]:
        """Terms of both token fields with their occurrences."""
        return {
            space: {form: struct.pack(f"<{len(held)}I", *held) for form, held in found.items()}
            for space, found in self.found.items()
        }


def entry(document: SearchDocument, text: str, state: int, number: int) -> Entry:
    """What to write for a document; `text` is its JSON, `state` its key and `number` its place among all states."""
    held = _Occurrences()
    _add_text(held, document)
    _add_names(held, document)
    facts = np.zeros(1, FACTS)
    facts[0] = (
        state,
        int.from_bytes(digest(document.identity), "little"),
        number,
        kind_number(document.kind),
        _year(document.year_from),
        _year(document.year_to),
        held.lengths,
    )
    presence = {
        backend.NAMES: name_keys(document) | label_keys(document),
        backend.FACETS: _facet_terms(document),
    }
    return Entry(
        terms=held.packed() | {field: dict.fromkeys(terms, backend.PRESENT) for field, terms in presence.items()},
        facts=facts.tobytes(),
        order=_order(document),
        document=text,
    )


def kind_number(kind: str) -> int:
    """Place of a kind in lists; kinds unknown to this program come last."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _add_text(held: _Occurrences, document: SearchDocument) -> None:
    held.add_text(LABEL, document.label)
    held.add_text(DEFINITION, document.definition)
    held.add_text(MEANING, document.meaning)
    held.add_text(NOTES, document.notes)
    held.add_text(DATASET, document.dataset_title or (document.label if document.kind == "dataset" else ""))
    held.add_text(TABLE, document.table_title)
    for facet in document.facets:
        if facet[0] == "nation":  # so that `gender Wales` is about the gender of people in Wales
            held.add_text(DATASET, facet[-1])
    for code, label, welsh in document.codes:
        held.add_text(CODE, code, all_words=True)
        for other in dict.fromkeys((label, welsh)):
            if other and other != code:
                held.add_text(CODE, other)
    for _, notation in document.notations:
        held.add_text(CODE, notation, all_words=True)
    for term, _ in document.terms:
        held.add_text(SYNONYM, term)


def _add_names(held: _Occurrences, document: SearchDocument) -> None:
    held.add_name(NAME, document.name)
    held.add_name(DATASET, document.dataset or (document.name if document.kind == "dataset" else ""))
    for table in {names.key(one): one for one in reversed(_tables(document))}.values():
        held.add_name(TABLE, table)


def _tables(document: SearchDocument) -> list[str]:
    named = [one for one in (document.table_physical, document.table) if one]
    return [document.name, *named] if document.kind == "table" else named


def name_keys(document: SearchDocument) -> set[str]:
    """Keys of the physical names that lead to a thing, see `names`. A concept has none, it is called by its terms."""
    if document.kind == "concept":
        return set()
    keys = {names.key(document.name)}
    if document.kind == "table":
        keys |= {names.key(table) for table in _tables(document)}
    if document.kind == "variable":
        keys |= {names.qualified(table, document.name) for table in _tables(document)}
    return keys - {""}


def label_keys(document: SearchDocument) -> set[str]:
    """Keys of the labels as a whole, of the thing itself and of its codes in both languages."""
    own = {WHOLE_LABEL + whole_key(text) for text in (document.label, *(term for term, _ in document.terms)) if text}
    return own | {WHOLE_CODE + whole_key(text) for code in document.codes for text in code if text}


def whole_key(text: str) -> str:
    """What two ways to write one label have in common: the stems of its telling words, in their order."""
    forms = words.forms(text)
    telling = [form for form in forms if form and form not in words.STOP]
    return " ".join(words.stem(form) for form in telling or forms)[: names.LONGEST]


def _facet_terms(document: SearchDocument) -> set[str]:
    kind = facet_term("kind", document.kind, KIND_LABELS.get(document.kind, document.kind))
    return {kind} | {facet_term(*facet) for facet in document.facets if facet[0] != "kind"}


def facet_term(name: str, value: str, label: str = "") -> str:
    """A facet's value as one term of the index."""
    clean = (part.encode("utf-8", "replace").decode().replace(SEPARATOR, " ") for part in (name, value, label or value))
    return SEPARATOR.join(clean)


def _order(document: SearchDocument) -> bytes:
    """Sort key: name, dataset, table, identity; numbers in names sort by value."""
    parts = (document.name, document.dataset, document.table, document.identity)
    return "\0".join(natural(part) for part in parts).encode("utf-8", "replace")


def natural(name: str) -> str:
    """A name so that `FIELD_2` sorts before `FIELD_10`, in any case, and without NUL."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(9), words.bare(name)).replace("\0", " ")


def _year(year: int | None) -> int:
    return NO_YEAR if year is None else max(-9999, min(year, 9999))
