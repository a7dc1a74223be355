"""Migrations and models say the same, on both engines; constraints are real."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from catalogue.errors import StoreError
from catalogue.store.engine import open_engine, reading, writing
from catalogue.store.schema import HEAD, MIGRATIONS, current, require_current, upgrade


def test_migrations_make_what_the_models_say(any_engine: Engine) -> None:
    with any_engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []
        assert current(connection) == HEAD


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_upgrading_twice_does_nothing(any_engine: Engine) -> None:
    upgrade(any_engine)
    require_current(any_engine)


def test_columns_of_an_older_database_stay(settings_url: str) -> None:
    engine = open_engine(settings_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0003")
    rows = [(1, 2, "b", 1, "a", "DIRECT", "IDENTITY", "as it is"), (1, 2, "", 1, "c", "INDIRECT", "FILTER", "")]
    run = "INSERT INTO run (id, uuid, job_id, state, read_at, wrote_at, serial, folded) VALUES (1,'u',1,'','','',1,'')"
    # The driver alone does not ask for what rows refer to.
    with closing(sqlite3.connect(settings_url.removeprefix("sqlite:///"))) as raw, raw:
        raw.execute(run)
        raw.executemany("INSERT INTO column_edge VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    upgrade(engine)
    with reading(engine) as session:
        assert {tuple(row) for row in session.execute(text("SELECT * FROM column_edge"))} == set(rows)
    engine.dispose()


def test_drafts_of_an_older_database_stay(database_url: str) -> None:
    engine = open_engine(database_url, 60)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0007")
    draft = "1, 'k', 'cases', 'pub', '', 'open', 'anna', '', '', 1, NULL"
    parts = {
        (1, 1, "table", None, "cases", 0, 1, "{}", "{}", "anna", ""),
        (7, 1, "variable", 1, "LAW", 0, 1, '{"title":"Law"}', '{"title":{"how":"written"}}', "anna", ""),
    }
    columns = ("id", "draft_id", "kind", "parent_id", "name", "position", "revision", "body", "origins", "changed_by")
    places = ", ".join(f":{name}" for name in (*columns, "changed"))
    insert = text(f"INSERT INTO draft_part VALUES ({places})")
    with writing(engine) as session:
        session.execute(text(f"INSERT INTO draft VALUES ({draft})"))
        for part in sorted(parts):
            session.execute(insert, dict(zip((*columns, "changed"), part, strict=True)))
        session.execute(text("INSERT INTO draft_file VALUES (1, 3, :body)"), {"body": b"csv"})
    upgrade(engine)
    with reading(engine) as session:
        assert {tuple(row) for row in session.execute(text("SELECT * FROM draft_part"))} == parts
        assert session.execute(text("SELECT part_id FROM draft_file")).scalar() == 1
    more = {**dict(zip((*columns, "changed"), min(parts), strict=True)), "id": 9}
    with writing(engine) as session:
        session.execute(insert, {**more, "kind": "concept"})
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.execute(insert, {**more, "id": 10, "kind": "pathway"})
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.execute(text("DELETE FROM draft_part WHERE id = 1"))
    engine.dispose()


def test_foreign_keys_are_enforced(any_engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(any_engine) as session:
        session.execute(text("INSERT INTO slug_alias (slug, dataset_id) VALUES ('a', 999)"))


def test_a_failed_write_leaves_nothing(any_engine: Engine) -> None:
    def fail() -> None:
        with writing(any_engine) as session:
            session.execute(text("INSERT INTO dataset (id, key, slug) VALUES (1, 'k', 's')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(any_engine) as session:
        assert session.execute(text("SELECT count(*) FROM dataset")).scalar() == 0


def test_an_empty_database_says_what_to_do(settings_url: str) -> None:
    engine = open_engine(settings_url)
    with pytest.raises(StoreError, match="no register here yet"):
        require_current(engine)
    engine.dispose()


@pytest.fixture
def settings_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('empty') / 'register.db'}"


@pytest.mark.parametrize("url", ["nonsense", "mysql://a/b"])
def test_addresses_that_cannot_be_used(url: str) -> None:
    with pytest.raises(StoreError):
        open_engine(url)


def test_sqlite_is_set_up_to_lose_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_database_of_a_later_version_is_refused(any_engine: Engine) -> None:
    with writing(any_engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (upgrade, require_current):
        with pytest.raises(StoreError, match="stands at schema 9999"):
            use(any_engine)
