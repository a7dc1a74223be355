"""Tables of values for spreadsheets: RFC 4180, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A text that begins like this is a formula to a spreadsheet; a number may begin with a sign.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as CSV in UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_safe(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8")


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
