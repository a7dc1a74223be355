"""Rows of a table of variables, one after the other: what each cell says of its variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

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
    codes: list[DictCode] = field(default_factory=list)


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
        header, current = block.header, block.table
        owner = next((role for role in (Role.CODE_LIST, Role.NAME, Role.TABLE) if role in header.roles), None)
        for row in block.rows:
            cells = self._cells(header, row)
            current = (cells.get(owner, "") if owner else "") or current
            label = cells.get(Role.CODE_LABEL) or cells.get(Role.LABEL, "")
            description = cells.get(Role.DEFINITION, "") if label else ""
            label = label or cells.get(Role.DEFINITION, "")
            if not cells.get(Role.CODE):
                self._stray(row, place(row), "names no code")
                continue
            self._spelled.setdefault(current.lower(), current)
            code = DictCode(cells[Role.CODE], self._text(label, place(row)), self._text(description, place(row)))
            self._lists.setdefault(current.lower(), []).append(code)
            self._leave_extra(header, row, place(row))

    def variables(self, block: Part, place: Callable[[Any], str]) -> None:
        """A block that lists variables. A row without a name goes on with the one above, if it holds a code."""
        current = block.table
        for row in block.rows:
            cells = self._cells(block.header, row)
            current = cells.get(Role.TABLE, "") or current
            if not cells.get(Role.NAME):
                if not self._goes_on(cells, place(row)):
                    self._stray(row, place(row), "names no variable")
                continue
            if self._repeats(cells, current):
                self._goes_on(cells, place(row))
                continue
            self._close()
            self._begin(block.header, row, cells, current, place(row))
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

    def _leave_extra(self, header: Header, row: Line, place: str) -> None:
        for index, heading in header.extra.items():
            if index < len(row.cells) and row.cells[index].strip():
                self._builder.column(heading)
                self._builder.leave(f"{place} · {heading}", row.cells[index], "is a column of codes that is not known")

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
        label = cells.get(Role.CODE_LABEL, "") or (
            "" if cells.get(Role.NAME) else cells.get(Role.LABEL) or cells.get(Role.DEFINITION, "")
        )
        listed = () if label else codes_in(raw)
        codes = listed or (DictCode(raw.strip(), label),)
        one.codes.extend(self._clean(code, place) for code in codes)
        return True

    def _begin(self, header: Header, row: Line, cells: dict[Role, str], table: str, place: str) -> None:
        draft = self._builder.table(table, place)
        for role, attribute in ((Role.TABLE_TITLE, "title"), (Role.TABLE_DESCRIPTION, "description")):
            if cells.get(role) and not getattr(draft, attribute):
                setattr(draft, attribute, self._text(cells[role], place))
        extra = {
            heading: self._text(row.cells[index], place)
            for index, heading in header.extra.items()
            if index < len(row.cells) and row.cells[index].strip()
        }
        for heading in extra:
            self._builder.column(heading)
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
        self._open = _Open(draft, variable, cells)
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
        if self._answer(cells, Role.UNIQUE, extra, where) and kind != "boolean":
            found["unique"] = True
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
                if text.strip().lower() not in self._lists:
                    self._builder.warn(
                        Fault.VALUES,
                        f"The values {shown(text)} are no list of codes; they are kept as they stand.",
                        "Write them as `1=Yes; 2=No`, or one code a row.",
                        **where,
                    )
        asked = one.cells.get(Role.CODE_LIST, "")
        wanted = next(
            (key for key in (asked, text.strip(), one.variable.name) if key and key.lower() in self._lists), ""
        )
        if wanted:
            self._used.add(wanted.lower())
            codes = [*codes, *self._lists[wanted.lower()]]
            extra.pop("Values", None)
        if asked and not wanted:
            extra["Code list"] = asked
            if not codes:
                message = f"The list of codes {shown(asked)} is not in the file."
                self._builder.warn(Fault.CODE_LIST, message, "Add its codes to the file or to the draft.", **where)
        return codes, asked or wanted
