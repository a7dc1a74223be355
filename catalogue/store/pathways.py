"""Pathways: those in force, and what of the register describes their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.model.kinds import VocabularyKind
from catalogue.model.pathways import Pathway, Place, pathway_record
from catalogue.store import tables, vocabulary
from catalogue.store.concepts import former_slugs
from catalogue.store.kept import Kept
from catalogue.store.releases import DatasetRecord, ReleaseRecord

# A state never changes under its digest, so each is read once in the life of the process.
_PATHWAYS: Kept[Pathway] = Kept(256)


@dataclass(frozen=True, slots=True)
class Described:
    """What of the register describes a place.

    release: the release of the place's snapshot, or the one in force when it names none; None when there is no such
    release that stands.
    table: name of the place's table as that release holds it; empty when it names none or the release has no such.
    columns_known: false for a table that the release knows by name only.
    """

    record: DatasetRecord
    release: ReleaseRecord | None
    table: str
    columns_known: bool


def pathways(session: Session) -> tuple[Pathway, ...]:
    """All pathways as in force, in order of names. One query."""
    return vocabulary.kept(session, VocabularyKind.PATHWAY, _PATHWAYS, pathway_record)


def described(session: Session, places: Iterable[Place], records: Iterable[DatasetRecord]) -> dict[str, Described]:
    """What describes each place, by the place's name; one that nothing describes is left out. Two queries."""
    now = former_slugs(session)
    by_slug = {record.slug: record for record in records}
    owned = [
        (place, by_slug[now.get(place.dataset, place.dataset)])
        for place in places
        if now.get(place.dataset, place.dataset) in by_slug
    ]
    releases = {place.name: _release(place, record) for place, record in owned}
    held = tables.table_names(session, {one.id: one for one in releases.values() if one is not None}.values())
    found = {}
    for place, record in owned:
        release = releases[place.name]
        known = release is not None and place.table in held[release.id]
        there = known or (release is not None and place.table in _named(release))
        found[place.name] = Described(record, release, place.table if there else "", known)
    return found


def _named(release: ReleaseRecord) -> set[str]:
    """The tables that a release knows by name only."""
    return {str(one["name"]) for one in release.facts.facts.get("undocumentedTables", ())}


def _release(place: Place, record: DatasetRecord) -> ReleaseRecord | None:
    return record.by_snapshot(place.snapshot) if place.snapshot else record.latest
