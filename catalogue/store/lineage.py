"""Runs as plain records, and which run made what another one read: asked for many runs at a time.

An input leads to the run that wrote it in one of three ways, the first that finds one: by the *version* that the
reader names, by the *digest* that it names, or by *time*: the newest version that was complete when it read. What no
run wrote is a source. Only runs that ended well make versions. Ties are broken by UUID, so that the order in which
events arrived plays no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from catalogue.model import ColumnEdge, Dataset, Job, PhysicalDataset, Release, ReleaseRun, Run, RunInput, RunOutput
from catalogue.store.objects import chunks
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


@dataclass(frozen=True, slots=True)
class Input:
    """A run read a physical dataset.

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
    """What runs read, and which runs had written it, in order of names. One query for each thousand runs."""
    found: list[Input] = []
    for some in chunks(sorted(set(ids))):
        found += _inputs(session, col(RunInput.run_id).in_(some), as_of)
    return found


def readers_of(session: Session, outputs: Sequence[Output], as_of: AsOf = NOW) -> list[Input]:
    """Who read what those runs wrote: the inputs that lead to one of them."""
    written = {(one.run, one.physical) for one in outputs if one.complete}
    found: list[Input] = []
    for some in chunks(sorted({physical for _, physical in written})):
        found += _inputs(session, col(RunInput.physical_id).in_(some), as_of)
    return [one for one in found if one.source is not None and (one.source, one.physical) in written]


def _inputs(session: Session, where: ColumnElement[bool], as_of: AsOf) -> list[Input]:
    reader = aliased(Run)
    by_version, by_digest, by_time = _writers(as_of)
    query = (
        select_rows(
            col(RunInput.run_id),
            col(RunInput.physical_id),
            col(PhysicalDataset.namespace),
            col(PhysicalDataset.name),
            col(RunInput.version),
            col(RunInput.digest),
            col(RunInput.via),
            by_version.label("by_version"),
            by_digest.label("by_digest"),
            by_time.label("by_time"),
        )
        .join(PhysicalDataset, col(PhysicalDataset.id) == col(RunInput.physical_id))
        .join(reader, col(reader.id) == col(RunInput.run_id))
        .where(where, col(RunInput.at) <= as_of.moment, col(reader.serial) <= as_of.serial)
        .order_by(col(PhysicalDataset.namespace), col(PhysicalDataset.name), col(reader.uuid))
    )
    found = []
    for run, physical, space, name, version, digest, via, *ways in session.execute(query):
        pairs = zip(("version", "digest", "time"), ways, strict=True)
        how, source = next(((how, number) for how, number in pairs if number is not None), ("", None))
        found.append(Input(run, physical, space, name, version, digest, via, how, source))
    return found


def _writers(as_of: AsOf) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    """Who wrote an input, by version, by digest and by time; of several the newest not after the reading."""
    output, writer = aliased(RunOutput), aliased(Run)
    base = (
        select_rows(col(output.run_id))
        .join(writer, col(writer.id) == col(output.run_id))
        .where(
            col(output.complete),
            col(output.run_id) != col(RunInput.run_id),
            col(output.at) <= as_of.moment,
            col(writer.serial) <= as_of.serial,
        )
        .correlate(RunInput)
        .limit(1)
    )

    def nearest(*same: ColumnElement[bool], also_later: bool) -> ColumnElement[int]:
        # SQLite sees nothing of the outer query in ORDER BY, so what came before and what came after are two queries.
        found = base.where(*same)
        newest = found.where(col(output.at) <= col(RunInput.at))
        before = newest.order_by(col(output.at).desc(), col(writer.uuid).desc()).scalar_subquery()
        if not also_later:
            return before
        later = found.where(col(output.at) > col(RunInput.at)).order_by(col(output.at), col(writer.uuid))
        return func.coalesce(before, later.scalar_subquery())

    same_place = col(output.physical_id) == col(RunInput.physical_id)
    same_version = col(output.version) == col(RunInput.version)
    same_digest = col(output.digest) == col(RunInput.digest)
    return (
        nearest(same_place, col(RunInput.version) != "", same_version, also_later=True),
        nearest(col(RunInput.digest) != "", same_digest, also_later=True),
        nearest(same_place, also_later=False),
    )


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
