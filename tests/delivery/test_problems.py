"""Problems: one shape for everything that goes wrong, for programs and for people, and no inside told."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.exceptions import RequestEntityTooLarge

from catalogue import errors, registry
from catalogue.app import create_app
from catalogue.delivery.problems import HTTP_TITLES, MEDIA_TYPE, STATUS
from catalogue.settings import SITE, Settings

MANUAL = SITE / "templates" / "docs" / "problems.md"
ALWAYS = {"type", "title", "status", "detail", "instance", "code"}


def kinds(of: type[errors.CatalogueError] = errors.CatalogueError) -> Iterator[type[errors.CatalogueError]]:
    """Every kind of refusal there is."""
    for kind in of.__subclasses__():
        if kind.__module__ == errors.__name__:
            yield kind
        yield from kinds(kind)


def explained(manual: Path = MANUAL) -> set[str]:
    """Codes that the manual explains."""
    return set(re.findall(r"^## (\S+)$", manual.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_kind_has_a_status_and_is_explained() -> None:
    codes = {kind.code for kind in kinds()}
    assert codes <= set(STATUS)
    assert explained() == {*STATUS, *HTTP_TITLES}


def test_a_code_that_is_not_explained_is_noticed(tmp_path: Path) -> None:
    broken = tmp_path / "problems.md"
    broken.write_text(MANUAL.read_text(encoding="utf-8").replace("## conflict\n", ""), encoding="utf-8")
    assert set(STATUS) - explained(broken) == {"conflict"}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/datasets/nothing", 404, "not-found"),
        ("/api/v1/datasets?limit=many", 400, "invalid-request"),
        ("/api/v1/datasets/every%00thing", 400, "invalid-request"),
        ("/api//v1/datasets", 404, "not-found"),
        ("/api/v1/datasets?q=" + "x" * 60_000, 400, "invalid-request"),
    ],
)
def test_one_shape(client: FlaskClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    problem = answer.get_json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.mimetype == MEDIA_TYPE
    assert set(problem) >= ALWAYS
    assert problem["type"] == f"http://127.0.0.1:8000/help/problems#{code}"
    assert all(value for value in problem.values())


def test_near_names_lead_to_records(client: FlaskClient) -> None:
    problem = client.get("/api/v1/datasets/everythin").get_json()
    assert problem["near"] == [{"name": "everything", "url": "http://127.0.0.1:8000/api/v1/datasets/everything"}]
    path = "/api/v1/datasets/everything/releases/2.0.0/tables/cases/variables/ODD name"
    odd = client.get(path).get_json()["near"][0]
    assert client.get(odd["url"]).get_json()["name"] == odd["name"]


def test_a_tombstone_tells_when_why_and_what_instead(client: FlaskClient, register: Engine) -> None:
    registry.retract(register, "everything", "1.0.0", "Thirty tables were missing.")
    problem = client.get("/api/v1/datasets/everything/releases/1.0.0").get_json()
    assert re.search(r"withdrawn on \d{4}-\d\d-\d\d: Thirty tables were missing\.", problem["detail"])
    assert problem["remedy"] == "Use release 2.0.0."
    assert problem["near"][0]["url"].endswith("/api/v1/datasets/everything/releases/2.0.0")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_told_which_there_are(client: FlaskClient, method: str) -> None:
    answer = client.open("/api/v1/datasets", method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert answer.get_json()["code"] == "method-not-allowed"


@pytest.fixture
def faulty(open_site: tuple[Flask, FlaskClient]) -> FlaskClient:
    """A site with a view that fails, as a program in service and not as one under test."""
    app, client = open_site

    def fail() -> str:
        raise RuntimeError("secret inside")

    def too_large() -> str:
        raise RequestEntityTooLarge

    app.add_url_rule("/api/fail", "fail", fail)
    app.add_url_rule("/api/large", "large", too_large)
    app.testing = False
    return client


def test_a_fault_is_told_by_number_alone(faulty: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = faulty.get("/api/fail")
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (500, "internal-error")
    assert "secret" not in answer.get_data(as_text=True)
    assert problem["fault"] == answer.headers["X-Request-ID"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert problem["fault"] in caplog.text
    assert "secret inside" in caplog.text


def test_too_large_a_body_has_its_code(faulty: FlaskClient) -> None:
    assert faulty.get("/api/large").get_json()["code"] == "too-large"


def test_a_register_that_is_not_there_is_said(settings: Settings) -> None:
    answer = create_app(settings).test_client().get("/api/v1/datasets")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "store")
    assert "no register here yet" in answer.get_json()["detail"]
    assert answer.headers["Retry-After"] == "5"


def test_a_database_that_went_away_is_said(client: FlaskClient, register: Engine, settings: Settings) -> None:
    register.dispose()
    database = settings.data / "register.db"
    database.rename(settings.data / "elsewhere.db")
    database.write_bytes(b"this is no database, though it is long enough to be taken for one" * 100)
    for left in settings.data.glob("register.db-*"):
        left.unlink()
    answer = client.get("/api/v1/datasets")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "store")


def test_a_wrong_query_of_ours_is_a_fault_not_an_outage(open_site: tuple[Flask, FlaskClient], register: Engine) -> None:
    app, client = open_site

    def wrong() -> str:
        with register.connect() as connection:
            connection.execute(text("INSERT INTO dataset (key) VALUES ('x')"))
        return ""

    app.add_url_rule("/api/wrong", "wrong", wrong)
    app.testing = False
    assert client.get("/api/wrong").status_code == 500


@pytest.mark.parametrize(
    ("accept", "path", "page"),
    [
        (None, "/nothing", True),
        ("*/*", "/nothing", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/nothing", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/nothing.json", True),
        ("application/json", "/nothing", False),
        ("application/problem+json", "/nothing", False),
        ("application/json, text/html;q=0.5", "/nothing", False),
        ("*/*", "/datasets/x/releases/1/files/datapackage.json", False),
        (None, "/datasets/x/releases/1/package.zip", False),
        ("text/html", "/api/v1/nothing", False),
    ],
)
def test_people_get_a_page_and_programs_a_problem(
    client: FlaskClient,
    accept: str | None,
    path: str,
    page: bool,  # noqa: FBT001
) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = client.get(path, headers=headers)
    assert answer.status_code == 404
    assert answer.mimetype == ("text/html" if page else MEDIA_TYPE)
