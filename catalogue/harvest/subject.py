"""What a face speaks of: one release, and what the register says beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from catalogue.lineage import trace
from catalogue.model.code_lists import CodeList
from catalogue.model.records import Table
from catalogue.store import releases, tables, vocabulary
from catalogue.store.releases import DatasetRecord, ReleaseRecord


@dataclass(frozen=True, slots=True)
class Subject:
    """A release for a face.

    site: public address of the catalogue, without a final slash.
    publisher: the publisher's name, or empty.
    tables, code_lists: as the release holds and pins them; empty for a face that says nothing of them.
    closure: the runs behind it as its seal pins them, with `table_names`, the version of the release before it
    (`previous`) and today's `slugs` of datasets by identifier; empty for a face that does not tell where it comes from.
    """

    release: ReleaseRecord
    site: str
    publisher: str = ""
    tables: tuple[Table, ...] = ()
    code_lists: Mapping[str, CodeList] = field(default_factory=dict)
    closure: Mapping[str, Any] = field(default_factory=dict)
    table_names: tuple[str, ...] = ()
    previous: str = ""
    slugs: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The release's page, without the site. Slugs and versions need no escape."""
        return f"/datasets/{self.release.slug}/releases/{self.release.version}"

    @property
    def page(self) -> str:
        """The release's page."""
        return self.site + self.path

    @property
    def record(self) -> str:
        """The release as JSON."""
        return f"{self.site}/api/v1{self.path}"


def subject(
    session: Session, record: DatasetRecord, release: ReleaseRecord, site: str, *, detailed: bool, traced: bool
) -> Subject:
    """Read what a face needs. One query; three more with `detailed`: tables, variables, code lists; up to three more
    with `traced`: names of tables, the runs behind the release, slugs.

    record: the dataset of the release.
    """
    titles = vocabulary.organisation_titles(session)
    name = release.facts.publisher
    upstream = str((release.sealed.get("run") or {}).get("upstream", "")) if traced else ""
    return Subject(
        release=release,
        site=site,
        publisher=titles.get(name, name),
        tables=tuple(tables.tables(session, release)) if detailed else (),
        code_lists=tables.pinned_code_lists(session, release) if detailed else {},
        closure=trace.closures(session, [release])[upstream] if upstream else {},
        table_names=tables.table_names(session, [release])[release.id] if traced else (),
        previous=_previous(record, release) if traced else "",
        slugs=releases.slugs(session) if upstream else {},
    )


def _previous(record: DatasetRecord, release: ReleaseRecord) -> str:
    """The version of the release that was recorded before, as the seal names it."""
    seal = release.sealed.get("previous")
    return next((one.version for one in record.releases if one.seal == seal), "")
