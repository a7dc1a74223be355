"""Matching and scores, on arrays over all documents.

The score is true BM25F: the occurrences of a word, weighted by field and thinned by the field's length, are added up
over all fields and then saturated once. Numbers of documents and mean lengths are those of the view, so that answers
depend on what may be seen and on nothing else that the index holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np

from catalogue.search import backend, schema, words
from catalogue.search.backend import Numbers
from catalogue.search.plan import AllOf, AnyOf, Except, Keyed, Lifted, Lookup, Meant, Members, Most, Plan, Sequence
from catalogue.search.snapshot import Mask, Scores, Snapshot, View
from catalogue.search.tree import InFacet, Years

SATURATION = 1.2  # BM25's k1
EXACT_NAME = 1000.0  # more than any words can add up to
OTHER_WORDS = 0.7  # how much other words for a concept count beside the words typed
VARIABLE = schema.kind_number("variable")
WHOLE_LABEL = 0.5  # what a thing gains, as a share of its score, when all words of its label were asked for


@dataclass(frozen=True, slots=True)
class Found:
    """By document: whether it matches, and its score (0 where it does not)."""

    mask: Mask
    scores: Scores


class Executor:
    """Runs plans over one view of a snapshot."""

    def __init__(self, snapshot: Snapshot, view: View) -> None:
        self._snapshot = snapshot
        self._view = view

    def run(self, plan: Plan | None) -> Found:
        """What a plan finds; None finds everything."""
        if plan is None:
            return self._plain(self._view.mask)
        found = self._run(plan)
        return Found(found.mask & self._view.mask, found.scores)

    def count(self, lookup: Lookup) -> int:
        """How many documents a lookup finds."""
        return len(self._scored(lookup)[0])

    def is_name(self, key: str) -> bool:
        """Whether something in view has this physical name."""
        return bool(self._view.mask[self._snapshot.documents(backend.NAMES, key)].any())

    def _plain(self, mask: Mask) -> Found:
        return Found(mask, np.zeros(self._snapshot.size))

    def _run(self, plan: Plan) -> Found:
        match plan:
            case Lookup():
                documents, scores, _ = self._scored(plan)
                found = self._plain(np.zeros(self._snapshot.size, np.bool_))
                found.mask[documents] = True
                found.scores[documents] = scores
            case AllOf(plans):
                inner = [self._run(one) for one in plans]
                mask = np.logical_and.reduce([one.mask for one in inner])
                found = Found(mask, np.where(mask, np.sum([one.scores for one in inner], axis=0), 0.0))
            case AnyOf(plans):
                inner = [self._run(one) for one in plans]
                mask = np.logical_or.reduce([one.mask for one in inner])
                found = Found(mask, np.sum([one.scores for one in inner], axis=0))
            case Most(plans):
                found = self._most(plans)
            case Meant():
                found = self._meant(plan)
            case Lifted(inner_plan, lifts):
                found = self._lifted(self._run(inner_plan), lifts)
            case _:
                found = self._plain(self._mask(plan))
        return found

    def _mask(self, plan: Except | Keyed | Members | Years | InFacet) -> Mask:
        """What a plan without a score finds."""
        match plan:
            case Except(inner_plan):
                return ~self._run(inner_plan).mask
            case Keyed(keys):
                return self._of([self._snapshot.documents(backend.NAMES, key) for key in keys])
            case Members(concept):
                return self._of([self._snapshot.thesaurus.members(concept)])
            case Years(first, last):
                return self.in_years(first, last)
            case InFacet(facet, value):
                return self._in_facet(facet, value)

    def _of(self, documents: list[Numbers]) -> Mask:
        mask = np.zeros(self._snapshot.size, np.bool_)
        for one in documents:
            mask[one] = True
        return mask & self._view.mask

    def _most(self, plans: tuple[Plan, ...]) -> Found:
        """Scores added up, times the share that they are of what a thing with every word can have.

        So what has the rare words outweighs what has many common ones, and a word in a label one in a note.
        """
        inner = [self._run(one) for one in plans]
        mask = np.logical_or.reduce([one.mask for one in inner])
        most = [self._rarity(int(np.count_nonzero(one.mask))) * (SATURATION + 1) for one in inner]
        share = np.sum([np.minimum(one.scores, best) for one, best in zip(inner, most, strict=True)], axis=0) / sum(
            most
        )
        lengths = np.maximum(self._snapshot.lengths[:, schema.LABEL], 1)
        label = np.minimum(np.sum([self._in_label(one) for one in plans], axis=0) / lengths, 1)
        return Found(mask, np.sum([one.scores for one in inner], axis=0) * share * (1 + WHOLE_LABEL * label))

    def _in_label(self, plan: Plan) -> Scores:
        """By document, how many words of its label a plan asks for."""
        match plan:
            case Lookup():
                documents, _, counts = self._scored(plan)
                found = np.zeros(self._snapshot.size)
                found[documents] = counts
                return found
            case Meant(typed, others):
                return np.maximum(self._in_label(typed), self._in_label(others))
            case AllOf(plans) | AnyOf(plans):
                return cast(Scores, np.sum([self._in_label(one) for one in plans], axis=0))
        return np.zeros(self._snapshot.size)

    def _meant(self, meant: Meant) -> Found:
        typed, others = self._run(meant.typed), self._run(meant.others)
        members = self._of([self._snapshot.thesaurus.members(meant.concept)])
        found = Found(typed.mask | others.mask | members, np.maximum(typed.scores, others.scores * OTHER_WORDS))
        variables = members & (self._snapshot.facts["kind"] == VARIABLE)
        found.scores[variables] += meant.members * _best(found.scores)
        return found

    def _lifted(self, found: Found, lifts: tuple[tuple[Plan, float], ...]) -> Found:
        best = _best(found.scores)
        scores = found.scores.copy()
        for plan, share in lifts:
            scores[self._run(plan).mask & found.mask] += share * best
        return Found(found.mask, scores)

    def in_years(self, first: int | None, last: int | None) -> Mask:
        """Documents that cover a year of the range; those whose years are not known do not."""
        start, end = self._snapshot.facts["from"], self._snapshot.facts["to"]
        known = (start != schema.NO_YEAR) | (end != schema.NO_YEAR)
        if first is not None:
            known &= (end >= first) | (end == schema.NO_YEAR)
        if last is not None:
            known &= (start <= last) | (start == schema.NO_YEAR)
        return cast(Mask, known)

    def _in_facet(self, facet: str, value: str) -> Mask:
        mask = np.zeros(self._snapshot.size, np.bool_)
        values = self._snapshot.facets.get(facet)
        if values is not None:
            wanted = words.bare(value)
            fits = [wanted in {words.bare(one), words.bare(label)} for one, label in values.values]
            mask[values.documents[np.array(fits, np.bool_)[values.ordinals]]] = True
        return mask

    def _scored(self, lookup: Lookup) -> tuple[Numbers, Scores, Scores]:
        """Documents in view that a lookup finds, ascending, their scores, and how many words of their labels it has."""
        key = (self._snapshot.stamp, self._view.key, lookup)
        held = self._snapshot.cache.get(key)
        if held is None:
            held = self._score(lookup)
            self._snapshot.cache.put(key, held)
        return cast(tuple[Numbers, Scores, Scores], held)

    def _score(self, lookup: Lookup) -> tuple[Numbers, Scores, Scores]:
        size = self._snapshot.size
        frequencies, labels = np.zeros(size), np.zeros(size)
        for form in lookup.forms:
            documents, values = self._snapshot.occurrences(form.space, form.text)
            self._add(frequencies, documents, values, lookup.fields, form.weight)
            _count_in_labels(labels, documents, values, 1)
        for sequence in lookup.sequences:
            documents, values = self._sequence(sequence)
            self._add(frequencies, documents, values, lookup.fields, sequence.weight)
            _count_in_labels(labels, documents, values, len(sequence.steps))
        scores = self._saturated(frequencies)
        for name in lookup.names:
            documents = self._snapshot.documents(backend.NAMES, name)
            scores[documents[self._view.mask[documents]]] += EXACT_NAME
        found = np.flatnonzero(scores).astype(np.uint32)
        return found, scores[found], labels[found]

    def _saturated(self, frequencies: Scores) -> Scores:
        having = int(np.count_nonzero(frequencies))
        return self._rarity(having) * frequencies * (SATURATION + 1) / (frequencies + SATURATION)

    def _rarity(self, having: int) -> float:
        return float(np.log1p((self._view.count - having + 0.5) / (having + 0.5)))

    def _add(
        self, frequencies: Scores, documents: Numbers, values: Numbers, fields: tuple[int, ...], weight: float
    ) -> None:
        """Add occurrences to the weighted frequency of each document in view."""
        field = values >> schema.PLACE_BITS
        keep = self._view.mask[documents]
        if fields:
            keep &= _among(fields)[field]
        documents, field = documents[keep], field[keep]
        if not len(documents):
            return
        dilution = schema.DILUTION[field]
        length = self._snapshot.lengths[documents, field] / self._view.averages[field]
        amount = weight * schema.WEIGHTS[field] / (1.0 - dilution + dilution * length)
        frequencies += np.bincount(documents, amount, minlength=len(frequencies))

    def _sequence(self, sequence: Sequence) -> tuple[Numbers, Numbers]:
        """Where a sequence begins: like the occurrences of a word."""
        begins: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
        for distance, forms in sequence.steps:
            found = [self._snapshot.occurrences(sequence.space, form) for form in forms]
            if not found:
                return np.empty(0, np.uint32), np.empty(0, np.uint32)
            documents = np.concatenate([one for one, _ in found]).astype(np.int64)
            places = np.concatenate([one for _, one in found]).astype(np.int64)
            step = (documents << 32) + places - distance
            begins = np.unique(step) if begins is None else np.intersect1d(begins, step)
        if begins is None:
            return np.empty(0, np.uint32), np.empty(0, np.uint32)
        return (begins >> 32).astype(np.uint32), (begins & 0xFFFFFFFF).astype(np.uint32)


@lru_cache(64)
def _among(fields: tuple[int, ...]) -> Mask:
    """For each field whether it is one of these; quicker than looking for it among them."""
    among = np.zeros(len(schema.FIELDS), bool)
    among[list(fields)] = True
    return among


def _count_in_labels(counts: Scores, documents: Numbers, values: Numbers, words_each: int) -> None:
    there = documents[values >> schema.PLACE_BITS == schema.LABEL]
    if len(there):
        counts += np.bincount(there, minlength=len(counts)) * words_each


def _best(scores: Scores) -> float:
    """The best score that words alone give: what has the very name is not their measure. 1 when there is none."""
    said = scores[(scores > 0) & (scores < EXACT_NAME)]
    return float(said.max()) if len(said) else 1.0
