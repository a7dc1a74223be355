"""The first schema: objects, journal, datasets, releases, tables, variables, vocabulary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "object",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name="object_digest_is_sha256"),
        sa.CheckConstraint("size >= 0", name="object_size_is_positive"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "change",
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.String(length=32), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("serial >= 1", name="change_serial_starts_at_one"),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["object.id"],
        ),
        sa.PrimaryKeyConstraint("serial"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_change_kind", "change", ["kind"], unique=False)
    op.create_index("ix_change_subject", "change", ["subject"], unique=False)
    op.create_table(
        "slug_alias",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"],
            ["dataset.id"],
        ),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_index("ix_slug_alias_dataset_id", "slug_alias", ["dataset_id"], unique=False)
    op.create_table(
        "table_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["object.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("object_id"),
    )
    op.create_index("ix_table_version_name", "table_version", ["name"], unique=False)
    op.create_table(
        "variable_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["object.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("object_id"),
    )
    op.create_index("ix_variable_version_name_key", "variable_version", ["name_key"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["serial"],
            ["change.serial"],
        ),
        sa.PrimaryKeyConstraint("serial"),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("snapshot", sa.String(length=10), nullable=True),
        sa.Column("issued", sa.String(length=10), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("retraction_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(issued) = 10", name="release_issued_is_a_date"),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["object.id"],
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"],
            ["dataset.id"],
        ),
        sa.ForeignKeyConstraint(
            ["retraction_id"],
            ["object.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seal_id"],
            ["object.id"],
        ),
        sa.ForeignKeyConstraint(
            ["serial"],
            ["change.serial"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dataset_id", "version", name="release_version_is_unique"),
        sa.UniqueConstraint("seal_id"),
        sa.UniqueConstraint("serial"),
    )
    op.create_index("ix_release_content_id", "release", ["content_id"], unique=False)
    op.create_index("ix_release_dataset_id", "release", ["dataset_id"], unique=False)
    op.create_table(
        "table_variable",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("variable_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 0", name="table_variable_position_counts_from_zero"),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["table_version.id"],
        ),
        sa.ForeignKeyConstraint(
            ["variable_id"],
            ["variable_version.id"],
        ),
        sa.PrimaryKeyConstraint("table_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vocabulary",
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["object.id"],
        ),
        sa.ForeignKeyConstraint(
            ["serial"],
            ["change.serial"],
        ),
        sa.PrimaryKeyConstraint("serial"),
    )
    op.create_index("ix_vocabulary_object_id", "vocabulary", ["object_id"], unique=False)
    op.create_index("vocabulary_by_name", "vocabulary", ["kind", "name"], unique=False)
    op.create_table(
        "release_code_list",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["object.id"],
        ),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["release.id"],
        ),
        sa.PrimaryKeyConstraint("release_id", "name"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_release_code_list_object_id", "release_code_list", ["object_id"], unique=False)
    op.create_table(
        "release_table",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["release.id"],
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["table_version.id"],
        ),
        sa.PrimaryKeyConstraint("release_id", "table_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_release_table_table_id", "release_table", ["table_id"], unique=False)
