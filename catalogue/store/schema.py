"""The state of the database's tables: brought up to date by Alembic, and checked cheaply by every process."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from catalogue.errors import StoreError
from catalogue.store.engine import writing

# The newest migration. A test holds it against the files in `migrations/versions`.
HEAD = "0008"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def current(connection: Connection) -> str | None:
    """The migration that the database stands at, or None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, under the write lock, so that processes may start together."""
    with engine.connect() as connection:
        found = current(connection)
    if found == HEAD:
        return
    _refuse_newer(found)
    # Alembic takes longer to import than the rest of a command takes to run, and is needed only here.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    with writing(engine) as session:
        connection = session.connection()
        if current(connection) == HEAD:
            return
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _refuse_newer(found: str | None) -> None:
    """Migrations are numbered in order, so a greater number was made by a later version of this program."""
    if found is not None and found > HEAD:
        raise StoreError(
            f"The register's database stands at schema {found}, this program knows {HEAD} as its newest.",
            remedy="Run the version of this program that the database was last used with, or a later one.",
        )


def is_empty(engine: Engine) -> bool:
    """True for a database without a register in it."""
    with engine.connect() as connection:
        return current(connection) is None


def require_current(engine: Engine) -> None:
    """Raise StoreError unless the database stands at the newest schema."""
    with engine.connect() as connection:
        found = current(connection)
    if found is None:
        raise StoreError("There is no register here yet.", remedy="Publish something first, or run `catalogue demo`.")
    _refuse_newer(found)
    if found != HEAD:
        raise StoreError(
            f"The register's database stands at schema {found}, this program needs {HEAD}.",
            remedy="Run any writing command of this version, such as `catalogue work --once`, to bring it up to date.",
        )
