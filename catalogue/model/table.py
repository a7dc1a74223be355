"""Tables and variables, each stored once by digest and shared by all releases that hold them unchanged."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class TableVersion(SQLModel, table=True):
    """One state of a table. `name` repeats what its object says, for look-up."""

    __tablename__ = "table_version"

    id: int | None = Field(default=None, primary_key=True)
    object_id: int = Field(foreign_key="object.id", unique=True)
    name: str = Field(max_length=128, index=True)


class ReleaseTable(SQLModel, table=True):
    """A release holds a table."""

    __tablename__ = "release_table"
    __table_args__ = ({"sqlite_with_rowid": False},)

    release_id: int = Field(foreign_key="release.id", primary_key=True)
    table_id: int = Field(foreign_key="table_version.id", primary_key=True, index=True)


class VariableVersion(SQLModel, table=True):
    """One state of a variable. `name_key` is the name in lower case: look-up ignores case."""

    __tablename__ = "variable_version"

    id: int | None = Field(default=None, primary_key=True)
    object_id: int = Field(foreign_key="object.id", unique=True)
    name: str = Field(max_length=128)
    name_key: str = Field(max_length=300, index=True)


class TableVariable(SQLModel, table=True):
    """A state of a table holds a state of a variable in a column, counted from 0."""

    __tablename__ = "table_variable"
    __table_args__ = (
        CheckConstraint("position >= 0", name="table_variable_position_counts_from_zero"),
        {"sqlite_with_rowid": False},
    )

    table_id: int = Field(foreign_key="table_version.id", primary_key=True)
    position: int = Field(primary_key=True)
    variable_id: int = Field(foreign_key="variable_version.id")


class VocabularyVersion(SQLModel, table=True):
    """One state of a code list, concept or organisation. The one with the greatest serial is in force."""

    __tablename__ = "vocabulary"
    __table_args__ = (Index("vocabulary_by_name", "kind", "name"),)

    serial: int | None = Field(
        default=None, primary_key=True, foreign_key="change.serial", sa_column_kwargs={"autoincrement": False}
    )
    kind: str = Field(max_length=32)
    name: str = Field(max_length=80)
    object_id: int = Field(foreign_key="object.id", index=True)


class ReleaseCodeList(SQLModel, table=True):
    """A release pins a state of a code list, whether or not the register's vocabulary still holds that state."""

    __tablename__ = "release_code_list"
    __table_args__ = ({"sqlite_with_rowid": False},)

    release_id: int = Field(foreign_key="release.id", primary_key=True)
    name: str = Field(primary_key=True, max_length=80)
    object_id: int = Field(foreign_key="object.id", index=True)
