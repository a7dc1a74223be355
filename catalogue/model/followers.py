"""People who are told of changes by mail. No fact of the register; nothing of it is in any public answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel


class Follower(SQLModel, table=True):
    """An address that is sent the changes of one dataset, or what one search finds.

    dataset: permanent id, or empty. query: the parameters of a search, or empty. every: `day` or `week`.
    salt, digest: what the token of its links is made from, and the SHA-256 of that token. asked: when the mail that
    asks for confirmation was sent, or None. confirmed: since when it is followed, or None. told: up to when it was
    told. due: when there is something to do, or empty for at once; whoever does it writes here how long nobody else
    may. failures: mails in a row that could not be sent. Moments are UTC texts.
    """

    __tablename__ = "follower"
    __table_args__ = (
        CheckConstraint("every IN ('day', 'week')", name="follower_every_is_known"),
        CheckConstraint("length(digest) = 64", name="follower_digest_is_sha256"),
    )

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, index=True)
    dataset: str = Field(default="", max_length=80)
    query: str = Field(default="", sa_type=Text)
    every: str = Field(max_length=8)
    salt: str = Field(max_length=64)
    digest: str = Field(max_length=64, unique=True)
    created: str = Field(max_length=27)
    asked: str | None = Field(default=None, max_length=27)
    confirmed: str | None = Field(default=None, max_length=27)
    told: str = Field(default="", max_length=27)
    due: str = Field(default="", max_length=27)
    failures: int = 0
