"""A bounded memory of computed arrays, shared by threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

import numpy as np
import numpy.typing as npt

Arrays = tuple[npt.NDArray[np.generic], ...]
OVERHEAD = 400  # bytes that an entry costs besides its numbers, roughly


class ArrayCache:
    """Keeps tuples of arrays by key until their bytes pass a limit; what was used longest ago goes first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._held: OrderedDict[Hashable, Arrays] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Arrays | None:
        """The arrays under a key, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: Hashable, arrays: Arrays) -> None:
        """Keep arrays under a key. They must not be changed afterwards."""
        with self._lock:
            old = self._held.pop(key, None)
            if old is not None:
                self.size -= _bytes(old)
            self._held[key] = arrays
            self.size += _bytes(arrays)
            while self.size > self.limit and self._held:
                _, gone = self._held.popitem(last=False)
                self.size -= _bytes(gone)


def _bytes(arrays: Arrays) -> int:
    return OVERHEAD + sum(array.nbytes for array in arrays)
