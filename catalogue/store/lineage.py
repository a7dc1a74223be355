"""Runs as plain records, and which run made what another one read: asked for many runs at a time.

An input leads to the run that wrote it in one of three ways, the first that finds one: by the *version* that the
reader names, by the *digest* that it names, or by *time*: the newest version that was complete when it read. What no
run wrote is a source. Only runs that ended well make versions. Ties are broken by UUID, so that the order in which
events arrived plays no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from catalogue.model import ColumnEdge, Dataset, Job, PhysicalDataset, Release, ReleaseRun, Run, RunInput, RunOutput
from catalogue.store.objects import chunks
from catalogue.store.prepared import Prepared, listed_numbers, values_of
from catalogue.store.runs import unpacked

LATEST = "9999-12-31T23:59:59.999999Z"


@dataclass(frozen=True, slots=True)
class AsOf:
    """What is looked at: runs that wrote up to a moment, and of these the ones that entries up to a serial told of."""

    moment: str = LATEST
    serial: int = 2**31 - 1


NOW = AsOf()


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run. Moments are UTC texts; `serial` is the journal entry that first told of it."""

    id: int
    uuid: str
    job_key: str
    namespace: str
    job: str
    parent: str | None
    state: str
    started: str | None
    ended: str | None
    serial: int
    folded: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Output:
    """A run wrote a physical dataset."""

    run: int
    physical: int
    namespace: str
    name: str
    version: str
    digest: str
    complete: bool


class Input(NamedTuple):
    """A run read a physical dataset. A tuple, because they come by the thousand.

    how: `version`, `digest` or `time`, or empty for a source. source: the run that wrote it, or None.
    """

    run: int
    physical: int
    namespace: str
    name: str
    version: str
    digest: str
    via: str
    how: str
    source: int | None


@dataclass(frozen=True, slots=True)
class ColumnRecord:
    """A run made a column of an output from a column of an input; row numbers of run and physical datasets."""

    run: int
    output: int
    output_column: str
    input: int
    input_column: str
    kind: str
    subtype: str
    description: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A table of a release is an output of a run; `table` is empty when the release as a whole is."""

    release_id: int
    dataset: str
    slug: str
    release: str
    table: str
    run: str
    namespace: str
    name: str
    version: str
    how: str
    serial: int


def runs(session: Session, ids: Iterable[int]) -> dict[int, RunRecord]:
    """Runs by row number."""
    return {one.id: one for some in chunks(sorted(set(ids))) for one in _runs(session, col(Run.id).in_(some))}


def runs_by_uuid(session: Session, uuids: Iterable[str]) -> dict[str, RunRecord]:
    """Runs by UUID, those that were reported."""
    return {one.uuid: one for some in chunks(sorted(set(uuids))) for one in _runs(session, col(Run.uuid).in_(some))}


def children(session: Session, uuids: Iterable[str]) -> list[RunRecord]:
    """The runs whose parent is one of those."""
    found = [one for some in chunks(sorted(set(uuids))) for one in _runs(session, col(Run.parent).in_(some))]
    return sorted(found, key=lambda one: (one.started or "", one.uuid))


def _runs(session: Session, where: ColumnElement[bool]) -> Iterable[RunRecord]:
    query = select(Run, Job).join(Job, col(Job.id) == col(Run.job_id)).where(where)
    for run, job in session.exec(query):
        yield RunRecord(
            run.id or 0,
            run.uuid,
            job.key,
            job.namespace,
            job.name,
            run.parent,
            run.state,
            run.started,
            run.ended,
            run.serial,
            unpacked(run.folded),
        )


def outputs_of(session: Session, ids: Iterable[int]) -> list[Output]:
    """What runs wrote, in order of names."""
    return [one for some in chunks(sorted(set(ids))) for one in _outputs(session, col(RunOutput.run_id).in_(some))]


def outputs_with(session: Session, digests: Iterable[str]) -> list[Output]:
    """Complete outputs that have one of these digests."""
    wanted = sorted(digest for digest in set(digests) if digest)
    found = [one for some in chunks(wanted) for one in _outputs(session, col(RunOutput.digest).in_(some))]
    return [one for one in found if one.complete]


def _outputs(session: Session, where: ColumnElement[bool]) -> Iterable[Output]:
    query = (
        select_rows(RunOutput, PhysicalDataset)
        .join(PhysicalDataset, col(PhysicalDataset.id) == col(RunOutput.physical_id))
        .where(where)
        .order_by(col(PhysicalDataset.namespace), col(PhysicalDataset.name))
    )
    for output, physical in session.execute(query):
        yield Output(
            output.run_id,
            output.physical_id,
            physical.namespace,
            physical.name,
            output.version,
            output.digest,
            output.complete,
        )


def inputs_of(session: Session, ids: Iterable[int], as_of: AsOf = NOW) -> list[Input]:
    """What runs read, and which runs had written it, in order of names. One query."""
    return _inputs(session, _OF_RUNS, ids, as_of)


def readers_of(session: Session, outputs: Sequence[Output], as_of: AsOf = NOW) -> list[Input]:
    """Who read what those runs wrote: the inputs that lead to one of them. One query."""
    written = {(one.run, one.physical) for one in outputs if one.complete}
    found = _inputs(session, _OF_PHYSICAL, {physical for _, physical in written}, as_of)
    return [one for one in found if one.source is not None and (one.source, one.physical) in written]


# The ways in which an input leads to its writer, in the order in which they are tried.
_WAYS = ("version", "digest", "time")


def _inputs(session: Session, statement: Prepared, numbers: Iterable[int], as_of: AsOf) -> list[Input]:
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    values = {**values_of(wanted), "moment": as_of.moment, "serial": as_of.serial}
    found = []
    for run, physical, space, name, version, digest, via, writer in statement.rows(session, values):
        source, way = (None, "") if writer is None else (writer // len(_WAYS), _WAYS[writer % len(_WAYS)])
        found.append(Input(run, physical, space, name, version, digest, via, way, source))
    return found


def _reading(dialect: str, by: Any) -> Select[Any]:
    """Inputs of the runs, or of the physical datasets, that are listed."""
    reader = aliased(Run)
    columns: tuple[Any, ...] = (
        col(RunInput.run_id),
        col(RunInput.physical_id),
        col(PhysicalDataset.namespace),
        col(PhysicalDataset.name),
        col(RunInput.version),
        col(RunInput.digest),
        col(RunInput.via),
        _writer().label("writer"),
    )
    return (
        select_rows(*columns)
        .join(PhysicalDataset, col(PhysicalDataset.id) == col(RunInput.physical_id))
        .join(reader, col(reader.id) == col(RunInput.run_id))
        .where(
            by.in_(listed_numbers(dialect)),
            col(RunInput.at) <= bindparam("moment"),
            col(reader.serial) <= bindparam("serial"),
        )
        .order_by(col(PhysicalDataset.namespace), col(PhysicalDataset.name), col(reader.uuid))
    )


def _writer() -> ColumnElement[int]:
    """Who wrote an input, by version, by digest or by time, the first that finds one; of several the newest not after
    the reading. Run and way in one number, so that the database looks no further than it must."""
    output, writer = aliased(RunOutput), aliased(Run)

    def nearest(way: int, *same: ColumnElement[bool], later: bool = False) -> Any:
        found = (
            select_rows(col(output.run_id) * len(_WAYS) + way)
            .join(writer, col(writer.id) == col(output.run_id))
            .where(
                *same,
                col(output.complete),
                col(output.run_id) != col(RunInput.run_id),
                col(output.at) <= bindparam("moment"),
                col(writer.serial) <= bindparam("serial"),
            )
            .correlate(RunInput)
            .limit(1)
        )
        # SQLite sees nothing of the outer query in ORDER BY, so what came before and what came after are two queries.
        if later:
            after = found.where(col(output.at) > col(RunInput.at))
            return after.order_by(col(output.at), col(writer.uuid)).scalar_subquery()
        before = found.where(col(output.at) <= col(RunInput.at))
        return before.order_by(col(output.at).desc(), col(writer.uuid).desc()).scalar_subquery()

    same_place = col(output.physical_id) == col(RunInput.physical_id)
    version = same_place, col(RunInput.version) != "", col(output.version) == col(RunInput.version)
    digest = col(RunInput.digest) != "", col(output.digest) == col(RunInput.digest)
    return func.coalesce(
        nearest(0, *version),
        nearest(0, *version, later=True),
        nearest(1, *digest),
        nearest(1, *digest, later=True),
        nearest(2, same_place),
    )


_OF_RUNS = Prepared(lambda dialect: _reading(dialect, col(RunInput.run_id)))
_OF_PHYSICAL = Prepared(lambda dialect: _reading(dialect, col(RunInput.physical_id)))


def columns_of(session: Session, ids: Iterable[int], made_from: Iterable[str] | None = None) -> list[ColumnRecord]:
    """Columns that runs made from columns. made_from: given, only those made from columns of these
    names, letters in any case."""
    names = sorted({name.lower() for name in made_from or ()})
    found: list[ColumnRecord] = []
    for some in chunks(sorted(set(ids))):
        query = (
            select(ColumnEdge)
            .where(col(ColumnEdge.run_id).in_(some))
            .order_by(
                col(ColumnEdge.run_id),
                col(ColumnEdge.output_column),
                col(ColumnEdge.input_column),
                col(ColumnEdge.kind),
                col(ColumnEdge.subtype),
            )
        )
        if made_from is not None:
            query = query.where(func.lower(col(ColumnEdge.input_column)).in_(names))
        found += [
            ColumnRecord(
                one.run_id,
                one.output_id,
                one.output_column,
                one.input_id,
                one.input_column,
                one.kind,
                one.subtype,
                one.description,
            )
            for one in session.exec(query)
        ]
    return found


def bound_to(session: Session, uuids: Iterable[str]) -> list[Bound]:
    """Which tables of which releases those runs made, as the seals pin it, oldest release first."""
    return [one for some in chunks(sorted(set(uuids))) for one in _bound(session, col(ReleaseRun.run).in_(some))]


def runs_of_release(session: Session, release_id: int) -> list[Bound]:
    """The runs that a release's seal names, by table."""
    return _bound(session, col(ReleaseRun.release_id) == release_id)


def _bound(session: Session, where: ColumnElement[bool]) -> list[Bound]:
    query = (
        select_rows(ReleaseRun, col(Release.version), col(Release.serial), col(Dataset.key), col(Dataset.slug))
        .join(Release, col(Release.id) == col(ReleaseRun.release_id))
        .join(Dataset, col(Dataset.id) == col(Release.dataset_id))
        .where(where)
        .order_by(col(Release.serial), col(ReleaseRun.table_name), col(ReleaseRun.run))
    )
    return [
        Bound(
            row.release_id, key, slug, version, row.table_name, row.run, row.namespace, row.name, row.version, row.how,
            serial,
        )
        for row, version, serial, key, slug in session.execute(query)
    ]  # fmt: skip


def counts(session: Session) -> tuple[int, int]:
    """How many jobs and how many runs there are."""
    row = session.execute(
        select_rows(
            select_rows(func.count()).select_from(Job).scalar_subquery(),
            select_rows(func.count()).select_from(Run).scalar_subquery(),
        )
    ).one()
    return int(row[0]), int(row[1])
