"""Reading packages: files to plain data, checks in a fixed order, and the normal form.

1. bytes: kinds and sizes of files, encoding, syntax, depth, characters (`files`, `archive`, `syntax`, `values`)
2. one spelling: older versions and defaults (`upgrade`), then the canonical form of values
3. the profile: which properties there are, and of what type (`profile`)
4. names, keys, types, meaning, evidence, time, series (`check_names`, `check_fields`, `check_facts`, `check_concepts`)
5. files of tables: paths, digests, header lines, who may hold rows (`check_files`)
6. the verdict of frictionless, on the descriptor and on rows (`verdict`)

A step is left out only when what it stands on is broken, so that one reading finds as much as it can.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalogue.packages.check_facts import check_facts
from catalogue.packages.check_fields import check_fields
from catalogue.packages.check_files import TableFiles, check_files, check_formats
from catalogue.packages.check_names import check_keys, check_names
from catalogue.packages.check_series import check_series, check_series_rows
from catalogue.packages.document import read_document
from catalogue.packages.facts import Package, ReleaseFacts, Vocabulary
from catalogue.packages.faults import FileFaultError, SyntaxFaultError
from catalogue.packages.files import Files, find_packages, open_package
from catalogue.packages.limits import Limits
from catalogue.packages.profile import check_profile
from catalogue.packages.rules import Findings, Rule
from catalogue.packages.terms import read_vocabulary
from catalogue.packages.upgrade import upgrade_package
from catalogue.packages.verdict import check_descriptor, check_rows
from catalogue.releases.canonical import normalise

__all__ = [
    "Limits",
    "Package",
    "ReleaseFacts",
    "Vocabulary",
    "find_packages",
    "read_in_memory",
    "read_package",
    "read_vocabulary",
]

# Facts of the release, and things that have a place of their own in a Package.
_NOT_DATASET = {
    "name",
    "resources",
    "codeLists",
    "version",
    "created",
    "snapshot",
    "issued",
    "releaseNotes",
    "corrects",
}
# How the file is written is no fact of a table; how to read its rows is, as long as it has any.
_NOT_TABLE = {"path", "bytes", "hash", "schema", "dialect"}


def read_package(path: Path, limits: Limits, *, origin: str = "") -> Package:
    """The checked package at a path: a descriptor, the folder that holds it, or a zip archive.

    `origin` is how messages name the descriptor; without one it is the path. Raises PackageRefusedError with every
    problem found, and nothing else, whatever the bytes are.
    """

    def read(findings: Findings) -> Package | None:
        with open_package(path, limits) as files:
            if not origin:
                findings.origin = str(path if path.name == files.descriptor else path / files.descriptor)
            return _read(files, limits, findings)

    return _checked(Findings(origin or str(path)), read)


def read_in_memory(files: Files, limits: Limits, origin: str) -> Package:
    """The checked package of files that are on no disk. Raises PackageRefusedError as `read_package` does."""
    return _checked(Findings(origin), lambda findings: _read(files, limits, findings))


def _checked(findings: Findings, read: Callable[[Findings], Package | None]) -> Package:
    package = None
    try:
        package = read(findings)
    except (FileFaultError, SyntaxFaultError) as fault:
        findings.add(fault.rule, fault.message, fault.remedy)
    findings.refuse_if_failed()
    if package is None:
        raise AssertionError("a package that could not be read left no finding")
    return package


def _read(files: Files, limits: Limits, findings: Findings) -> Package | None:
    document = read_document(files.read(files.descriptor, limits.descriptor_bytes), files.descriptor, limits, findings)
    if document is None or not _count(document, limits, findings):
        return None
    document = check_profile(normalise(upgrade_package(document)) or {}, "profile", findings)
    check_names(document, findings)
    check_keys(document, findings)
    check_fields(document, findings)
    check_facts(document, findings)
    check_series(document, findings)
    check_formats(document, findings)
    found = check_files(document, files, limits, findings)
    if not findings.failed:
        check_descriptor(document, findings)
    if not findings.failed:
        check_rows(document, found.data, findings)
    if not findings.failed:
        check_series_rows(document, found.data, findings)
    return None if findings.failed else _package(document, found, findings)


def _count(document: dict[str, Any], limits: Limits, findings: Findings) -> bool:
    """Note too many tables or columns; False when there are. Nothing is known yet about the descriptor's shape."""
    resources = document.get("resources")
    tables = resources if isinstance(resources, list) else []
    total = 0
    if len(tables) > limits.tables:
        findings.add(
            Rule.TABLE_COUNT,
            f"The package has {len(tables):,} tables; {limits.tables:,} are allowed.",
            "Split the package, or raise the limit in the settings.",
        )
    for number, table in enumerate(tables, start=1):
        schema = table.get("schema") if isinstance(table, dict) else None
        fields = schema.get("fields") if isinstance(schema, dict) else None
        count = len(fields) if isinstance(fields, list) else 0
        total += count
        if count > limits.columns_per_table:
            findings.add(
                Rule.COLUMN_COUNT,
                f"The table has {count:,} columns; {limits.columns_per_table:,} are allowed.",
                "Split the table, or raise the limit in the settings.",
                table=str(table.get("name", f"no. {number}"))[:200],
            )
    if total > limits.columns_per_package:
        findings.add(
            Rule.COLUMN_COUNT,
            f"The package has {total:,} columns; {limits.columns_per_package:,} are allowed.",
            "Split the package, or raise the limit in the settings.",
        )
    return not findings.failed


def _package(document: dict[str, Any], found: TableFiles, findings: Findings) -> Package:
    """The facts of a descriptor that has passed every check."""
    return Package(
        slug=document["name"],
        dataset={key: value for key, value in document.items() if key not in _NOT_DATASET},
        tables=tuple(sorted((_table(table, found) for table in document["resources"]), key=lambda one: one["name"])),
        release=ReleaseFacts(
            version=document.get("version"),
            snapshot=document.get("snapshot"),
            issued=document.get("issued"),
            notes=document.get("releaseNotes"),
            corrects=document.get("corrects"),
        ),
        code_lists={code_list["name"]: code_list for code_list in document.get("codeLists", ())},
        data=found.data,
        origin=findings.origin,
        warnings=findings.warnings,
    )


def _table(table: dict[str, Any], found: TableFiles) -> dict[str, Any]:
    name = table["name"]
    facts = {key: value for key, value in table.items() if key not in _NOT_TABLE}
    schema = {key: value for key, value in table["schema"].items() if key != "fields"}
    if schema:
        facts["schema"] = schema
    facts["variables"] = table["schema"]["fields"]
    if name in found.data:
        body = found.data[name]
        facts["data"] = {
            "digest": hashlib.sha256(body).hexdigest(),
            "bytes": len(body),
            "rows": found.rows[name],
        }
        if "dialect" in table:
            facts["dialect"] = table["dialect"]
    return facts
