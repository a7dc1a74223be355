"""Jobs and their runs, and when the register was told of a run: what lists of them are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col

from catalogue.model import Change, Job, LineageEvent, ReleaseRun, Run
from catalogue.store.lineage import NOW, AsOf, RunRecord, runs
from catalogue.store.objects import chunks


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job. runs: how many are known; last: moment of the newest, or empty."""

    id: int
    key: str
    namespace: str
    name: str
    runs: int
    last: str


@dataclass(frozen=True, slots=True)
class RunHead:
    """A run in short."""

    id: int
    uuid: str
    job_key: str
    namespace: str
    job: str
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class Report:
    """Events of a run that came after a journal entry: how many, the last entry that brought some, and when."""

    run: str
    events: int
    serial: int
    recorded: str


def jobs(session: Session, key: str = "") -> list[JobRecord]:
    """All jobs in order of namespace and name, or the one of a key. One query."""
    query = (
        select_rows(
            col(Job.id), col(Job.key), col(Job.namespace), col(Job.name), func.count(col(Run.id)),
            func.max(col(Run.wrote_at)),
        )
        .outerjoin(Run, col(Run.job_id) == col(Job.id))
        .group_by(col(Job.id), col(Job.key), col(Job.namespace), col(Job.name))
        .order_by(col(Job.namespace), col(Job.name))
    )  # fmt: skip
    if key:
        query = query.where(col(Job.key) == key)
    return [
        JobRecord(number or 0, one, space, name, count, last or "")
        for number, one, space, name, count, last in session.execute(query)
    ]


def newest_runs(session: Session, job: int, most: int) -> list[RunRecord]:
    """The newest runs of a job, newest first. Two queries."""
    query = select_rows(col(Run.id)).where(col(Run.job_id) == job)
    query = query.order_by(col(Run.read_at).desc(), col(Run.uuid)).limit(most)
    ids = [number for (number,) in session.execute(query) if number is not None]
    found = runs(session, ids)
    return [found[number] for number in ids]


def not_released(session: Session, before: tuple[str, str] | None, most: int) -> list[RunHead]:
    """Runs that no seal names as the maker of anything, newest first. before: moment and UUID to go on after."""
    made = select_rows(col(ReleaseRun.run)).where(col(ReleaseRun.run) == col(Run.uuid)).exists()
    query = (
        select_rows(
            col(Run.id), col(Run.uuid), col(Job.key), col(Job.namespace), col(Job.name), col(Run.state),
            col(Run.wrote_at),
        )
        .join(Job, col(Job.id) == col(Run.job_id))
        .where(~made)
        .order_by(col(Run.wrote_at).desc(), col(Run.uuid))
        .limit(most)
    )  # fmt: skip
    if before is not None:
        at, uuid = before
        query = query.where((col(Run.wrote_at) < at) | ((col(Run.wrote_at) == at) & (col(Run.uuid) > uuid)))
    return [RunHead(number or 0, *rest) for number, *rest in session.execute(query)]


def reports(session: Session, uuids: Iterable[str], after: int, as_of: AsOf = NOW) -> list[Report]:
    """What was told of runs after a journal entry, in order of when. One query for five thousand runs."""
    found = []
    for some in chunks(sorted(set(uuids))):
        query = (
            select_rows(
                col(LineageEvent.run), func.count(), func.max(col(LineageEvent.serial)), func.max(col(Change.recorded))
            )
            .join(Change, col(Change.serial) == col(LineageEvent.serial))
            .where(
                col(LineageEvent.run).in_(some),
                col(LineageEvent.serial) > after,
                col(LineageEvent.serial) <= as_of.serial,
            )
            .group_by(col(LineageEvent.run))
        )
        found += [Report(str(run), count, serial, at) for run, count, serial, at in session.execute(query)]
    return sorted(found, key=lambda one: (one.serial, one.run))


def recorded(session: Session, serials: Iterable[int]) -> dict[int, str]:
    """When journal entries were written, by serial."""
    found: dict[int, str] = {}
    for some in chunks(sorted(set(serials))):
        query = select_rows(col(Change.serial), col(Change.recorded)).where(col(Change.serial).in_(some))
        found.update((serial, at) for serial, at in session.execute(query))
    return found
