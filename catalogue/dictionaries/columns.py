"""The columns that a table of variables can have, and the names by which they are recognised. Pure.

The manual shows this table; a test holds it against `NAMES`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a column says."""

    TABLE = "table"
    TABLE_TITLE = "table title"
    TABLE_DESCRIPTION = "table description"
    NAME = "name"
    LABEL = "label"
    DEFINITION = "definition"
    TYPE = "type"
    LENGTH = "length"
    VALUES = "values"
    CODE = "code"
    CODE_LABEL = "code label"
    CODE_LIST = "code list"
    MISSING = "missing values"
    REQUIRED = "required"
    NULLABLE = "nullable"
    UNIQUE = "unique"
    KEY = "primary key"
    ENCRYPTED = "encrypted"
    AVAILABILITY = "availability"
    NOTE = "note"


# For each role its names, the surest first: of two columns that could have a role, the surer one gets it.
NAMES: Mapping[Role, tuple[str, ...]] = {
    Role.TABLE: ("table name", "table", "physical table", "physical table name", "entity", "entity name",
                 "dataset name", "dataset", "data set", "data set name", "file name", "file", "form name", "module"),
    Role.TABLE_TITLE: ("table title", "table label"),
    Role.TABLE_DESCRIPTION: ("table description", "table definition", "description of table", "dataset description"),
    Role.NAME: ("variable name", "field name", "column name", "variable field name", "data element name",
                "data item name", "variable", "field", "column", "varname", "var name", "var", "data element",
                "data item", "item name", "element name", "attribute name", "attribute", "physical name", "element",
                "item", "col name", "name"),
    Role.LABEL: ("label", "variable label", "field label", "column label", "title", "display name", "caption",
                 "short description", "business name", "friendly name", "full name", "long name", "heading"),
    Role.DEFINITION: ("definition", "description", "variable description", "field description", "column description",
                      "variable definition", "field definition", "column definition", "meaning", "long description",
                      "data item description", "item description", "explanation", "desc", "details"),
    Role.TYPE: ("data type", "datatype", "type", "variable type", "field type", "column type", "sql type",
                "storage type", "physical type", "data format", "format", "type of data"),
    Role.LENGTH: ("length", "max length", "maximum length", "field length", "size", "width", "character length",
                  "column length"),
    Role.VALUES: ("values", "codes", "value labels", "allowed values", "valid values", "permitted values",
                  "permissible values", "possible values", "coding", "categories", "response options", "choices",
                  "options", "value list", "list of values", "enumeration", "domain", "code list values",
                  "codes and labels", "value set", "choices calculations or slider labels", "coded values"),
    Role.CODE: ("code", "code value", "value", "value code", "data value"),
    Role.CODE_LABEL: ("code label", "value label", "code description", "value description", "code meaning",
                      "value meaning", "code name", "value name", "decode", "meaning of code", "label of code"),
    Role.CODE_LIST: ("code list", "codelist", "code list name", "codelist name", "value set name", "lookup",
                     "lookup table", "lookup name", "list name", "reference table", "code set"),
    Role.MISSING: ("missing values", "missing", "missing value", "missing codes", "missing value codes",
                   "null values", "missing data codes", "user missing"),
    Role.REQUIRED: ("required", "mandatory", "not null", "is required", "required field", "mandatory or optional"),
    Role.NULLABLE: ("nullable", "is nullable", "null allowed", "nulls allowed", "allow nulls", "allows nulls",
                    "can be null", "optional", "null", "nulls"),
    Role.UNIQUE: ("unique", "is unique"),
    Role.KEY: ("primary key", "key", "pk", "is primary key", "primary", "part of key"),
    Role.ENCRYPTED: ("encrypted", "is encrypted", "pseudonymised", "hashed"),
    Role.AVAILABILITY: ("availability", "access level", "core or special"),
    Role.NOTE: ("notes", "note", "comments", "comment", "remarks", "remark", "additional information",
                "further information", "caveats", "data quality notes"),
}  # fmt: skip
# Where the surer column of a pair took a role, the other can still say something else.
_SECOND = {"name": Role.LABEL}
# A longer cell is no heading.
_LONGEST = 60
_KNOWN = {name: (role, rank) for role, names in NAMES.items() for rank, name in enumerate(names)}


@dataclass(frozen=True, slots=True)
class Header:
    """A header line: the position of each role, and the headings of all columns, made different from each other."""

    roles: Mapping[Role, int]
    headings: tuple[str, ...]

    @property
    def extra(self) -> dict[int, str]:
        """Columns without a role, by position."""
        taken = set(self.roles.values())
        return {index: heading for index, heading in enumerate(self.headings) if index not in taken}


def spelled(heading: str) -> str:
    """A heading without what makes no difference: case, punctuation, words run together."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", parted.lower()).split())


def roles_of(cells: Sequence[str]) -> dict[Role, int]:
    """What the columns of a header line say, by position. A column that says nothing known has no role."""
    best: dict[Role, tuple[int, int]] = {}
    known = [_known(cell) if len(cell) < _LONGEST else None for cell in cells]
    for index, found in enumerate(known):
        if found is not None and (found[0] not in best or found[1] < best[found[0]][0]):
            best[found[0]] = (found[1], index)
    roles = {role: index for role, (_, index) in best.items()}
    for index, found in enumerate(known):
        if found is not None and index not in roles.values():
            second = _SECOND.get(spelled(cells[index]))
            if second is not None and second not in roles:
                roles[second] = index
    return roles


@lru_cache(maxsize=4096)
def _known(cell: str) -> tuple[Role, int] | None:
    return _KNOWN.get(spelled(cell))


def header_of(cells: Sequence[str]) -> Header:
    """A line as a header."""
    return Header(roles_of(cells), _different(cells))


def _different(cells: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for index, cell in enumerate(cells, start=1):
        heading = " ".join(cell.split())[:200] or f"Column {index}"
        name, number = heading, 2
        while name in found:
            name, number = f"{heading} ({number})", number + 1
        found[name] = None
    return tuple(found)


def score(cells: Sequence[str]) -> int:
    """How much a line looks like the header of a table of variables or of codes; 0 when it is none."""
    roles = roles_of(cells)
    listing = Role.CODE in roles and (Role.CODE_LABEL in roles or Role.LABEL in roles or Role.DEFINITION in roles)
    if Role.NAME not in roles and not listing:
        return 0
    return len(roles) if len(roles) > 1 or sum(bool(cell.strip()) for cell in cells) == 1 else 0
