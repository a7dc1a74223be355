"""Structural metadata in the layout of the HDR UK Gateway: its JSON, or its table as CSV or workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

import orjson

from catalogue.dictionaries import csv_file, excel
from catalogue.dictionaries.build import Builder, TableDraft
from catalogue.dictionaries.dictionary import DictCode, Dictionary, DictVariable, Fault
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.table_file import Sheet, read_sheets
from catalogue.dictionaries.types import kind_of
from catalogue.packages.rules import shown

# The Gateway has said `tables` of `columns` since version 3 of its schema, and `dataClasses` of `elements` before.
_TABLES = ("tables", "dataClasses", "dataClass")
_COLUMNS = ("columns", "elements", "dataElements")
_TABLE_KNOWN = frozenset({"name", "label", "description", *_COLUMNS})
_COLUMN_KNOWN = frozenset({"name", "label", "description", "dataType", "values"})
_VALUE_KNOWN = frozenset({"name", "description", "frequency"})


def read(data: bytes, name: str, limits: DictionaryLimits) -> Dictionary:
    """The dictionary. Raises DictionaryRefusedError for what is none, or describes no variable."""
    builder = Builder(name, "gateway", limits, data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        _read_json(data, builder)
    elif data.startswith(b"PK"):
        read_sheets(excel.sheets_of(data, builder), builder)
    else:
        read_sheets([Sheet("", PurePath(name).stem, csv_file.read_rows(data, builder))], builder)
    return builder.finish()


def _read_json(data: bytes, builder: Builder) -> None:
    try:
        document = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        message = f"It is no JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        raise builder.refuse(message, "Save it again from the program that wrote it.", Fault.SYNTAX) from error
    tables = _tables(document)
    if tables is None:
        message = "It is JSON without the tables and columns that the Gateway's layout has."
        remedy = "Hand in its `structuralMetadata`. A data package is checked with `catalogue check`."
        raise builder.refuse(message, remedy, Fault.SYNTAX)
    if isinstance(document, dict):
        summary = document.get("summary")
        about = summary if isinstance(summary, dict) else document
        builder.title = builder.text(_words(about.get("title") or about.get("name")), "title")
        for key, value in document.items():
            if key not in {"structuralMetadata", "title", "name", *_TABLES}:
                builder.leave(key, orjson.dumps(value).decode(), "describes the dataset, not its variables")
    for number, table in enumerate(tables, start=1):
        if isinstance(table, dict):
            _read_table(table, f"table {number}", builder)
        else:
            builder.error(Fault.SYNTAX, "An entry of the tables is no group.", "Correct it.", place=f"table {number}")
            builder.leave(f"table {number}", orjson.dumps(table).decode(), "is no table")


def _tables(document: Any) -> list[Any] | None:
    """The list of tables, wherever versions of the layout have it."""
    if isinstance(document, list):
        return document if any(_columns(one) is not None for one in document) else None
    if not isinstance(document, dict):
        return None
    if "structuralMetadata" in document:
        return _tables(document["structuralMetadata"])
    return next((found for key in _TABLES if isinstance(found := document.get(key), list)), None)


def _columns(table: Any) -> list[Any] | None:
    if not isinstance(table, dict):
        return None
    return next((found for key in _COLUMNS if isinstance(found := table.get(key), list)), None)


def _read_table(table: Mapping[str, Any], place: str, builder: Builder) -> None:
    name = _words(table.get("name") or table.get("label")) or PurePath(builder.origin).stem
    draft = builder.table(name, place)
    draft.description = draft.description or builder.text(_words(table.get("description")), place)
    draft.extra |= dict(_others(table, _TABLE_KNOWN, place, builder))
    for number, column in enumerate(_columns(table) or (), start=1):
        where = f"{place} · column {number}"
        if isinstance(column, dict) and _words(column.get("name") or column.get("label")):
            _read_column(column, draft, where, builder)
        else:
            builder.error(Fault.ROW, "A column has no name.", "Give it one.", table=draft.name, place=where)
            builder.leave(where, orjson.dumps(column).decode(), "is a column without a name")


def _read_column(column: Mapping[str, Any], draft: TableDraft, place: str, builder: Builder) -> None:
    name = _words(column.get("name") or column.get("label"))
    where = {"table": draft.name, "variable": name, "place": place}
    said = _words(column.get("dataType"))
    kind = kind_of(said)
    if said and not kind.type:
        message = f"The type {shown(said)} is not known; the variable is taken for text."
        builder.warn(Fault.TYPE, message, "Correct `type` afterwards.", **where)
    values = column.get("values")
    codes = list(_codes(values if isinstance(values, list) else (), place, builder))
    builder.variable(
        draft,
        DictVariable(
            name,
            label=builder.text(_words(column.get("label")) if column.get("name") else "", place),
            definition=builder.text(_words(column.get("description")), place),
            type=kind.type or "string",
            physical_type=builder.text(said, place),
            constraints={"maxLength": kind.length} if kind.length else {},
            code_list=builder.code_list(codes, name, **where),
            extra=dict(_others(column, _COLUMN_KNOWN, place, builder)),
            place=place,
        ),
    )


def _codes(values: Any, place: str, builder: Builder) -> Iterator[DictCode]:
    for value in values:
        if not isinstance(value, dict) or not _words(value.get("name")):
            builder.leave(place, orjson.dumps(value).decode(), "is a value without a name")
            continue
        yield DictCode(_words(value["name"]), builder.text(_words(value.get("description")), place))
        if value.get("frequency") is not None:
            # A count may be of few people; whoever wants it has the file.
            builder.leave(place, "", f"is how often {shown(value['name'])} occurs: counts are not taken")
        for key, member in _others(value, _VALUE_KNOWN, place, builder):
            builder.leave(f"{place} · {key}", str(member), "is a property of a value that is not known")


def _others(group: Mapping[str, Any], known: frozenset[str], place: str, builder: Builder) -> Iterator[tuple[str, Any]]:
    for key, value in group.items():
        if key not in known and value is not None:
            builder.column(key)
            yield key, value if isinstance(value, bool | int) else builder.text(_words(value), place)


def _words(value: Any) -> str:
    """A value as text; what is no single value, as JSON."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else orjson.dumps(value).decode()
