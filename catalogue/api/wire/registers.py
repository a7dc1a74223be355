"""Datasets and releases as plain data."""

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
    release_ref,
    sources,
)
from catalogue.api.wire.notes import notes
from catalogue.harvest.faces import FACES, address
from catalogue.model.known import Facts
from catalogue.model.notes import NoteRecord
from catalogue.model.records import DatasetFacts, dataset_facts
from catalogue.model.timeline import successor
from catalogue.store.releases import DatasetRecord, ReleaseRecord

APPROVALS = {
    "operator": "Published without a second person.",
    "two-person": "Approved by a second person.",
}


def dataset(record: DatasetRecord) -> Data:
    """A dataset as its release in force describes it; by its names alone when all are withdrawn."""
    latest = record.latest
    facts = latest.facts if latest is not None else _nothing(record)
    path = links.dataset(record.slug)
    stated = facts.facts
    return {
        "id": record.key,
        "url": links.record(path),
        "page": links.page(path),
        "slug": record.slug,
        "title": facts.title,
        "description": known(facts.description),
        "publisher": known(facts.publisher),
        "custodian": known(facts.custodian),
        "keywords": [str(word) for word in stated.get("keywords", ())],
        "accessRights": known(facts.access_rights),
        "spatial": stated.get("spatial"),
        "temporal": stated.get("temporal"),
        "unitOfCount": known(str(stated.get("unitOfCount", ""))),
        "mark": known(facts.known.mark),
        "evidence": evidence(facts.known),
        "sources": sources(facts.sources),
        "caveats": caveats(facts.caveats),
        "latest": release_ref(latest) if latest is not None else None,
        "releases": len(record.releases),
        "releasesUrl": links.record(f"{path}/releases"),
        "variablesUrl": links.listing("/variables", dataset=record.slug),
        "accessUrl": links.record(f"{path}/access"),
        "facts": stated,
    }


def dataset_record(record: DatasetRecord, noted: Iterable[NoteRecord]) -> Data:
    """A dataset with the notes about it."""
    path = links.dataset(record.slug)
    return {
        **dataset(record),
        "notes": notes(noted, record.slug),
        "notesUrl": links.record(f"{path}/notes"),
        "timelineUrl": links.record(f"{path}/timeline"),
    }


def _nothing(record: DatasetRecord) -> DatasetFacts:
    return dataset_facts({"id": record.key, "title": record.slug})


def release(record: ReleaseRecord, tables: int, receipt: Facts | None) -> Data:
    """A release. tables: how many it has. receipt: what the gate said of it, if that is recorded."""
    path = links.release(record.slug, record.version)
    mode = record.approval
    return {
        "id": f"{record.dataset_key}@{record.version}",
        "url": links.record(path),
        "page": links.page(path),
        "dataset": dataset_ref(record),
        "version": record.version,
        "title": record.facts.title,
        "snapshot": known(record.snapshot),
        "issued": record.issued,
        "recorded": record.recorded,
        "serial": record.serial,
        "content": record.content,
        "seal": record.seal,
        "previous": record.sealed.get("previous"),
        "run": _run(record),
        "approval": {
            "mode": known(mode),
            "statement": APPROVALS.get(mode, "How it was approved is not recorded."),
            "authors": list(record.authors),
            "approvedBy": known(record.approver),
        },
        "releaseNotes": known(record.notes),
        "corrects": known(record.corrects),
        "withdrawn": withdrawal(record),
        "score": _score(receipt) if receipt is not None else None,
        "tables": tables,
        "undocumentedTables": len(record.facts.facts.get("undocumentedTables", ())),
        "codeLists": [code_list_ref(record, name) for name in sorted(record.code_lists)],
        "evidence": evidence(record.facts.known),
        "tablesUrl": links.record(f"{path}/tables"),
        "package": links.page(f"{path}/files/datapackage.json"),
        "zip": links.page(f"{path}/package.zip"),
        "sealUrl": links.record(f"{path}/seal.json"),
        "receiptUrl": links.record(f"{path}/receipt.json") if receipt is not None else None,
        "contentUrl": links.stored(record.content),
        "faces": [
            {
                "name": one.name,
                "title": one.title,
                "mediaType": one.media_type,
                "url": links.page(address(path, one.name)),
            }
            for one in FACES
        ],
    }


def _score(receipt: Facts) -> Data:
    """The score of a receipt; its points are null when there is nothing of which anything could be told."""
    return {"points": receipt["score"].get("points"), "parts": receipt["score"]["parts"]}


def release_record(
    of: DatasetRecord, record: ReleaseRecord, tables: int, receipt: Facts | None, noted: Iterable[NoteRecord]
) -> Data:
    """A release with what came after it."""
    standing = [one for one in of.releases if not one.withdrawn]
    later = successor(standing, record)
    return {
        **release(record, tables, receipt),
        "notes": notes(noted, record.slug),
        "superseded": {"version": later.version, "since": later.issued} if later is not None else None,
        "correctedBy": [one.version for one in standing if one.corrects == record.version],
    }


def _run(record: ReleaseRecord) -> Data | None:
    """The run that a seal names, or None. A run that the publisher named without outputs is pinned as a whole."""
    pinned = record.sealed.get("run")
    if not pinned:
        return None
    outputs = sum(bool(one.get("table")) for one in pinned.get("outputs", ()))
    return {"id": pinned["id"], "url": links.record(links.run(pinned["id"])), "outputs": outputs}


def withdrawal(record: ReleaseRecord) -> Data | None:
    """The tombstone of a release, or None while it stands."""
    if not record.withdrawn:
        return None
    return {
        "reason": str(record.retraction.get("description", "")),
        "successor": record.retraction.get("successor"),
        "by": known(str(record.retraction.get("by", ""))),
    }
