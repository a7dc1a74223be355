"""Every row of lineage in natural keys: what an audit holds against the accepted events and the seals.

Joins are outer joins, so that a row that points nowhere still comes out, with None in the place of what is missing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Integer, Select, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from catalogue.model import (
    ColumnEdge,
    Dataset,
    Job,
    LineageEvent,
    PhysicalDataset,
    Release,
    ReleaseRun,
    Run,
    RunInput,
    RunOutput,
)

BATCH = 2000
UNREADABLE = "what is stored cannot be read"
Row = tuple[Any, ...]


def _document(body: bytes | None) -> str | None:
    """Packed JSON in one spelling, so that it can be a member of a set; None stays None."""
    if body is None:
        return None
    try:
        return orjson.dumps(orjson.loads(zlib.decompress(body)), option=orjson.OPT_SORT_KEYS).decode()
    except (zlib.error, TypeError, orjson.JSONDecodeError):
        return UNREADABLE


def document(facts: Any) -> str | None:
    """Plain JSON in the same spelling."""
    return None if facts is None else orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode()


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Row]:
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield tuple(row)


def physical(session: Session) -> Iterator[Row]:
    """(namespace, name, what dataset events say of it)."""
    query = select(col(PhysicalDataset.namespace), col(PhysicalDataset.name), col(PhysicalDataset.facets))
    return ((*row[:-1], _document(row[-1])) for row in _rows(session, query))


def jobs(session: Session) -> Iterator[Row]:
    """(key, namespace, name, what job events say of it)."""
    query = select(col(Job.key), col(Job.namespace), col(Job.name), col(Job.facets))
    return ((*row[:-1], _document(row[-1])) for row in _rows(session, query))


def runs(session: Session) -> Iterator[Row]:
    """(UUID, key of the job, parent, state, started, ended, read at, wrote at, serial, what its events say)."""
    query = select(
        col(Run.uuid),
        col(Job.key),
        col(Run.parent),
        col(Run.state),
        col(Run.started),
        col(Run.ended),
        col(Run.read_at),
        col(Run.wrote_at),
        col(Run.serial),
        col(Run.folded),
    ).outerjoin(Job, col(Job.id) == col(Run.job_id))
    return ((*row[:-1], _document(row[-1])) for row in _rows(session, query))


def inputs(session: Session) -> Iterator[Row]:
    """(UUID, namespace, name, version, digest, at, via)."""
    query = (
        select(
            col(Run.uuid),
            col(PhysicalDataset.namespace),
            col(PhysicalDataset.name),
            col(RunInput.version),
            col(RunInput.digest),
            col(RunInput.at),
            col(RunInput.via),
        )
        .select_from(RunInput)
        .outerjoin(Run, col(Run.id) == col(RunInput.run_id))
        .outerjoin(PhysicalDataset, col(PhysicalDataset.id) == col(RunInput.physical_id))
    )
    return _rows(session, query)


def outputs(session: Session) -> Iterator[Row]:
    """(UUID, namespace, name, version, digest, at, complete as 0 or 1)."""
    query = (
        select(
            col(Run.uuid),
            col(PhysicalDataset.namespace),
            col(PhysicalDataset.name),
            col(RunOutput.version),
            col(RunOutput.digest),
            col(RunOutput.at),
            type_coerce(col(RunOutput.complete), Integer),
        )
        .select_from(RunOutput)
        .outerjoin(Run, col(Run.id) == col(RunOutput.run_id))
        .outerjoin(PhysicalDataset, col(PhysicalDataset.id) == col(RunOutput.physical_id))
    )
    return ((*row[:-1], int(row[-1])) for row in _rows(session, query))


def columns(session: Session) -> Iterator[Row]:
    """(UUID, output and its column, input and its column, kind, subtype, description)."""
    output, input_ = aliased(PhysicalDataset), aliased(PhysicalDataset)
    query = (
        select(
            col(Run.uuid),
            col(output.namespace),
            col(output.name),
            col(ColumnEdge.output_column),
            col(input_.namespace),
            col(input_.name),
            col(ColumnEdge.input_column),
            col(ColumnEdge.kind),
            col(ColumnEdge.subtype),
            col(ColumnEdge.description),
        )
        .select_from(ColumnEdge)
        .outerjoin(Run, col(Run.id) == col(ColumnEdge.run_id))
        .outerjoin(output, col(output.id) == col(ColumnEdge.output_id))
        .outerjoin(input_, col(input_.id) == col(ColumnEdge.input_id))
    )
    return _rows(session, query)


def events(session: Session) -> Iterator[Row]:
    """(digest, serial, position, run, time)."""
    query = select(
        col(LineageEvent.digest),
        col(LineageEvent.serial),
        col(LineageEvent.position),
        col(LineageEvent.run),
        col(LineageEvent.time),
    )
    return _rows(session, query)


def release_runs(session: Session) -> Iterator[Row]:
    """(dataset, version of the release, table, UUID, namespace, name, version, how)."""
    query: Select[*tuple[Any, ...]] = (
        select(
            col(Dataset.key),
            col(Release.version),
            col(ReleaseRun.table_name),
            col(ReleaseRun.run),
            col(ReleaseRun.namespace),
            col(ReleaseRun.name),
            col(ReleaseRun.version).label("output_version"),
            col(ReleaseRun.how),
        )
        .select_from(ReleaseRun)
        .outerjoin(Release, col(Release.id) == col(ReleaseRun.release_id))
        .outerjoin(Dataset, col(Dataset.id) == col(Release.dataset_id))
    )
    return _rows(session, query)
