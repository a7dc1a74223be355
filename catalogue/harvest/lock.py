"""Face `lock`: what a project pins, so that it can tell later whether it still works on the same tables.

Committed beside a project's code, it says which snapshot was meant, under which full names its tables stand, which
columns these had, of which type, and in which state the code lists were.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalogue.harvest.subject import Subject
from catalogue.model import sail
from catalogue.model.records import Table, Variable
from catalogue.store.releases import ReleaseRecord

FORMAT = "catalogue-lock-1"
SCHEMA_PATH = "/profiles/lock-1/lock.json"


def write(subject: Subject) -> bytes:
    """The lock file: keys in the order of the alphabet, one value a line, so that two of them compare line by line."""
    return f"{json.dumps(document(subject), ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def document(subject: Subject) -> dict[str, Any]:
    """The lock file as plain data. What is not known is null."""
    release = subject.release
    return {
        "$schema": f"{subject.site}{SCHEMA_PATH}",
        "format": FORMAT,
        "dataset": {"id": release.dataset_key, "slug": release.slug, "title": release.facts.title},
        "release": {
            "version": release.version,
            "snapshot": release.snapshot or None,
            "issued": release.issued,
            "seal": release.seal,
            "content": release.content,
        },
        "addresses": {
            "page": subject.page,
            "record": subject.record,
            "descriptor": f"{subject.page}/files/datapackage.json",
            "package": f"{subject.page}/package.zip",
        },
        "tables": {table.name: _table(release, table) for table in subject.tables},
        "codeLists": {name: {"digest": one.digest} for name, one in subject.code_lists.items()},
    }


def _table(release: ReleaseRecord, table: Table) -> Mapping[str, Any]:
    full = sail.table_name(release.facts.facts, table.facts, release.snapshot)
    return {
        "physicalName": table.physical_name,
        "fullName": str(full) if full is not None else None,
        "digest": table.digest,
        "columns": [_column(variable) for variable in table.variables],
    }


def _column(variable: Variable) -> Mapping[str, Any]:
    return {
        "name": variable.name,
        "type": variable.type,
        "physicalType": variable.physical_type or None,
        "codeList": variable.code_list or None,
        "digest": variable.digest,
    }
