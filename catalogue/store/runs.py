"""Rows of runs, jobs and what they read and wrote: looked up and written by the registry inside one write."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, insert, tuple_, update
from sqlmodel import Session, col, select

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

# Bodies come by the thousand: the quickest compression takes a tenth of the time of the best one.
LEVEL = 1
PAIRS = 2000
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run that has a row: its number, the journal entry that first told of it, what is known of it."""

    id: int
    serial: int
    folded: dict[str, Any]


def packed(document: Any) -> bytes:
    """Plain JSON as it is stored."""
    return zlib.compress(orjson.dumps(document), LEVEL)


def unpacked(body: bytes) -> dict[str, Any]:
    """Plain JSON as it was stored."""
    found: dict[str, Any] = orjson.loads(zlib.decompress(body))
    return found


def known_events(session: Session, digests: Iterable[str]) -> set[str]:
    """Those of the digests that were accepted before."""
    found: set[str] = set()
    for some in chunks(list(digests)):
        found.update(session.exec(select(LineageEvent.digest).where(col(LineageEvent.digest).in_(some))))
    return found


def known_runs(session: Session, uuids: Iterable[str]) -> dict[str, KnownRun]:
    """Those of the runs that have a row."""
    found: dict[str, KnownRun] = {}
    for some in chunks(list(uuids)):
        query = select(Run.uuid, Run.id, Run.serial, Run.folded).where(col(Run.uuid).in_(some))
        for uuid, number, serial, folded in session.exec(query):
            found[uuid] = KnownRun(number or 0, serial, unpacked(folded))
    return found


def physical_ids(session: Session, names: Iterable[Name]) -> dict[Name, int]:
    """Row number of each physical dataset, added when new."""
    wanted = list(dict.fromkeys(names))
    found = _physical(session, wanted)
    missing = [name for name in wanted if name not in found]
    if missing:
        session.execute(insert(PhysicalDataset), [{"namespace": space, "name": name} for space, name in missing])
        found.update(_physical(session, missing))
    return found


def _physical(session: Session, names: Sequence[Name]) -> dict[Name, int]:
    found: dict[Name, int] = {}
    for some in chunks(names, PAIRS):
        place = tuple_(col(PhysicalDataset.namespace), col(PhysicalDataset.name))
        query = select(PhysicalDataset.namespace, PhysicalDataset.name, PhysicalDataset.id).where(place.in_(some))
        found.update({(space, name): number or 0 for space, name, number in session.exec(query)})
    return found


def job_ids(session: Session, keys: Mapping[str, Name]) -> dict[str, int]:
    """Row number of each job by its key, added when new."""
    found = _jobs(session, keys)
    missing = [key for key in keys if key not in found]
    if missing:
        rows = [{"key": key, "namespace": keys[key][0], "name": keys[key][1]} for key in missing]
        session.execute(insert(Job), rows)
        found.update(_jobs(session, missing))
    return found


def _jobs(session: Session, keys: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(list(keys)):
        rows = session.exec(select(Job.key, Job.id).where(col(Job.key).in_(some)))
        found.update((key, number or 0) for key, number in rows)
    return found


def put_runs(session: Session, rows: Sequence[dict[str, Any]], known: Mapping[str, KnownRun]) -> dict[str, int]:
    """Write rows of runs, by column; those known are written over. Returns row numbers by UUID."""
    new = [row for row in rows if row["uuid"] not in known]
    old = [{**row, "number": known[row["uuid"]].id} for row in rows if row["uuid"] in known]
    if new:
        session.execute(insert(Run), new)
    if old:
        changed = ("job_id", "parent", "state", "started", "ended", "read_at", "wrote_at", "folded")
        statement = update(Run.__table__).where(col(Run.id) == bindparam("number"))  # type: ignore[attr-defined]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in changed}
        told = [{"number": row["number"], **{f"new_{name}": row[name] for name in changed}} for row in old]
        session.connection().execute(statement.values(values), told)
        for some in chunks([row["number"] for row in old]):
            for table in (RunInput, RunOutput, ColumnEdge):
                session.execute(delete(table).where(col(table.run_id).in_(some)))
    found = {uuid: run.id for uuid, run in known.items()}
    for some in chunks([row["uuid"] for row in new]):
        found.update(
            (uuid, number or 0)
            for uuid, number in session.exec(select(Run.uuid, Run.id).where(col(Run.uuid).in_(some)))
        )
    return found


def put_edges(
    session: Session,
    inputs: Sequence[dict[str, Any]],
    outputs: Sequence[dict[str, Any]],
    columns: Sequence[dict[str, Any]],
) -> None:
    """What runs read and wrote, and columns made from columns, by column name of the tables."""
    for table, rows in ((RunInput, inputs), (RunOutput, outputs), (ColumnEdge, columns)):
        if rows:
            session.execute(insert(table), list(rows))


def put_events(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Where each accepted event stands."""
    session.execute(insert(LineageEvent), list(rows))


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
