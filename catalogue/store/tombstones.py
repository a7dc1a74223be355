"""What stands in place of a withdrawn release: when and why it was withdrawn, and what to use instead."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import RetractedError
from catalogue.model.kinds import ChangeKind
from catalogue.store.feed import last_entry_about
from catalogue.store.releases import ReleaseRecord


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A withdrawal.

    serial, recorded: its journal entry's, in UTC. successor: a version, or empty. by: name of who withdrew it; empty
    when that was not recorded, as it was not at first.
    """

    dataset_key: str
    slug: str
    version: str
    reason: str
    successor: str
    serial: int
    recorded: str
    seal: str
    by: str


class WithdrawnError(RetractedError):
    """A withdrawn release was asked for. `tombstone` tells all; `near` leads to its successor."""

    def __init__(self, tombstone: Tombstone) -> None:
        release = f"{tombstone.slug} {tombstone.version}"
        detail = f"Release {release} was withdrawn on {tombstone.recorded[:10]}: {tombstone.reason}"
        successor = tombstone.successor
        remedy = f"Use release {successor}." if successor else "No other release stands at present."
        super().__init__(detail, remedy=remedy)
        self.tombstone = tombstone
        address = f"/datasets/{tombstone.slug}/releases/{successor}"
        self.near = ((f"{tombstone.slug} {successor}", address),) if successor else ()


def tombstone(session: Session, release: ReleaseRecord) -> Tombstone:
    """The tombstone of a withdrawn release. One query."""
    entry = last_entry_about(session, ChangeKind.RETRACTION, f"{release.dataset_key}@{release.version}")
    return Tombstone(
        dataset_key=release.dataset_key,
        slug=release.slug,
        version=release.version,
        reason=str(release.retraction.get("description", "")),
        successor=str(release.retraction.get("successor") or ""),
        serial=entry.serial if entry else 0,
        recorded=entry.recorded if entry else "",
        seal=release.seal,
        by=str(release.retraction.get("by", "")),
    )


def require_standing(session: Session, release: ReleaseRecord) -> None:
    """Raise WithdrawnError when a release is withdrawn."""
    if release.withdrawn:
        raise WithdrawnError(tombstone(session, release))
