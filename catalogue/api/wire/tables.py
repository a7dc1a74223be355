"""Tables and variables as plain data."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.api import links
from catalogue.api.wire.common import (
    Data,
    caveats,
    code_list_ref,
    dataset_ref,
    evidence,
    known,
    references,
    release_ref,
    sources,
)
from catalogue.api.wire.notes import notes
from catalogue.model.notes import NoteRecord
from catalogue.model.records import Table, Variable
from catalogue.store.releases import ReleaseRecord


def table_summary(release: ReleaseRecord, record: Table, variables: int) -> Data:
    """A table without its variables. variables: how many it has."""
    path = links.table(release.slug, release.version, record.name)
    return {
        "id": f"{release.dataset_key}/{record.name}",
        "url": links.record(path),
        "page": links.page(path),
        "dataset": dataset_ref(release),
        "release": release_ref(release),
        "name": record.name,
        "physicalName": record.physical_name,
        "title": known(record.title),
        "description": known(record.description),
        "grain": known(record.grain),
        "headerOnly": record.header_only,
        "primaryKey": list(record.primary_key),
        "foreignKeys": references(record.references),
        "undocumentedColumns": record.undocumented_columns or None,
        "mark": known(record.known.mark),
        "evidence": evidence(record.known),
        "sources": sources(record.known.sources),
        "caveats": caveats(record.caveats),
        "variableCount": variables,
        "digest": record.digest,
        "facts": record.facts,
    }


def table(release: ReleaseRecord, record: Table, noted: Iterable[NoteRecord]) -> Data:
    """A table with its variables in short, in column order, and the notes about it."""
    summary = table_summary(release, record, len(record.variables))
    return {
        **summary,
        "variables": [_in_short(release, record, variable) for variable in record.variables],
        "notes": notes(noted, release.slug),
    }


def _identifier(release: ReleaseRecord, table_name: str, name: str) -> str:
    return f"{release.dataset_key}/{table_name}/{name}"


def _in_short(release: ReleaseRecord, holder: Table, record: Variable) -> Data:
    return {
        "id": _identifier(release, holder.name, record.name),
        "url": links.record(links.variable(release.slug, release.version, holder.name, record.name)),
        "name": record.name,
        "label": known(record.label),
        "type": record.type,
        "definition": known(record.definition),
        "inferredMeaning": known(record.inferred_meaning),
        "codeList": known(record.code_list),
        "mark": known(record.known.mark),
        "digest": record.digest,
    }


def variable_record(release: ReleaseRecord, holder: Table, record: Variable, noted: Iterable[NoteRecord]) -> Data:
    """A variable as a release says it, with the notes about it."""
    return {**variable(release, holder, record), "notes": notes(noted, release.slug)}


def variable(release: ReleaseRecord, holder: Table, record: Variable) -> Data:
    """A variable as a release says it. holder: its table; the table's other variables are not looked at."""
    path = links.variable(release.slug, release.version, holder.name, record.name)
    return {
        "id": _identifier(release, holder.name, record.name),
        "url": links.record(path),
        "page": links.page(path),
        "dataset": dataset_ref(release),
        "release": release_ref(release),
        "table": {
            "id": f"{release.dataset_key}/{holder.name}",
            "name": holder.name,
            "url": links.record(links.table(release.slug, release.version, holder.name)),
        },
        "name": record.name,
        "position": record.position,
        "label": known(record.label),
        "definition": known(record.definition),
        "inferredMeaning": known(record.inferred_meaning),
        "openQuestion": known(record.open_question),
        "note": known(record.note),
        "type": record.type,
        "format": known(record.format),
        "physicalType": known(record.physical_type),
        "codeList": code_list_ref(release, record.code_list) if record.code_list else None,
        "constraints": record.constraints,
        "encrypted": record.encrypted,
        "availability": record.availability,
        "primaryKey": record.is_primary_key,
        "foreignKeys": references(record.references),
        "mark": known(record.known.mark),
        "evidence": evidence(record.known),
        "sources": sources(record.known.sources),
        "caveats": caveats(record.caveats),
        "digest": record.digest,
        "facts": record.facts,
    }
