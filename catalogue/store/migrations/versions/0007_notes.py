"""Notes about what is sealed, and questions of readers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "note",
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("table_name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("names_in", sa.String(length=80), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["serial"], ["change.serial"]),
        sa.ForeignKeyConstraint(["object_id"], ["object.id"]),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"]),
        sa.ForeignKeyConstraint(["ended"], ["change.serial"]),
        sa.PrimaryKeyConstraint("serial"),
    )
    op.create_index("ix_note_dataset_id", "note", ["dataset_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("dataset", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("table_name", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("sender", sa.String(length=64), nullable=True),
        sa.Column("moment", sa.String(length=27), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name="question_digest_is_sha256"),
        sa.CheckConstraint("state IN ('open', 'answered', 'declined')", name="question_state_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    for column in ("dataset", "sender", "moment", "state"):
        op.create_index(f"ix_question_{column}", "question", [column], unique=False)
