"""What to look up for a question: a tree whose leaves name forms that stand in the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.search.tree import InFacet, Years

# What variables of a concept that was asked for gain, of the best score among what says it: by itself, and where it is
# one of the words of a sentence.
MEMBER, ALONG = 1.05, 0.3


@dataclass(frozen=True, slots=True)
class Form:
    """One form in one token field, and how much an occurrence of it counts. `inside`: the word in it that is meant."""

    space: str
    text: str
    weight: float = 1.0
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Forms one after the other: for each step its distance from the first, and the forms that fit there."""

    space: str
    steps: tuple[tuple[int, tuple[str, ...]], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Lookup:
    """What counts as one word of the question. Occurrences of forms and sequences are added up, then scored once.

    names: keys of physical names; what has one of them comes before everything else.
    fields: numbers of the fields to look into; empty means all.
    """

    forms: tuple[Form, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    names: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Except:
    """What the inner plan does not find."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Keyed:
    """What has one of these keys among its names or whole labels. Without a score."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A concept and its variables. Without a score."""

    concept: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What has the words typed, or other words for the same concept, or is a variable of it.

    others: the other words, as one lookup. members: what its variables gain, of the best score.
    """

    typed: Plan
    others: Lookup
    concept: str
    text: str
    members: float = MEMBER


@dataclass(frozen=True, slots=True)
class Lifted:
    """What a plan finds; what one of the lifts finds too gets that share of the best score on top."""

    plan: Plan
    lifts: tuple[tuple[Plan, float], ...]


@dataclass(frozen=True, slots=True)
class Most:
    """What any of the plans finds; scores add up and count the more, the more of what was asked for a thing has."""

    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """What all plans find; scores add up."""

    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What any of the plans finds; scores add up."""

    plans: tuple[Plan, ...]


Plan = Lookup | Keyed | Members | Meant | Lifted | Most | Years | InFacet | Except | AllOf | AnyOf


def lookups(plan: Plan) -> Iterator[Lookup]:
    """The lookups whose words are wanted, for highlighting: what stands under Except is left out."""
    match plan:
        case AllOf(plans) | AnyOf(plans) | Most(plans):
            for one in plans:
                yield from lookups(one)
        case Meant(inner) | Lifted(inner):
            yield from lookups(inner)
        case Lookup():
            yield plan


def meanings(plan: Plan) -> Iterator[Meant]:
    """The concepts that are wanted, for highlighting."""
    match plan:
        case AllOf(plans) | AnyOf(plans) | Most(plans):
            for one in plans:
                yield from meanings(one)
        case Lifted(inner):
            yield from meanings(inner)
        case Meant():
            yield plan


def within(plan: Plan, fields: tuple[int, ...]) -> Plan:
    """The plan with its words in some fields alone; those of a named field, and what is excluded, stay as they are."""
    match plan:
        case Lookup():
            return plan if plan.fields else replace(plan, fields=fields)
        case AllOf(plans):
            return AllOf(tuple(within(one, fields) for one in plans))
        case AnyOf(plans):
            return AnyOf(tuple(within(one, fields) for one in plans))
        case Meant(typed, others):
            return AnyOf((within(typed, fields), within(others, fields)))
    return plan


def loosened(plan: Plan) -> Plan | None:
    """The plan with any of its words instead of all; exclusions, years and facets stay. None when that is the same."""
    match plan:
        case AllOf(plans):
            fixed = tuple(one for one in plans if isinstance(one, Except | Years | InFacet))
            words = tuple(_flat(one for one in plans if not isinstance(one, Except | Years | InFacet)))
            if len(words) <= 1:
                return None
            return AllOf((*fixed, Most(words))) if fixed else Most(words)
        case Lifted(inner, lifts):
            looser_inner = loosened(inner)
            return None if looser_inner is None else Lifted(looser_inner, lifts)
        case AnyOf(plans):
            looser = [loosened(one) for one in plans]
            if any(looser):
                return AnyOf(tuple(new or old for new, old in zip(looser, plans, strict=True)))
    return None


def _flat(plans: Iterator[Plan]) -> Iterator[Plan]:
    for one in plans:
        if isinstance(one, AllOf) and not any(isinstance(inner, Except | Years | InFacet) for inner in one.plans):
            yield from _flat(iter(one.plans))
        elif isinstance(one, Meant):
            yield replace(one, members=ALONG)
        else:
            yield one
