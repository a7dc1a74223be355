"""Journal entries, signed heads and the way in as plain data."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.api import links
from catalogue.api.wire.common import Data
from catalogue.audit.heads import keys_of, of_row
from catalogue.errors import NotFoundError
from catalogue.model import SignedHead
from catalogue.model.kinds import VocabularyKind
from catalogue.settings import VERSION
from catalogue.store.journal import Entry, Head

VOCABULARY_PATHS = {
    VocabularyKind.CODE_LIST.value: "/codelists/",
    VocabularyKind.CONCEPT.value: "/concepts/",
    VocabularyKind.ORGANISATION.value: "/organisations/",
    VocabularyKind.PATHWAY.value: "/pathways/",
}


def head(at: Head) -> Data:
    """The end of the journal."""
    return {"serial": at.serial, "hash": at.hash}


def change(entry: Entry, slugs: Mapping[str, str]) -> Data:
    """One entry. slugs: today's slug of each dataset by its identifier."""
    key, at, version = entry.subject.rpartition("@")
    # A dataset's identifier may hold an `@` of its own; a subject that is one as a whole has no version.
    dataset, version = (entry.subject, "") if entry.subject in slugs or not at else (key, version)
    slug = slugs.get(dataset)
    return {
        "id": str(entry.serial),
        "url": _url(entry, slug, version),
        "serial": entry.serial,
        "kind": entry.kind,
        "subject": entry.subject,
        "dataset": slug,
        "version": (version or None) if slug else None,
        "digest": entry.digest,
        "object": links.stored(entry.digest),
        "recorded": entry.recorded,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _url(entry: Entry, slug: str | None, version: str) -> str:
    """Record of what an entry is about: a release, a dataset, vocabulary; else the object that tells it."""
    if slug is not None:
        return links.record(links.release(slug, version) if version else links.dataset(slug))
    kind, _, name = entry.subject.partition(":")
    if kind in VOCABULARY_PATHS:
        return links.record(VOCABULARY_PATHS[kind] + name)
    return links.stored(entry.digest)


def signed(row: SignedHead) -> Data:
    """A signed head."""
    return {"id": str(row.id), "url": links.record("/journal/head"), **of_row(row).document()}


def key(row: SignedHead) -> Data:
    """The key that signed a head. Raises NotFoundError when what stands beside it is no key."""
    found = keys_of([row])
    if not found:
        raise NotFoundError("What stands beside the newest head is no key.", remedy="Run `catalogue verify`.")
    (own,) = found
    return {"id": own.id, "url": links.record("/journal/key"), "publicKey": own.base64, "pem": own.pem}


def entry(at: Head) -> Data:
    """The way in."""
    return {
        "title": "Cafcass data catalogue",
        "version": VERSION,
        "head": head(at),
        "datasets": links.record("/datasets"),
        "variables": links.record("/variables"),
        "codelists": links.record("/codelists"),
        "concepts": links.record("/concepts"),
        "organisations": links.record("/organisations"),
        "pathways": links.record("/pathways"),
        "changes": links.record("/changes"),
        "search": links.record("/search"),
        "suggest": links.record("/suggest"),
        "openapi": links.page("/api/openapi.json"),
        "docs": links.page("/api/docs"),
        "problems": links.page("/help/problems"),
    }
