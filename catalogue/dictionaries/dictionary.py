"""What a data dictionary says, whatever file it came in: tables, variables, code lists, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalogue.errors import Problem


class Fault(StrEnum):
    """Stable codes of what is wrong with, or worth knowing about, a data dictionary."""

    ENCODING = "dict-encoding"
    TEXT = "dict-text"
    HEADER = "dict-header"
    ROW = "dict-row"
    SYNTAX = "dict-syntax"
    NAME = "dict-name"
    DUPLICATE = "dict-duplicate"
    TYPE = "dict-type"
    VALUES = "dict-values"
    CODE = "dict-code"
    CODE_LIST = "dict-codelist"
    KEY = "dict-key"
    MERGED = "dict-merged"
    FORMULA = "dict-formula"
    HIDDEN = "dict-hidden"
    LIMIT = "dict-limit"
    MORE = "dict-more"


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Something of the file that has no place in a package, exactly as it stood.

    place: where it stood, such as `Sheet1 · row 12`. text: what stood there. why: why it was not taken.
    """

    place: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that stands for no value, and what it says of why there is none; the label may be empty."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class DictCode:
    """A value of a code list, exactly as the data hold it, with what it means. All but the code may be empty."""

    code: str
    label: str = ""
    description: str = ""
    label_cy: str = ""


@dataclass(frozen=True, slots=True)
class DictCodeList:
    """Values that one or several variables can hold. `name` is a slug; `codes` are in the order of the file."""

    name: str
    title: str
    codes: tuple[DictCode, ...]


@dataclass(frozen=True, slots=True)
class DictVariable:
    """A column.

    name: as the data have it. type: in the words of Table Schema. physical_type: as the file says it, or empty.
    code_list: name of the code list of its values, or empty. constraints: in the words of Table Schema.
    extra: what else the file says of it, by the file's own words. place: where in the file it stands.
    """

    name: str
    label: str = ""
    definition: str = ""
    type: str = "string"
    physical_type: str = ""
    missing: tuple[Missing, ...] = ()
    code_list: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    encrypted: bool | None = None
    availability: str = ""
    note: str = ""
    inferred: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that name a row of another table, with the columns there. `table` is that table's physical name."""

    fields: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DictTable:
    """A table. `name` fits addresses, `physical_name` is as the file has it."""

    name: str
    physical_name: str
    variables: tuple[DictVariable, ...]
    title: str = ""
    description: str = ""
    physical_schema: str = ""
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A data dictionary as read.

    title: what the file calls the whole, or empty. origin: name of the file. digest: SHA-256 of its bytes, or empty.
    format: one of `catalogue.dictionaries.recognise.FORMATS`, `database` or `folder`.
    unmapped: everything of the file that found no place. Properties of a variable that have no name in packages are
    not listed there: they stay with the variable, as `extra`.
    columns: headings of such columns, each once.
    problems: what is wrong, with severity `error` for what was left out and `warning` for what was decided.
    """

    title: str
    tables: tuple[DictTable, ...]
    code_lists: tuple[DictCodeList, ...]
    unmapped: tuple[Unmapped, ...]
    problems: tuple[Problem, ...]
    format: str
    origin: str
    digest: str = ""
    description: str = ""
    columns: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which something was left out."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def variables(self) -> int:
        """How many variables all tables have."""
        return sum(len(table.variables) for table in self.tables)
