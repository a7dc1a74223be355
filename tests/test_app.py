"""The wiring: what a new application is made of, what operators ask of it, and what it does not do by itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry, work
from catalogue.app import create_app, from_environment
from catalogue.delivery.services import EXTENSION, Services
from catalogue.settings import PACKAGE, VERSION, Settings, load
from tests.http import fill, site
from tests.samples import small


@pytest.fixture
def wired(settings: Settings) -> Iterator[tuple[Flask, Engine]]:
    """An application over a small register."""
    app, engine = site(settings)
    fill(engine)
    yield app, engine
    engine.dispose()


@pytest.fixture
def client(wired: tuple[Flask, Engine]) -> FlaskClient:
    """A client of the site."""
    return wired[0].test_client()


@pytest.fixture
def register(wired: tuple[Flask, Engine]) -> Engine:
    """The register behind the site."""
    return wired[1]


def test_making_an_application_opens_nothing(settings: Settings) -> None:
    create_app(settings)
    assert not settings.data.exists() or not any(settings.data.iterdir())


def test_two_applications_do_not_share_anything(tmp_path: Path) -> None:
    apps = [create_app(load({"CATALOGUE_DATA": str(tmp_path / name)})) for name in ("one", "two")]
    first, second = (app.extensions[EXTENSION] for app in apps)
    assert isinstance(first, Services)
    assert first.engine.url != second.engine.url
    assert first.index is not second.index
    assert apps[0].extensions["catalogue-memory"] is not apps[1].extensions["catalogue-memory"]


def test_the_environment_says_where_it_lives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path))
    services: Services = from_environment().extensions[EXTENSION]
    assert services.settings.data == tmp_path


def test_the_wsgi_file_holds_an_application(tmp_path: Path) -> None:
    program = "import wsgi; print(type(wsgi.application).__mro__[1].__name__)"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={"CATALOGUE_DATA": str(tmp_path), "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.strip() == "Flask", ended.stderr


def test_alive_says_alive_whatever_else(settings: Settings) -> None:
    answer = create_app(settings).test_client().get("/healthz")
    assert answer.get_json() == {"alive": True, "version": VERSION}
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready_once_database_and_index_are_there(client: FlaskClient, register: Engine, settings: Settings) -> None:
    before = client.get("/readyz")
    assert before.status_code == 503
    assert "no search index yet" in before.get_json()["reason"]
    work.drain(register, settings.index_path)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()) == (
        200,
        {"ready": True, "head": 5, "indexed": 5, "lag": 0, "backlog": 0, "signed": None, "unsigned": None},
    )
    registry.publish(register, [small()])
    later = client.get("/readyz").get_json()
    assert later == {**ready.get_json(), "head": 6, "lag": 1, "backlog": 1}


def test_not_ready_without_a_register(settings: Settings) -> None:
    answer = create_app(settings).test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["ready"]) == (503, False)
    assert "no register here yet" in answer.get_json()["reason"]


def test_not_ready_with_a_broken_database(settings: Settings) -> None:
    settings.data.mkdir()
    (settings.data / "register.db").write_bytes(b"no database at all, but long enough to be looked at" * 50)
    answer = create_app(settings).test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["reason"]) == (503, "The database cannot be read.")


def test_figures_for_prometheus(client: FlaskClient, register: Engine, settings: Settings) -> None:
    registry.retract(register, "everything", "1.0.0", "It was wrong.")
    assert figures(client) == {
        "catalogue_journal_serial": 6,
        "catalogue_indexed_serial": -1,
        "catalogue_index_lag": 6,
        "catalogue_outbox_backlog": 6,
        "catalogue_signed_serial": -1,
        "catalogue_signing_refused": 0,
        "catalogue_datasets": 1,
        "catalogue_releases": 2,
        "catalogue_releases_withdrawn": 1,
    }
    work.drain(register, settings.index_path)
    now = figures(client)
    assert (now["catalogue_indexed_serial"], now["catalogue_index_lag"], now["catalogue_outbox_backlog"]) == (6, 0, 0)


def figures(client: FlaskClient) -> dict[str, float]:
    """What the site tells Prometheus, by name."""
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    lines = [line.split() for line in answer.get_data(as_text=True).splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_the_reference_is_a_page_with_everything_in_it(client: FlaskClient) -> None:
    page = client.get("/api/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    text = page.get_data(as_text=True)
    document = client.get("/api/openapi.json").get_json()
    for path, methods in document["paths"].items():
        assert methods.get("get", methods.get("post"))["summary"] in text, path
    for name in document["components"]["schemas"]:
        assert f'id="record-{name}"' in text, name
    assert "<script" not in text.replace('<script src="/static/', "")


@pytest.mark.parametrize("path", ["/nothing", "/datasets/nothing", "/static/nothing.css"])
def test_people_get_a_page_when_something_is_not_there(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Accept" in answer.headers["Vary"]


def test_a_page_of_a_problem_that_cannot_be_made_is_told_plainly(wired: tuple[Flask, Engine]) -> None:
    app, _engine = wired
    app.testing = False
    app.jinja_env.globals.clear()
    app.jinja_env.filters.clear()
    answer = app.test_client().get("/nothing", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/api//v1/", "/api/v1//datasets", "/datasets//"])
def test_doubled_slashes_are_another_address(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
