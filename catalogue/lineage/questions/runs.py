"""Jobs and runs as public plain data."""

from __future__ import annotations

import re
from typing import Any

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.lineage import facts, graph, tell
from catalogue.lineage.facts import PublicRules
from catalogue.lineage.questions.common import Facts
from catalogue.store import jobs as store
from catalogue.store import lineage
from catalogue.store.find import near
from catalogue.store.jobs import JobRecord
from catalogue.store.lineage import RunRecord

# Runs that the record of a job lists.
NEWEST = 50
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def jobs(session: Session, rules: PublicRules, *, namespace: str = "", name: str = "") -> list[Facts]:
    """All jobs, or those of a namespace and a name as they are shown, in order of both. One query."""
    told = [_job(one, rules) for one in store.jobs(session)]
    wanted = [
        one for one in told if (not namespace or one["namespace"] == namespace) and (not name or one["name"] == name)
    ]
    return sorted(wanted, key=lambda one: (one["namespace"], one["name"], one["id"]))


def job(session: Session, key: str, rules: PublicRules) -> Facts:
    """A job with its newest runs, newest first. Raises NotFoundError."""
    found = store.jobs(session, key.lower())
    if not found:
        keys = near(key, (one.key for one in store.jobs(session)))
        raise NotFoundError(
            f"There is no job {key[:100]!r}.",
            remedy="Look at the list of jobs.",
            near=tuple((one, f"/jobs/{one}") for one in keys),
        )
    newest = store.newest_runs(session, found[0].id, NEWEST)
    return {**_job(found[0], rules), "newest": [in_short(one, rules) for one in newest]}


def run(session: Session, uuid: str, rules: PublicRules) -> Facts:
    """A run: what is public of it, what it read and wrote, and which columns it made from which.

    Raises NotFoundError.
    """
    found = lineage.runs_by_uuid(session, [uuid.lower()]).get(uuid.lower())
    if found is None:
        odd = "" if _UUID.fullmatch(uuid.lower()) else " Runs are known by UUIDs."
        raise NotFoundError(
            f"No run {uuid[:100]!r} was reported.{odd}", remedy="Look at the jobs, or at the lineage of a release."
        )
    told = tell.tell(session, graph.Closure({found.id}, lineage.inputs_of(session, [found.id])), rules)
    made = {(one.namespace, one.name): one for one in lineage.bound_to(session, [found.uuid])}
    outputs = [
        {**one, "release": _bound(made[place])} if (place := (one["namespace"], one["name"])) in made else one
        for one in told["outputs"]
    ]
    whole = [_bound(one) for one in made.values() if not one.name]
    parents = lineage.runs_by_uuid(session, [found.parent] if found.parent else [])
    return {
        **tell.run_facts(found, rules),
        "jobId": found.job_key,
        "serial": found.serial,
        "recorded": store.recorded(session, [found.serial]).get(found.serial, ""),
        "parentRun": next((in_short(one, rules) for one in parents.values()), None),
        "children": [in_short(one, rules) for one in lineage.children(session, [found.uuid])],
        "inputs": told["inputs"],
        "outputs": outputs,
        "columns": told["columns"],
        "releases": whole,
    }


def in_short(one: RunRecord, rules: PublicRules) -> Facts:
    """A run in short."""
    told = {
        "id": one.uuid,
        "job": facts.named(one.namespace, one.job, rules),
        "jobId": one.job_key,
        "state": one.state,
        "started": one.started,
        "ended": one.ended,
    }
    return {name: value for name, value in told.items() if value}


def _job(one: JobRecord, rules: PublicRules) -> Facts:
    last: dict[str, Any] = {"last": one.last} if one.last else {}
    return {"id": one.key, **facts.named(one.namespace, one.name, rules), "runs": one.runs, **last}


def _bound(one: lineage.Bound) -> Facts:
    told = {"dataset": one.dataset, "slug": one.slug, "version": one.release, "how": one.how}
    return {**told, "table": one.table} if one.table else told
