"""The score of a release: how much of what a researcher needs before applying for data is told. 0 to 100.

It weighs meaning, not boxes filled. Each part is a share of the things that could be told; a part for which there is
nothing to tell leaves its weight to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalogue.releases.gate import meaning
from catalogue.releases.gate.subject import Facts, Subject


class Need(StrEnum):
    """What researchers need, weightiest first."""

    DEFINITIONS = "definitions"
    CODES = "codes"
    MISSINGNESS = "missingness"
    CAVEATS = "caveats"


WEIGHTS = {Need.DEFINITIONS: 40, Need.CODES: 25, Need.MISSINGNESS: 20, Need.CAVEATS: 15}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score.

    weight: the most points it can give; 0 when there is nothing to tell. points: those it gives. told: things told in
    full. half: things told in part, which count half. of: all things.
    """

    need: Need
    weight: int
    points: int
    told: int
    half: int
    of: int


@dataclass(frozen=True, slots=True)
class Score:
    """All parts and their sum, 0 to 100. None of a release without variables, of which nothing can be told."""

    points: int | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    told: int = 0
    half: int = 0
    of: int = 0


def score(subject: Subject) -> Score:
    """The score of a release."""
    counts = {need: count(subject) for need, count in _COUNTS.items()}
    weights = shared_weights([need for need, found in counts.items() if found.of])
    parts = tuple(_part(need, weights.get(need, 0), found) for need, found in counts.items())
    # The sum of the parts as they are shown, so that a reader can add them up.
    return Score(sum(part.points for part in parts) if counts[Need.DEFINITIONS].of else None, parts)


def shared_weights(needs: Sequence[Need]) -> dict[Need, int]:
    """The weights of the parts that apply, in whole points that make 100; what division leaves goes to the first."""
    whole = sum(WEIGHTS[need] for need in needs)
    shares = {need: WEIGHTS[need] * 100 // whole for need in needs}
    if needs:
        shares[needs[0]] += 100 - sum(shares.values())
    return shares


def _part(need: Need, weight: int, found: _Count) -> Part:
    # Rounded down: 100 of 100 means that nothing at all is left to tell.
    points = weight * (2 * found.told + found.half) // (2 * found.of) if found.of else 0
    return Part(need, weight, points, found.told, found.half, found.of)


def _definitions(subject: Subject) -> _Count:
    """Variables: told by a definition, in part by an inferred meaning. Columns that nobody described count as well."""
    told = half = of = 0
    for _, variable, _ in subject.columns:
        of += 1
        if meaning.is_defined(variable):
            told += 1
        elif variable.get("inferredMeaning"):
            half += 1
    return _Count(told, half, of + sum(_undescribed(table) for table in subject.tables))


def _undescribed(table: Facts) -> int:
    return int(table.get("undocumentedColumns", {}).get("count", 0))


def _codes(subject: Subject) -> _Count:
    """Coded variables: told when the list is complete and every value is explained, in part when some are."""
    told = half = of = 0
    lists = {name: _explained(facts) for name, facts in subject.code_lists.items()}
    for _, variable, _ in subject.columns:
        values = meaning.values_of(variable)
        if "codeList" in variable:
            share = lists.get(str(variable["codeList"]), 0)
        elif values is not None:
            left = meaning.unexplained(variable, values)
            share = 2 if not left else int(len(left) < len(values))
        else:
            continue
        of += 1
        told += share == 2  # noqa: PLR2004
        half += share == 1
    return _Count(told, half, of)


def _explained(code_list: Facts) -> int:
    """2 for a list that tells all, 1 for some, 0 for nothing."""
    codes = code_list.get("codes", ())
    explained = sum(meaning.explains(code) for code in codes)
    if not explained:
        return 0
    return 2 if explained == len(codes) and code_list.get("complete", True) else 1


def _missingness(subject: Subject) -> _Count:
    """Variables of which a reader learns whether a value can be missing, or how a missing one looks."""
    found = [meaning.tells_missing(table, variable) for table, variable, _ in subject.columns]
    return _Count(sum(found), 0, len(found))


def _caveats(subject: Subject) -> _Count:
    """Tables: told by a caveat of their own or of a variable, in part by one of the dataset, a note or a question."""
    told = half = 0
    for table in subject.tables:
        if table.get("caveats") or any(variable.get("caveats") for variable in table["variables"]):
            told += 1
        elif subject.dataset.get("caveats") or any(
            variable.get("note") or variable.get("openQuestion") for variable in table["variables"]
        ):
            half += 1
    return _Count(told, half, len(subject.tables))


_COUNTS: dict[Need, Callable[[Subject], _Count]] = {
    Need.DEFINITIONS: _definitions,
    Need.CODES: _codes,
    Need.MISSINGNESS: _missingness,
    Need.CAVEATS: _caveats,
}
