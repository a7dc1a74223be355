"""Datasets, their aliases and their releases: rows that answer quickly what the sealed objects say."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Dataset(SQLModel, table=True):
    """A series of releases. `key` is permanent and opaque; `slug` is today's alias."""

    __tablename__ = "dataset"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    slug: str = Field(unique=True, max_length=80)


class SlugAlias(SQLModel, table=True):
    """A slug that a dataset used to have; its addresses redirect for ever and nobody else may take it."""

    __tablename__ = "slug_alias"

    slug: str = Field(primary_key=True, max_length=80)
    dataset_id: int = Field(foreign_key="dataset.id", index=True)


class Release(SQLModel, table=True):
    """One sealed version. Dates are ISO texts as sealed. `retraction_id` points at the tombstone, if withdrawn."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("dataset_id", "version", name="release_version_is_unique"),
        CheckConstraint("length(issued) = 10", name="release_issued_is_a_date"),
    )

    id: int | None = Field(default=None, primary_key=True)
    dataset_id: int = Field(foreign_key="dataset.id", index=True)
    version: str = Field(max_length=80)
    snapshot: str | None = Field(default=None, max_length=10)
    issued: str = Field(max_length=10)
    serial: int = Field(foreign_key="change.serial", unique=True)
    content_id: int = Field(foreign_key="object.id", index=True)
    seal_id: int = Field(foreign_key="object.id", unique=True)
    retraction_id: int | None = Field(default=None, foreign_key="object.id")
