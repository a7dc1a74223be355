"""Walking from runs to the runs behind them, level by level: one look at each level, however wide it is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from catalogue.lineage import fold

ANY_DEPTH = 10_000


class Placed(Protocol):
    """A physical dataset that a run wrote or read."""

    @property
    def namespace(self) -> str: ...
    @property
    def name(self) -> str: ...


class Reading(Placed, Protocol):
    """An input: who read, and who had written, by row number."""

    @property
    def run(self) -> int: ...
    @property
    def source(self) -> int | None: ...


@dataclass(slots=True)
class Closure:
    """Runs and their inputs. members: the runs in it. cut: how many runs were left out because there were too many."""

    members: set[int]
    inputs: list[Any] = field(default_factory=list)
    cut: int = 0


def key(placed: Placed) -> str:
    """A physical dataset as the key of a folded run."""
    return fold.key(placed.namespace, placed.name)


def upstream(
    start: Iterable[int],
    inputs_of: Callable[[set[int]], Sequence[Any]],
    ends: Callable[[Sequence[Any]], set[int]],
    *,
    most: int,
    depth: int = ANY_DEPTH,
) -> Closure:
    """Runs behind runs.

    inputs_of: what some runs read. ends: places of those inputs behind which one need not look. most: of runs.
    """
    found = Closure(set(start))
    level = set(found.members)
    while level and depth > 0:
        depth -= 1
        inputs = inputs_of(level)
        found.inputs += inputs
        stop = ends(inputs)
        ahead = {one.source for place, one in enumerate(inputs) if one.source is not None and place not in stop}
        level = ahead - found.members
        if len(found.members) + len(level) > most:
            found.cut = len(level)
            break
        found.members |= level
    return found
