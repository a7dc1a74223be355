"""Which release counts at a time. Pure: the same answer in whatever order releases were published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from catalogue.model.names import version_key


class Numbered(Protocol):
    """A release's place in its series."""

    @property
    def issued(self) -> str: ...
    @property
    def version(self) -> str: ...


class Dated(Numbered, Protocol):
    """A release as far as time is concerned: ISO date of issue, version, and whether it was withdrawn."""

    @property
    def withdrawn(self) -> bool: ...


Release = TypeVar("Release", bound=Dated)


def order(release: Numbered) -> tuple[str, tuple[int, int, int, tuple[tuple[int, int, str], ...]]]:
    """Sort key of releases of one dataset: (issued, version)."""
    return release.issued, version_key(release.version)


def in_force(releases: Iterable[Release], as_of: date | None = None) -> Release | None:
    """The release with the greatest (issued, version) not after a date; withdrawn ones never count."""
    limit = None if as_of is None else as_of.isoformat()
    standing = [one for one in releases if not one.withdrawn and (limit is None or one.issued <= limit)]
    return max(standing, key=order, default=None)


def successor(releases: Iterable[Release], release: Numbered) -> Release | None:
    """The next release that stands, by (issued, version): the one that superseded a release; None for the last."""
    later = [one for one in releases if not one.withdrawn and order(one) > order(release)]
    return min(later, key=order, default=None)
