"""Who may do what: bearer tokens. No fact of the register; nothing of it is in any public answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class Token(SQLModel, table=True):
    """A bearer token, of which only the SHA-256 is kept. Moments are UTC texts of one width.

    scope: `publish`, `lineage` or `read`. publisher: the organisation it speaks for, or None. revoked: since when it
    is good for nothing, or None.
    """

    __tablename__ = "token"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="token_digest_is_sha256"),
        CheckConstraint("scope IN ('publish', 'lineage', 'read')", name="token_scope_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    scope: str = Field(max_length=16)
    publisher: str | None = Field(default=None, max_length=80)
    created: str = Field(max_length=27)
    expires: str = Field(max_length=27)
    revoked: str | None = Field(default=None, max_length=27)
