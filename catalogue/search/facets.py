"""Choices that narrow a result, with counts of what each would leave.

Values of one facet are alternatives, facets together narrow. A facet's own choice does not narrow its own counts, so a
reader sees what choosing a second value would add.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from catalogue.errors import InvalidRequestError
from catalogue.search import schema
from catalogue.search.executor import Executor
from catalogue.search.snapshot import FacetValues, Mask, Snapshot

VALUES = 100  # of one facet that are listed; chosen ones are listed always
YEAR_LIMIT = 9999
FROM, TO = "from", "to"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: what the address says, what the page says, how many would be left, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A result after the filters: what matches, the facets by name, and how many values of each were left out."""

    mask: Mask
    facets: dict[str, tuple[FacetValue, ...]]
    left_out: dict[str, int]


def narrow(snapshot: Snapshot, executor: Executor, matched: Mask, filters: Mapping[str, Sequence[str]]) -> Narrowed:
    """Apply filters and count what remains. Raises InvalidRequestError for a year that is none."""
    years = year_range(filters)
    base = matched if years == (None, None) else matched & executor.in_years(*years)
    chosen = {name: tuple(values) for name, values in filters.items() if values and name not in {FROM, TO}}
    masks = {name: _mask(snapshot, name, values) for name, values in chosen.items()}
    facets, left_out = {}, {}
    for name in _in_order({*snapshot.facets, *chosen}):
        others = _and(base, [mask for other, mask in masks.items() if other != name])
        listed = _count(snapshot.facets.get(name), others, chosen.get(name, ()))
        if listed:
            facets[name] = listed[:VALUES] + tuple(one for one in listed[VALUES:] if one.chosen)
            if len(listed) > len(facets[name]):
                left_out[name] = len(listed) - len(facets[name])
    return Narrowed(_and(base, list(masks.values())), facets, left_out)


def year_range(filters: Mapping[str, Sequence[str]]) -> tuple[int | None, int | None]:
    """The years chosen under `from` and `to`. Raises InvalidRequestError for what is not a year."""
    return _year(filters, FROM), _year(filters, TO)


def histogram(snapshot: Snapshot, mask: Mask) -> tuple[tuple[int, int], ...]:
    """(year, how many of the matches cover it) from the first to the last year that both ends are known for."""
    facts = snapshot.facts[mask]
    known = facts[(facts["from"] != schema.NO_YEAR) & (facts["to"] != schema.NO_YEAR)]
    known = known[known["from"] <= known["to"]]
    if not len(known):
        return ()
    first, last = int(known["from"].min()), int(known["to"].max())
    steps = np.bincount(known["from"].astype(np.int64) - first, minlength=last - first + 2)
    steps -= np.bincount(known["to"].astype(np.int64) - first + 1, minlength=last - first + 2)
    return tuple((first + place, count) for place, count in enumerate(np.cumsum(steps)[:-1].tolist()))


def _year(filters: Mapping[str, Sequence[str]], name: str) -> int | None:
    values = [value.strip() for value in filters.get(name, ()) if value.strip()]
    if not values:
        return None
    if len(values) > 1 or not (values[0].isascii() and values[0].isdigit()) or int(values[0][:9]) > YEAR_LIMIT:
        raise InvalidRequestError(f"{name} is {values[0][:40]!r}.", remedy="Give one year, such as 2014.")
    return int(values[0])


def _in_order(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "kind", name))


def _and(base: Mask, masks: Sequence[Mask]) -> Mask:
    return cast(Mask, np.logical_and.reduce([base, *masks])) if masks else base


def _mask(snapshot: Snapshot, name: str, chosen: Sequence[str]) -> Mask:
    mask = np.zeros(snapshot.size, np.bool_)
    facet = snapshot.facets.get(name)
    if facet is not None:
        mask[facet.documents[_are_chosen(facet, chosen)[facet.ordinals]]] = True
    return mask


def _are_chosen(facet: FacetValues, chosen: Sequence[str]) -> Mask:
    return np.array([value in chosen for value, _ in facet.values], np.bool_)


def _count(facet: FacetValues | None, mask: Mask, chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """Values that lead somewhere or are chosen: most frequent first, then by label."""
    found: dict[str, FacetValue] = {}
    if facet is not None:
        numbers = np.bincount(facet.ordinals[mask[facet.documents]], minlength=len(facet.values))
        wanted = numbers > 0
        for ordinal in np.flatnonzero(wanted | _are_chosen(facet, chosen)).tolist():
            value, label = facet.values[ordinal]
            number = int(numbers[ordinal])
            before = found.get(value)
            # Releases may label a value differently: counted together, under the label that most matches carry.
            if before is None:
                found[value] = FacetValue(value, label, number, value in chosen)
            else:
                kept = label if number > before.count else before.label
                found[value] = FacetValue(value, kept, before.count + number, before.chosen)
    for value in chosen:
        found.setdefault(value, FacetValue(value, value, 0, True))
    return tuple(sorted(found.values(), key=lambda one: -one.count))
