"""What was worked out of objects, by digest: an object never changes, so a process reads it once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """At most so many values by digest; the ones not asked for longest go first. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._lock = Lock()

    def all(self, digests: Iterable[str], read: Callable[[list[str]], Mapping[str, Value]]) -> dict[str, Value]:
        """The value of every digest. read: works out those not kept, called once, and not at all when none is missing.

        What `read` does not know is left out.
        """
        wanted = dict.fromkeys(digests)
        with self._lock:
            found = {digest: self._values[digest] for digest in wanted if digest in self._values}
        missing = [digest for digest in wanted if digest not in found]
        if missing:
            found.update(read(missing))
        with self._lock:
            for digest, value in found.items():
                self._values[digest] = value
                self._values.move_to_end(digest)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return found
