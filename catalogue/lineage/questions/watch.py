"""What wants a look: releases made from inputs that have a newer release, runs and releases without each other."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session

from catalogue.lineage import facts
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.questions.common import Facts, datasets, release_ref
from catalogue.lineage.questions.mentions import sealed
from catalogue.model.timeline import order
from catalogue.store import jobs

BATCH = 1000


def stale(session: Session) -> list[Facts]:
    """Releases in force that were made from a release that is no longer the one in force, in order of slugs.

    Releases that were superseded themselves are left out. At most three queries, but for seals not read yet.
    """
    known = datasets(session)
    newest = {key: record.latest for key, record in known.items()}
    found = []
    for one in sealed(session, known):
        latest = newest[one.release.dataset_key]
        if latest is None or latest.version != one.release.version:
            continue
        used: dict[tuple[str, str], set[str]] = defaultdict(set)
        for key, version, table in one.mentions.tables:
            used[key, version].add(table)
        for (key, version), tables in sorted(used.items()):
            record = known.get(key)
            read = record.release(version) if record is not None else None
            current = newest.get(key)
            if read is None or (current is not None and order(current) <= order(read) and not read.withdrawn):
                continue
            if current is None and not read.withdrawn:
                continue
            found.append(
                {
                    "release": release_ref(one.release),
                    "input": release_ref(read),
                    "tables": sorted(tables - {""}),
                    "withdrawn": read.withdrawn,
                    "newest": release_ref(current) if current is not None else None,
                }
            )
    return sorted(found, key=lambda one: (one["release"]["slug"], one["input"]["slug"], one["input"]["version"]))


def releases_without_run(session: Session) -> list[Facts]:
    """Releases that stand and whose seal names no run, or one that was never reported, in order of slugs and time."""
    found = []
    known = datasets(session)
    for record in known.values():
        for one in record.releases:
            run = one.sealed.get("run")
            if not one.withdrawn and (not run or run.get("reported") is False):
                found.append({"release": release_ref(one), "issued": one.issued, "run": run["id"] if run else ""})
    return found


def runs_without_release(
    session: Session, rules: PublicRules, *, after: tuple[str, str] | None = None, most: int = 100
) -> list[Facts]:
    """Runs that no seal names: they made no release, and none was made from what they wrote. Newest first.

    after: moment and UUID of the run to go on after.
    """
    pinned = {uuid for one in sealed(session, datasets(session)) for uuid in one.runs}
    found: list[Facts] = []
    while len(found) < most:
        # Runs in the middle of pipelines are named in closures alone, so a batch may hold few of those looked for.
        batch = jobs.not_released(session, after, max(BATCH, most))
        found += [_run(one, rules) for one in batch if one.uuid not in pinned]
        if len(batch) < max(BATCH, most):
            break
        after = batch[-1].at, batch[-1].uuid
    return found[:most]


def _run(one: jobs.RunHead, rules: PublicRules) -> Facts:
    return {
        "id": one.uuid,
        "job": facts.named(one.namespace, one.job, rules),
        "jobId": one.job_key,
        "state": one.state,
        "at": one.at,
    }
