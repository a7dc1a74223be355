"""Drafts: releases that are being prepared. Part of no index, feed, ETag or suggestion; sealed by approval alone.

A draft is kept in parts, the dataset's own facts, each table, each variable, each code list, so that saving one cell
writes one row and two people who edit different variables do not meet. Concepts are parts of a draft too, though of no
package: what is shared among datasets is recorded beside the release.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, LargeBinary, Text
from sqlmodel import Field, SQLModel


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SEALED = "sealed"
    ABANDONED = "abandoned"


class PartKind(StrEnum):
    """What a part of a draft describes."""

    DATASET = "dataset"
    TABLE = "table"
    VARIABLE = "variable"
    CODE_LIST = "codelist"
    CONCEPT = "concept"


class Draft(SQLModel, table=True):
    """A release in preparation. Moments are UTC texts of one width.

    key: opaque name in addresses. slug: of the dataset. base: version that it started from, or empty.
    author: account that opened it. revision: goes up by one with everything that is written to it.
    sealed: version that it became, or that said the same already when only its concepts were new; or None.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'submitted', 'sealed', 'abandoned')", name="draft_state_is_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=32)
    slug: str = Field(max_length=80, index=True)
    publisher: str = Field(max_length=80, index=True)
    base: str = Field(default="", max_length=80)
    state: str = Field(max_length=16, index=True)
    author: str = Field(max_length=80)
    created: str = Field(max_length=27)
    changed: str = Field(max_length=27)
    revision: int
    sealed: str | None = Field(default=None, max_length=80)


class DraftPart(SQLModel, table=True):
    """One part of a draft.

    kind: see PartKind. parent_id: the part of a variable's table, else None. name: of the table, variable, code list or
    concept; two of one name are a fault that the gate tells, not one of the database.
    position: place among its siblings, from 0. revision: of the draft when the part was last written.
    body: JSON of its facts, without the parts below it. origins: JSON of how each property came in
    (`imported`, `written` or `inherited`) and from where: of the name of a concept, the digest of the state of the
    register that it started from.
    """

    __tablename__ = "draft_part"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('dataset', 'table', 'variable', 'codelist', 'concept')", name="draft_part_kind_is_known"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    kind: str = Field(max_length=16)
    parent_id: int | None = Field(default=None, index=True)
    name: str = Field(max_length=200)
    position: int
    revision: int
    body: str = Field(sa_type=Text)
    origins: str = Field(default="{}", sa_type=Text)
    changed_by: str = Field(max_length=80)
    changed: str = Field(max_length=27)


class DraftFile(SQLModel, table=True):
    """The rows of a table of a draft: exact bytes, of which `body` is zlib-compressed; `size` counts them before."""

    __tablename__ = "draft_file"

    part_id: int = Field(primary_key=True, foreign_key="draft_part.id")
    size: int
    body: bytes = Field(sa_type=LargeBinary)


class DraftEvent(SQLModel, table=True):
    """Something that happened to a draft: opened, edited, submitted, commented, returned, approved, abandoned."""

    __tablename__ = "draft_event"

    draft_id: int = Field(primary_key=True, foreign_key="draft.id")
    number: int = Field(primary_key=True)
    moment: str = Field(max_length=27)
    person: str = Field(max_length=80)
    kind: str = Field(max_length=16)
    text: str = Field(default="", sa_type=Text)
    revision: int
