"""Datasets and their releases as plain records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from catalogue.model import Change, Dataset, Release, SlugAlias, StoredObject
from catalogue.model.records import DatasetFacts, Facts, dataset_facts
from catalogue.model.timeline import in_force, order
from catalogue.store.objects import document

# How many content documents a process keeps parsed, the oldest going first.
REMEMBERED = 256
_CONTENTS: dict[str, tuple[DatasetFacts, Facts]] = {}


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """One sealed version: dates as ISO texts, digests as 64 hexadecimal digits, `recorded` in UTC."""

    id: int
    dataset_key: str
    slug: str
    version: str
    snapshot: str
    issued: str
    serial: int
    recorded: str
    content: str
    seal: str
    facts: DatasetFacts
    sealed: Facts
    code_lists: Facts
    retraction: Facts

    @property
    def withdrawn(self) -> bool:
        """True when a tombstone stands in its place."""
        return bool(self.retraction)

    @property
    def approval(self) -> str:
        """How it was approved: `operator` or `two-person`."""
        return str(self.sealed.get("approval", {}).get("mode", ""))

    @property
    def notes(self) -> str:
        """The steward's notes on this release, Markdown."""
        return str(self.sealed.get("releaseNotes", ""))


@dataclass(frozen=True, slots=True)
class DatasetRecord:
    """A dataset with all of its releases, oldest first by (issued, version)."""

    key: str
    slug: str
    releases: tuple[ReleaseRecord, ...]

    @property
    def latest(self) -> ReleaseRecord | None:
        """The release in force, or None when all are withdrawn."""
        return in_force(self.releases)

    def release(self, version: str) -> ReleaseRecord | None:
        """The release of that version."""
        return next((one for one in self.releases if one.version == version), None)

    def by_snapshot(self, snapshot: str) -> ReleaseRecord | None:
        """The newest release of that snapshot date that stands."""
        return in_force(one for one in self.releases if one.snapshot == snapshot)


def _releases_with_objects() -> Select[Release, StoredObject, StoredObject, StoredObject, str]:
    content, seal, tombstone = aliased(StoredObject), aliased(StoredObject), aliased(StoredObject)
    return (
        select_rows(Release, content, seal, tombstone, col(Change.recorded))
        .join(content, col(content.id) == col(Release.content_id))
        .join(seal, col(seal.id) == col(Release.seal_id))
        .join(Change, col(Change.serial) == col(Release.serial))
        .outerjoin(tombstone, col(tombstone.id) == col(Release.retraction_id))
    )


# Every page asks it, and putting it together takes longer than running it.
_RELEASES = _releases_with_objects()


def all_datasets(session: Session) -> list[DatasetRecord]:
    """Every dataset with its releases, in order of slugs. Two queries, however many there are."""
    datasets = session.exec(select(Dataset).order_by(col(Dataset.slug))).all()
    return _with_releases(session, datasets)


def keys(session: Session) -> dict[str, str]:
    """Permanent identifier by slug, former slugs included. Two queries."""
    former = select_rows(col(SlugAlias.slug), col(Dataset.key)).join(
        Dataset, col(Dataset.id) == col(SlugAlias.dataset_id)
    )
    current = select_rows(col(Dataset.slug), col(Dataset.key))
    return {slug: key for query in (former, current) for slug, key in session.execute(query)}


def dataset_by_slug(session: Session, slug: str) -> DatasetRecord | None:
    """The dataset that has, or once had, this slug: compare `.slug` to see whether it moved."""
    row = session.exec(select(Dataset).where(Dataset.slug == slug)).first()
    if row is None:
        query = select(Dataset).join(SlugAlias, col(SlugAlias.dataset_id) == col(Dataset.id))
        row = session.exec(query.where(SlugAlias.slug == slug)).first()
    return _with_releases(session, [row])[0] if row is not None else None


def dataset_by_key(session: Session, key: str) -> DatasetRecord | None:
    """The dataset of a permanent identifier."""
    row = session.exec(select(Dataset).where(Dataset.key == key)).first()
    return _with_releases(session, [row])[0] if row is not None else None


def _with_releases(session: Session, datasets: Iterable[Dataset]) -> list[DatasetRecord]:
    rows = {dataset.id: dataset for dataset in datasets}
    query = _RELEASES
    if len(rows) == 1:
        query = query.where(col(Release.dataset_id) == next(iter(rows)))
    found: dict[int | None, list[ReleaseRecord]] = {}
    for release, content_row, seal_row, tombstone_row, recorded in session.execute(query):
        dataset = rows.get(release.dataset_id)
        if dataset is not None:
            record = _release(dataset, release, content_row, seal_row, tombstone_row, recorded)
            found.setdefault(dataset.id, []).append(record)
    return [
        DatasetRecord(dataset.key, dataset.slug, tuple(sorted(found.get(dataset.id, []), key=order)))
        for dataset in rows.values()
    ]


def _content(stored: StoredObject) -> tuple[DatasetFacts, Facts]:
    """Facts and code lists of a content document; what a digest stands for never changes, so it is parsed once."""
    found = _CONTENTS.get(stored.digest)
    if found is None:
        body = document(stored.body)
        found = (dataset_facts(body["dataset"]), body.get("codeLists", {}))
        while len(_CONTENTS) >= REMEMBERED:
            _CONTENTS.pop(next(iter(_CONTENTS)), None)
        _CONTENTS[stored.digest] = found
    return found


def _release(
    dataset: Dataset,
    release: Release,
    content: StoredObject,
    seal: StoredObject,
    tombstone: StoredObject | None,
    recorded: str,
) -> ReleaseRecord:
    facts, code_lists = _content(content)
    return ReleaseRecord(
        id=release.id or 0,
        dataset_key=dataset.key,
        slug=dataset.slug,
        version=release.version,
        snapshot=release.snapshot or "",
        issued=release.issued,
        serial=release.serial,
        recorded=recorded,
        content=content.digest,
        seal=seal.digest,
        facts=facts,
        sealed=document(seal.body),
        code_lists=code_lists,
        retraction=document(tombstone.body) if tombstone is not None else {},
    )
