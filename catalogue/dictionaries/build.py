"""Putting a dictionary together: what every reader does with names, codes, faults and leftovers, once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.dictionaries import naming
from catalogue.dictionaries.dictionary import (
    DictCode,
    DictCodeList,
    Dictionary,
    DictTable,
    DictVariable,
    Fault,
    ForeignKey,
    Missing,
    Unmapped,
)
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.errors import DictionaryRefusedError, Problem
from catalogue.packages.rules import shown, visible
from catalogue.packages.syntax import FORBIDDEN

_MOST_OF_A_KIND = 100


@dataclass(slots=True)
class TableDraft:
    """A table that is being read. Variables by their names in lower case."""

    name: str
    physical_name: str
    physical_schema: str = ""
    title: str = ""
    description: str = ""
    primary_key: list[str] = field(default_factory=list)
    unique_keys: list[tuple[str, ...]] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, DictVariable] = field(default_factory=dict)


class Builder:
    """Collects what a reader finds in one file. `origin` is the name of the file, as messages say it."""

    def __init__(self, origin: str, form: str, limits: DictionaryLimits, data: bytes | None = None) -> None:
        self.origin = visible(origin, 200)
        self.format = form
        self.limits = limits
        self.title = ""
        self.description = ""
        self._digest = hashlib.sha256(data).hexdigest() if data is not None else ""
        self._tables: dict[str, TableDraft] = {}
        self._codes: dict[tuple[DictCode, ...], DictCodeList] = {}
        self._list_names: set[str] = set()
        self._problems: list[Problem] = []
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._unmapped: list[Unmapped] = []
        self._columns: dict[str, None] = {}
        self._variables = 0

    def error(self, fault: Fault, message: str, remedy: str = "", **where: str) -> None:
        """Note a fault for which something was left out. where: `table`, `variable`, `place`."""
        self._note(fault, message, remedy, "error", where)

    def warn(self, fault: Fault, message: str, remedy: str = "", **where: str) -> None:
        """Note something that was decided and should be looked at."""
        self._note(fault, message, remedy, "warning", where)

    def _note(self, fault: Fault, message: str, remedy: str, severity: str, where: Mapping[str, str]) -> None:
        self._kinds[fault, severity] += 1
        if self._kinds[fault, severity] <= _MOST_OF_A_KIND:
            table, variable = visible(where.get("table", "")), visible(where.get("variable", ""))
            place = visible(where.get("place", ""), 200)
            self._problems.append(Problem(fault, message, remedy, self.origin, table, variable, severity, place))

    def leave(self, place: str, text: str, why: str) -> None:
        """List something that has no place in a package, as it stood."""
        self._unmapped.append(Unmapped(place, text, why))

    def column(self, heading: str) -> None:
        """List the heading of a column that has no name in packages; its texts stay with the variables."""
        self._columns[FORBIDDEN.sub("", heading)] = None

    def refuse(self, message: str, remedy: str = "", fault: Fault = Fault.LIMIT) -> DictionaryRefusedError:
        """The refusal of the whole file, to be raised."""
        return refusal(self.origin, message, remedy, fault)

    def text(self, value: str, place: str) -> str:
        """A text as packages can hold it; signs that no text may hold are taken out, and what is too long is cut."""
        if FORBIDDEN.search(value):
            self.warn(Fault.TEXT, "Signs that cannot be seen were taken out of a text.", "Look at it.", place=place)
            self.leave(place, repr(value[: self.limits.text_length]), "held signs that no text may hold")
            value = FORBIDDEN.sub("", value)
        if len(value) > self.limits.text_length:
            self.error(
                Fault.LIMIT,
                f"A text has {len(value):,} characters; {self.limits.text_length:,} are allowed.",
                "Shorten it.",
                place=place,
            )
            self.leave(place, value, "is too long")
            value = value[: self.limits.text_length]
        return value

    def table(self, physical: str, place: str = "") -> TableDraft:
        """The table that the file calls so; a new one the first time."""
        wanted = self.text(physical, place)
        key = wanted.strip().lower()
        if key not in self._tables:
            if len(self._tables) >= self.limits.tables:
                raise self.refuse(f"The dictionary has more than {self.limits.tables:,} tables.", "Split the file.")
            name, bare, schema = naming.table_name(wanted)
            unique = naming.free(name, {one.name for one in self._tables.values()}, 128, "_")
            if unique != name:
                self.warn(
                    Fault.NAME,
                    f"The table {shown(wanted)} is called {unique!r} here, because {name!r} is taken.",
                    "Give the tables of the dictionary names that differ by more than case, schema and snapshot.",
                    table=unique,
                    place=place,
                )
            self._tables[key] = TableDraft(unique, bare, schema)
        return self._tables[key]

    def variable(self, table: TableDraft, found: DictVariable) -> bool:
        """Add a variable to a table; False when it cannot be, which is then noted and listed."""
        name = naming.variable_name(found.name)
        where = {"table": table.name, "variable": found.name, "place": found.place}
        if not name:
            self.error(Fault.NAME, f"{shown(found.name)} is no name for a variable.", "Give it one.", **where)
            self.leave(found.place, _told(found), "has no name that a variable can have")
            return False
        twin = table.variables.get(name.lower())
        if twin is not None:
            same = twin.name == name
            message = (
                f"The variable {shown(name)} stands twice in the table."
                if same
                else f"The variables {twin.name!r} and {name!r} differ only by the case of letters."
            )
            remedy = f"The one of {twin.place or 'before'} was taken; rename or remove the other."
            self.error(Fault.DUPLICATE, message, remedy, **where)
            self.leave(found.place, _told(found), f"the table has {twin.name!r} already")
            return False
        self._variables += 1
        if self._variables > self.limits.variables:
            raise self.refuse(f"The dictionary has more than {self.limits.variables:,} variables.", "Split the file.")
        extra = {self.text(str(key), found.place): value for key, value in found.extra.items()}
        missing = tuple(Missing(self.text(one.value, found.place), one.label) for one in found.missing)
        if name != found.name:
            extra["name"] = found.name
            message = f"The name {shown(found.name)} cannot stand in a package; it is {name!r} here."
            self.warn(Fault.NAME, message, "Check that it is the name of the column.", **where)
        table.variables[name.lower()] = replace(found, name=name, extra=extra, missing=missing)
        return True

    def code_list(self, codes: Sequence[DictCode], title: str, wanted: str = "", **where: str) -> str:
        """The name of a code list of these codes, shared by everything that has the very same ones; empty for none.

        A code with two meanings is a fault: the code stays, without a meaning, and both are listed.
        """
        clean = self._distinct(codes, where)
        if not clean:
            return ""
        if clean in self._codes:
            return self._codes[clean].name
        name = naming.free(naming.slug(wanted or title, "values"), self._list_names)
        self._list_names.add(name)
        self._codes[clean] = DictCodeList(name, title or wanted or name, clean)
        return name

    def _distinct(self, codes: Iterable[DictCode], where: Mapping[str, str]) -> tuple[DictCode, ...]:
        found: dict[str, DictCode] = {}
        told: set[str] = set()
        for said in codes:
            one = replace(said, code=self.text(said.code, where.get("place", "")))
            if not one.code:
                self.leave(where.get("place", ""), f"= {one.label}", "is a meaning without a code")
                continue
            other = found.setdefault(one.code, one)
            if other == one:
                continue
            if one.code not in told:
                told.add(one.code)
                found[one.code] = DictCode(one.code)
                self._collision(other, where)
                message = f"The code {shown(one.code)} has two meanings: {shown(other.label)} and {shown(one.label)}."
                self.error(Fault.CODE, message, "Find out which is right; it has none here.", **where)
            self._collision(one, where)
        return tuple(found.values())

    def _collision(self, code: DictCode, where: Mapping[str, str]) -> None:
        place = " · ".join(part for part in (where.get("variable", ""), where.get("place", "")) if part)
        self.leave(place, f"{code.code} = {code.label}", "is a code with more than one meaning")

    def finish(self) -> Dictionary:
        """The dictionary. Raises DictionaryRefusedError when it has no variable."""
        tables = tuple(self._finished(one) for one in self._tables.values() if one.variables)
        if not tables:
            raise DictionaryRefusedError(
                f"{self.origin} describes no variable.",
                remedy="The manual lists how dictionaries may be written: /help/importing",
                problems=tuple(self._problems),
            )
        for one in self._tables.values():
            if not one.variables:
                self.leave("", one.physical_name, "is a table without variables")
        used = {variable.code_list for table in tables for variable in table.variables}
        more = sum(max(0, count - _MOST_OF_A_KIND) for count in self._kinds.values())
        if more:
            self._problems.append(
                Problem(Fault.MORE, f"{more:,} further problems are not listed.", "", self.origin, severity="warning")
            )
        return Dictionary(
            title=self.title,
            description=self.description,
            tables=tables,
            code_lists=tuple(
                sorted((one for one in self._codes.values() if one.name in used), key=lambda one: one.name)
            ),
            unmapped=tuple(self._unmapped),
            problems=tuple(self._problems),
            format=self.format,
            origin=self.origin,
            digest=self._digest,
            columns=tuple(self._columns),
        )

    def _finished(self, table: TableDraft) -> DictTable:
        return DictTable(
            name=table.name,
            physical_name=table.physical_name,
            physical_schema=table.physical_schema,
            title=table.title,
            description=table.description,
            variables=tuple(table.variables.values()),
            primary_key=self._key(table, table.primary_key),
            unique_keys=tuple(key for key in (self._key(table, key) for key in table.unique_keys) if key),
            foreign_keys=tuple(table.foreign_keys),
            extra=dict(table.extra),
        )

    @staticmethod
    def _key(table: TableDraft, names: Iterable[str]) -> tuple[str, ...]:
        found = [table.variables[one.lower()].name for one in names if one.lower() in table.variables]
        return tuple(dict.fromkeys(found))


def refusal(origin: str, message: str, remedy: str = "", fault: Fault = Fault.LIMIT) -> DictionaryRefusedError:
    """The refusal of a whole file, to be raised."""
    problem = Problem(fault, message, remedy, visible(origin, 200))
    return DictionaryRefusedError(f"{problem.file}: {message}", remedy=remedy, problems=(problem,))


def _told(variable: DictVariable) -> str:
    """What a row said of a variable, in one line."""
    parts = (variable.name, variable.label, variable.definition, variable.physical_type, variable.note)
    more = (f"{key}: {value}" for key, value in variable.extra.items())
    return " | ".join(part for part in (*parts, *more) if part)
