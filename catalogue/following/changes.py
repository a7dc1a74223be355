"""A journal entry as programs are told of it: the same in the change feed and in what webhooks are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.following.news import subject_of
from catalogue.model.kinds import VocabularyKind
from catalogue.model.names import quoted
from catalogue.store.journal import Entry

API = "/api/v1"
VOCABULARY_PATHS = {
    VocabularyKind.CODE_LIST.value: "/codelists/",
    VocabularyKind.CONCEPT.value: "/concepts/",
    VocabularyKind.ORGANISATION.value: "/organisations/",
    VocabularyKind.PATHWAY.value: "/pathways/",
}


def change(entry: Entry, slugs: Mapping[str, str], site: str) -> dict[str, Any]:
    """One entry. slugs: today's slug of each dataset by its identifier. site: public address, no final slash."""
    dataset, version = subject_of(entry, slugs)
    slug = slugs.get(dataset)
    root = f"{site}{API}"
    stored = f"{root}/objects/{entry.digest}"
    return {
        "id": str(entry.serial),
        "url": root + quoted(path) if (path := _path(entry, slug, version)) else stored,
        "serial": entry.serial,
        "kind": entry.kind,
        "subject": entry.subject,
        "dataset": slug,
        "version": (version or None) if slug else None,
        "digest": entry.digest,
        "object": stored,
        "recorded": entry.recorded,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _path(entry: Entry, slug: str | None, version: str) -> str:
    """Path of what an entry is about: a release, a dataset, vocabulary; empty for what only its object tells."""
    if slug is not None:
        return f"/datasets/{slug}/releases/{version}" if version else f"/datasets/{slug}"
    kind, _, name = entry.subject.partition(":")
    return VOCABULARY_PATHS[kind] + name if kind in VOCABULARY_PATHS else ""
