"""Concepts of a draft: what it changes in them, and what others recorded since it took them over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.drafts.concept_states import Alteration, alterations
from catalogue.drafts.concepts import ConceptChange, DraftedConcept, body_of
from catalogue.model.drafts import PartKind
from catalogue.model.known import Facts
from catalogue.releases.diff.words import Span, short, spans
from catalogue.store.drafts import DraftRecord
from catalogue.web import addresses
from catalogue.web.steward.fields import FIELDS

# A new concept can have a hundred variables; all of them are on its page.
MOST_LINES = 40
_FIELDS = {field.path: field for field in FIELDS[PartKind.CONCEPT]}
_ENTRIES = {
    "variables": "Variable",
    "differences": "Difference",
    "otherMeanings": "Other meaning",
    "sources": "Source",
}

# What stands in the name of an entry already.
_NAMING = {
    "variables": frozenset({"dataset", "table", "name"}),
    "differences": frozenset({"datasets", "title"}),
    "otherMeanings": frozenset({"term"}),
    "sources": frozenset({"name"}),
}


@dataclass(frozen=True, slots=True)
class AlterationLine:
    """Something of a concept that changes.

    said: the property, or what kind of entry it is.
    entry: which entry, or empty.
    happened: `added`, `taken out`, `in another order`, `said otherwise` where the spans are too short to show how, or
        empty.
    spans: what stays, goes and comes: pairs of `same`, `del` or `ins`, and a text.
    """

    said: str
    entry: str
    happened: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ConceptLines:
    """What the draft changes in a concept.

    name: its name.
    title: what it is called.
    url: its page in the draft.
    new: true when the register has none of the name.
    lines: what changes.
    more: number of further lines.
    concerns: names of datasets of others that it concerns, each with its publisher.
    """

    name: str
    title: str
    url: str
    new: bool
    lines: tuple[AlterationLine, ...]
    more: int
    concerns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ConceptBeside:
    """A concept of a draft beside the register.

    url: its public page, or empty for a new one.
    moved: true when somebody recorded another state since the draft took it over.
    theirs: what they changed.
    mine: what the draft changes.
    both: properties that both changed, of which the draft's words would stay.
    """

    url: str
    moved: bool
    theirs: tuple[AlterationLine, ...]
    mine: tuple[AlterationLine, ...]
    both: tuple[str, ...]


def concept_lines(draft: DraftRecord, change: ConceptChange) -> ConceptLines:
    """What a draft changes in a concept, as its page lists it."""
    return ConceptLines(
        name=change.name,
        title=change.title,
        url=addresses.draft_part(draft.key, change.part),
        new=change.new,
        lines=_lines(change.alterations)[:MOST_LINES],
        more=max(0, len(change.alterations) - MOST_LINES),
        concerns=change.concerns,
    )


def concept_beside(concept: DraftedConcept) -> ConceptBeside:
    """A concept of a draft beside the register."""
    began, now, wanted = (body_of(state) for state in (concept.began, concept.now, concept.wanted))
    theirs, mine = alterations(began, now), alterations(began, wanted)
    # Of lists, what either side changed comes together.
    both = {one.property for one in theirs if not isinstance(one.after, list) and not one.entry}
    return ConceptBeside(
        url=addresses.concept(concept.part.name) if concept.now else "",
        moved=concept.moved,
        theirs=_lines(theirs) if concept.moved else (),
        mine=_lines(mine) if concept.moved else (),
        both=tuple(_label(name) for name in _names(mine) if name in both and wanted.get(name) != now.get(name)),
    )


def _names(changed: Iterable[Alteration]) -> list[str]:
    return list(dict.fromkeys(one.property for one in changed))


def _label(name: str) -> str:
    return _FIELDS[name].label if name in _FIELDS else name


def _lines(changed: Iterable[Alteration]) -> tuple[AlterationLine, ...]:
    """In the order of the form, and what has no field of its own behind it."""
    place = {name: number for number, name in enumerate(_FIELDS)}
    return tuple(map(_line, sorted(changed, key=lambda one: place.get(one.property, len(place)))))


def _line(one: Alteration) -> AlterationLine:
    if not one.entry:
        if _reordered(one.before, one.after):
            return AlterationLine(_label(one.property), "", "in another order", ())
        told = _came_and_went(one.before, one.after) or spans(short(one.before), short(one.after))
        return AlterationLine(_label(one.property), "", *_seen(told))
    told = spans(_words(one.property, one.before, one.after), _words(one.property, one.after, one.before))
    said = _ENTRIES[one.property]
    if one.before is None or one.after is None:
        return AlterationLine(said, one.entry, "added" if one.before is None else "taken out", told)
    return AlterationLine(said, one.entry, *_seen(told))


def _seen(told: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """What happened, in words when the beginnings of two values that are shown are alike."""
    return ("said otherwise", ()) if all(kind == "same" for kind, _ in told) else ("", told)


def _reordered(before: Any, after: Any) -> bool:
    if not isinstance(before, list) or not isinstance(after, list):
        return False
    return len(before) == len(after) and all(one in after for one in before)


def _came_and_went(before: Any, after: Any) -> tuple[Span, ...]:
    """Of lists of texts, such as terms, those that only one has; nothing for anything else."""
    old, new = ([] if side is None else side for side in (before, after))
    if not all(isinstance(side, list) and all(isinstance(one, str) for one in side) for side in (old, new)):
        return ()
    told: list[Span] = [("del", ", ".join(one for one in old if one not in new))]
    told.append(("ins", ", ".join(one for one in new if one not in old)))
    return tuple(span for span in told if span[1])


def _words(name: str, entry: Facts | None, other: Facts | None) -> str:
    """What an entry says that the other one does not, in a line and in the order of its fields. name: the property."""
    told: Mapping[str, Any] = entry or {}
    against: Mapping[str, Any] = other or {}
    order = dict.fromkeys([*(column.path for column in _FIELDS[name].columns), *told])
    differing = [key for key in order if key not in _NAMING[name] and told.get(key) != against.get(key)]
    return "; ".join(filter(None, (short(told.get(key)) for key in differing)))
