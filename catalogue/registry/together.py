"""Writes that wait for the lock are done together: one transaction, and one wait for the disk, for all of them.

Whoever comes first writes what has gathered by then; the others find theirs done when their turn comes. Nobody is told
that something is kept before it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
MOST = 64


@dataclass(slots=True)
class _Waiting(Generic[Item, Result]):
    item: Item
    results: list[Result]
    error: Exception | None = None


class Together(Generic[Item, Result]):
    """Items that are written one transaction after another, as many at a time as have gathered."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting[Item, Result]] = []
        self._gathering, self._writing = Lock(), Lock()

    def do(self, item: Item, write: Callable[[Sequence[Item]], Sequence[Result]]) -> Result:
        """The result of one item. Raises what writing it raises: never a fault of another one's item.

        write: does several at once, all or none, and gives the result of each in order.
        """
        mine: _Waiting[Item, Result] = _Waiting(item, [])
        with self._gathering:
            self._waiting.append(mine)
        with self._writing:
            if not mine.results and mine.error is None:
                _put_all(self._take(mine), write)
        if mine.error is not None:
            raise mine.error
        return mine.results[0]

    def _take(self, mine: _Waiting[Item, Result]) -> list[_Waiting[Item, Result]]:
        """What has gathered, `mine` first."""
        with self._gathering:
            others = [one for one in self._waiting if one is not mine]
            self._waiting = others[MOST - 1 :]
        return [mine, *others[: MOST - 1]]


def _put_all(taken: Sequence[_Waiting[Item, Result]], write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
    try:
        _put(taken, write)
    except Exception:
        if len(taken) == 1:
            raise
        # Nothing was written. Each on its own, so that one's fault is nobody else's.
        for one in taken:
            try:
                _put([one], write)
            except Exception as own:  # noqa: BLE001 - told to whom it concerns
                one.error = own


def _put(taken: Sequence[_Waiting[Item, Result]], write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
    for one, result in zip(taken, write([one.item for one in taken]), strict=True):
        one.results.append(result)
