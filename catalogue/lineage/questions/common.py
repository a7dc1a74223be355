"""What all questions share: how releases are told, and the register's datasets by identifier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from catalogue.store.releases import DatasetRecord, ReleaseRecord, all_datasets

Facts = dict[str, Any]
Datasets = Mapping[str, DatasetRecord]


def datasets(session: Session) -> Datasets:
    """Every dataset by its permanent identifier. Two queries."""
    return {one.key: one for one in all_datasets(session)}


def release_ref(release: ReleaseRecord, table: str = "") -> Facts:
    """A release, or a table of it."""
    told = {"dataset": release.dataset_key, "slug": release.slug, "version": release.version}
    return {**told, "table": table} if table else told


def renewed(told: Mapping[str, Any], known: Datasets) -> Facts:
    """A release as a seal names it, with today's slug of its dataset."""
    record = known.get(str(told["dataset"]))
    return {**told, "slug": record.slug} if record is not None else dict(told)


def with_releases(items: list[Facts], known: Datasets) -> list[Facts]:
    """What runs read or wrote, releases under today's slugs."""
    return [{**one, "release": renewed(one["release"], known)} if "release" in one else one for one in items]
