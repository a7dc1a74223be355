"""The variables of a draft as one CSV file for a spreadsheet, and back. Pure.

One row a variable. What is written and read again is the same, for any text: a text that a spreadsheet would take for a
formula gets an apostrophe in front, which reading takes off; an empty cell says that there is no such property, and
`""` that it is there and empty. Lists stand as a person would write them (`-9 = Not known; -8 = Refused`), and as JSON
where that would not say the same. A column that the file does not have leaves its property alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from catalogue.dictionaries.columns import spelled
from catalogue.dictionaries.csv_cells import lines
from catalogue.dictionaries.dictionary import Fault
from catalogue.errors import Problem
from catalogue.model.vocabulary import Availability, Mark
from catalogue.packages.rules import shown, visible
from catalogue.text import plain_cell, safe_cell

Facts = dict[str, Any]

# Heading and property of each column, in the order of the file; `table` and `position` say which variable and where,
# `revision` as of when.
COLUMNS: Mapping[str, str] = {
    "Table": "table",
    "Position": "position",
    "Name": "name",
    "Label": "title",
    "Type": "type",
    "Physical type": "physicalType",
    "Definition": "description",
    "Inferred meaning": "inferredMeaning",
    "Code list": "codeList",
    "Missing values": "missingValues",
    "Required": "constraints/required",
    "Encrypted": "encrypted",
    "Availability": "availability",
    "Note": "note",
    "Mark": "mark",
    "Source": "source",
    "Revision": "revision",
}
# Which variable, where, and as of when: no properties.
_ABOUT = frozenset({"table", "name", "position", "revision"})
_BY_SPELLING = {spelled(heading): heading for heading in COLUMNS}
_ANSWERS = {"constraints/required", "encrypted"}
_LISTS = {"missingValues", "source"}
_WORDS: Mapping[str, frozenset[str]] = {
    "availability": frozenset(Availability),
    "mark": frozenset(Mark),
    "type": frozenset(
        {"string", "number", "integer", "boolean", "object", "array", "date", "time", "datetime", "year", "yearmonth",
         "duration", "geopoint", "geojson", "any"}
    ),
}  # fmt: skip
_EMPTY = '""'
_JSON = "["
# What a cell may hold; more is no cell that a spreadsheet can open.
_MOST_BYTES = 20_000_000
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class GridRow:
    """What a row says of a variable.

    line: of the file, from 1. table, name: which variable. position: its place in the table from 0, or None.
    revision: of the variable when the file was made, or None when the file does not say.
    facts: properties by their path, such as `title` and `constraints/required`; None for a property that the row says
    is not there.
    """

    line: int
    table: str
    name: str
    position: int | None
    revision: int | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that could be read, in the order of the file, and what is wrong with the others."""

    rows: tuple[GridRow, ...]
    problems: tuple[Problem, ...]


def write(tables: Sequence[tuple[str, Sequence[Facts]]]) -> bytes:
    """The variables of tables as CSV in UTF-8 with a byte order mark, by which spreadsheets know the encoding.

    A variable may have its `revision` among its facts; it comes back with the row.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for table, variables in tables:
        for position, variable in enumerate(variables):
            cells = {"table": _cell("table", table), "position": str(position + 1)}
            cells["revision"] = str(variable.get("revision", ""))
            writer.writerow(
                cells[path] if path in cells else _cell(path, _held(variable, path)) for path in COLUMNS.values()
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def read(data: bytes, origin: str = "") -> Grid:
    """The rows of such a file. Rows with faults are left out, each fault is told; nothing is raised."""
    faults = _Faults(origin)
    if len(data) > _MOST_BYTES:
        faults.add(Fault.LIMIT, f"The file holds {len(data):,} bytes; {_MOST_BYTES:,} are allowed.", "Split it.")
        return Grid((), tuple(faults.problems))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        faults.add(Fault.ENCODING, "The file is not UTF-8.", "Save it as CSV in UTF-8.", line)
        return Grid((), tuple(faults.problems))
    rows = list(_rows(text, faults))
    return Grid(_different(rows, faults), tuple(faults.problems))


class _Faults:
    """What is wrong with the rows of one file."""

    def __init__(self, origin: str) -> None:
        self.problems: list[Problem] = []
        self._origin = origin

    def add(self, rule: Fault, message: str, remedy: str, line: int = 0, table: str = "", name: str = "") -> None:
        """Note a fault of a line, or of the whole file."""
        place = f"row {line}" if line else ""
        self.problems.append(Problem(rule, message, remedy, self._origin, visible(table), visible(name), path=place))


def _rows(text: str, faults: _Faults) -> Iterator[GridRow]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = lines(text, delimiter)
    begins = 1
    try:
        paths = _paths(next(reader, []))
        if not {"name", "table"} <= set(paths):
            faults.add(Fault.HEADER, "The first line has no columns Table and Name.", f"Use: {', '.join(COLUMNS)}.", 1)
            return
        begins = reader.line_num + 1
        for cells in reader:
            if any(cells):
                row, wrong = _row(begins, paths, cells)
                for message, remedy in wrong:
                    faults.add(Fault.ROW, message, remedy, begins, row.table, row.name)
                if not wrong:
                    yield row
            begins = reader.line_num + 1
    except csv.Error as error:
        faults.add(Fault.SYNTAX, f"The row is no CSV: {error}.", "Check its quotes.", begins)


def _different(rows: Sequence[GridRow], faults: _Faults) -> tuple[GridRow, ...]:
    """The rows without those that name a variable again."""
    first: dict[tuple[str, str], GridRow] = {}
    for row in rows:
        other = first.setdefault((row.table.lower(), row.name.lower()), row)
        if other is not row:
            message = f"The variable {shown(row.name)} stands in row {other.line} already."
            faults.add(Fault.DUPLICATE, message, "Delete one of the rows.", row.line, row.table, row.name)
    return tuple(first.values())


def applied(variable: Facts, row: GridRow) -> Facts:
    """A variable with what a row says of it; properties for which the file has no column stay as they are."""
    facts = {**variable, "name": row.name}
    constraints = dict(_group(facts, "constraints"))
    for path, value in row.facts.items():
        group, name = (constraints, "required") if path == "constraints/required" else (facts, path)
        if value is None:
            group.pop(name, None)
        else:
            group[name] = value
    if constraints:
        facts["constraints"] = constraints
    elif "constraints/required" in row.facts and isinstance(facts.get("constraints"), Mapping):
        facts.pop("constraints")
    return facts


def _held(variable: Facts, path: str) -> Any:
    group, _, name = path.rpartition("/")
    return _group(variable, group).get(name) if group else variable.get(path)


def _group(variable: Facts, name: str) -> Mapping[str, Any]:
    """A group of properties; an empty one where a draft that is not right yet has something else there."""
    found = variable.get(name)
    return found if isinstance(found, Mapping) else {}


def _paths(header: Sequence[str]) -> list[str]:
    """The property of each column; columns that are not known get a name that no property has."""
    found: list[str] = []
    for index, cell in enumerate(header):
        heading = _BY_SPELLING.get(spelled(cell))
        path = COLUMNS[heading] if heading else ""
        found.append(path if path and path not in found else f"?{index}")
    return found


def _cell(path: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = value if isinstance(value, str) and path not in _LISTS else _plain(path, value)
    if text and set(text) == {'"'} and len(text) > 1:
        text = f'{text}"'
    return safe_cell(text or _EMPTY)


def _text(cell: str) -> str:
    text = plain_cell(cell)
    if text == _EMPTY:
        return ""
    return text[:-1] if text and set(text) == {'"'} and len(text) > len(_EMPTY) else text


def _plain(path: str, value: Any) -> str:
    """A list, or one source, as a person would write it; as JSON where that would be read as something else."""
    texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    said = [(one, "") if isinstance(one, str) else (one.get("value", ""), one.get("label", "")) for one in texts]
    text = "; ".join(f"{code} = {label}" if label else code for code, label in said)
    if text and not text.startswith(_JSON) and _list(path, text) == value:
        return text
    return orjson.dumps([value, None] if isinstance(value, str) else value).decode()


def _list(path: str, text: str) -> Any:
    """What a person means by a list. One source is a text, several are a list; missing values are always a list."""
    if text.startswith(_JSON):
        return orjson.loads(text)
    pieces = [piece.strip() for piece in text.split(";")]
    if path == "source":
        return pieces if len(pieces) > 1 else text
    pairs = [[part.strip() for part in piece.split("=", 1)] for piece in pieces]
    if all(len(pair) == 1 for pair in pairs):
        return pieces
    return [{"value": pair[0], "label": pair[1]} if len(pair) > 1 else {"value": pair[0]} for pair in pairs]


def _row(line: int, paths: Sequence[str], row: Sequence[str]) -> tuple[GridRow, list[tuple[str, str]]]:
    """What a row says, and what is wrong with it: messages with remedies."""
    cells = dict(zip(paths, row, strict=False))
    wrong: list[tuple[str, str]] = []
    if any(row[len(paths) :]):
        wrong.append(("The row has more cells than the first line.", "Check its quotes and delimiters."))
    facts: Facts = {}
    for path, cell in cells.items():
        if path in _ABOUT or path.startswith("?"):
            continue
        try:
            facts[path] = _value(path, cell)
        except GridValueError as error:
            wrong.append((error.message, error.remedy))
    table, name = _text(cells.get("table", "")), _text(cells.get("name", ""))
    if not name or not table:
        wrong.append(("The row does not say which variable of which table it is about.", "Fill in Table and Name."))
    position, fine = _number(cells.get("position", ""))
    if not fine:
        message = f"The position {shown(cells['position'])} is no whole number from 1."
        wrong.append((message, "Number the variables from 1."))
    revision, fine = _number(cells.get("revision", ""))
    if not fine:
        message = f"The revision {shown(cells['revision'])} is no whole number from 1."
        wrong.append((message, "Leave it as it came, or empty the cell."))
    return GridRow(line, table, name, None if position is None else position - 1, revision, facts), wrong


def _number(cell: str) -> tuple[int | None, bool]:
    """A whole number from 1, or None for an empty cell; and whether the cell is one of both."""
    text = plain_cell(cell).strip().removesuffix(".0")
    whole = text.isascii() and text.isdigit() and len(text) < _DIGITS and int(text) > 0
    return (int(text) if whole else None), whole or not text


class GridValueError(ValueError):
    """A cell that says nothing that its column can hold."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def _value(path: str, cell: str) -> Any:
    """What a cell says. Raises GridValueError."""
    if cell == "":
        return None
    text = _text(cell)
    if path in _ANSWERS:
        if text.strip().lower() not in {"yes", "no"}:
            raise GridValueError(f"{shown(text)} is neither Yes nor No.", "Write Yes or No, or leave the cell empty.")
        return text.strip().lower() == "yes"
    if path in _WORDS:
        if text.strip().lower() not in _WORDS[path]:
            raise GridValueError(
                f"{shown(text)} cannot stand under {path}.", f"Use: {', '.join(sorted(_WORDS[path]))}."
            )
        return text.strip().lower()
    if path not in _LISTS:
        return text
    try:
        value = _list(path, text)
    except orjson.JSONDecodeError:
        raise GridValueError(f"{shown(text)} is no JSON list.", "Write the texts with `;` between them.") from None
    return value[0] if path == "source" and isinstance(value, list) and value[1:] == [None] else value
