"""Writes that wait for the lock are done together: one transaction, and one wait for the disk, for all of them.

Whoever comes first waits for the lock, and then writes what has gathered by then; the others find theirs done when
their turn comes. Nobody is told that something is kept before it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Gather = Callable[[], Sequence[Item]]
Write = Callable[[Gather[Item]], Sequence[Result]]
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

    @property
    def waiting(self) -> int:
        """How many items wait to be written."""
        return len(self._waiting)

    def do(self, item: Item, write: Write[Item, Result]) -> Result:
        """The result of one item. Raises what writing it raises: never a fault of another one's item.

        write: does several at once, all or none, and gives the result of each in order. It is given what to call, once
        and when it holds the lock, for the items.
        """
        mine: _Waiting[Item, Result] = _Waiting(item, [])
        with self._gathering:
            self._waiting.append(mine)
        with self._writing:
            if not mine.results and mine.error is None:
                self._put_all(mine, write)
        if mine.error is not None:
            raise mine.error
        return mine.results[0]

    def _put_all(self, mine: _Waiting[Item, Result], write: Write[Item, Result]) -> None:
        taken: list[_Waiting[Item, Result]] = []

        def gather() -> list[Item]:
            taken.extend(self._take(mine))
            return [one.item for one in taken]

        try:
            results = write(gather)
        except Exception:
            self._leave(mine)
            if len(taken) <= 1:
                raise
            # Nothing was written. Each on its own, so that one's fault is nobody else's.
            for one in taken:
                try:
                    one.results.extend(write(partial(list, (one.item,))))
                except Exception as own:  # noqa: BLE001 - told to whom it concerns
                    one.error = own
        else:
            for one, result in zip(taken, results, strict=True):
                one.results.append(result)

    def _leave(self, mine: _Waiting[Item, Result]) -> None:
        """Nobody does `mine` later, when there was no lock to be had."""
        with self._gathering:
            self._waiting = [one for one in self._waiting if one is not mine]

    def _take(self, mine: _Waiting[Item, Result]) -> list[_Waiting[Item, Result]]:
        """What has gathered, `mine` first."""
        with self._gathering:
            others = [one for one in self._waiting if one is not mine]
            self._waiting = others[MOST - 1 :]
        return [mine, *others[: MOST - 1]]
