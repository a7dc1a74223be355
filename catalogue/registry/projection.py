"""Rows of runs, jobs and physical datasets, brought up to what all accepted events say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalogue.lineage import fold
from catalogue.lineage.events import Event
from catalogue.lineage.rows import Name, RunRow, job_key, run_row
from catalogue.model import ColumnEdge, Job, PhysicalDataset, RunInput, RunOutput
from catalogue.store import runs

# An event, and the serial of the journal entry that it came with.
Stamped = tuple[Event, int]


@dataclass(frozen=True, slots=True)
class _Told:
    """A run before and after. before: None for a run that nothing was known of. serial: the entry that first told."""

    uuid: str
    before: RunRow | None
    after: RunRow
    folded: fold.Folded
    serial: int


def project(session: Session, events: Iterable[Stamped]) -> None:
    """Fold new events into the rows of their runs, jobs and datasets."""
    by_run: dict[str, list[Stamped]] = defaultdict(list)
    of_jobs, of_datasets = [], []
    for event, serial in events:
        if event.run is not None:
            by_run[event.run].append((event, serial))
        elif event.kind == "job":
            of_jobs.append(event)
        else:
            of_datasets.append(event)
    if by_run:
        _put_runs(session, by_run)
    if of_jobs:
        _put_jobs(session, of_jobs)
    if of_datasets:
        _put_datasets(session, of_datasets)


def _put_runs(session: Session, by_run: Mapping[str, Sequence[Stamped]]) -> None:
    known = runs.known_runs(session, by_run)
    told = []
    for uuid, events in by_run.items():
        old = known.get(uuid)
        folded = fold.fold((event for event, _ in events), old.folded if old else None)
        before, serial = (run_row(old.folded), old.serial) if old else (None, events[0][1])
        told.append(_Told(uuid, before, run_row(folded), folded, serial))
    jobs = runs.job_ids(session, {job_key(*one.after.job): one.after.job for one in told})
    physical = runs.physical_ids(session, (name for one in told for name in _names(one.after)))
    numbers = runs.put_runs(session, [_run(one, jobs[job_key(*one.after.job)]) for one in told], known)
    _put_edges(session, told, numbers, physical)
    again = [one for one in told if one.before is not None]
    if again:
        _forget_names(session, again)


def _run(one: _Told, job: int) -> dict[str, Any]:
    row = one.after
    return {
        "uuid": one.uuid,
        "job_id": job,
        "parent": row.parent,
        "state": row.state,
        "started": row.started,
        "ended": row.ended,
        "read_at": row.read_at,
        "wrote_at": row.wrote_at,
        "serial": one.serial,
        "folded": runs.packed(one.folded),
    }


def _names(row: RunRow) -> Iterator[Name]:
    yield from (one.dataset for one in row.inputs)
    yield from (one.dataset for one in row.outputs)
    yield from (one.input for one in row.columns)


def _forget_names(session: Session, told: Sequence[_Told]) -> None:
    """Jobs and datasets that a run named before and names no longer stay only when something else names them.

    Otherwise the rows would tell in which order events came.
    """
    jobs: set[Name] = set()
    datasets: set[Name] = set()
    for one in told:
        if one.before is not None:
            jobs.update({one.before.job} - {one.after.job})
            datasets.update(set(_names(one.before)) - set(_names(one.after)))
    if jobs:
        runs.remove_unnamed_jobs(session, [job_key(*name) for name in jobs])
    if datasets:
        runs.remove_unnamed_datasets(session, datasets)


def _put_edges(
    session: Session, told: Sequence[_Told], numbers: Mapping[str, int], physical: Mapping[Name, int]
) -> None:
    """Write what runs read and wrote, where it is not what it was."""
    for table, part_of, rows_of in _EDGES:
        gone: list[int] = []
        rows: list[dict[str, Any]] = []
        for one in told:
            before = part_of(one.before) if one.before is not None else []
            if before != part_of(one.after):
                if before:
                    gone.append(numbers[one.uuid])
                rows += rows_of(one.after, numbers[one.uuid], physical)
        runs.put_edges(session, table, gone, rows)


def _input_rows(row: RunRow, run: int, physical: Mapping[Name, int]) -> list[dict[str, Any]]:
    return [
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


def _output_rows(row: RunRow, run: int, physical: Mapping[Name, int]) -> list[dict[str, Any]]:
    return [
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


def _column_rows(row: RunRow, run: int, physical: Mapping[Name, int]) -> list[dict[str, Any]]:
    return [
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


# Each table of edges, what of a run its rows depend on (empty when it has none), and the rows.
_Part = Callable[[RunRow], Sequence[Any]]
_Rows = Callable[[RunRow, int, Mapping[Name, int]], list[dict[str, Any]]]
_EDGES: tuple[tuple[runs.Edge, _Part, _Rows], ...] = (
    (RunInput, lambda row: [(row.read_at, one) for one in row.inputs], _input_rows),
    (RunOutput, lambda row: [(row.wrote_at, row.complete, one) for one in row.outputs], _output_rows),
    (ColumnEdge, lambda row: row.columns, _column_rows),
)


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
