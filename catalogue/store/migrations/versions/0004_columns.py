"""Columns made from columns: one tree, and no reference that the run's inputs and outputs hold already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the rows into a table that is kept in the order of its key."""
    op.rename_table("column_edge", "column_edge_before")
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
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "output_id", "output_column", "input_id", "input_column", "kind", "subtype"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO column_edge SELECT * FROM column_edge_before ORDER BY run_id")
    op.drop_table("column_edge_before")
