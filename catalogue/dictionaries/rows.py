"""Rows of a table of variables, one after the other: what each cell says of its variable."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from catalogue.dictionaries import naming
from catalogue.dictionaries.build import Builder, TableDraft
from catalogue.dictionaries.columns import Header, Role
from catalogue.dictionaries.dictionary import DictCode, DictVariable, Fault
from catalogue.dictionaries.types import constraint_fits, kind_of
from catalogue.dictionaries.values import answer, codes_in, missing_in
from catalogue.packages.rules import shown

_YES_NO = "Write Yes or No."


class Line(Protocol):
    """A row as `table_file.Row` is one."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> tuple[str, ...]: ...
    def told(self) -> str: ...


class Part(Protocol):
    """A header with its rows, as `table_file.Block` is one."""

    @property
    def header(self) -> Header: ...
    @property
    def table(self) -> str: ...
    @property
    def rows(self) -> list[Any]: ...


@dataclass(slots=True)
class _Open:
    """A variable whose rows may not all have been seen: codes can stand in the rows below it."""

    table: TableDraft
    variable: DictVariable
    cells: Mapping[Role, str]
    row: Line
    codes: list[DictCode] = field(default_factory=list)

    @property
    def tables(self) -> tuple[str, ...]:
        """Whose lists of codes can be its: those of its table first, then those of no table."""
        return (self.table.physical_name, "")


def _said(cells: Mapping[Role, str], *, alone: bool = False) -> Role | None:
    """The column that says what a code means. alone: in a list of codes; else a row with a name labels its variable."""
    own = Role.NAME in cells and not alone
    roles = (Role.CODE_LABEL,) if own else (Role.CODE_LABEL, Role.LABEL, Role.DEFINITION)
    return next((role for role in roles if role in cells), None)


def _list_key(table: str, name: str) -> str:
    """A list of codes as it is looked up: of the variable of one table, or of any."""
    return f"{naming.table_name(table)[0] if table else ''}\n{name.strip().lower()}"


class Collector:
    """Turns blocks into variables. Code blocks come first; their lists have names of their own, or of a variable."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._lists: dict[str, list[DictCode]] = {}
        self._spelled: dict[str, str] = {}
        self._used: set[str] = set()
        self._open: _Open | None = None

    def codes(self, block: Part, place: Callable[[Any], str]) -> None:
        """A block that lists codes: the name of the list, or of the variable, may stand once above several codes."""
        header, current, table = block.header, block.table, ""
        owner = next((role for role in (Role.CODE_LIST, Role.NAME, Role.TABLE) if role in header.roles), None)
        scoped = owner is Role.NAME and Role.TABLE in header.roles
        for row in block.rows:
            cells = self._cells(header, row)
            current = (cells.get(owner, "") if owner else "") or current
            table = (cells.get(Role.TABLE, "") or table) if scoped else ""
            said = _said(cells, alone=True)
            label = cells[said] if said else ""
            description = cells.get(Role.DEFINITION, "") if said is not Role.DEFINITION else ""
            if not cells.get(Role.CODE):
                self._stray(row, place(row), "names no code")
                continue
            code = DictCode(cells[Role.CODE], self._text(label, place(row)), self._text(description, place(row)))
            key = _list_key(table, current)
            self._spelled.setdefault(key, f"{table} · {current}" if table else current)
            self._lists.setdefault(key, []).append(code)
            read = {owner, said, Role.CODE, Role.DEFINITION, *([Role.TABLE] if scoped else [])}
            self._leave_unread(header, row, place(row), read, "stands beside a code, and is no property of one")

    def variables(self, block: Part, place: Callable[[Any], str]) -> None:
        """A block that lists variables. A row without a name goes on with the one above, if it holds a code."""
        current = block.table
        for row in block.rows:
            cells = self._cells(block.header, row)
            current = cells.get(Role.TABLE, "") or current
            if not cells.get(Role.NAME):
                if self._goes_on(cells, place(row)):
                    self._leave_repeats(block.header, row, cells, place(row))
                else:
                    self._stray(row, place(row), "names no variable")
                continue
            if self._repeats(cells, current):
                self._goes_on(cells, place(row))
                self._leave_repeats(block.header, row, cells, place(row))
                continue
            self._close()
            self._begin(block.header, row, cells, current, place(row))
            self._leave_beyond(block.header, row, place(row))
        self._close()

    def finish(self) -> None:
        """Tell of lists of codes that no variable has."""
        for key, codes in self._lists.items():
            if key not in self._used:
                name = self._spelled[key]
                self._builder.warn(
                    Fault.CODE_LIST,
                    f"No variable has the list of codes {shown(name)}.",
                    "Name the list in the row of its variable, or give it the variable's name.",
                )
                for code in codes:
                    self._builder.leave(name, f"{code.code} = {code.label}", "is a code of a list that nobody uses")

    def _cells(self, header: Header, row: Line) -> dict[Role, str]:
        found = {role: row.cells[index] for role, index in header.roles.items() if index < len(row.cells)}
        kept = {Role.CODE, Role.VALUES, Role.MISSING}
        return {role: text if role in kept else text.strip() for role, text in found.items() if text.strip()}

    def _text(self, text: str, place: str) -> str:
        return self._builder.text(text, place) if text else ""

    def _clean(self, code: DictCode, place: str) -> DictCode:
        label = self._text(code.label, place)
        return code if label == code.label else replace(code, label=label)

    def _stray(self, row: Line, place: str, why: str) -> None:
        self._builder.error(Fault.ROW, f"The row {why}.", "Complete the row, or delete it.", place=place)
        self._builder.leave(place, row.told(), f"is a row that {why}")

    def _leave_unread(
        self,
        header: Header,
        row: Line,
        place: str,
        read: Collection[Role | None],
        why: str,
        before: Sequence[str] = (),
    ) -> None:
        """List every cell of a row that is in no column that was read, and says not what the row before it said."""
        known = {header.roles[role] for role in read if role is not None and role in header.roles}
        for index, cell in enumerate(row.cells):
            if index in known or not cell.strip() or cell in before[index : index + 1]:
                continue
            heading = header.headings[index] if index < len(header.headings) else f"Column {index + 1}"
            self._builder.leave(f"{place} · {heading}", cell, why)

    def _leave_repeats(self, header: Header, row: Line, cells: Mapping[Role, str], place: str) -> None:
        """List what a further row of a variable says and its first row did not: one row says what it is."""
        read: set[Role | None] = {Role.NAME, Role.TABLE, Role.CODE if Role.CODE in cells else Role.VALUES, _said(cells)}
        before = self._open.row.cells if self._open else ()
        self._leave_unread(header, row, place, read, "stands in a further row of the variable", before)

    def _leave_beyond(self, header: Header, row: Line, place: str) -> None:
        beyond = [cell for cell in row.cells[len(header.headings) :] if cell.strip()]
        if beyond:
            message = "The row has more cells than the line that names the columns."
            self._builder.error(Fault.ROW, message, "Check its quotes and delimiters.", place=place)
            self._builder.leave(place, " | ".join(beyond), "stands in no column that has a name")

    def _repeats(self, cells: Mapping[Role, str], table: str) -> bool:
        """True for a row that names the variable above again, to tell another of its codes."""
        one = self._open
        return (
            one is not None
            and Role.CODE in cells
            and one.variable.name == cells[Role.NAME]
            and self._builder.table(table or "", "") is one.table
        )

    def _goes_on(self, cells: Mapping[Role, str], place: str) -> bool:
        one = self._open
        raw = cells.get(Role.CODE) or cells.get(Role.VALUES, "")
        if one is None or not raw:
            return False
        said = _said(cells)
        label = cells[said] if said else ""
        listed = () if label else codes_in(raw)
        codes = listed or (DictCode(raw.strip(), label),)
        one.codes.extend(self._clean(code, place) for code in codes)
        return True

    def _begin(self, header: Header, row: Line, cells: dict[Role, str], table: str, place: str) -> None:
        draft = self._builder.table(table, place)
        for role, attribute in ((Role.TABLE_TITLE, "title"), (Role.TABLE_DESCRIPTION, "description")):
            text = self._text(cells.get(role, ""), place)
            if text and not getattr(draft, attribute):
                setattr(draft, attribute, text)
            elif text and text != getattr(draft, attribute):
                self._builder.leave(place, text, f"is another {role.value} than the one of a row above")
        extra = {
            heading: self._text(row.cells[index], place)
            for index, heading in header.extra.items()
            if index < len(row.cells) and row.cells[index].strip()
        }
        for heading in extra:
            self._builder.column(heading)
        if Role.CODE_LABEL in cells and not {Role.CODE, Role.VALUES} & cells.keys():
            # Without a column of codes, a column of their labels lists both.
            cells[Role.VALUES] = cells.pop(Role.CODE_LABEL)
        name = cells[Role.NAME]
        where = {"table": draft.name, "variable": name, "place": place}
        kind, length = self._kind(cells, extra, where)
        variable = DictVariable(
            name,
            label=self._text(cells.get(Role.LABEL, ""), place),
            definition=self._text(cells.get(Role.DEFINITION, ""), place),
            type=kind,
            physical_type=self._text(cells.get(Role.TYPE, ""), place),
            constraints=self._constraints(cells, kind, length, extra, where),
            encrypted=self._answer(cells, Role.ENCRYPTED, extra, where),
            availability=self._availability(cells, extra, where),
            note=self._text(cells.get(Role.NOTE, ""), place),
            extra=extra,
            place=place,
        )
        if self._answer(cells, Role.KEY, extra, where):
            draft.primary_key.append(name)
        self._open = _Open(draft, variable, cells, row)
        if Role.CODE in cells:
            self._goes_on(cells, place)

    def _kind(self, cells: Mapping[Role, str], extra: dict[str, Any], where: dict[str, str]) -> tuple[str, int | None]:
        said = cells.get(Role.TYPE, "")
        kind = kind_of(said)
        if said and not kind.type:
            message = f"The type {shown(said)} is not known; the variable is taken for text."
            self._builder.warn(Fault.TYPE, message, "Correct `type` afterwards.", **where)
        length, text = kind.length, cells.get(Role.LENGTH, "")
        if text and constraint_fits(kind.type or "string") and text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004
            length = int(text)
        elif text:
            extra["Length"] = text
        return kind.type or "string", length

    def _constraints(
        self,
        cells: Mapping[Role, str],
        kind: str,
        length: int | None,
        extra: dict[str, Any],
        where: dict[str, str],
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if length and constraint_fits(kind):
            found["maxLength"] = length
        nullable = self._answer(cells, Role.NULLABLE, extra, where)
        if self._answer(cells, Role.REQUIRED, extra, where) or nullable is False:
            found["required"] = True
        if self._answer(cells, Role.UNIQUE, extra, where):
            # Table Schema knows no boolean that is unique.
            (extra if kind == "boolean" else found)["unique"] = True
        return found

    def _answer(
        self, cells: Mapping[Role, str], role: Role, extra: dict[str, Any], where: dict[str, str]
    ) -> bool | None:
        text = cells.get(role, "")
        said = answer(text)
        if text and said is None:
            extra[role.capitalize()] = text
            message = f"{shown(text)} says neither yes nor no under {role.value!r}."
            self._builder.warn(Fault.VALUES, message, _YES_NO, **where)
        return said

    def _availability(self, cells: Mapping[Role, str], extra: dict[str, Any], where: dict[str, str]) -> str:
        text = cells.get(Role.AVAILABILITY, "")
        word = next((word for word in ("core", "special") if text.lower().startswith(word)), "")
        if text and not word:
            extra["Availability"] = text
            message = f"{shown(text)} is neither core nor special."
            self._builder.warn(Fault.VALUES, message, "Write Core or Special.", **where)
        return word

    def _close(self) -> None:
        """The open variable has all of its codes: find its list, and add it to its table."""
        one, self._open = self._open, None
        if one is None:
            return
        cells, variable, extra = one.cells, one.variable, dict(one.variable.extra)
        where = {"table": one.table.name, "variable": variable.name, "place": variable.place}
        codes, wanted = self._codes_of(one, extra, where)
        labels = {code.code: code.label for code in codes}
        missing = (
            missing_in(cells.get(Role.MISSING, ""), lambda code: labels.get(code, "")) if Role.MISSING in cells else ()
        )
        name = self._builder.code_list(codes, variable.label or variable.name, wanted or variable.name, **where)
        taken = self._builder.variable(one.table, replace(variable, code_list=name, missing=missing, extra=extra))
        for code in () if taken else codes:
            self._builder.leave(
                variable.place, f"{code.code} = {code.label}", "is a code of a variable that was not taken"
            )

    def _codes_of(self, one: _Open, extra: dict[str, Any], where: dict[str, str]) -> tuple[list[DictCode], str]:
        codes = list(one.codes)
        text = one.cells.get(Role.VALUES, "")
        if text:
            listed = codes_in(text)
            codes = [*(self._clean(code, where["place"]) for code in listed), *codes]
            if not listed:
                extra["Values"] = text
                if _list_key("", text) not in self._lists:
                    self._builder.warn(
                        Fault.VALUES,
                        f"The values {shown(text)} are no list of codes; they are kept as they stand.",
                        "Write them as `1=Yes; 2=No`, or one code a row.",
                        **where,
                    )
        asked = one.cells.get(Role.CODE_LIST, "")
        names = ((name, _list_key(table, name)) for name in (asked, text, one.variable.name) for table in one.tables)
        wanted, key = next(((name, key) for name, key in names if name.strip() and key in self._lists), ("", ""))
        if wanted:
            self._used.add(key)
            codes = [*codes, *self._lists[key]]
            extra.pop("Values", None)
        if asked and not wanted:
            extra["Code list"] = asked
            if not codes:
                message = f"The list of codes {shown(asked)} is not in the file."
                self._builder.warn(Fault.CODE_LIST, message, "Add its codes to the file or to the draft.", **where)
        return codes, asked or wanted.strip()
