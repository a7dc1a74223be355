"""Which thing of one release is which of another: by name, by the names it is said to have had, and by likeness."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from catalogue.releases.diff.changes import Facts

LIKE = 0.6
# So many names against so many are compared at most: likeness takes time with the product of both.
MOST_PAIRS = 40_000
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Matched(Generic[Item]):
    """both: pairs by name, earlier and later. Those whose names differ are renamed."""

    both: tuple[tuple[Item, Item], ...]
    gone: tuple[Item, ...]
    new: tuple[Item, ...]


def match(
    before: Sequence[Item], after: Sequence[Item], name: Callable[[Item], str], former: Callable[[Item], Iterable[str]]
) -> Matched[Item]:
    """Pairs of things, by name whatever the case of letters, else by a former name that either of the two states.

    A name that is used again is a new thing: a former name counts only where today's was not there.
    """
    old, new = ({name(one).lower(): one for one in items} for items in (before, after))
    renamed = _renamed(old, new, former)
    taken = set(renamed.values())
    both = [(old[key], new[key]) for key in old if key in new and key not in renamed and key not in taken]
    both += [(old[was], new[now]) for was, now in renamed.items()]
    paired = {key for pair in both for key in (id(pair[0]), id(pair[1]))}
    return Matched(
        tuple(both),
        tuple(one for one in before if id(one) not in paired),
        tuple(one for one in after if id(one) not in paired),
    )


def _renamed(
    old: Mapping[str, Item], new: Mapping[str, Item], former: Callable[[Item], Iterable[str]]
) -> dict[str, str]:
    """Names of the earlier release with those of the later that stand for the same."""
    found: dict[str, str] = {}
    for one, other, turned in ((old, new, False), (new, old, True)):
        for name, item in other.items():
            if name in one:
                continue
            was = next((key for key in (text.lower() for text in former(item)) if key in one), None)
            pair = (name, was) if turned else (was, name)
            if pair[0] is not None and pair[1] is not None and pair[0] not in found and pair[1] not in found.values():
                found[pair[0]] = pair[1]
    return found


def former_names(facts: Facts) -> list[str]:
    """Names that a table or variable had in earlier releases."""
    return [str(one) for one in facts.get("formerNames", ())]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two things that may be one. score: 0 to 1."""

    before: str
    after: str
    score: float
    why: str


def likely(
    gone: Mapping[str, Facts], new: Mapping[str, Facts], bonus: Callable[[Facts, Facts], tuple[float, str]]
) -> list[Likeness]:
    """Pairs of which each is the other's most like, best first. bonus: what besides the name speaks for a pair, 0 to 1.

    Names are weighed as half, what they have in common besides as the other half.
    """
    if len(gone) * len(new) > MOST_PAIRS:
        return []
    scored = sorted(
        (_likeness(was, now, bonus(facts, others)) for was, facts in gone.items() for now, others in new.items()),
        key=lambda one: (-one.score, one.before, one.after),
    )
    taken: set[tuple[str, str]] = set()
    best: list[Likeness] = []
    for one in scored:
        ends = {("before", one.before), ("after", one.after)}
        if one.score >= LIKE and not ends & taken:
            taken |= ends
            best.append(one)
    return best


def _likeness(was: str, now: str, besides: tuple[float, str]) -> Likeness:
    # Without regard to what stands first, so that the likeness of two names is the same both ways.
    one, other = sorted((_letters(was), _letters(now)))
    names = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return Likeness(was, now, round((names + besides[0]) / 2, 3), besides[1])


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
