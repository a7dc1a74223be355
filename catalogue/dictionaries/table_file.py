"""Dictionaries that are tables of variables: rows of texts to a dictionary. CSV files and workbooks share it.

A sheet holds blocks; a block is a header line and the rows below it. A block lists variables, or codes. The table that
a variable belongs to is said by a column, by a heading above the block (`Table: CASES`), or by the name of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalogue.dictionaries.build import Builder
from catalogue.dictionaries.columns import Header, Role, header_of, roles_of, score
from catalogue.dictionaries.dictionary import Fault
from catalogue.dictionaries.rows import Collector

# Lines above the header that are looked through for it.
_PREAMBLE = 40
# Cells of a line that can be names of columns by accident.
_FEW = 2
_HEADING = re.compile(
    r"(?:table|table name|dataset|data set|file|section|entity|view)\s*[:=\u2013-]\s*(?P<name>\S.*)", re.IGNORECASE
)
_CODE_SHEET = re.compile(
    r"\b(?:codes?|code ?lists?|values?|value ?sets?|look ?ups?|categories|coding)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: its number as the file counts it, from 1, and its cells as texts."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[int]:
        """Positions of cells that are not blank."""
        return [index for index, cell in enumerate(self.cells) if cell.strip()]

    def told(self) -> str:
        """The row in one line, for lists of what was not taken."""
        return " | ".join(cell.strip() for cell in self.cells if cell.strip())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, or a whole CSV file. `name` is empty for a CSV file; `table` is the table it is about if nothing in it
    says another."""

    name: str
    table: str
    rows: Sequence[Row]

    def place(self, row: Row) -> str:
        """Where a row is, for messages."""
        return f"{self.name} · row {row.number}" if self.name else f"row {row.number}"


@dataclass(slots=True)
class Block:
    """A header line with the rows below it, and the table that a heading above it names."""

    header: Header
    table: str
    rows: list[Row] = field(default_factory=list)


def read_sheets(sheets: Sequence[Sheet], builder: Builder) -> None:
    """Everything that the sheets say, into the builder. Sheets of codes are read first: variables refer to them."""
    found = [(sheet, _blocks(sheet, builder)) for sheet in sheets]
    collector = Collector(builder)
    listing = [(sheet, block) for sheet, blocks in found for block in blocks if _lists_codes(sheet, block)]
    for sheet, block in listing:
        collector.codes(block, sheet.place)
    for sheet, blocks in found:
        for block in blocks:
            if not any(block is other for _, other in listing):
                collector.variables(block, sheet.place)
    collector.finish()


def header_score(rows: Sequence[Row]) -> int:
    """How much rows look like a dictionary: the best score of a line among the first ones."""
    return max((score(row.cells) for row in rows[:_PREAMBLE]), default=0)


def _lists_codes(sheet: Sheet, block: Block) -> bool:
    """True for a block that lists codes rather than variables."""
    roles = block.header.roles
    if Role.CODE not in roles or not {Role.CODE_LABEL, Role.LABEL, Role.DEFINITION} & roles.keys():
        return False
    if Role.NAME not in roles:
        return True
    if {Role.TYPE, Role.VALUES, Role.LENGTH, Role.REQUIRED} & roles.keys():
        return False
    return bool(_CODE_SHEET.search(sheet.name)) or (
        Role.CODE_LABEL not in roles and not (Role.LABEL in roles and Role.DEFINITION in roles)
    )


def _blocks(sheet: Sheet, builder: Builder) -> list[Block]:
    rows = [row for row in sheet.rows if row.filled]
    if not rows:
        return []
    start = _header_at(rows)
    if start is None:
        builder.error(
            Fault.HEADER,
            "No line names columns that are known, such as Variable, Label and Type.",
            "Name the columns as the manual lists them, or leave this sheet out.",
            place=sheet.name,
        )
        for row in rows:
            builder.leave(sheet.place(row), row.told(), "stands in a sheet without a header line")
        return []
    return list(_divided(sheet, rows, start, builder))


def _header_at(rows: Sequence[Row]) -> int | None:
    scores = [score(row.cells) for row in rows[:_PREAMBLE]]
    best = max(scores, default=0)
    if best == 0:
        return None
    # The first of nearly equal ones: later blocks repeat it.
    return next(index for index, one in enumerate(scores) if one == best)


def _divided(sheet: Sheet, rows: Sequence[Row], start: int, builder: Builder) -> Iterator[Block]:
    """The blocks of a sheet. What stands above the first header, other than a heading, is listed."""
    table, pending = sheet.table, list(rows[:start])
    block: Block | None = None
    for row in rows[start:]:
        if block is None or _repeats(row, block.header) or _begins(row):
            title, rest = _heading(pending, alone=block is not None)
            for one in rest:
                builder.leave(sheet.place(one), one.told(), "stands above a header line")
            if block is not None:
                yield block
            table = title or table
            block, pending = Block(header_of(row.cells), table), []
        elif (named := _named(row)) and Role.TABLE not in block.header.roles:
            block.rows.extend(pending)
            yield block
            table, pending = named, []
            block = Block(block.header, table)
        elif len(row.filled) == 1:
            # It may be the heading of the next block: that shows with the next line.
            block.rows.extend(pending)
            pending = [row]
        else:
            block.rows.extend(pending)
            block.rows.append(row)
            pending = []
    if block is not None:
        block.rows.extend(pending)
        yield block


def _repeats(row: Row, other: Header) -> bool:
    """True for a line that is a header again: most of the roles of the one before, and no role by accident."""
    enough = max(2, len(other.roles) - 1)
    return len(roles_of(row.cells).keys() & other.roles.keys()) >= enough and score(row.cells) >= enough


def _begins(row: Row) -> bool:
    """True for a line that is a header of another kind: all of its cells, three or more, name known columns."""
    return len(row.filled) > _FEW and len(roles_of(row.cells)) == len(row.filled) and score(row.cells) > _FEW


def _named(row: Row) -> str:
    match = _HEADING.fullmatch(row.cells[row.filled[0]].strip()) if len(row.filled) == 1 else None
    return match["name"].strip() if match else ""


def _heading(pending: Sequence[Row], *, alone: bool) -> tuple[str, list[Row]]:
    """The table that lines above a header name, and the other lines. alone: a single cell is enough of a name."""
    for index in range(len(pending) - 1, -1, -1):
        if named := _named(pending[index]):
            return named, [*pending[:index], *pending[index + 1 :]]
    if alone and pending and len(pending[-1].filled) == 1:
        return pending[-1].cells[pending[-1].filled[0]].strip(), list(pending[:-1])
    return "", list(pending)
