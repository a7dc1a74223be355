"""Statements that are compiled once and then handed to the driver as they are.

SQLAlchemy takes longer to look up what it compiled before, and to wrap what comes back, than SQLite takes to run it,
and longer to sort the values of a row than SQLite takes to write it. Where events come by the thousand that is most
of the time. Transactions stay the session's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Dialect, Executable, Integer, Select, String, bindparam, cast, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from catalogue.store.engine import connection_of

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """given: puts values in the order of the statement, where the driver wants places in place of names.
    fixed: values that the statement brings."""

    text: str
    given: Callable[[Values], Any]
    fixed: Values


class Prepared:
    """A statement with named parameters, whose values need no conversion: texts, numbers, bytes.

    build: makes the statement for the name of a dialect, `sqlite` or `postgresql`.
    """

    def __init__(self, build: Callable[[str], Executable]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, values: Values | Sequence[Values]) -> None:
        """Run it once, or once for each of several sets of values. Raises DBAPIError, as any query does."""
        self._execute(session, values).close()

    def rows(self, session: Session, values: Values) -> list[Any]:
        """What it finds, as tuples."""
        cursor = self._execute(session, values)
        found = list(cursor.fetchall())
        cursor.close()
        return found

    def _execute(self, session: Session, values: Values | Sequence[Values]) -> DBAPICursor:
        connection = connection_of(session)
        compiled = self._for(connection.dialect)
        cursor = connection.connection.cursor()
        given: Any = None
        try:
            if isinstance(values, Mapping):
                given = compiled.given({**compiled.fixed, **values})
                cursor.execute(compiled.text, given)
            else:
                given = list(map(compiled.given, values))
                cursor.executemany(compiled.text, given)
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(compiled.text, given, error, connection.dialect.loaded_dbapi.Error) from error
        return cursor

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            made: Any = self._build(dialect.name).compile(dialect=dialect)  # type: ignore[attr-defined]
            given = _in_order(tuple(made.positiontup)) if made.positional else _as_it_is
            fixed = {name: value for name, value in made.params.items() if value is not None}
            found = self._compiled[dialect.name] = _Compiled(str(made), given, fixed)
        return found


def _in_order(names: tuple[str, ...]) -> Callable[[Values], Any]:
    """Values as a tuple. Of one name, or of none, `itemgetter` makes no tuple."""
    return itemgetter(*names) if len(names) > 1 else lambda values: tuple(values[name] for name in names)


def _as_it_is(values: Values) -> Any:
    return values


def add_rows(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Add rows as they are, all with the same columns: no object is made of them."""
    if rows:
        _adding(table, tuple(rows[0])).run(session, rows)


def next_number(session: Session, table: type[SQLModel]) -> int:
    """The row number to go on with. Holds inside `writing` alone, where nobody else adds rows."""
    ((greatest,),) = _greatest(table).rows(session, {})
    return int(greatest or 0) + 1


def listed(dialect: str) -> Select[tuple[str]]:
    """Texts of the parameter `listed`, a JSON array, to be used with `in_`: one statement, however many they are."""
    given = bindparam("listed", type_=String)
    if dialect == "sqlite":
        return select(func.json_each(given).table_valued("value").c.value)
    return select(func.jsonb_array_elements_text(cast(given, JSONB)).column_valued("value"))


def listed_numbers(dialect: str, name: str = "listed") -> Select[tuple[int]]:
    """Whole numbers of a parameter, a JSON array, in the same way."""
    given = bindparam(name, type_=String)
    if dialect == "sqlite":
        return select(func.json_each(given).table_valued("value").c.value)
    text: Any = func.jsonb_array_elements_text(cast(given, JSONB)).column_valued("value")
    return select(cast(text, Integer))


def listed_pairs(dialect: str) -> Select[tuple[str, str]]:
    """Pairs of texts of the parameter `listed`, a JSON array of arrays, in the same way."""
    given = bindparam("listed", type_=String)
    if dialect == "sqlite":
        value: Any = func.json_each(given).table_valued("value").c.value
        return select(func.json_extract(value, "$[0]"), func.json_extract(value, "$[1]"))
    value = func.jsonb_array_elements(cast(given, JSONB)).column_valued("value")
    pair = cast(value, JSONB)
    return select(pair[0].astext, pair[1].astext)


def values_of(listed: Iterable[Any], name: str = "listed") -> dict[str, str]:
    """The parameter of the three above."""
    return {name: orjson.dumps(list(listed)).decode()}


@cache
def _greatest(table: type[SQLModel]) -> Prepared:
    own: Any = table.__table__  # type: ignore[attr-defined]
    return Prepared(lambda _: select(func.max(own.c.id)))


@cache
def _adding(table: type[SQLModel], columns: tuple[str, ...]) -> Prepared:
    own: Any = table.__table__  # type: ignore[attr-defined]
    return Prepared(lambda _: insert(own).values({name: bindparam(name) for name in columns}))
