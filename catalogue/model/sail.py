"""Names in the SAIL Databank: how its schemas, tables and columns are named, and what a project calls them. Pure.

A table stands at the core as `SAILCAFEV.ECMS_APPLICATIONS_20240111`: schema, table, day of the snapshot. Look-up tables
stand in a schema of their own, `SAILCAFEREFV`. A project sees the same table as
`SAIL1661V.CAFE_ECMS_APPLICATIONS_20240111` and may write to `SAILW1661V`. A column that ends in `_E` is encrypted at
the core; the project sees it encrypted anew, under a name that ends in `_PE`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SCHEMA = re.compile(
    r"sail(?:(?P<writable>w)(?=\d))?(?:(?P<shared>x)?(?P<project>\d{4})|(?P<code>[a-z]{3,4}?)(?P<reference>ref)?)v",
    re.IGNORECASE | re.ASCII,
)
_TABLE = re.compile(r"(?P<table>[A-Z0-9_]+?)(?:_(?P<snapshot>\d{8}))?", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"(?P<code>[A-Z]{3,4})_(?P<table>.+)")
_CORE_KEY = re.compile(r"(?<=.)_e\Z", re.IGNORECASE)
_PROJECT_KEY = re.compile(r"(?<=.)_pe\Z", re.IGNORECASE)
_PROJECT = re.compile(r"\d{4}", re.ASCII)


class SchemaKind(StrEnum):
    """What a schema is for."""

    CORE = "core"
    REFERENCE = "reference"
    PROJECT = "project"
    WRITABLE = "writable"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class SailName:
    """A table of the databank by its full name, in capitals. `snapshot` is eight digits, or empty."""

    schema: str
    table: str
    snapshot: str = ""

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}{'_' if self.snapshot else ''}{self.snapshot}"

    @property
    def kind(self) -> SchemaKind | None:
        """What its schema is for; None when the databank would not name one so."""
        return schema_kind(self.schema)

    def in_project(self, project: str) -> SailName:
        """The same table in the view of a project, given by its four digits.

        Only a table of a core schema has another name there; published code reads look-up tables where they stand.
        """
        match = SCHEMA.fullmatch(self.schema)
        if match is None or self.kind is not SchemaKind.CORE:
            return self
        return SailName(project_schema(project), f"{match['code'].upper()}_{self.table}", self.snapshot)

    def at_core(self) -> SailName:
        """The same table in its core schema, when this is a name in a project's view."""
        match = _CODE.fullmatch(self.table)
        if match is None or self.kind is not SchemaKind.PROJECT:
            return self
        return SailName(f"SAIL{match['code']}V", match["table"], self.snapshot)


def parse(text: str) -> SailName | None:
    """A full table name, letters in any case; None for what is not one."""
    schema, point, rest = text.strip().partition(".")
    match = _TABLE.fullmatch(rest)
    if not point or match is None or SCHEMA.fullmatch(schema) is None:
        return None
    return SailName(schema.upper(), match["table"].upper(), match["snapshot"] or "")


def schema_kind(schema: str) -> SchemaKind | None:
    """What a schema is for, by its name; None when the databank would not name one so."""
    match = SCHEMA.fullmatch(schema)
    if match is None:
        return None
    if match["project"] is None:
        return SchemaKind.REFERENCE if match["reference"] else SchemaKind.CORE
    if match["shared"]:
        return SchemaKind.SHARED
    return SchemaKind.WRITABLE if match["writable"] else SchemaKind.PROJECT


def project_schema(project: str, *, writable: bool = False) -> str:
    """The schema of a project's views, or the one it may write to. Raises ValueError for other than four digits."""
    if _PROJECT.fullmatch(project) is None:
        raise ValueError(f"{project!r} is not the number of a project, which has four digits")
    return f"SAIL{'W' if writable else ''}{project}V"


def project_column(name: str) -> str:
    """What a project calls a column: `CASE_ID_E` becomes `CASE_ID_PE`, all others keep their names."""
    return _CORE_KEY.sub("_PE", name)


def core_column(name: str) -> str:
    """What a column is called at the core: `CASE_ID_PE` becomes `CASE_ID_E`, all others keep their names."""
    return _PROJECT_KEY.sub("_E", name)


def table_name(dataset: Mapping[str, Any], table: Mapping[str, Any], snapshot: str) -> SailName | None:
    """A table's full name by the naming rule, from what a release says; None when schema or snapshot is not known.

    A table that names a `physicalSchema` stands there; all others in that of the dataset. A table that says
    `dated: false` has no day in its name. snapshot: ISO date.
    """
    schema = _schema(dataset, table)
    if not schema or not snapshot:
        return None
    day = "" if table.get("dated") is False else snapshot.replace("-", "")
    return SailName(schema, str(table.get("physicalName", table["name"])), day)


def is_look_up(dataset: Mapping[str, Any], table: Mapping[str, Any]) -> bool:
    """True for a table that stands in a schema of look-up tables."""
    return schema_kind(_schema(dataset, table)) is SchemaKind.REFERENCE


def _schema(dataset: Mapping[str, Any], table: Mapping[str, Any]) -> str:
    return str(table.get("physicalSchema") or dataset.get("physicalSchema", ""))
