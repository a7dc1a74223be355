"""Accepting OpenLineage events: what is new of a body is kept and folded into runs, in one transaction.

An accepted batch is one entry of the journal. Its object names the body by digest, and the events by the root of a
Merkle tree over their digests; the body itself is kept byte for byte, and is never public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.lineage import fold
from catalogue.lineage.events import LIMITS, Event, Limits, merkle_root, read
from catalogue.lineage.rows import RunRow, job_key, run_row
from catalogue.model import Job, PhysicalDataset
from catalogue.model.kinds import EVENTS_KIND, ChangeKind
from catalogue.registry.journal import append, new_object
from catalogue.releases.canonical import digest
from catalogue.releases.content import part
from catalogue.settings import Settings
from catalogue.store import runs
from catalogue.store.engine import writing
from catalogue.store.objects import NewObject, put_objects

BATCH_FORMAT = "catalogue-runs/1"


def limits_of(settings: Settings) -> Limits:
    """The limits in force, from the settings."""
    return Limits(event=settings.event_bytes, batch=settings.events)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a body: how many events it had, and how many were new. serial: its journal entry, if any."""

    events: int
    new: int
    serial: int | None
    runs: tuple[str, ...]


def accept(engine: Engine, body: bytes, limits: Limits = LIMITS) -> Accepted:
    """Keep what is new of a body of events, all or nothing.

    Raises InvalidRequestError, with a problem for each refused event, and keeps nothing then.
    """
    events = read(body, limits)
    told: dict[str, Event] = {}
    for event in events:
        told.setdefault(event.digest, event)
    with writing(engine) as session:
        known = runs.known_events(session, told)
        new = [event for event in told.values() if event.digest not in known]
        serial = _keep(session, body, new) if new else None
    return Accepted(len(events), len(new), serial, tuple(sorted({event.run for event in new if event.run})))


def _keep(session: Session, body: bytes, events: list[Event]) -> int:
    body_digest = digest(body)
    root = merkle_root([event.digest for event in events])
    entry = part(
        "runs",
        f"runs:{root}",
        {
            "format": BATCH_FORMAT,
            "body": body_digest,
            "events": len(events),
            "positions": _spans(event.position for event in events),
            "root": root,
        },
    )
    numbers = put_objects(session, [NewObject(body_digest, EVENTS_KIND, body), new_object(entry)], level=runs.LEVEL)
    serial = append(session, ChangeKind.RUNS, f"runs:{root}", entry.digest, numbers[entry.digest])
    runs.put_events(
        session,
        [
            {"digest": one.digest, "serial": serial, "position": one.position, "run": one.run, "time": one.time}
            for one in events
        ],
    )
    project(session, events, serial)
    return serial


def _spans(positions: Iterable[int]) -> list[list[int]]:
    """Places in order as spans, [first, last]."""
    spans: list[list[int]] = []
    for place in positions:
        if spans and place == spans[-1][1] + 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return spans


def project(session: Session, events: Iterable[Event], serial: int) -> None:
    """Fold events into the rows of their runs, jobs and datasets. serial: the entry that runs new to us are told by."""
    by_run: dict[str, list[Event]] = defaultdict(list)
    of_jobs, of_datasets = [], []
    for event in events:
        if event.run is not None:
            by_run[event.run].append(event)
        elif event.kind == "job":
            of_jobs.append(event)
        else:
            of_datasets.append(event)
    if by_run:
        _put_runs(session, by_run, serial)
    if of_jobs:
        _put_jobs(session, of_jobs)
    if of_datasets:
        _put_datasets(session, of_datasets)


def _put_runs(session: Session, by_run: Mapping[str, list[Event]], serial: int) -> None:
    known = runs.known_runs(session, by_run)
    folded = {uuid: fold.fold(told, known[uuid].folded if uuid in known else None) for uuid, told in by_run.items()}
    rows = {uuid: run_row(state) for uuid, state in folded.items()}
    jobs = runs.job_ids(session, {job_key(*row.job): row.job for row in rows.values()})
    physical = runs.physical_ids(session, (name for row in rows.values() for name in _names(row)))
    numbers = runs.put_runs(
        session,
        [
            {
                "uuid": uuid,
                "job_id": jobs[job_key(*row.job)],
                "parent": row.parent,
                "state": row.state,
                "started": row.started,
                "ended": row.ended,
                "read_at": row.read_at,
                "wrote_at": row.wrote_at,
                "serial": serial,
                "folded": runs.packed(folded[uuid]),
            }
            for uuid, row in rows.items()
        ],
        known,
    )
    _put_edges(session, rows, numbers, physical)


def _names(row: RunRow) -> Iterable[tuple[str, str]]:
    yield from (one.dataset for one in row.inputs)
    yield from (one.dataset for one in row.outputs)
    yield from (one.input for one in row.columns)


def _put_edges(
    session: Session, rows: Mapping[str, RunRow], numbers: Mapping[str, int], physical: Mapping[tuple[str, str], int]
) -> None:
    inputs: list[dict[str, Any]] = []
    outputs: list[dict[str, Any]] = []
    columns: list[dict[str, Any]] = []
    for uuid, row in rows.items():
        run = numbers[uuid]
        inputs += [
            {
                "run_id": run,
                "physical_id": physical[one.dataset],
                "version": one.version,
                "digest": one.digest,
                "at": row.read_at,
                "via": one.via,
            }
            for one in row.inputs
        ]
        outputs += [
            {
                "run_id": run,
                "physical_id": physical[one.dataset],
                "version": one.version,
                "digest": one.digest,
                "at": row.wrote_at,
                "complete": row.complete,
            }
            for one in row.outputs
        ]
        columns += [
            {
                "run_id": run,
                "output_id": physical[one.output],
                "output_column": one.output_column,
                "input_id": physical[one.input],
                "input_column": one.input_column,
                "kind": one.kind,
                "subtype": one.subtype,
                "description": one.description,
            }
            for one in row.columns
        ]
    runs.put_edges(session, inputs, outputs, columns)


def _put_jobs(session: Session, events: Iterable[Event]) -> None:
    """What job events say of a job itself: its facets, and what it is meant to read and write."""
    keys = {job_key(event.body["job"]["namespace"], event.body["job"]["name"]): event.body["job"] for event in events}
    numbers = runs.job_ids(session, {key: (job["namespace"], job["name"]) for key, job in keys.items()})
    found = runs.subject_facets(session, Job, numbers.values())
    for event in events:
        number = numbers[job_key(event.body["job"]["namespace"], event.body["job"]["name"])]
        found[number] = fold.join_subject(found[number], fold.of_subject("job", event))
    runs.put_subject_facets(session, Job, found)


def _put_datasets(session: Session, events: Iterable[Event]) -> None:
    """What dataset events say of a physical dataset itself."""
    names = [(event.body["dataset"]["namespace"], event.body["dataset"]["name"]) for event in events]
    numbers = runs.physical_ids(session, names)
    found = runs.subject_facets(session, PhysicalDataset, numbers.values())
    for event, name in zip(events, names, strict=True):
        found[numbers[name]] = fold.join_subject(found[numbers[name]], fold.of_subject("dataset", event))
    runs.put_subject_facets(session, PhysicalDataset, found)
