"""What HTTP tests share: a site over a small register, built once and copied for each test, and counting queries.

The fixtures here are those of every folder whose `conftest.py` imports them.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from catalogue import registry
from catalogue.app import create_app
from catalogue.delivery.services import EXTENSION, Services
from catalogue.settings import Settings, load
from tests.empty import lay_out
from tests.samples import LAW_TYPE, Facts, Sample, table, variable

ORGANISATION = {"name": "keeper", "title": "The Keeper", "titleCy": "Y Ceidwad", "description": "Keeps data."}
# Everything that a description can say, and names that addresses must escape.
SOURCE = {"name": "dictionary", "title": "The dictionary", "path": "https://example.org/d", "version": "1"}
CAVEAT = {
    "name": "early-years",
    "title": "Early years are thin.",
    "description": "Leave out what is before April 2010.",
    "severity": "warning",
    "period": {"to": "2010-03-31"},
    "mark": "documented",
    "source": "dictionary",
}
ODD_NAME = "ODD name? 100% #1 é"


CONCEPT: dict[str, Any] = {
    "name": "law",
    "title": "Kind of law",
    "terms": ["law type", "CMS"],
    "termsCy": ["math o gyfraith"],
    "ambiguousTerms": ["CMS"],
    "otherMeanings": [{"term": "CMS", "meaning": "Child Maintenance Service"}],
    "notation": ["C110A"],
    "related": ["court"],
    "variables": [{"dataset": "everything", "table": "cases", "name": "LAW", "match": "exact", "note": "As stored."}],
    "differences": [{"datasets": ["everything", "other"], "title": "Words", "description": "One says *care*."}],
    "mark": "documented",
    "source": "dictionary",
    "sources": [SOURCE],
}


def full(version: str = "1.0.0", issued: str = "2020-01-01", snapshot: str | None = "2019-12-31") -> Sample:
    """A dataset that uses every property of the profile at least once."""
    columns = [
        variable(
            "CASE_ID", description="Number of the case.", encrypted=True, physicalType="BIGINT", source="dictionary"
        ),
        variable("LAW", description=f"Kind of law, as of {version}.", codeList="law-type", caveats=[CAVEAT]),
        variable("GUESS", mark="inferred", inferredMeaning="Perhaps a date.", openQuestion="Which date?", note="Odd."),
        variable(ODD_NAME, availability="special", constraints={"required": True}, format="default"),
    ]
    keys = {
        "primaryKey": ["CASE_ID"],
        "foreignKeys": [
            {"fields": ["CASE_ID"], "reference": {"resource": "people", "fields": ["CASE_ID"]}, "note": "One to many."}
        ],
    }
    cases = table(
        "cases",
        columns,
        title="Cases",
        description="One line of prose.",
        grain="one row per case",
        schema=keys,
        caveats=[CAVEAT],
        undocumentedColumns={"count": 3, "note": "Nobody knows.", "mark": "documented"},
        evidence={"status": "carried-forward", "note": "Not looked at."},
    )
    people = table("people", [variable("CASE_ID", type="integer")])
    facts = {
        "title": "Everything",
        "description": "A dataset that says *everything*.",
        "keywords": ["children", "law"],
        "publisher": "keeper",
        "custodian": "keeper",
        "accessRights": "restricted",
        "spatial": {"label": "Wales", "code": "W92000004"},
        "temporal": {"start": "2001-05-05", "end": "2020-07-06", "note": "As catalogued.", "mark": "documented"},
        "unitOfCount": "Count cases.",
        "sources": [SOURCE],
        "source": "dictionary",
        "mark": "documented",
        "caveats": [CAVEAT],
        "undocumentedTables": [{"name": "extra", "physicalName": "EXTRA", "mark": "seen-in-code"}],
    }
    return Sample(
        "everything",
        facts,
        [cases, people],
        Facts(version=version, issued=issued, snapshot=snapshot, notes="First of all."),
        code_lists={"law-type": LAW_TYPE},
    )


def site(settings: Settings) -> tuple[Flask, Engine]:
    """An application over an empty register, and that register."""
    app = create_app(settings)
    app.testing = True
    services: Services = app.extensions[EXTENSION]
    lay_out(services.engine)
    return app, services.engine


def fill(engine: Engine) -> None:
    """Two releases of one dataset, an organisation, and a code list."""
    registry.publish(engine, [], registry.Terms(organisations={"keeper": ORGANISATION}))
    registry.publish(engine, [full()], registry.Terms(concepts={"law": CONCEPT}))
    registry.publish(engine, [full("2.0.0", "2021-06-30", "2021-06-01")])


CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@dataclass
class Queries:
    """Statements that the database was given, transaction control left out."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counting(engine: Engine) -> Iterator[Queries]:
    """Count the queries of SQLite that run inside the block; one that is run for each of many rows counts for each."""
    queries = Queries()

    def note(statement: str) -> None:
        if not statement.startswith(CONTROL):
            queries.statements.append(statement)

    def begin(connection: sqlite3.Connection, *_rest: Any) -> None:
        connection.set_trace_callback(note)

    def end(connection: sqlite3.Connection, *_rest: Any) -> None:
        connection.set_trace_callback(None)

    # SQLite itself tells: nothing reaches it unseen, whichever way it takes through the libraries.
    listeners = (("checkout", begin), ("checkin", end))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield queries
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a register that nobody has open."""
    folder = tmp_path_factory.mktemp("filled")
    _app, engine = site(load({"CATALOGUE_DATA": str(folder)}))
    fill(engine)
    engine.dispose()
    return folder


@pytest.fixture
def wired(settings: Settings, filled: Path) -> Iterator[tuple[Flask, Engine]]:
    """The application and its register."""
    shutil.copytree(filled, settings.data)
    app = create_app(settings)
    app.testing = True
    services: Services = app.extensions[EXTENSION]
    yield app, services.engine
    services.engine.dispose()


@pytest.fixture
def client(wired: tuple[Flask, Engine]) -> FlaskClient:
    """A client of the site."""
    return wired[0].test_client()


@pytest.fixture
def register(wired: tuple[Flask, Engine]) -> Engine:
    """The register behind the site."""
    return wired[1]


@pytest.fixture
def open_site(wired: tuple[Flask, Engine]) -> tuple[Flask, FlaskClient]:
    """An application that takes further routes, and a client of it."""
    return wired[0], wired[0].test_client()
