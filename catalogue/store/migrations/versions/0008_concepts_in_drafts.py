"""Drafts hold concepts beside tables, variables and code lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME, TABLE = "draft_part_kind_is_known", "draft_part"
RULE = "kind IN ('dataset', 'table', 'variable', 'codelist', 'concept')"


def upgrade() -> None:
    """Let parts of drafts be of one more kind. Every part stays as it is."""
    if op.get_bind().dialect.name == "sqlite":
        _anew()
        return
    op.drop_constraint(NAME, TABLE, type_="check")
    op.create_check_constraint(NAME, TABLE, RULE)


def _anew() -> None:
    """SQLite cannot change a constraint, so the table is made again, under its own name.

    Rows of tables refer to it by that name; they are looked for when the transaction ends, when all parts are back.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE draft_part_before AS SELECT * FROM draft_part")
    op.drop_table(TABLE)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("origins", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("changed", sa.String(length=27), nullable=False),
        sa.CheckConstraint(RULE, name=NAME),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO draft_part SELECT * FROM draft_part_before ORDER BY id")
    op.drop_table("draft_part_before")
    op.create_index("ix_draft_part_draft_id", TABLE, ["draft_id"], unique=False)
    op.create_index("ix_draft_part_parent_id", TABLE, ["parent_id"], unique=False)
