"""The rows of an open table, as far as a page shows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
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
NUMBERS = frozenset(("integer", "number"))


@dataclass(frozen=True, slots=True)
class RowsColumn:
    """A column of the rows.

    label: how it is called.
    number: true when its values are numbers.
    """

    label: str
    number: bool


@dataclass(frozen=True, slots=True)
class RowsShown:
    """Rows of an open table, as they were published.

    columns: the columns in their order, without those of `same`.
    rows: the first rows, each with a text for each column.
    same: columns that say the same in every row of the table, and what they say; told once, above the rows.
    total: how many rows the table holds.
    """

    columns: tuple[RowsColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    same: tuple[tuple[str, str], ...]
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
    return _shown(table, tuple(islice(lines, MOST_ROWS)), int(table.data["rows"]))


def _shown(table: Table, rows: Sequence[tuple[str, ...]], total: int) -> RowsShown:
    """Rows without the columns that all of them share. What a key or a number says stands in its row all the same."""
    columns = [RowsColumn(one.label or one.name, one.type in NUMBERS) for one in table.variables]
    whole = 1 < total <= len(rows)
    kept = [
        place
        for place, one in enumerate(table.variables)
        if not whole or columns[place].number or one.is_primary_key or len({row[place] for row in rows}) > 1
    ]
    same = [(column.label, rows[0][place]) for place, column in enumerate(columns) if place not in kept]
    return RowsShown(
        columns=tuple(columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in rows),
        same=tuple(same),
        total=total,
    )
