"""Signed heads of the journal; webhooks; followers by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of signed heads, of webhooks and of followers."""
    op.create_table(
        "signed_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("acts_serial", sa.Integer(), nullable=False),
        sa.Column("acts_hash", sa.String(length=64), nullable=False),
        sa.Column("signed", sa.String(length=27), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=44), nullable=False),
        sa.Column("signature", sa.String(length=88), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_signed_head_serial", "signed_head", ["serial"], unique=False)
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("dataset", sa.String(length=80), nullable=False),
        sa.Column("kinds", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("check", sa.String(length=16), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("given_up", sa.String(length=27), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint("failures >= 0", name="webhook_failures_are_counted"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("dataset", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("asked", sa.String(length=27), nullable=True),
        sa.Column("confirmed", sa.String(length=27), nullable=True),
        sa.Column("told", sa.String(length=27), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint("every IN ('day', 'week')", name="follower_every_is_known"),
        sa.CheckConstraint("length(digest) = 64", name="follower_digest_is_sha256"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_follower_email", "follower", ["email"], unique=False)
