"""What came after a release: which one superseded it and since when, which one corrects it, and which it corrects."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.model.timeline import successor
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses, filters
from catalogue.web.contexts.common import Link


@dataclass(frozen=True, slots=True)
class Correction:
    """A later release that puts this one right.

    release: the release.
    reason: the first sentence of its notes, which say what was wrong.
    """

    release: Link
    reason: str


@dataclass(frozen=True, slots=True)
class Succession:
    """What came after a release, of releases that stand.

    by: the release that superseded it, the next one by (issued, version); None for the one in force.
    since: ISO date of issue of that release, or empty.
    corrected: the releases that correct it, oldest first.
    corrects: the release that it corrects, or None.
    """

    by: Link | None
    since: str
    corrected: tuple[Correction, ...]
    corrects: Link | None


def succession(record: DatasetRecord, release: ReleaseRecord) -> Succession:
    """What came after a release."""
    standing = [one for one in record.releases if not one.withdrawn]
    later = successor(standing, release)
    corrected = record.release(release.corrects) if release.corrects else None
    return Succession(
        by=_link(later) if later is not None else None,
        since=later.issued if later is not None else "",
        corrected=tuple(
            Correction(_link(one), filters.sentence(one.notes)) for one in standing if one.corrects == release.version
        ),
        corrects=_link(corrected) if corrected is not None else None,
    )


def _link(release: ReleaseRecord) -> Link:
    return Link(f"release {release.version}", addresses.release(release.slug, release.version))
