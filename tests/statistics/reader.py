"""Somebody who reads published counts and adds them up, with scipy and with no code of the catalogue's.

What is known: the numbers as they stand in the JSON, that a hidden count is 1 or more unless all are hidden, and, when
that is believed, that people were only added from release to release (or only left).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linprog

Counts = Sequence[Mapping[str, Any]]
Bounds = dict[tuple[int, int], tuple[int, float]]


def worked_out(releases: Sequence[tuple[int, Counts]], sign: int) -> Bounds | None:
    """Least and greatest value of each hidden count, by numbers of release and count; None when they contradict.

    releases: number of rows and counts, oldest first. sign: 1 when it is believed that people were only added, -1 that
    they only left.
    """
    place = {
        name: number
        for number, name in enumerate((at, i) for at, (_, counts) in enumerate(releases) for i in range(len(counts)))
    }
    limits = [_limits(counts, one) for _, counts in releases for one in counts]
    sums = [([place[at, i] for i in range(len(counts))], rows) for at, (rows, counts) in enumerate(releases)]
    equal = np.zeros((len(sums), len(place)))
    for line, (numbers, _) in enumerate(sums):
        equal[line, numbers] = 1
    pairs = [pair for at in range(1, len(releases)) for pair in _pairs(releases, at, place)]
    most = np.zeros((len(pairs), len(place)))
    for line, (before, after) in enumerate(pairs):
        most[line, before] += sign
        most[line, after] -= sign
    rows = [total for _, total in sums]
    found: Bounds = {}
    for (at, i), number in place.items():
        if "count" not in releases[at][1][i]:
            ends = []
            for way in (1, -1):
                cost = np.zeros(len(place))
                cost[number] = way
                done = linprog(cost, most if pairs else None, [0] * len(pairs) or None, equal, rows, limits)
                if done.status == 2:
                    return None
                ends.append(math.inf if done.status == 3 else done.fun * way)
            found[at, i] = math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6) if ends[1] < 1e12 else math.inf
    return found


def opened(releases: Sequence[tuple[int, Counts]], k: int, sign: int) -> list[tuple[int, int]]:
    """Hidden counts that the last release leaves less open than [1, k - 1] and a width of k - 2.

    Where the others alone told more, or the number of rows does, or which counts are 0, what is asked is that nothing
    is added to that.
    """
    rows, counts = releases[-1]
    nothing = [one if one.get("count") == 0 else {**one, "count": None, "name": one.get("name")} for one in counts]
    nothing = [{key: value for key, value in one.items() if value is not None} for one in nothing]
    if all("count" not in one for one in counts):
        nothing = list(counts)
    before = worked_out([*releases[:-1], (rows, nothing)], sign)
    after = worked_out(releases, sign)
    if before is None or after is None:
        return []
    return [name for name in after if not _is_open(after[name], before.get(name, (0, math.inf)), k)]


def _is_open(after: tuple[float, float], before: tuple[float, float], k: int) -> bool:
    low, high = max(1, before[0]), min(k - 1, before[1])
    wide = min(k - 2, before[1] - before[0])
    return (low > high or (after[0] <= low and after[1] >= high)) and after[1] - after[0] >= wide


def _limits(counts: Counts, one: Mapping[str, Any]) -> tuple[int, int | None]:
    if "count" in one:
        return one["count"], one["count"]
    return (1 if any("count" in other for other in counts) else 0), None


def _pairs(
    releases: Sequence[tuple[int, Counts]], at: int, place: Mapping[tuple[int, int], int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Places of counts that are of the same people in two releases, one after the other."""
    (_, before), (_, after) = releases[at - 1], releases[at]
    same = _codes(before) == _codes(after)
    taken: set[int] = set()
    gone = []
    for i, one in enumerate(before):
        match = next((j for j, other in enumerate(after) if _name(one) == _name(other)), None)
        if match is not None and ("code" in one or one["name"] == "missing" or same):
            taken.add(match)
            yield [place[at - 1, i]], [place[at, match]]
        else:
            gone.append(place[at - 1, i])
    # Codes that came or went, and what is counted together beside them.
    new = [place[at, j] for j in range(len(after)) if j not in taken]
    if gone or new:
        yield gone, new


def _codes(counts: Counts) -> set[str]:
    return {one["code"] for one in counts if "code" in one}


def _name(one: Mapping[str, Any]) -> tuple[str, str]:
    return ("code", one["code"]) if "code" in one else ("name", one["name"])
