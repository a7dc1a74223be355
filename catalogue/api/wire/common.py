"""Parts that several nouns share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalogue.api import links
from catalogue.model.known import Caveat, Known, Source
from catalogue.model.records import Reference
from catalogue.store.releases import ReleaseRecord

Data = dict[str, Any]


def known(text: str) -> str | None:
    """A text, or None for one that is empty: nobody said."""
    return text or None


def source(item: Source) -> Data:
    """Where a fact is from."""
    return {
        "name": item.name,
        "title": item.title,
        "path": known(item.path),
        "version": known(item.version),
        "description": known(item.description),
    }


def sources(items: Iterable[Source]) -> list[Data]:
    """Where facts are from."""
    return [source(item) for item in items]


def evidence(fact: Known) -> Data:
    """Whether a fact is confirmed for its release."""
    return {"status": known(fact.evidence), "note": known(fact.evidence_note), "confirmed": fact.confirmed}


def caveats(items: Iterable[Caveat]) -> list[Data]:
    """Warnings."""
    return [
        {
            "name": item.name,
            "title": item.title,
            "description": known(item.description),
            "severity": item.severity,
            "period": {"begins": known(item.period_from), "ends": known(item.period_to)},
            "mark": known(item.mark),
            "sources": sources(item.sources),
        }
        for item in items
    ]


def references(items: Iterable[Reference]) -> list[Data]:
    """Foreign keys."""
    return [
        {
            "fields": list(item.fields),
            "table": item.table,
            "targetFields": list(item.target_fields),
            "note": known(item.note),
            "mark": known(item.mark),
        }
        for item in items
    ]


def dataset_ref(release: ReleaseRecord) -> Data:
    """The dataset of a release, named."""
    return {"id": release.dataset_key, "slug": release.slug, "url": links.record(links.dataset(release.slug))}


def release_ref(release: ReleaseRecord) -> Data:
    """A release, named."""
    return {
        "id": f"{release.dataset_key}@{release.version}",
        "version": release.version,
        "snapshot": known(release.snapshot),
        "issued": release.issued,
        "url": links.record(links.release(release.slug, release.version)),
    }


def code_list_ref(release: ReleaseRecord, name: str) -> Data:
    """A code list in the state that a release pins."""
    digest = release.code_lists.get(name)
    return {
        "name": name,
        "digest": digest,
        "url": links.record(f"/codelists/{name}"),
        "object": links.stored(digest) if digest else None,
    }
