"""Writing packages: facts in normal form to a Data Package v2 that any reader of the standard accepts.

The same facts give the same bytes. Reading what was written gives the same facts again. This module loads no parser
and no checker, so that a web worker that serves packages stays small.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR = "datapackage.json"

Facts = Mapping[str, Any]

# Properties that a reader wants first, and last; all others stand between, by the alphabet.
_PACKAGE_FIRST = (
    "$schema", "name", "id", "title", "description", "version", "snapshot", "issued", "releaseNotes", "corrects",
    "homepage", "publisher", "custodian", "accessRights", "access", "spatial", "temporal", "unitOfCount", "keywords",
    "mark", "source", "evidence", "caveats", "facts", "identifiers", "systemCode", "physicalSchema",
)  # fmt: skip
_PACKAGE_LAST = ("contributors", "licenses", "sources", "joinPaths", "undocumentedTables", "resources", "codeLists")
_TABLE_FIRST = (
    "name", "physicalName", "formerNames", "physicalSchema", "dated", "title", "description", "grain", "type", "path",
    "format", "mediatype", "encoding", "headerOnly", "bytes", "hash", "dialect", "mark", "source", "evidence",
    "caveats", "undocumentedColumns",
)  # fmt: skip
_TABLE_LAST = ("schema",)
_SCHEMA_LAST = ("primaryKey", "uniqueKeys", "foreignKeys", "missingValues")
_ENTRY_FIRST = (
    "name", "formerNames", "code", "label", "labelCy", "title", "titleCy", "type", "format", "physicalType",
    "description", "inferredMeaning", "value", "codeList", "constraints", "encrypted", "availability", "note",
    "openQuestion", "mark", "source", "evidence",
)  # fmt: skip
_ENTRY_LAST = ("caveats", "sources", "codes")
# The earliest time that a zip archive can state: the time of packing is no fact.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o100644 << 16
_UNIX = 3
# Readers refuse members that unpack to many times their size; ours from 100 times on.
_MOST_RATIO = 50
_COMPRESSION_LEVEL = 6


class Release(Protocol):
    """Facts of a release. Dates are ISO texts."""

    @property
    def version(self) -> str | None: ...
    @property
    def snapshot(self) -> str | None: ...
    @property
    def issued(self) -> str | None: ...
    @property
    def notes(self) -> str | None: ...
    @property
    def corrects(self) -> str | None: ...


class Described(Protocol):
    """What a descriptor is written from. `catalogue.packages.facts.Package` is one, and says what each part holds.

    `code_lists` are all that a reader needs to understand the variables: they travel inside the package.
    """

    @property
    def slug(self) -> str: ...
    @property
    def dataset(self) -> Facts: ...
    @property
    def release(self) -> Release: ...
    @property
    def tables(self) -> Sequence[Facts]: ...
    @property
    def code_lists(self) -> Mapping[str, Facts]: ...


class Writable(Described, Protocol):
    """A described package with the exact bytes of the tables that hold rows, by table."""

    @property
    def data(self) -> Mapping[str, bytes]: ...


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """The bytes of a package: the descriptor, to be called `datapackage.json`, and the files beside it by path."""

    descriptor: bytes
    files: Mapping[str, bytes]


def table_path(name: str) -> str:
    """Where the file of a table stands in a package."""
    return f"tables/{name}.csv"


def write_package(package: Writable) -> WrittenPackage:
    """Descriptor and files of a package."""
    files = {
        table_path(name): package.data[name] if table.get("data") else header_line(table)
        for name, table in ((str(table["name"]), table) for table in package.tables)
    }
    return WrittenPackage(write_descriptor(package), dict(sorted(files.items())))


def write_descriptor(package: Described) -> bytes:
    """`datapackage.json`: UTF-8, indented, properties in a readable order. Needs no rows in hand."""
    release = {
        "version": package.release.version,
        "snapshot": package.release.snapshot,
        "issued": package.release.issued,
        "releaseNotes": package.release.notes,
        "corrects": package.release.corrects,
    }
    whole: dict[str, Any] = {
        **package.dataset,
        "$schema": STANDARD,
        "name": package.slug,
        **{key: value for key, value in release.items() if value},
        "resources": [_resource(table) for table in sorted(package.tables, key=lambda one: str(one["name"]))],
    }
    if package.code_lists:
        whole["codeLists"] = [
            _code_list({**package.code_lists[name], "name": name}) for name in sorted(package.code_lists)
        ]
    ordered = _ordered(whole, _PACKAGE_FIRST, _PACKAGE_LAST)
    return orjson.dumps(ordered, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def header_line(table: Facts) -> bytes:
    """The CSV file of a table that holds no rows: one line of names as RFC 4180 has it, in UTF-8.

    Names are written as they are. The register takes no name that a spreadsheet would read as a formula.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(variable["name"] for variable in table["variables"])
    return text.getvalue().encode()


def package_zip(written: WrittenPackage) -> bytes:
    """A zip archive of a package: descriptor first, then files by name, no times and no owners.

    The same package gives the same bytes for as long as the compression library stays the same.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in ((DESCRIPTOR, written.descriptor), *sorted(written.files.items())):
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.create_system = _UNIX
            info.external_attr = _ORDINARY_FILE
            info.compress_type = _compression(body)
            archive.writestr(info, body, compresslevel=_COMPRESSION_LEVEL)
    return buffer.getvalue()


def _compression(body: bytes) -> int:
    """Deflated, unless that makes a member so small that readers take it for a bomb."""
    packed = len(zlib.compress(body, _COMPRESSION_LEVEL))
    return zipfile.ZIP_STORED if len(body) > packed * _MOST_RATIO else zipfile.ZIP_DEFLATED


def _resource(table: Facts) -> dict[str, Any]:
    name = str(table["name"])
    facts = {key: value for key, value in table.items() if key not in {"variables", "schema", "data"}}
    held = table.get("data")
    body = None if held else header_line(table)
    return _ordered(
        {
            **facts,
            "type": "table",
            "path": table_path(name),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            # Said outright: some readers guess, and take a `;` in a name for the delimiter.
            "dialect": {"delimiter": ",", **table.get("dialect", {})},
            "bytes": held["bytes"] if held else len(body or b""),
            "hash": f"sha256:{held['digest'] if held else hashlib.sha256(body or b'').hexdigest()}",
            "schema": _schema(table, name),
        },
        _TABLE_FIRST,
        _TABLE_LAST,
    )


def _schema(table: Facts, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = dict(table.get("schema", {}))
    if "foreignKeys" in schema:
        schema["foreignKeys"] = [_foreign_key(foreign, name) for foreign in schema["foreignKeys"]]
    schema["fields"] = [_ordered(variable, _ENTRY_FIRST, _ENTRY_LAST) for variable in table["variables"]]
    return _ordered(schema, ("fields",), _SCHEMA_LAST)


def _foreign_key(foreign: Facts, table: str) -> dict[str, Any]:
    """A reference within the table names no resource in the standard."""
    reference = {
        key: value for key, value in foreign["reference"].items() if not (key == "resource" and value == table)
    }
    return _ordered({**foreign, "reference": reference}, ("fields", "reference"), ())


def _code_list(facts: Facts) -> dict[str, Any]:
    whole = dict(facts)
    if "codes" in whole:
        whole["codes"] = [_ordered(code, _ENTRY_FIRST, _ENTRY_LAST) for code in whole["codes"]]
    return _ordered(whole, _ENTRY_FIRST, _ENTRY_LAST)


def _ordered(facts: Facts, first: Iterable[str], last: Sequence[str]) -> dict[str, Any]:
    """The same properties in a readable order, which is the same for the same properties."""
    head = [key for key in first if key in facts]
    tail = [key for key in last if key in facts]
    middle = sorted(facts.keys() - set(head) - set(tail))
    return {key: facts[key] for key in (*head, *middle, *tail)}
