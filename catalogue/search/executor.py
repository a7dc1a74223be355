"""Matching and scores, on arrays over all documents.

The score is true BM25F: the occurrences of a word, weighted by field and thinned by the field's length, are added up
over all fields and then saturated once. Numbers of documents and mean lengths are those of the view, so that answers
depend on what may be seen and on nothing else that the index holds.
"""

from __future__ import annotations

from dataclasses import dataclass
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
TOGETHER = 2.0  # how strongly things that have more of the words come first, when none has all
MEMBER = 1.05  # of the best score among what says it, on top for variables of a concept that was asked for


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
                documents, scores = self._scored(plan)
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
                found = self._most([self._run(one) for one in plans])
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

    def _most(self, inner: list[Found]) -> Found:
        having = np.sum([one.mask for one in inner], axis=0)
        scores = np.sum([one.scores for one in inner], axis=0)
        return Found(having > 0, scores * (having / len(inner)) ** TOGETHER)

    def _meant(self, meant: Meant) -> Found:
        typed, others = self._run(meant.typed), self._run(meant.others)
        members = self._of([self._snapshot.thesaurus.members(meant.concept)])
        found = Found(typed.mask | others.mask | members, np.maximum(typed.scores, others.scores * OTHER_WORDS))
        variables = members & (self._snapshot.facts["kind"] == VARIABLE)
        found.scores[variables] += MEMBER * _best(found.scores)
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

    def _scored(self, lookup: Lookup) -> tuple[Numbers, Scores]:
        """Documents in view that a lookup finds, ascending, and their scores."""
        key = (self._snapshot.stamp, self._view.key, lookup)
        held = self._snapshot.cache.get(key)
        if held is None:
            held = self._score(lookup)
            self._snapshot.cache.put(key, held)
        return cast(tuple[Numbers, Scores], held)

    def _score(self, lookup: Lookup) -> tuple[Numbers, Scores]:
        size = self._snapshot.size
        frequencies = np.zeros(size)
        for form in lookup.forms:
            documents, values = self._snapshot.occurrences(form.space, form.text)
            self._add(frequencies, documents, values, lookup.fields, form.weight)
        for sequence in lookup.sequences:
            documents, values = self._sequence(sequence)
            self._add(frequencies, documents, values, lookup.fields, sequence.weight)
        scores = self._saturated(frequencies)
        for name in lookup.names:
            documents = self._snapshot.documents(backend.NAMES, name)
            scores[documents[self._view.mask[documents]]] += EXACT_NAME
        found = np.flatnonzero(scores).astype(np.uint32)
        return found, scores[found]

    def _saturated(self, frequencies: Scores) -> Scores:
        having = int(np.count_nonzero(frequencies))
        rarity = float(np.log1p((self._view.count - having + 0.5) / (having + 0.5)))
        return rarity * frequencies * (SATURATION + 1) / (frequencies + SATURATION)

    def _add(
        self, frequencies: Scores, documents: Numbers, values: Numbers, fields: tuple[int, ...], weight: float
    ) -> None:
        """Add occurrences to the weighted frequency of each document in view."""
        field = values >> schema.PLACE_BITS
        keep = self._view.mask[documents]
        if fields:
            keep &= np.isin(field, fields)
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


def _best(scores: Scores) -> float:
    """The best score that words alone give: what has the very name is not their measure. 1 when there is none."""
    said = scores[(scores > 0) & (scores < EXACT_NAME)]
    return float(said.max()) if len(said) else 1.0
