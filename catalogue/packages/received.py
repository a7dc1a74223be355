"""Packages that came as bytes: a zip archive, or a descriptor alone, whose tables then hold no rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import orjson

from catalogue.packages.archive import Archive
from catalogue.packages.document import read_document
from catalogue.packages.faults import FileFaultError, SyntaxFaultError
from catalogue.packages.files import DESCRIPTORS, Files, InMemory
from catalogue.packages.limits import Limits
from catalogue.packages.rules import Findings
from catalogue.packages.upgrade import upgrade_package
from catalogue.packages.write import DESCRIPTOR, table_path

_ZIP = b"PK"


def files_of(data: bytes, name: str, limits: Limits) -> Files:
    """The files of what was received. name: of the file as it was sent; its ending tells YAML from JSON.

    Raises PackageRefusedError for bytes that are neither an archive nor a descriptor.
    """
    findings = Findings(name)
    try:
        if data[:2] == _ZIP:
            return Archive(io.BytesIO(data), name, limits, DESCRIPTORS)
        document = _document(data, name, limits, findings)
    except (FileFaultError, SyntaxFaultError) as fault:
        findings.add(fault.rule, fault.message, fault.remedy)
        document = {}
    findings.refuse_if_failed()
    files = {}
    for number, table in enumerate(_groups(document.get("resources"))):
        table["path"] = table_path(f"no-{number}")
        files[table["path"]] = _header(table)
        # What the file was elsewhere is nothing that was received.
        for key in ("bytes", "hash"):
            table.pop(key, None)
    return InMemory(DESCRIPTOR, {DESCRIPTOR: orjson.dumps(document), **files})


def loose(files: Files, limits: Limits, origin: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Descriptor and rows by table, whether they are right or not: what a draft can start from.

    Raises PackageRefusedError when the descriptor cannot be read at all.
    """
    findings = Findings(origin)
    rows: dict[str, bytes] = {}
    document: dict[str, Any] = {}
    try:
        document = _document(files.read(files.descriptor, limits.descriptor_bytes), files.descriptor, limits, findings)
        for table in _groups(document.get("resources")):
            held = _rows(files, table, limits)
            if held is not None:
                rows[str(table.get("name", ""))] = held
    except (FileFaultError, SyntaxFaultError) as fault:
        findings.add(fault.rule, fault.message, fault.remedy)
    findings.refuse_if_failed()
    return upgrade_package(document), rows


def _document(data: bytes, name: str, limits: Limits, findings: Findings) -> dict[str, Any]:
    document = read_document(data, name, limits, findings)
    findings.refuse_if_failed()
    return document or {}


def _rows(files: Files, table: Mapping[str, Any], limits: Limits) -> bytes | None:
    """The file of a table when it holds more than a header line. One that is missing is for the check to tell."""
    path = table.get("path")
    if not isinstance(path, str):
        return None
    try:
        data = files.read(path, limits.data_bytes)
    except FileFaultError:
        return None
    return data if len(data.splitlines()) > 1 else None


def _header(table: Mapping[str, Any]) -> bytes:
    schema = table.get("schema")
    fields = schema.get("fields") if isinstance(schema, Mapping) else None
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(str(field.get("name", "")) for field in _groups(fields))
    return text.getvalue().encode("utf-8", "surrogatepass")


def _groups(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
