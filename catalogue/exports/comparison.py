"""Variables side by side: in what they differ, and their codes aligned. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalogue.exports.selection import State
from catalogue.model.code_lists import Code

# What is compared, in the order of the page: a name for programs, a legend for people, what is held against what.
ASPECTS: tuple[tuple[str, str, Callable[[State], object]], ...] = (
    ("label", "Label", lambda one: one.variable.label),
    ("definition", "Definition", lambda one: (one.variable.definition, one.variable.inferred_meaning)),
    ("dataset", "Dataset", lambda one: one.release.dataset_key),
    ("release", "Release", lambda one: one.release.id),
    ("table", "Table", lambda one: one.table.physical_name),
    ("grain", "One row is", lambda one: one.table.grain),
    ("type", "Type", lambda one: (one.variable.type, one.variable.format)),
    ("physicalType", "Physical type", lambda one: one.variable.physical_type),
    ("keys", "Role", lambda one: (one.variable.is_primary_key, bool(one.variable.references), one.variable.encrypted)),
    ("codeList", "Code list", lambda one: (one.variable.code_list, one.codes.digest if one.codes else "")),
    ("availability", "Access", lambda one: (one.variable.availability, one.release.facts.access_rights)),
    ("coverage", "Covers", lambda one: (one.release.facts.place, one.release.facts.start, one.release.facts.end)),
    ("caveats", "Caveats", lambda one: one.variable.caveats),
    ("mark", "How known", lambda one: one.variable.known.mark),
    ("evidence", "Evidence", lambda one: one.variable.known.evidence),
    ("sources", "Sources", lambda one: one.variable.known.sources),
)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code in each of the compared lists; None where a list does not hold it.

    differs: true when a list lacks it, or labels it otherwise. Variables without a code list do not count.
    """

    code: str
    entries: tuple[Code | None, ...]
    differs: bool


def differing(states: Sequence[State]) -> frozenset[str]:
    """Names of the aspects in which the variables differ."""
    return frozenset(name for name, _, aspect in ASPECTS if any(aspect(one) != aspect(states[0]) for one in states[1:]))


def aligned_codes(states: Sequence[State]) -> tuple[CodeRow, ...]:
    """Every code of the variables' lists, in the order in which it comes up first."""
    lists = [{code.code: code for code in one.codes.codes} if one.codes else None for one in states]
    held = [one for one in lists if one is not None]
    rows = []
    for code in dict.fromkeys(code for one in held for code in one):
        labels = {one[code].label if code in one else None for one in held}
        rows.append(CodeRow(code, tuple(one.get(code) if one else None for one in lists), len(labels) > 1))
    return tuple(rows)
