"""What a face speaks of: one release, and what the register says beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from catalogue.model.code_lists import CodeList
from catalogue.model.records import Table
from catalogue.store import tables, vocabulary
from catalogue.store.releases import ReleaseRecord


@dataclass(frozen=True, slots=True)
class Subject:
    """A release for a face.

    site: public address of the catalogue, without a final slash.
    publisher: the publisher's name, or empty.
    tables, code_lists: as the release holds and pins them; empty for a face that says nothing of them.
    """

    release: ReleaseRecord
    site: str
    publisher: str = ""
    tables: tuple[Table, ...] = ()
    code_lists: Mapping[str, CodeList] = field(default_factory=dict)

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


def subject(session: Session, release: ReleaseRecord, site: str, *, detailed: bool) -> Subject:
    """Read what a face needs. One query, and three more with `detailed`: tables, variables, code lists."""
    titles = vocabulary.organisation_titles(session)
    name = release.facts.publisher
    return Subject(
        release=release,
        site=site,
        publisher=titles.get(name, name),
        tables=tuple(tables.tables(session, release)) if detailed else (),
        code_lists=tables.pinned_code_lists(session, release) if detailed else {},
    )
