"""One commit of the index as arrays over all its states, and the views on it: which states a question may see.

Everything here is read only once made, so any number of threads may share a snapshot. Documents are numbered through
all segments; what was read of a segment is kept when the next commit still has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import cast

import numpy as np
import numpy.typing as npt

from catalogue.errors import IndexUnavailableError
from catalogue.search import backend, schema
from catalogue.search.backend import Numbers, Segment
from catalogue.search.cache import ArrayCache
from catalogue.search.document import SearchDocument, digest
from catalogue.search.index import read_facts
from catalogue.search.layout import REMEDY, Generation, State
from catalogue.search.thesaurus import Thesaurus
from catalogue.search.vocabulary import Vocabulary

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int64]
Release = tuple[str, str]  # dataset and release key
VIEWS_HELD = 16
DOCUMENTS_HELD = 1000
CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class FacetValues:
    """The values of one facet: (value, label) by ordinal, in the order of their labels; (document, ordinal) pairs."""

    values: tuple[tuple[str, str], ...]
    documents: Numbers
    ordinals: Numbers


class LoadedSegment:
    """A segment with what every snapshot needs of it, read once."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.size = segment.size
        self.facts = read_facts(segment)
        self.order = segment.column(backend.ORDER)
        self.words = segment.lexicon(backend.WORDS)
        self.parts = segment.lexicon(backend.PARTS)
        self.facets = [(term, segment.postings(backend.FACETS, term)[0]) for term in segment.lexicon(backend.FACETS)]


@dataclass(frozen=True, slots=True)
class View:
    """The states that a question may see, and the statistics of them that scores are made of.

    mask: by document. count: how many. averages: mean length of each field over the documents that have it.
    missing: (dataset, release) that were asked for and are not in the index.
    """

    key: tuple[Release, ...] | None
    mask: Mask
    count: int
    averages: Scores
    missing: tuple[Release, ...]


class Snapshot:
    """See the module. `loaded` are the segments in order; `cache` is shared with later snapshots."""

    def __init__(
        self, generation: Generation, state: State, loaded: Sequence[LoadedSegment], cache: ArrayCache
    ) -> None:
        self.generation = generation
        self.state = state
        self.loaded = tuple(loaded)
        self.cache = cache
        self.stamp = object()  # tells results of this snapshot from those of others in the cache
        self.bases = [0]
        for one in loaded:
            self.bases.append(self.bases[-1] + one.size)
        self.size = self.bases[-1]
        facts = [one.facts for one in loaded]
        self.facts = np.concatenate(facts) if facts else np.empty(0, schema.FACTS)
        self.lengths = np.ascontiguousarray(self.facts["lengths"])
        self.vocabulary = Vocabulary([one.words for one in loaded], [one.parts for one in loaded])
        self._documents: dict[int, SearchDocument] = {}
        self._views: dict[tuple[Release, ...] | None, View] = {}
        self._lock = Lock()

    def occurrences(self, field: str, term: str) -> tuple[Numbers, Numbers]:
        """Document and value of every occurrence of a term; documents ascend."""
        documents, values = [], []
        for base, one in zip(self.bases, self.loaded, strict=False):
            found = self._segment_occurrences(one.segment, field, term)
            if len(found[0]):
                documents.append(found[0] + np.uint32(base))
                values.append(found[1])
        if not documents:
            return np.empty(0, np.uint32), np.empty(0, np.uint32)
        if len(documents) == 1:
            return documents[0], values[0]
        return np.concatenate(documents), np.concatenate(values)

    def _segment_occurrences(self, segment: Segment, field: str, term: str) -> tuple[Numbers, Numbers]:
        key = (segment.id, field, term)
        held = self.cache.get(key)
        if held is None:
            held = segment.postings(field, term)
            self.cache.put(key, held)
        return cast(tuple[Numbers, Numbers], held)

    def documents(self, field: str, term: str) -> Numbers:
        """The documents that have a term, ascending, each once."""
        found = self.occurrences(field, term)[0]
        return found if len(found) < 2 else found[np.append(True, found[1:] != found[:-1])]  # noqa: PLR2004

    def document(self, number: int) -> SearchDocument:
        """What a document shows. Those asked for last are remembered: the same ones are found again and again."""
        found = self._documents.get(number)
        if found is None:
            place = int(np.searchsorted(self.bases, number, side="right")) - 1
            found = SearchDocument.from_json(self.loaded[place].segment.document(number - self.bases[place]))
            if len(self._documents) >= DOCUMENTS_HELD:
                self._documents.clear()
            self._documents[number] = found
        return found

    @cached_property
    def facets(self) -> dict[str, FacetValues]:
        """Facets by name."""
        pairs: dict[str, dict[tuple[str, str], list[Numbers]]] = {}
        for base, one in zip(self.bases, self.loaded, strict=False):
            for term, documents in one.facets:
                name, value, label = term.split(schema.SEPARATOR)
                pairs.setdefault(name, {}).setdefault((value, label), []).append(documents + np.uint32(base))
        of_concepts = self._concept_pairs()
        if of_concepts:
            pairs[CONCEPT] = of_concepts
        return {name: _facet_values(values) for name, values in sorted(pairs.items())}

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """The concepts that stand now. They change independently of releases, so their variables are found here."""
        concepts = self._concepts
        return Thesaurus([one for one, _ in concepts], {one.name: found for one, found in concepts})

    @cached_property
    def _concepts(self) -> list[tuple[SearchDocument, Numbers]]:
        """Every concept, and the documents of it and of all states of its variables."""
        numbers = np.flatnonzero(self.view(None).mask & (self.facts["kind"] == schema.kind_number(CONCEPT)))
        found = []
        for number in numbers.tolist():
            document = self.document(number)
            members = [int.from_bytes(digest(one), "little") for one in document.payload.get("members", ())]
            variables = np.flatnonzero(np.isin(self.facts["thing"], np.array(members, np.uint64)))
            found.append((document, np.append(variables, number).astype(np.uint32)))
        return found

    def _concept_pairs(self) -> dict[tuple[str, str], list[Numbers]]:
        return {(one.name, one.label): [found] for one, found in self._concepts}

    @cached_property
    def name_rank(self) -> Ranks:
        """Place of each document in the order of name, dataset, table, identity."""
        keys = [key for one in self.loaded for key in one.order]
        return _ranks(keys)

    @cached_property
    def table_rank(self) -> Ranks:
        """Place of each document in the order of dataset, table, name, identity."""
        split = [key.split(b"\0") for one in self.loaded for key in one.order]
        return _ranks([(key[1], key[2], key[0], key[3]) for key in split])

    @cached_property
    def best_rank(self) -> Ranks:
        """Place of each document among those of equal score: kind, then name."""
        order = np.lexsort((self.name_rank, self.facts["kind"]))
        rank = np.empty(self.size, np.int64)
        rank[order] = np.arange(self.size)
        return rank

    def view(self, in_force: Mapping[str, str] | None) -> View:
        """What may be seen: of each thing the newest state that a standing release holds, or exactly the states of
        the releases given by dataset. Raises IndexUnavailableError when a newer commit has removed what is needed."""
        key = None if in_force is None else tuple(sorted(in_force.items()))
        with self._lock:
            view = self._views.get(key)
            if view is None:
                view = self._make_view(key)
                if len(self._views) >= VIEWS_HELD:
                    del self._views[next(one for one in self._views if one is not None)]
                self._views[key] = view
            return view

    def _make_view(self, key: tuple[Release, ...] | None) -> View:
        mask = np.zeros(self.size, np.bool_)
        missing: list[Release] = []
        if key is None:
            self._show_standing(mask)
        else:
            for dataset, release in key:
                name = self.state.releases.get(dataset, {}).get(release)
                if name is None:
                    missing.append((dataset, release))
                else:
                    mask[self._members(name)] = True
        lengths = self.lengths[mask]
        having = np.maximum((lengths > 0).sum(axis=0), 1)
        averages = np.maximum(lengths.sum(axis=0) / having, 1.0)
        return View(key, mask, int(mask.sum()), averages, tuple(missing))

    def _show_standing(self, mask: Mask) -> None:
        things, thing = np.unique(self.facts["thing"], return_inverse=True)
        seen = np.zeros(len(things), np.bool_)
        # A thing that two datasets describe is taken from the first of them, in the order of their keys.
        for dataset in sorted(self.state.standing):
            for release in reversed(self.state.standing[dataset]):
                members = self._members(self.state.releases[dataset][release])
                fresh = members[~seen[thing[members]]]
                mask[fresh] = True
                seen[thing[fresh]] = True

    def _members(self, name: str) -> Numbers:
        members = self.generation.read_members(name)
        if len(members) and members[-1] >= self.size:
            raise IndexUnavailableError("The search index names things that it does not hold.", remedy=REMEDY)
        return self._document_of[members]

    @cached_property
    def _document_of(self) -> Numbers:
        """Document by running number of the state: each number from 0 stands once."""
        numbers = self.facts["number"]
        documents = np.argsort(numbers).astype(np.uint32)
        if not np.array_equal(numbers[documents], np.arange(self.size)):
            raise IndexUnavailableError("The search index has lost count of what it holds.", remedy=REMEDY)
        return documents


def _facet_values(values: Mapping[tuple[str, str], Sequence[Numbers]]) -> FacetValues:
    ordered = sorted(values, key=lambda pair: (schema.natural(pair[1]), pair))
    documents = [np.concatenate(values[pair]) for pair in ordered]
    ordinals = [np.full(len(found), place, np.uint32) for place, found in enumerate(documents)]
    return FacetValues(tuple(ordered), np.concatenate(documents), np.concatenate(ordinals))


def _ranks(keys: Sequence[bytes] | Sequence[tuple[bytes, ...]]) -> Ranks:
    order = sorted(range(len(keys)), key=keys.__getitem__)
    rank = np.empty(len(keys), np.int64)
    rank[order] = np.arange(len(keys))
    return rank
