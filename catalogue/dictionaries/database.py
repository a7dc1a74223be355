"""Dictionaries that a database keeps of itself: tables, columns, types, keys, comments. No row is read.

For the command line alone: whoever calls it has the address and the password of the database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.types import Enum, NullType

from catalogue.dictionaries.build import Builder, TableDraft
from catalogue.dictionaries.dictionary import DictCode, Dictionary, DictVariable, Fault, ForeignKey
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.types import constraint_fits, kind_of
from catalogue.errors import InvalidRequestError

_DIALECTS = ("sqlite", "postgresql")


def read(address: str, limits: DictionaryLimits, schema: str = "") -> Dictionary:
    """What the database says of its tables and views. schema: of PostgreSQL; without one, the user's own.

    Raises InvalidRequestError for an address that leads nowhere. Its password stands in no message.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise InvalidRequestError(
            "The address of the database cannot be understood.", remedy="Write `postgresql+psycopg://user@host/name`."
        ) from error
    if url.get_backend_name() not in _DIALECTS:
        raise InvalidRequestError(
            f"Databases of the kind {url.get_backend_name()!r} cannot be read.", remedy="Use SQLite or PostgreSQL."
        )
    name = Path(url.database or "").stem or "database"
    builder = Builder(f"{name}, schema {schema}" if schema else name, "database", limits)
    builder.title = name
    engine = _opened(url)
    try:
        _read(inspect(engine), schema or None, builder)
    except SQLAlchemyError as error:
        reason = _reason(error)
        raise InvalidRequestError(
            f"The database cannot be read: {reason}.", remedy="Check its address, and that the user may read it."
        ) from error
    finally:
        engine.dispose()
    return builder.finish()


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]


def _opened(url: URL) -> Engine:
    """An engine that cannot write, and makes no file where there is none."""
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        if not path.is_file():
            raise InvalidRequestError(f"There is no database file {path.name!r}.", remedy="Check the address.")
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))
    # Whatever driver the address names, this is the one that is here.
    engine = create_engine(url.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": 10})

    @event.listens_for(engine, "connect")
    def read_only(connection: Any, _: Any) -> None:
        connection.read_only = True

    return engine


def _read(inspector: Inspector, schema: str | None, builder: Builder) -> None:
    kinds = dict.fromkeys(inspector.get_table_names(schema), "")
    kinds |= dict.fromkeys(inspector.get_view_names(schema), "view")
    if inspector.dialect.name == "postgresql":
        kinds |= dict.fromkeys(inspector.get_materialized_view_names(schema), "materialized view")
    drafts = {name: builder.table(name) for name in kinds}
    for name, draft in drafts.items():
        draft.physical_schema = schema or ""
        if kinds[name]:
            draft.extra["kind"] = kinds[name]
        try:
            _read_columns(inspector, name, schema, draft, builder)
            _read_keys(inspector, name, schema, draft, set(drafts), builder)
        except (OperationalError, ProgrammingError) as error:
            # Such as a view of a table that is gone, or a table that the user may not look at.
            builder.error(
                Fault.ROW, f"It cannot be read: {_reason(error)}.", "Mend it or drop it.", table=draft.name, place=name
            )
            builder.leave(name, "", "could not be read")
    if not drafts:
        schemas = ", ".join(inspector.get_schema_names()[:20])
        builder.error(Fault.ROW, "The schema holds no table.", f"Choose another one with `--schema`: {schemas}.")


def _read_columns(inspector: Inspector, name: str, schema: str | None, draft: TableDraft, builder: Builder) -> None:
    try:
        draft.description = builder.text(inspector.get_table_comment(name, schema)["text"] or "", name)
    except NotImplementedError:
        # SQLite keeps no comments.
        draft.description = ""
    for number, column in enumerate(inspector.get_columns(name, schema), start=1):
        builder.variable(draft, _variable(column, f"{name} · column {number}", draft.name, builder))


def _variable(column: Mapping[str, Any], place: str, table: str, builder: Builder) -> DictVariable:
    where = {"table": table, "variable": column["name"], "place": place}
    kind = column["type"]
    said = "" if isinstance(kind, NullType) else str(kind)
    codes = [DictCode(code) for code in kind.enums] if isinstance(kind, Enum) else []
    found = kind_of("text" if codes else said)
    if said and not found.type:
        builder.warn(Fault.TYPE, f"The type {said!r} is not known; the variable is taken for text.", **where)
    constraints: dict[str, Any] = {} if column.get("nullable", True) else {"required": True}
    if found.length and constraint_fits(found.type):
        constraints["maxLength"] = found.length
    extra = {"default": str(column["default"])} if column.get("default") is not None else {}
    for heading in extra:
        builder.column(heading)
    return DictVariable(
        column["name"],
        definition=builder.text(column.get("comment") or "", place),
        type=found.type or "string",
        physical_type=said,
        code_list=builder.code_list(codes, getattr(kind, "name", None) or column["name"], **where),
        constraints=constraints,
        extra=extra,
        place=place,
    )


def _read_keys(
    inspector: Inspector, name: str, schema: str | None, draft: TableDraft, tables: Iterable[str], builder: Builder
) -> None:
    draft.primary_key = list(inspector.get_pk_constraint(name, schema).get("constrained_columns") or ())
    draft.unique_keys = [key for key in _unique(inspector, name, schema) if list(key) != draft.primary_key]
    for key in inspector.get_foreign_keys(name, schema):
        fields, target = tuple(key["constrained_columns"]), key["referred_table"]
        if target in tables and key.get("referred_schema") in (None, schema):
            draft.foreign_keys.append(ForeignKey(fields, target, tuple(key["referred_columns"])))
        else:
            builder.leave(name, f"{', '.join(fields)} refers to {target}", "leads to a table that was not read")
    for check in inspector.get_check_constraints(name, schema):
        builder.leave(name, str(check["sqltext"]), "is a rule of the database")


def _unique(inspector: Inspector, name: str, schema: str | None) -> list[tuple[str, ...]]:
    """Columns that together tell rows apart: by rules, and by indexes of whole columns and all rows."""
    found = [tuple(one["column_names"]) for one in inspector.get_unique_constraints(name, schema)]
    # SQLite keeps such rules as indexes of its own, and some of them as nothing else.
    options = {"include_auto_indexes": True} if inspector.dialect.name == "sqlite" else {}
    for index in inspector.get_indexes(name, schema, **options):
        partial = any(key.endswith("_where") for key in index.get("dialect_options", {}))
        columns = [column for column in index["column_names"] if column is not None]
        if index.get("unique") and not partial and len(columns) == len(index["column_names"]):
            found.append(tuple(columns))
    return list(dict.fromkeys(found))
