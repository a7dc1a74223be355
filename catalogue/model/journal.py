"""The journal and what it points at: changes in commit order, objects by digest, the outbox of the worker."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class StoredObject(SQLModel, table=True):
    """Exact bytes by digest, written once. `body` is zlib-compressed; `size` counts the bytes before that."""

    __tablename__ = "object"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="object_digest_is_sha256"),
        CheckConstraint("size >= 0", name="object_size_is_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True, max_length=64)
    kind: str = Field(max_length=32)
    size: int
    body: bytes


class Change(SQLModel, table=True):
    """One journal entry. `serial` is gap-free in commit order; `hash` chains it to the entry before.

    subject: what it is about: a dataset's permanent id with a version, or a vocabulary's kind and name.
    recorded: UTC, ISO 8601 with seconds and microseconds, as text, because it is part of the hash.
    """

    __tablename__ = "change"
    __table_args__ = (CheckConstraint("serial >= 1", name="change_serial_starts_at_one"),)

    serial: int | None = Field(default=None, primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(max_length=32, index=True)
    subject: str = Field(max_length=300, index=True)
    object_id: int = Field(foreign_key="object.id")
    recorded: str = Field(max_length=32)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)


class Outbox(SQLModel, table=True):
    """A change that projections have not taken in yet. Holds no fact: a lost outbox is refilled by `reindex`."""

    __tablename__ = "outbox"

    serial: int | None = Field(
        default=None, primary_key=True, foreign_key="change.serial", sa_column_kwargs={"autoincrement": False}
    )
