"""Fixtures that every room's tests may use: settings, an empty register, one with the real metadata."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from catalogue.people import passwords
from catalogue.settings import SITE, Settings, load
from catalogue.store.engine import open_engine
from tests import postgres
from tests.empty import lay_out


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays until the end, so that no collection of garbage looks at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """A hash that costs next to nothing; what it costs elsewhere is tested in a process of its own."""
    passwords.PROFILE = "CHEAPEST"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a site that lives in a temporary folder."""
    return load({"CATALOGUE_DATA": str(tmp_path / "data"), "CATALOGUE_SECRET_KEY": "k" * 32})


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An empty register on SQLite."""
    opened = open_engine(settings.database_url, settings.lock_seconds)
    lay_out(opened)
    yield opened
    opened.dispose()
    gc.collect()


@pytest.fixture(scope="session")
def metadata() -> Path:
    """The folder of what stewards write."""
    return SITE / "metadata"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a PostgreSQL server of this test run."""
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """Address of an empty database."""
    name = f"test_{uuid.uuid4().hex}"
    administrator = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    administrator.dispose()
    return postgres_server.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database, on each engine in turn."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path / 'register.db'}"


@pytest.fixture
def any_engine(database_url: str) -> Iterator[Engine]:
    """An empty register on each engine in turn."""
    opened = open_engine(database_url, 60)
    lay_out(opened)
    yield opened
    opened.dispose()
    gc.collect()
