"""What a database says of itself, on SQLite and PostgreSQL; no row is read and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from catalogue.dictionaries import database
from catalogue.errors import DictionaryRefusedError, InvalidRequestError
from tests.dictionaries.made import LIMITS, variable, written

TABLES = (
    """CREATE TABLE cases (case_id BIGINT NOT NULL PRIMARY KEY, code VARCHAR(5) UNIQUE, opened DATE,
       CONSTRAINT sane CHECK (opened > '1900-01-01'))""",
    """CREATE TABLE people (person_id INTEGER PRIMARY KEY, case_id BIGINT REFERENCES cases (case_id),
       state VARCHAR(9) DEFAULT 'open')""",
    "CREATE VIEW recent AS SELECT case_id FROM cases",
    "INSERT INTO cases VALUES (777333, 'xyzzy', '2020-01-01')",
)


def made(address: str, *further: str) -> None:
    """Tables with one row."""
    engine = create_engine(address)
    with engine.begin() as connection:
        for statement in (*TABLES, *further):
            connection.execute(text(statement))
    engine.dispose()


def test_tables_types_and_keys_are_read(database_url: str, tmp_path: Path) -> None:
    made(database_url)
    found = database.read(database_url, LIMITS)
    cases, people, recent = found.tables
    assert (cases.name, cases.primary_key, cases.unique_keys) == ("cases", ("case_id",), (("code",),))
    assert people.foreign_keys[0].targets == ("case_id",)
    assert recent.extra == {"kind": "view"}
    assert variable(found, "opened").type == "date"
    assert variable(found, "code").constraints == {"maxLength": 5}
    assert cases.variables[0].constraints == {"required": True}
    assert "open" in variable(found, "state").extra["default"]
    assert any("1900" in one.text for one in found.unmapped)
    assert "777333" not in repr(found)
    assert "xyzzy" not in repr(found)
    package = written(found, tmp_path / "package")
    assert package.tables[1]["schema"]["foreignKeys"][0]["reference"] == {"resource": "cases", "fields": ["case_id"]}


@pytest.mark.system
def test_comments_enumerations_and_schemas_of_postgresql(postgres_url: str) -> None:
    made(
        postgres_url,
        "COMMENT ON TABLE cases IS 'One row a case.'",
        "COMMENT ON COLUMN cases.code IS 'As given.'",
        "CREATE SCHEMA other",
        "CREATE TYPE other.mood AS ENUM ('good', 'bad')",
        "CREATE TABLE other.notes (mood other.mood, case_id BIGINT REFERENCES public.cases (case_id))",
    )
    found = database.read(postgres_url, LIMITS)
    assert found.tables[0].description == "One row a case."
    assert variable(found, "code").definition == "As given."
    other = database.read(postgres_url, LIMITS, "other")
    assert [code.code for code in other.code_lists[0].codes] == ["good", "bad"]
    assert other.tables[0].physical_schema == "other"
    assert any("not read" in one.why for one in other.unmapped)
    with pytest.raises(DictionaryRefusedError, match="no variable") as refused:
        database.read(postgres_url, LIMITS, "nowhere")
    assert "other" in refused.value.problems[0].remedy


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "cannot be understood"),
        ("mysql://user:secret@host/name", "'mysql'"),
        ("sqlite:////nowhere/at.db", "no database file"),
        ("sqlite://", "no database file"),
        ("postgresql+psycopg://user:secret@127.0.0.1:1/name", "cannot be read"),
    ],
)
def test_addresses_that_lead_nowhere_are_told_without_the_password(address: str, told: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        database.read(address, LIMITS)
    assert told in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("not a database at all, and long enough to be looked at" * 20, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(InvalidRequestError, match="not a database"):
        database.read(f"sqlite:///{path}", LIMITS)
    assert path.read_bytes() == before


def test_a_view_that_is_broken_does_not_stop_the_others(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}"
    made(address, "CREATE VIEW broken AS SELECT x FROM gone")
    found = database.read(address, LIMITS)
    assert [table.name for table in found.tables] == ["cases", "people", "recent"]
    assert [(one.table, one.severity) for one in found.problems if one.rule == "dict-row"] == [("broken", "error")]


def test_materialised_views_are_read_and_any_address_of_postgresql_will_do(postgres_url: str) -> None:
    made(postgres_url, "CREATE MATERIALIZED VIEW kept AS SELECT code FROM cases")
    found = database.read(postgres_url.replace("postgresql+psycopg:", "postgresql+psycopg2:"), LIMITS)
    (kept,) = (table for table in found.tables if table.name == "kept")
    assert (dict(kept.extra), [one.name for one in kept.variables]) == ({"kind": "materialized view"}, ["code"])
