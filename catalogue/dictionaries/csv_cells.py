"""CSV whose cells may be as long as a file: the one place where this room opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Protocol

# Python stops at 131,072 characters of one cell; what bounds a file bounds its cells already.
csv.field_size_limit(1 << 30)


class Lines(Protocol):
    """Rows of cells, and the number of the line that was read last."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


def lines(text: str, delimiter: str, *, strict: bool = True) -> Lines:
    """The rows of a text. Raises csv.Error when one is read that is no CSV, if strict."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
