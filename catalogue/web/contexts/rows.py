"""The rows of an open table, as far as a page shows them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice

from sqlmodel import Session

from catalogue.model.records import Table
from catalogue.releases.series import csv_options
from catalogue.store import held
from catalogue.store.releases import ReleaseRecord

MOST_ROWS = 100
# A larger file is there to be downloaded, not to be read on a page.
MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class RowsShown:
    """Rows of an open table, as they were published.

    rows: the first rows, each with a text for each variable in column order.
    numbers: for each variable, true when its values are numbers.
    total: how many rows the table holds.
    """

    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    total: int


def rows_shown(session: Session, release: ReleaseRecord, table: Table) -> RowsShown | None:
    """The first rows of a table; None when it holds none, or a file too large for a page. Two queries, or none."""
    if not table.data or int(table.data["bytes"]) > MOST_BYTES:
        return None
    found = held.rows(session, {release.id: [table.name]}).get((release.id, table.name))
    if found is None:
        return None
    text = io.StringIO(found.body.decode("utf-8-sig"), newline="")
    lines = (tuple(row) for row in csv.reader(text, **csv_options(found.dialect)) if row)
    next(lines, None)
    return RowsShown(
        rows=tuple(islice(lines, MOST_ROWS)),
        numbers=tuple(variable.type in {"integer", "number"} for variable in table.variables),
        total=int(table.data["rows"]),
    )
