"""Whatever one value of a sealed or journalled row is changed to, `verify` says so and names what it concerns."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel

from catalogue import registry
from catalogue.audit import Verdict, keys, verify
from catalogue.audit.signing import keep_signed
from catalogue.model.kinds import ApprovalMode
from catalogue.registry import acts, approval, notes
from catalogue.store.engine import open_engine, writing
from tests import events
from tests.drafts.people import CHIEF, DEPUTY
from tests.empty import lay_out
from tests.samples import small

# Tables that hold no fact of the register: the outbox is a reminder, Alembic's table says how the others are shaped,
# tokens, accounts and sign-ins say who may do something, drafts are not yet anything, signed heads are a copy of
# what is kept outside (test_heads.py alters them), webhooks and followers say who is told of it, and what readers ask
# is private until a note answers it.
PEOPLE = {"token", "account", "account_role", "identity", "sign_in", "attempt"}
DRAFTS = {"draft", "draft_part", "draft_file", "draft_event", "approval_proposal"}
NO_FACTS = {"outbox", "alembic_version", "signed_head", "webhook", "follower", "question", *PEOPLE, *DRAFTS}
# Objects that are named by digest alone: their row number says nothing.
BY_DIGEST = {"events", "lineage", "receipt"}


def make_key(folder: Path) -> keys.SigningKey:
    """A key that signs heads."""
    keys.make(folder / "key.pem")
    key = keys.load(folder / "key.pem")
    assert key is not None
    return key


def scene(engine: Engine, folder: Path) -> None:
    """Releases that share parts, a withdrawal, a rename, vocabulary, notes in every state, acts, a signed head."""
    organisations = {"pub": {"name": "pub", "title": "Publisher"}}
    place = {"name": "core", "title": "Core", "dataset": "cafw"}
    step = {"name": "load", "title": "Load", "outputs": [{"place": "core"}]}
    pathways = {"route": {"name": "route", "title": "Route", "places": [place], "steps": [step]}}
    source = events.place("source.cases", "v1")
    made = {"CASE_ID": [("source.cases", "ID")]}
    parent = {"parent": events.facet(run={"runId": events.uid(2)}, job={"namespace": "test", "name": "pipeline"})}
    ran = events.ran(
        1, "2020-01-01", run_facets=parent, inputs=[source], outputs=[events.place("cafw.cases", "v1", columns=made)]
    )
    registry.accept(engine, events.body(*ran, events.of_job("derive"), events.of_dataset("source.cases")))
    wish = registry.Wish(run=events.uid(1))
    registry.publish(engine, [small("cafw")], registry.Terms(organisations=organisations, pathways=pathways), wish=wish)
    registry.publish(engine, [small("cafw", version="1.1.0", issued="2021-01-01", LAW="Said better.")])
    registry.publish(engine, [small("cafw", version="1.2.0", issued="2022-01-01", LAW="Said worse.")])
    registry.retract(engine, "cafw", "1.2.0", "Said worse than before.")
    registry.rename(engine, "cafw", "cafw-extract")
    approval.propose(engine, CHIEF, "pub", ApprovalMode.TWO_PERSON)
    approval.confirm(engine, DEPUTY, "pub")
    with writing(engine) as session:
        acts.record(session, acts.OPERATOR, "made account", "account:anna")
        acts.record(session, "anna", "edited", "draft:3f2a", {"fields": 2}, "d" * 64)
    slug = "cafw-extract"
    first = notes.add(engine, notes.NewNote("caveat", slug, "First.", "Said *here*.", table="cases", variable="law"))
    second = notes.NewNote("erratum", slug, "Second.", "Said.", version="1.0.0", replaces=first.serial or 0)
    notes.add(engine, second)
    third = notes.add(engine, notes.NewNote("erratum", slug, "Third.", "Said."))
    notes.withdraw(engine, third.serial or 0, "It was not so.")
    # Only a head shows that the last act was taken away.
    keep_signed(engine, folder, make_key(folder))


def columns() -> list[tuple[str, str]]:
    return [
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        if table.name not in NO_FACTS
        for column in table.columns
    ]


def changed(value: Any) -> Any:
    """Another value of the same type."""
    if value is None:
        return 1
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"x"
    if isinstance(value, int):
        return value + 1000
    return ("0" if value[:1] != "0" else "1") + value[1:]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a sound register."""
    path = tmp_path_factory.mktemp("sealed") / "register.db"
    engine = open_engine(f"sqlite:///{path}")
    lay_out(engine)
    scene(engine, path.parent)
    assert verify(engine).sound
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@contextmanager
def intruder(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody who opens the file itself and minds no constraint."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        yield connection
        connection.commit()


def verdict_of(path: Path) -> Verdict:
    engine = open_engine(f"sqlite:///{path}")
    try:
        return verify(engine)
    finally:
        engine.dispose()


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    with intruder(path) as connection:
        return [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]


def told(verdict: Verdict) -> str:
    return "\n".join(f"{finding.subject}: {finding.message}" for finding in verdict.findings)


def test_an_untouched_register_is_sound(any_engine: Engine, tmp_path: Path) -> None:
    scene(any_engine, tmp_path)
    verdict = verify(any_engine)
    assert verdict.findings == ()
    assert (verdict.releases, verdict.entries) == (3, 14)


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), columns())
def test_any_changed_value_is_found(sealed: Path, tmp_path: Path, table: str, column: str) -> None:
    rows = rows_of(sealed, table)
    assert rows, f"the scene leaves {table} empty"
    for number, row in enumerate(rows):
        if (table, column) == ("object", "id") and row["kind"] in BY_DIGEST:
            continue
        copy = tmp_path / f"{number}.db"
        shutil.copy(sealed, copy)
        with intruder(copy) as connection:
            where = " AND ".join(f'"{name}" IS :{name}' for name in row)
            cursor = connection.execute(
                f'UPDATE OR IGNORE "{table}" SET "{column}" = :new WHERE {where}', {**row, "new": changed(row[column])}
            )
            assert cursor.rowcount == 1, f"the test could not change {table}.{column}"
        verdict = verdict_of(copy)
        assert not verdict.sound, f"{table}.{column} of {row} can be changed unseen"
        if row_concerns_a_release(table, row):
            assert "cafw" in told(verdict), told(verdict)


def row_concerns_a_release(table: str, row: dict[str, Any]) -> bool:
    """Vocabulary that no release pins, its journal entries, and what runs share, concern no release."""
    shared = {"vocabulary", "change", "object", "physical_dataset", "job", "lineage_event", "publisher_approval"}
    if table in {"run", "run_input", "run_output", "column_edge", "act"}:
        return False
    return table not in shared or str(row.get("subject", "")).count("@") == 1


@pytest.mark.parametrize("table", sorted({table for table, _ in columns()}))
def test_a_removed_row_is_found(sealed: Path, tmp_path: Path, table: str) -> None:
    for number, row in enumerate(rows_of(sealed, table)):
        copy = tmp_path / f"{number}.db"
        shutil.copy(sealed, copy)
        with intruder(copy) as connection:
            where = " AND ".join(f'"{name}" IS :{name}' for name in row)
            assert connection.execute(f'DELETE FROM "{table}" WHERE {where}', row).rowcount == 1
        assert not verdict_of(copy).sound, f"{row} can be removed from {table} unseen"


def test_every_object_names_the_releases_that_need_it(sealed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(sealed, copy)
    with intruder(copy) as connection:
        connection.execute("UPDATE object SET body = x'00' WHERE kind IN ('variable', 'table', 'content', 'seal')")
    subjects = {finding.subject for finding in verdict_of(copy).findings}
    assert {"cafw-extract 1.0.0", "cafw-extract 1.1.0", "cafw-extract 1.2.0"} <= subjects | {
        subject.partition("(")[2].rstrip(")") for subject in subjects
    }
