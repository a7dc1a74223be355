"""Physical datasets and jobs as lists, and the newest run of each: what other protocols ask for.

Names here are those that runs told; whoever shows them maps them first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col

from catalogue.model import Job, PhysicalDataset, Run, RunInput, RunOutput
from catalogue.store.lineage import RunRecord, runs
from catalogue.store.objects import chunks

Span = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A physical dataset."""

    id: int
    namespace: str
    name: str


def job_spans(session: Session) -> dict[str, Span]:
    """First and last moment of the runs of the jobs of each namespace."""
    query = (
        select_rows(col(Job.namespace), func.min(col(Run.read_at)), func.max(col(Run.wrote_at)))
        .outerjoin(Run, col(Run.job_id) == col(Job.id))
        .group_by(col(Job.namespace))
    )
    return {name: (first or "", last or "") for name, first, last in session.execute(query)}


def place_spans(session: Session) -> dict[str, Span]:
    """First and last moment at which something of each namespace of physical datasets was written."""
    query = (
        select_rows(col(PhysicalDataset.namespace), func.min(col(RunOutput.at)), func.max(col(RunOutput.at)))
        .outerjoin(RunOutput, col(RunOutput.physical_id) == col(PhysicalDataset.id))
        .group_by(col(PhysicalDataset.namespace))
    )
    return {name: (first or "", last or "") for name, first, last in session.execute(query)}


def places(session: Session, namespaces: Collection[str], limit: int = -1, offset: int = 0) -> list[Place]:
    """The physical datasets of some namespaces in order of names. limit: -1 for all."""
    query = select_rows(col(PhysicalDataset.id), col(PhysicalDataset.namespace), col(PhysicalDataset.name))
    query = query.where(col(PhysicalDataset.namespace).in_(namespaces))
    query = query.order_by(col(PhysicalDataset.namespace), col(PhysicalDataset.name)).offset(offset)
    found = session.execute(query.limit(limit) if limit >= 0 else query)
    return [Place(number or 0, namespace, name) for number, namespace, name in found]


def count_places(session: Session, namespaces: Collection[str]) -> int:
    """How many physical datasets there are in some namespaces."""
    query = select_rows(func.count()).select_from(PhysicalDataset)
    return int(session.execute(query.where(col(PhysicalDataset.namespace).in_(namespaces))).scalar() or 0)


def places_named(session: Session, name: str) -> list[Place]:
    """The physical datasets of exactly this name."""
    query = select_rows(col(PhysicalDataset.id), col(PhysicalDataset.namespace), col(PhysicalDataset.name))
    found = session.execute(query.where(col(PhysicalDataset.name) == name))
    return [Place(number or 0, namespace, own) for number, namespace, own in found]


def places_with(session: Session, words: str, most: int) -> list[Place]:
    """Up to so many physical datasets with some text in their names, letters in any case."""
    query = select_rows(col(PhysicalDataset.id), col(PhysicalDataset.namespace), col(PhysicalDataset.name))
    query = query.where(col(PhysicalDataset.name).icontains(words, autoescape=True))
    found = session.execute(query.order_by(col(PhysicalDataset.name), col(PhysicalDataset.namespace)).limit(most))
    return [Place(number or 0, namespace, name) for number, namespace, name in found]


def writers(session: Session, place: int, limit: int, offset: int) -> tuple[list[RunRecord], int]:
    """The runs that wrote a version of a physical dataset, newest first, and how many there are."""
    of_place = (col(RunOutput.physical_id) == place, col(RunOutput.complete))
    total = session.execute(select_rows(func.count()).select_from(RunOutput).where(*of_place)).scalar() or 0
    query = select_rows(col(RunOutput.run_id)).where(*of_place)
    query = query.order_by(col(RunOutput.at).desc(), col(RunOutput.run_id).desc()).limit(limit).offset(offset)
    return _in_order(session, [number for (number,) in session.execute(query)]), int(total)


def runs_of_job(session: Session, job: int, limit: int, offset: int) -> list[RunRecord]:
    """The runs of a job, newest first."""
    query = select_rows(col(Run.id)).where(col(Run.job_id) == job).order_by(col(Run.read_at).desc(), col(Run.uuid))
    return _in_order(session, [number or 0 for (number,) in session.execute(query.limit(limit).offset(offset))])


def newest_runs(
    session: Session, limit: int, offset: int, *, after: str, before: str, jobs: Collection[int] | None = None
) -> tuple[list[RunRecord], int]:
    """Runs that wrote between two moments, newest first, and how many there are. jobs: of these alone."""
    where = [col(Run.wrote_at) >= after, col(Run.wrote_at) < before]
    if jobs is not None:
        where.append(col(Run.job_id).in_(jobs))
    total = session.execute(select_rows(func.count()).select_from(Run).where(*where)).scalar() or 0
    query = select_rows(col(Run.id)).where(*where).order_by(col(Run.wrote_at).desc(), col(Run.uuid))
    found = [number or 0 for (number,) in session.execute(query.limit(limit).offset(offset))]
    return _in_order(session, found), int(total)


def _in_order(session: Session, ids: list[int]) -> list[RunRecord]:
    found = runs(session, ids)
    return [found[number] for number in ids]


def newest_of_jobs(session: Session, jobs: Iterable[int]) -> dict[int, int]:
    """The newest run of each job, by row number."""
    found: dict[int, int] = {}
    order = func.row_number().over(partition_by=col(Run.job_id), order_by=(col(Run.read_at).desc(), col(Run.uuid)))
    for some in chunks(sorted(set(jobs))):
        ranked = select_rows(col(Run.job_id), col(Run.id), order.label("place")).where(col(Run.job_id).in_(some))
        rows = ranked.subquery()
        query = select_rows(rows.c.job_id, rows.c.id).where(rows.c.place == 1)
        found.update((job, run) for job, run in session.execute(query))
    return found


def newest_about(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """The run that says most of each physical dataset: the newest that wrote it, else the newest that read it."""
    wanted = set(ids)
    found: dict[int, int] = {}
    for table in (RunOutput, RunInput):
        order = func.row_number().over(
            partition_by=col(table.physical_id), order_by=(col(table.at).desc(), col(table.run_id).desc())
        )
        for some in chunks(sorted(wanted - found.keys())):
            ranked = select_rows(col(table.physical_id), col(table.run_id), order.label("place"))
            rows = ranked.where(col(table.physical_id).in_(some)).subquery()
            query = select_rows(rows.c.physical_id, rows.c.run_id).where(rows.c.place == 1)
            found.update((place, run) for place, run in session.execute(query))
    return found


def jobs_at(session: Session, ids: Iterable[int]) -> set[int]:
    """The jobs of which some run read or wrote one of these physical datasets, by row number."""
    found: set[int] = set()
    for some in chunks(sorted(set(ids))):
        for table in (RunOutput, RunInput):
            query = select_rows(col(Run.job_id)).join(table, col(table.run_id) == col(Run.id)).distinct()
            found.update(job for (job,) in session.execute(query.where(col(table.physical_id).in_(some))))
    return found
