"""The closure behind releases: as their seals pin it, or as it is known of runs that were reported afterwards."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from catalogue.lineage import tell
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.tell import Facts
from catalogue.lineage.trace import closures
from catalogue.store import lineage
from catalogue.store.lineage import NOW, AsOf
from catalogue.store.releases import ReleaseRecord


def reported_later(release: ReleaseRecord) -> bool:
    """True when the run that a seal names was not reported yet when it was sealed."""
    return (release.sealed.get("run") or {}).get("reported") is False


def behind(
    session: Session, releases: Collection[ReleaseRecord], rules: PublicRules | None = None, as_of: AsOf = NOW
) -> dict[str, Facts]:
    """The closure behind each release, by its seal. A few queries, however many releases there are.

    rules: without them, nothing is told of runs that were reported afterwards.
    """
    pinned = closures(session, releases)
    found = {one.seal: pinned.get(str((one.sealed.get("run") or {}).get("upstream", "")), {}) for one in releases}
    late = {one.seal: str(one.sealed["run"]["id"]) for one in releases if reported_later(one)}
    if late and rules is not None:
        known = lineage.runs_by_uuid(session, late.values())
        ids = [one.id for one in known.values() if one.serial <= as_of.serial]
        told = tell.tell(session, tell.closure(session, ids, rules, as_of=as_of), rules)
        found.update(dict.fromkeys(late, told))
    return found
