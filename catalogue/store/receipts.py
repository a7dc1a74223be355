"""Receipts of releases: what the gate said of each before it was sealed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from catalogue.model.known import Facts
from catalogue.store.kept import Kept
from catalogue.store.objects import bodies
from catalogue.store.releases import ReleaseRecord

_RECEIPTS: Kept[Facts] = Kept(1024)


def receipts(session: Session, releases: Iterable[ReleaseRecord]) -> dict[int, Facts]:
    """The receipts of releases by row number, but of those sealed before there were any. One query at most."""
    named = {release.id: release.receipt for release in releases if release.receipt}
    found = _RECEIPTS.all(named.values(), lambda missing: bodies(session, missing))
    return {number: found[digest] for number, digest in named.items() if digest in found}
