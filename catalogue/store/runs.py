"""Rows of runs, jobs and what they read and wrote: looked up and written by the registry inside one write."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Delete, bindparam, delete, exists, tuple_, update
from sqlmodel import Session, col, or_, select

from catalogue.model import (
    ColumnEdge,
    Job,
    LineageEvent,
    PhysicalDataset,
    Run,
    RunInput,
    RunOutput,
)
from catalogue.store.objects import chunks
from catalogue.store.prepared import Prepared, add_rows, listed, listed_pairs, next_number, values_of

# Bodies come by the thousand: the quickest compression takes a tenth of the time of the best one.
LEVEL = 1
Name = tuple[str, str]
Edge = type[RunInput] | type[RunOutput] | type[ColumnEdge]


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run that has a row: its number, the journal entry that first told of it, what is known of it."""

    id: int
    serial: int
    folded: dict[str, Any]


def packed(document: Any) -> bytes:
    """Plain JSON as it is stored: the same bytes for the same facts."""
    return zlib.compress(orjson.dumps(document, option=orjson.OPT_SORT_KEYS), LEVEL)


def unpacked(body: bytes) -> dict[str, Any]:
    """Plain JSON as it was stored."""
    found: dict[str, Any] = orjson.loads(zlib.decompress(body))
    return found


_EVENTS = Prepared(lambda dialect: select(LineageEvent.digest).where(col(LineageEvent.digest).in_(listed(dialect))))
_RUNS = Prepared(
    lambda dialect: select(Run.uuid, Run.id, Run.serial, Run.folded).where(col(Run.uuid).in_(listed(dialect)))
)
_JOBS = Prepared(lambda dialect: select(Job.key, Job.id).where(col(Job.key).in_(listed(dialect))))
_PLACE = tuple_(col(PhysicalDataset.namespace), col(PhysicalDataset.name))
_PHYSICAL = Prepared(
    lambda dialect: select(PhysicalDataset.namespace, PhysicalDataset.name, PhysicalDataset.id).where(
        _PLACE.in_(listed_pairs(dialect))
    )
)


def known_events(session: Session, digests: Iterable[str]) -> set[str]:
    """Those of the digests that were accepted before."""
    return {digest for (digest,) in _EVENTS.rows(session, values_of(digests))}


def known_runs(session: Session, uuids: Iterable[str]) -> dict[str, KnownRun]:
    """Those of the runs that have a row."""
    rows = _RUNS.rows(session, values_of(uuids))
    return {uuid: KnownRun(number, serial, unpacked(folded)) for uuid, number, serial, folded in rows}


def physical_ids(session: Session, names: Iterable[Name]) -> dict[Name, int]:
    """Row number of each physical dataset, added when new."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    rows = _PHYSICAL.rows(session, values_of(wanted))
    found: dict[Name, int] = {(space, name): number for space, name, number in rows}
    missing = [name for name in wanted if name not in found]
    if missing:
        begin = next_number(session, PhysicalDataset)
        new = [{"id": number, "namespace": space, "name": name} for number, (space, name) in enumerate(missing, begin)]
        add_rows(session, PhysicalDataset, new)
        found.update((name, number) for number, name in enumerate(missing, begin))
    return found


def job_ids(session: Session, keys: Mapping[str, Name]) -> dict[str, int]:
    """Row number of each job by its key, added when new."""
    found: dict[str, int] = dict(_JOBS.rows(session, values_of(keys)))
    missing = [key for key in keys if key not in found]
    if missing:
        begin = next_number(session, Job)
        new = [
            {"id": number, "key": key, "namespace": keys[key][0], "name": keys[key][1]}
            for number, key in enumerate(missing, begin)
        ]
        add_rows(session, Job, new)
        found.update((key, number) for number, key in enumerate(missing, begin))
    return found


_CHANGED = ("job_id", "parent", "state", "started", "ended", "read_at", "wrote_at", "folded")
_UPDATE_RUN = Prepared(
    lambda _: (
        update(Run)
        .where(col(Run.id) == bindparam("number"))
        .values({name: bindparam(f"new_{name}") for name in _CHANGED})
    )
)


def put_runs(session: Session, rows: Sequence[dict[str, Any]], known: Mapping[str, KnownRun]) -> dict[str, int]:
    """Write rows of runs, by column; those known are written over. Returns row numbers by UUID."""
    numbers = {uuid: run.id for uuid, run in known.items()}
    new = [row for row in rows if row["uuid"] not in known]
    if new:
        begin = next_number(session, Run)
        numbers.update((row["uuid"], number) for number, row in enumerate(new, begin))
        add_rows(session, Run, [{"id": numbers[row["uuid"]], **row} for row in new])
    old = [row for row in rows if row["uuid"] in known]
    if old:
        told = [{"number": numbers[row["uuid"]], **{f"new_{name}": row[name] for name in _CHANGED}} for row in old]
        _UPDATE_RUN.run(session, told)
    return numbers


def put_edges(session: Session, table: Edge, gone: Sequence[int], rows: Sequence[dict[str, Any]]) -> None:
    """Write what runs read or wrote, or columns made from columns, by column. gone: runs whose rows go first."""
    for some in chunks(gone):
        session.execute(delete(table).where(col(table.run_id).in_(some)))
    add_rows(session, table, rows)


def _unnamed_jobs(dialect: str) -> Delete:
    named = exists().where(col(Run.job_id) == col(Job.id))
    return delete(Job).where(col(Job.key).in_(listed(dialect)), col(Job.facets).is_(None), ~named)


def _unnamed_datasets(dialect: str) -> Delete:
    number = col(PhysicalDataset.id)
    # Columns are made from columns of what the same run read or wrote.
    named = or_(
        exists().where(col(RunInput.physical_id) == number), exists().where(col(RunOutput.physical_id) == number)
    )
    return delete(PhysicalDataset).where(
        _PLACE.in_(listed_pairs(dialect)), col(PhysicalDataset.facets).is_(None), ~named
    )


_UNNAMED_JOBS, _UNNAMED_DATASETS = Prepared(_unnamed_jobs), Prepared(_unnamed_datasets)


def remove_unnamed_jobs(session: Session, keys: Iterable[str]) -> None:
    """Take out those of the jobs that no run and no job event names."""
    _UNNAMED_JOBS.run(session, values_of(keys))


def remove_unnamed_datasets(session: Session, names: Iterable[Name]) -> None:
    """Take out those of the physical datasets that no run and no dataset event names."""
    _UNNAMED_DATASETS.run(session, values_of(names))


def put_events(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Where each accepted event stands."""
    add_rows(session, LineageEvent, rows)


def subject_facets(session: Session, table: type[Job | PhysicalDataset], numbers: Iterable[int]) -> dict[int, Any]:
    """What is folded of jobs or physical datasets themselves, by row number; None when nothing is."""
    found: dict[int, Any] = {}
    for some in chunks(list(numbers)):
        rows = session.exec(select(table.id, table.facets).where(col(table.id).in_(some)))
        found.update((number or 0, unpacked(body) if body else None) for number, body in rows)
    return found


def put_subject_facets(session: Session, table: type[Job | PhysicalDataset], told: Mapping[int, Any]) -> None:
    """Write what is folded of jobs or physical datasets themselves."""
    statement = update(table.__table__).where(col(table.id) == bindparam("number"))  # type: ignore[union-attr]
    rows = [{"number": number, "told": packed(facets)} for number, facets in told.items()]
    session.connection().execute(statement.values(facets=bindparam("told")), rows)
