"""The database: how it is opened, how a transaction begins, and the one lock that orders all writes.

Every write transaction is `BEGIN IMMEDIATE` on SQLite and takes one advisory lock on PostgreSQL, before its first
read. Serials are assigned inside it, so their order is the order of commits and no serial is ever skipped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlmodel import Session

from catalogue.errors import StoreError

# The advisory lock of all writers on PostgreSQL: any number, as long as it is always this one.
WRITE_LOCK = 0x0CAF_CA55
_WRITING = "catalogue_writing"
_CONNECTION = "catalogue_connection"


def open_engine(url: str, lock_seconds: float = 60.0) -> Engine:
    """An engine for a database address.

    url: SQLAlchemy address of SQLite or PostgreSQL. lock_seconds: how long a write waits for another.
    Raises StoreError for an address that cannot be used.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"The database address {url!r} cannot be read: {error}.", remedy="Correct CATALOGUE_DATABASE_URL."
        ) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(parsed.database or "", lock_seconds)
    if backend == "postgresql":
        milliseconds = int(lock_seconds * 1000)
        return create_engine(parsed, pool_pre_ping=True, connect_args={"options": f"-c lock_timeout={milliseconds}"})
    raise StoreError(
        f"The database {backend!r} is not supported.",
        remedy="Use SQLite or PostgreSQL in CATALOGUE_DATABASE_URL.",
    )


def is_there(url: str) -> bool:
    """False for an SQLite file that does not exist yet; opening an engine to it would make one."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file()


def _open_sqlite(path: str, lock_seconds: float) -> Engine:
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": lock_seconds})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not open transactions of its own: "begin" below does, and says which kind.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session in which every query sees the same moment of the register. Nothing is written."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with Session(engine.execution_options(**options), autoflush=False) as session:
        session.info[_CONNECTION] = session.connection()
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """The one write transaction at a time: committed when the block ends, undone when it raises.

    Raises StoreError when another write held the lock for longer than the engine waits.
    """
    with _locked(engine) as session:
        yield session
        session.commit()


@contextmanager
def rehearsing(engine: Engine) -> Iterator[Session]:
    """The same transaction, undone whatever happens: what a write would raise, without the write."""
    with _locked(engine) as session:
        yield session


@contextmanager
def _locked(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(**{_WRITING: True}), expire_on_commit=False) as session:
        try:
            if engine.dialect.name == "postgresql":
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
            session.info[_CONNECTION] = session.connection()
        except OperationalError as error:
            raise StoreError(
                f"The register could not be locked for writing: {error.orig}.",
                remedy="Another write is going on, or the database is not reachable; try again.",
            ) from error
        # A session that is closed before it commits rolls back.
        yield session


def connection_of(session: Session) -> Connection:
    """The connection of a session: inside `reading` and `writing` it is at hand, and need not be asked for."""
    found: Connection | None = session.info.get(_CONNECTION)
    return session.connection() if found is None or found.closed else found
