"""Rows of lineage: what the accepted OpenLineage events say, worked out of them and never the other way round.

Moments are UTC texts of one width (`2024-06-26T09:30:00.000000Z`), so that their order is that of the letters.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class PhysicalDataset(SQLModel, table=True):
    """A dataset as runs name it: a table, view or file in a namespace."""

    __tablename__ = "physical_dataset"
    __table_args__ = (UniqueConstraint("namespace", "name", name="physical_dataset_is_named_once"),)

    id: int | None = Field(default=None, primary_key=True)
    namespace: str = Field(max_length=1000)
    name: str = Field(max_length=1000)
    facets: bytes | None = Field(default=None)


class Job(SQLModel, table=True):
    """What is run again and again. `key` is 16 hexadecimal digits of SHA-256 of namespace, NUL and name."""

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("length(key) = 16", name="job_key_has_sixteen_digits"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=16)
    namespace: str = Field(max_length=1000, index=True)
    name: str = Field(max_length=1000)
    facets: bytes | None = Field(default=None)


class Run(SQLModel, table=True):
    """One run of a job.

    state: `START`, `RUNNING`, `OTHER`, or what it ended with. started, ended: moments, as far as reported; `read_at`
    and `wrote_at`: when its inputs and outputs count as read and written. serial: the journal entry that first told
    of it. folded: all that its events say, put together; zlib-compressed JSON.
    """

    __tablename__ = "run"

    id: int | None = Field(default=None, primary_key=True)
    uuid: str = Field(unique=True, max_length=36)
    job_id: int = Field(foreign_key="job.id", index=True)
    parent: str | None = Field(default=None, max_length=36, index=True)
    state: str = Field(max_length=10)
    started: str | None = Field(default=None, max_length=27)
    ended: str | None = Field(default=None, max_length=27)
    read_at: str = Field(max_length=27)
    wrote_at: str = Field(max_length=27, index=True)
    serial: int = Field(foreign_key="change.serial", index=True)
    folded: bytes


class RunInput(SQLModel, table=True):
    """A run read a physical dataset. version, digest: as the run names them, or empty. via: what says so."""

    __tablename__ = "run_input"
    __table_args__ = (Index("ix_run_input_physical", "physical_id", "at"),)

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    physical_id: int = Field(foreign_key="physical_dataset.id", primary_key=True)
    version: str = Field(max_length=500)
    digest: str = Field(max_length=64)
    at: str = Field(max_length=27)
    via: str = Field(max_length=20)


class RunOutput(SQLModel, table=True):
    """A run wrote a physical dataset. `complete` tells whether the run ended well, so that this is a version of it."""

    __tablename__ = "run_output"
    __table_args__ = (
        Index("ix_run_output_physical", "physical_id", "complete", "at"),
        Index("ix_run_output_digest", "digest"),
    )

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    physical_id: int = Field(foreign_key="physical_dataset.id", primary_key=True)
    version: str = Field(max_length=500)
    digest: str = Field(max_length=64)
    at: str = Field(max_length=27)
    complete: bool


class ColumnEdge(SQLModel, table=True):
    """A run made a column of an output from a column of an input.

    kind: `DIRECT` or `INDIRECT`, or empty; subtype: such as `IDENTITY`, `AGGREGATION`, `FILTER`.
    An empty `output_column` stands for the whole output: a filter, a join, an order. output_id, input_id: physical
    datasets; each is one that the run read or wrote, and those rows hold the reference. Most rows of lineage are of
    this table: it is one tree, in the order in which it is asked.
    """

    __tablename__ = "column_edge"
    __table_args__ = ({"sqlite_with_rowid": False},)

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    output_id: int = Field(primary_key=True)
    output_column: str = Field(primary_key=True, max_length=200)
    input_id: int = Field(primary_key=True)
    input_column: str = Field(primary_key=True, max_length=200)
    kind: str = Field(primary_key=True, max_length=20)
    subtype: str = Field(primary_key=True, max_length=40)
    description: str = Field(max_length=2000)


class LineageEvent(SQLModel, table=True):
    """One accepted event, kept byte for byte in the body that it came in: which body, and its place there."""

    __tablename__ = "lineage_event"

    digest: str = Field(primary_key=True, max_length=64)
    serial: int = Field(foreign_key="change.serial", index=True)
    position: int
    run: str | None = Field(default=None, max_length=36, index=True)
    time: str = Field(max_length=27)


class ReleaseRun(SQLModel, table=True):
    """A table of a release is an output of a run, as its seal pins it.

    run: UUID, maybe of a run that is not reported yet. how: by `digest`, by `name`, or `run` when the release as a
    whole was said to come from it; then the name of the output is empty.
    """

    __tablename__ = "release_run"

    release_id: int = Field(foreign_key="release.id", primary_key=True)
    table_name: str = Field(primary_key=True, max_length=128)
    run: str = Field(primary_key=True, max_length=36, index=True)
    namespace: str = Field(max_length=1000)
    name: str = Field(max_length=1000)
    version: str = Field(max_length=500)
    how: str = Field(max_length=10)
