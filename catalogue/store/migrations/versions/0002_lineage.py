"""Lineage: physical datasets, jobs, runs, what they read and wrote, events, and which run made a release's tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of lineage."""
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("namespace", sa.String(length=1000), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("facets", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("length(key) = 16", name="job_key_has_sixteen_digits"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_job_namespace"), "job", ["namespace"], unique=False)
    op.create_table(
        "physical_dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.String(length=1000), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("facets", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("namespace", "name", name="physical_dataset_is_named_once"),
    )
    op.create_table(
        "lineage_event",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("run", sa.String(length=36), nullable=True),
        sa.Column("time", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["serial"], ["change.serial"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index(op.f("ix_lineage_event_run"), "lineage_event", ["run"], unique=False)
    op.create_index(op.f("ix_lineage_event_serial"), "lineage_event", ["serial"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started", sa.String(length=27), nullable=True),
        sa.Column("ended", sa.String(length=27), nullable=True),
        sa.Column("read_at", sa.String(length=27), nullable=False),
        sa.Column("wrote_at", sa.String(length=27), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("folded", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"]),
        sa.ForeignKeyConstraint(["serial"], ["change.serial"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uuid"),
    )
    op.create_index(op.f("ix_run_job_id"), "run", ["job_id"], unique=False)
    op.create_index(op.f("ix_run_parent"), "run", ["parent"], unique=False)
    op.create_index(op.f("ix_run_serial"), "run", ["serial"], unique=False)
    op.create_index(op.f("ix_run_wrote_at"), "run", ["wrote_at"], unique=False)
    op.create_table(
        "column_edge",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("output_id", sa.Integer(), nullable=False),
        sa.Column("output_column", sa.String(length=200), nullable=False),
        sa.Column("input_id", sa.Integer(), nullable=False),
        sa.Column("input_column", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subtype", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["input_id"], ["physical_dataset.id"]),
        sa.ForeignKeyConstraint(["output_id"], ["physical_dataset.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "output_id", "output_column", "input_id", "input_column", "kind", "subtype"),
    )
    op.create_index("ix_column_edge_input", "column_edge", ["input_id", "input_column"], unique=False)
    op.create_index("ix_column_edge_output", "column_edge", ["output_id", "output_column"], unique=False)
    op.create_table(
        "release_run",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=128), nullable=False),
        sa.Column("run", sa.String(length=36), nullable=False),
        sa.Column("namespace", sa.String(length=1000), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.String(length=500), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"]),
        sa.PrimaryKeyConstraint("release_id", "table_name", "run"),
    )
    op.create_index(op.f("ix_release_run_run"), "release_run", ["run"], unique=False)
    op.create_table(
        "run_input",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("physical_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("via", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["physical_id"], ["physical_dataset.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "physical_id"),
    )
    op.create_index("ix_run_input_physical", "run_input", ["physical_id", "at"], unique=False)
    op.create_table(
        "run_output",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("physical_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["physical_id"], ["physical_dataset.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "physical_id"),
    )
    op.create_index("ix_run_output_digest", "run_output", ["digest"], unique=False)
    op.create_index("ix_run_output_physical", "run_output", ["physical_id", "complete", "at"], unique=False)
