"""Datasets and their releases as plain records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from catalogue.model import Change, Dataset, Release, SlugAlias, StoredObject
from catalogue.model.known import Facts
from catalogue.model.records import DatasetFacts, dataset_facts
from catalogue.model.timeline import in_force, order
from catalogue.store.kept import Kept
from catalogue.store.objects import bodies
from catalogue.store.prepared import Prepared

_Content = tuple[DatasetFacts, Facts]
# Content documents, and seals and tombstones, that a process keeps parsed.
_CONTENTS: Kept[_Content] = Kept(1024)
_SAID: Kept[Facts] = Kept(8192)


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
    def authors(self) -> tuple[str, ...]:
        """Accounts that wrote it, as far as the seal says."""
        return tuple(self.sealed.get("approval", {}).get("authors", ()))

    @property
    def approver(self) -> str:
        """Account of the second person who approved it, or empty."""
        return str(self.sealed.get("approval", {}).get("approvedBy", ""))

    @property
    def notes(self) -> str:
        """The steward's notes on this release, Markdown."""
        return str(self.sealed.get("releaseNotes", ""))

    @property
    def receipt(self) -> str:
        """Digest of the receipt of the gate, or empty for a release that was sealed before there were any."""
        return str(self.sealed.get("receipt", ""))

    @property
    def corrects(self) -> str:
        """Version of the release that it puts right, or empty."""
        return str(self.sealed.get("corrects", ""))


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

    @property
    def publisher(self) -> str:
        """Who publishes it: what its release in force says, else its newest one; empty when there is none."""
        release = self.latest or (self.releases[-1] if self.releases else None)
        return release.facts.publisher if release is not None else ""

    def release(self, version: str) -> ReleaseRecord | None:
        """The release of that version."""
        return next((one for one in self.releases if one.version == version), None)

    def by_snapshot(self, snapshot: str) -> ReleaseRecord | None:
        """The newest release of that snapshot date that stands."""
        return in_force(one for one in self.releases if one.snapshot == snapshot)


@dataclass(frozen=True, slots=True)
class _Row:
    """A release as its rows say it; the digests name the documents that say the rest."""

    id: int
    dataset_id: int
    version: str
    snapshot: str | None
    issued: str
    serial: int
    recorded: str
    content: str
    seal: str
    tombstone: str | None


def _release_rows() -> Select[int, int, str, str | None, str, int, str, str, str, str | None]:
    content, seal, tombstone = aliased(StoredObject), aliased(StoredObject), aliased(StoredObject)
    columns: tuple[Any, ...] = (
        col(Release.id),
        col(Release.dataset_id),
        col(Release.version),
        col(Release.snapshot),
        col(Release.issued),
        col(Release.serial),
        col(Change.recorded),
        col(content.digest),
        col(seal.digest),
        col(tombstone.digest),
    )
    return (
        select_rows(*columns)
        .join(content, col(content.id) == col(Release.content_id))
        .join(seal, col(seal.id) == col(Release.seal_id))
        .join(Change, col(Change.serial) == col(Release.serial))
        .outerjoin(tombstone, col(tombstone.id) == col(Release.retraction_id))
    )


@dataclass(frozen=True, slots=True)
class _Series:
    """A dataset as its row says it."""

    id: int
    key: str
    slug: str


# Every page asks these, and putting them together takes longer than running them.
_ROWS = Prepared(lambda _: _release_rows())
_ROWS_OF_ONE = Prepared(lambda _: _release_rows().where(col(Release.dataset_id) == bindparam("dataset")))
_DATASETS = Prepared(
    lambda _: select_rows(col(Dataset.id), col(Dataset.key), col(Dataset.slug)).order_by(col(Dataset.slug))
)


def all_datasets(session: Session) -> list[DatasetRecord]:
    """Every dataset with its releases, in order of slugs. Two queries, and two for what has not been read yet."""
    return _with_releases(session, [_Series(*row) for row in _DATASETS.rows(session, {})])


def keys(session: Session) -> dict[str, str]:
    """Permanent identifier by slug, former slugs included. Two queries."""
    former = select_rows(col(SlugAlias.slug), col(Dataset.key)).join(
        Dataset, col(Dataset.id) == col(SlugAlias.dataset_id)
    )
    current = select_rows(col(Dataset.slug), col(Dataset.key))
    return {slug: key for query in (former, current) for slug, key in session.execute(query)}


def slugs(session: Session) -> dict[str, str]:
    """Today's slug by permanent identifier. One query."""
    query = select_rows(col(Dataset.key), col(Dataset.slug))
    return {key: slug for key, slug in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


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


def _with_releases(session: Session, datasets: Iterable[Dataset | _Series]) -> list[DatasetRecord]:
    by_id = {dataset.id or 0: dataset for dataset in datasets}
    if len(by_id) == 1:
        found_rows = _ROWS_OF_ONE.rows(session, {"dataset": next(iter(by_id))})
    else:
        found_rows = _ROWS.rows(session, {})
    rows = [row for row in (_Row(*values) for values in found_rows) if row.dataset_id in by_id]
    contents = _CONTENTS.all((row.content for row in rows), lambda missing: _contents(session, missing))
    said = _SAID.all(
        (digest for row in rows for digest in (row.seal, row.tombstone) if digest),
        lambda missing: bodies(session, missing),
    )
    found: dict[int, list[ReleaseRecord]] = {}
    for row in rows:
        found.setdefault(row.dataset_id, []).append(_release(by_id[row.dataset_id], row, contents[row.content], said))
    return [
        DatasetRecord(dataset.key, dataset.slug, tuple(sorted(found.get(number, []), key=order)))
        for number, dataset in by_id.items()
    ]


def _contents(session: Session, digests: Iterable[str]) -> dict[str, _Content]:
    """Facts of the dataset, and code lists, of content documents."""
    return {
        digest: (dataset_facts(body["dataset"]), body.get("codeLists", {}))
        for digest, body in bodies(session, digests).items()
    }


def _release(dataset: Dataset | _Series, row: _Row, content: _Content, said: Mapping[str, Facts]) -> ReleaseRecord:
    facts, code_lists = content
    return ReleaseRecord(
        id=row.id,
        dataset_key=dataset.key,
        slug=dataset.slug,
        version=row.version,
        snapshot=row.snapshot or "",
        issued=row.issued,
        serial=row.serial,
        recorded=row.recorded,
        content=row.content,
        seal=row.seal,
        facts=facts,
        sealed=said[row.seal],
        code_lists=code_lists,
        retraction=said[row.tombstone] if row.tombstone else {},
    )
