"""A draft as parts and as a package: taken apart to be edited, put together to be checked and sealed. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from catalogue.model.drafts import PartKind
from catalogue.model.known import Facts
from catalogue.packages.files import InMemory
from catalogue.packages.write import DESCRIPTOR, table_path
from catalogue.releases.canonical import digest
from catalogue.store.drafts import Part

# What a draft keeps elsewhere: the name in its own row, parts in rows of their own.
_APART = frozenset({"name", "resources", "codeLists", "$schema"})
_OF_FILES = frozenset({"data", "path", "bytes", "hash"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part before it is kept. table: number of the table, from 0, that a variable belongs to; else None."""

    kind: PartKind
    name: str
    body: Facts
    table: int | None = None


def take_apart(document: Facts, rows: Mapping[str, bytes]) -> Iterator[Piece]:
    """The parts of a descriptor, whether it is right or not: the dataset, tables with their variables, code lists.

    document: in the spelling of `packages.upgrade.upgrade_package`. rows: files of tables that hold some, by name.
    What has not the shape of a part, such as a table that is a text, is left out; the check of a package that was
    handed in tells of it before.
    """
    yield Piece(PartKind.DATASET, str(document.get("name", "")), _without(document, _APART))
    for number, table in enumerate(_groups(document.get("resources"))):
        schema = table.get("schema")
        kept = _without(schema, {"fields"}) if isinstance(schema, Mapping) else {}
        body = {**_without(table, _OF_FILES | {"name", "schema"}), **({"schema": kept} if kept else {})}
        held = rows.get(str(table.get("name", "")))
        if held is not None:
            body["data"] = data_facts(held)
        else:
            # How to read rows is no fact of a table without any.
            body.pop("dialect", None)
        yield Piece(PartKind.TABLE, str(table.get("name", "")), body)
        fields = schema.get("fields") if isinstance(schema, Mapping) else None
        for field in _groups(fields):
            yield Piece(PartKind.VARIABLE, str(field.get("name", "")), _without(field, {"name"}), number)
    for code_list in _groups(document.get("codeLists")):
        yield Piece(PartKind.CODE_LIST, str(code_list.get("name", "")), _without(code_list, {"name"}))


def put_together(slug: str, parts: Sequence[Part], rows: Mapping[int, bytes]) -> InMemory:
    """The files of a package from the parts of a draft, whether they are right or not.

    rows: the file of each table that holds some, by the number of its part.
    """
    of_table: dict[int, list[Part]] = {}
    for part in parts:
        if part.kind is PartKind.VARIABLE and part.parent is not None:
            of_table.setdefault(part.parent, []).append(part)
    dataset: Facts = next((part.body for part in parts if part.kind is PartKind.DATASET), {})
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for number, table in enumerate(part for part in parts if part.kind is PartKind.TABLE):
        variables = of_table.get(table.id, [])
        # Two tables of one name are a fault that the check tells; their files must not hide it.
        path = table_path(table.name) if table.name and "/" not in table.name else table_path(f"no-{number + 1}")
        files.setdefault(path, rows.get(table.id) or header_line(variables))
        resources.append(_resource(table, variables, path))
    document = {
        **dataset,
        "name": slug,
        "resources": resources,
        "codeLists": [{**part.body, "name": part.name} for part in parts if part.kind is PartKind.CODE_LIST],
    }
    if not document["codeLists"]:
        del document["codeLists"]
    return InMemory(DESCRIPTOR, {DESCRIPTOR: orjson.dumps(document), **files})


def _resource(table: Part, variables: Sequence[Part], path: str) -> dict[str, Any]:
    schema = table.body.get("schema")
    fields = [{**part.body, "name": part.name} for part in variables]
    return {
        **_without(table.body, {"data"}),
        "name": table.name,
        "path": path,
        "schema": {**(schema if isinstance(schema, Mapping) else {}), "fields": fields},
    }


def data_facts(body: bytes) -> dict[str, Any]:
    """What a table says of the file of its rows: digest, bytes, and how many rows there are."""
    lines = csv.reader(io.StringIO(body.decode("utf-8-sig", "replace"), newline=""))
    return {"digest": digest(body), "bytes": len(body), "rows": max(0, sum(1 for line in lines if line) - 1)}


def header_line(variables: Sequence[Part]) -> bytes:
    """The file of a table without rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(part.name for part in variables)
    return text.getvalue().encode()


def _without(facts: Facts, names: frozenset[str] | set[str]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in names}


def _groups(value: Any) -> list[Facts]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
