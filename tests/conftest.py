"""Fixtures that every room's tests may use: settings, an empty register, one with the real metadata."""

from __future__ import annotations

import gc
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from catalogue.people import passwords
from catalogue.settings import SITE, Settings, load
from catalogue.store.engine import open_engine
from catalogue.store.schema import upgrade
from tests import postgres


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """A hash that costs next to nothing; what it costs elsewhere is tested in a process of its own."""
    passwords.for_tests = True


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a site that lives in a temporary folder."""
    return load({"CATALOGUE_DATA": str(tmp_path / "data"), "CATALOGUE_SECRET_KEY": "k" * 32})


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty register on SQLite, to be copied: its tables are made once in a run."""
    path = tmp_path_factory.mktemp("empty") / "register.db"
    opened = open_engine(f"sqlite:///{path}", 60)
    upgrade(opened)
    opened.dispose()
    return path


@pytest.fixture
def engine(settings: Settings, empty_register: Path) -> Iterator[Engine]:
    """An empty register on SQLite."""
    place = Path(settings.database_url.removeprefix("sqlite:///"))
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(empty_register, place)
    opened = open_engine(settings.database_url, settings.lock_seconds)
    yield from _looked_after(opened)


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
def any_engine(database_url: str, empty_register: Path) -> Iterator[Engine]:
    """An empty register on each engine in turn."""
    if database_url.startswith("sqlite"):
        shutil.copy(empty_register, database_url.removeprefix("sqlite:///"))
    opened = open_engine(database_url, 60)
    upgrade(opened)
    yield from _looked_after(opened)


def _looked_after(opened: Engine) -> Iterator[Engine]:
    """What a test leaves open is found at its own end; what was there before it is not looked through again."""
    gc.freeze()
    yield opened
    opened.dispose()
    gc.collect()
