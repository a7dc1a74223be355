"""Bearer tokens, by digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of tokens."""
    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("publisher", sa.String(length=80), nullable=True),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=False),
        sa.Column("revoked", sa.String(length=27), nullable=True),
        sa.CheckConstraint("length(digest) = 64", name="token_digest_is_sha256"),
        sa.CheckConstraint("scope IN ('publish', 'lineage', 'read')", name="token_scope_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
