"""The variables of a draft's table as a CSV file, and such a file back into the draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from catalogue.dictionaries import grid_csv
from catalogue.dictionaries.dictionary import Fault
from catalogue.dictionaries.grid_csv import GridRow
from catalogue.drafts.editing import NAME, Edit, Saved, open_to, save_within, value_of
from catalogue.drafts.found import part_of
from catalogue.errors import InvalidRequestError, PackageRefusedError, Problem
from catalogue.model.authority import Person
from catalogue.packages.rules import shown
from catalogue.store import drafts
from catalogue.store.drafts import Part
from catalogue.store.engine import writing

REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: variables that it changed, rows that name no variable, variables that no row names."""

    changed: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def as_csv(table: Part, variables: Sequence[Part]) -> bytes:
    """The variables of a table, one a line, in column order."""
    return grid_csv.write(
        [(table.name, [{**part.body, NAME: part.name, REVISION: part.revision} for part in variables])]
    )


def take_csv(engine: Engine, person: Person, key: str, number: int, data: bytes, origin: str) -> Taken:
    """Write what a file says of the variables of a table, all of it or nothing.

    Rows find their variable by its name. Nothing is added and nothing is taken out: names that only one side has are
    told. What somebody wrote after the file was made is not overwritten: that is a fault with both texts. Raises
    PackageRefusedError with every fault of the file, and what `editing.save` raises.
    """
    grid = grid_csv.read(data, origin)
    with writing(engine) as session:
        draft = open_to(session, person, key)
        table = part_of(session, draft, number)
        held = {part.name.lower(): part for part in drafts.variables(session, draft, number)}
        names = {"", table.name.lower()}
        rows = [row for row in grid.rows if row.table.lower() in names]
        faults = [
            *(one for one in grid.problems if one.severity == "error"),
            *(
                Problem(Fault.ROW, f"Row {row.line} is of the table {row.table!r}.", "Leave it out.", origin)
                for row in grid.rows
                if row.table.lower() not in names
            ),
            *(fault for row in rows if (part := held.get(row.name.lower())) for fault in _overtaken(part, row, origin)),
        ]
        if faults:
            raise PackageRefusedError(f"{origin} has faults; nothing was taken in.", problems=tuple(faults))
        if not rows:
            raise InvalidRequestError(f"{origin} has no row for {table.name!r}.", remedy="Send the file of this table.")
        changed = []
        for row in rows:
            part = held.get(row.name.lower())
            if part is None:
                continue
            # Each save counts a revision, so the draft is read anew.
            saved = save_within(session, open_to(session, person, key), person, part, _edits(part, row))
            if _differs(saved, part):
                changed.append(part.name)
    named = {row.name.lower() for row in rows}
    return Taken(
        tuple(changed),
        tuple(row.name for row in rows if row.name.lower() not in held),
        tuple(part.name for name, part in held.items() if name not in named),
    )


def _edits(part: Part, row: GridRow) -> list[Edit]:
    """What a row says otherwise than the draft."""
    before: Mapping[str, Any] = {NAME: part.name, **part.body}
    after = grid_csv.applied(dict(before), row)
    return [
        Edit(name, after.get(name))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _overtaken(part: Part, row: GridRow, origin: str) -> Iterator[Problem]:
    """What a row says otherwise than somebody wrote after the file was made: both texts, and nothing is written."""
    if row.revision in {None, part.revision}:
        return
    for edit in _edits(part, row):
        held = shown(value_of(part, edit.name))
        yield Problem(
            Fault.ROW,
            f"{part.changed_by} changed it since the file was made: {edit.name} is {held}, here {shown(edit.value)}.",
            "Take the table as CSV again; or empty the cell under Revision, and what stands in the row is written.",
            origin,
            variable=part.name,
            path=f"row {row.line}",
        )


def _differs(saved: Saved, part: Part) -> bool:
    return saved.part.revision != part.revision
