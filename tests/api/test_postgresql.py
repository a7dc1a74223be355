"""The same answers from PostgreSQL, which takes less than SQLite does: no NUL, no number beyond 32 bits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from catalogue import registry
from catalogue.delivery.services import EXTENSION
from catalogue.settings import Settings
from tests.api.test_contract import SAMPLES, check, closed
from tests.http import ODD_NAME, fill, site
from tests.samples import small

pytestmark = pytest.mark.system


@pytest.fixture
def on_postgresql(settings: Settings, postgres_url: str) -> Iterator[FlaskClient]:
    """A client of a site on PostgreSQL."""
    app, engine = site(replace(settings, database_url=postgres_url))
    fill(engine)
    yield app.test_client()
    engine.dispose()


def test_every_answer_is_as_documented(on_postgresql: FlaskClient) -> None:
    document = closed(on_postgresql.get("/api/openapi.json").get_json())
    for path, route in SAMPLES.items():
        answer = on_postgresql.get(path)
        check(document, route, 200, answer.get_json())
        assert on_postgresql.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/variables?name=%00", 400),
        ("/api/v1/changes?since=99999999999999999999", 400),
        ("/api/v1/changes?since=2147483648", 400),
        ("/api/v1/changes?since=2147483647", 200),
        ("/api/v1/datasets/%00", 400),
        ("/api/v1/datasets/%ED%A0%80", 404),
        ("/api/v1/organisations/%F0%9F%92%A5", 404),
        ("/api/v1/objects/" + "x" * 5000, 404),
        ("/api/v1/datasets/everything/releases/2.0.0/tables/" + "x" * 5000, 404),
    ],
)
def test_nothing_upsets_it(on_postgresql: FlaskClient, path: str, status: int) -> None:
    assert on_postgresql.get(path).status_code == status


def test_concepts_with_and_without_variables_are_read(on_postgresql: FlaskClient) -> None:
    engine = on_postgresql.application.extensions[EXTENSION].engine
    bare = {"name": "bare", "title": "Bare"}
    registry.publish(engine, [small("other")], registry.Terms(concepts={"bare": bare}))
    assert on_postgresql.get("/api/v1/concepts/bare").get_json()["variables"] == []
    body = on_postgresql.get("/api/v1/datasets/other/crosswalk/everything").get_json()
    assert [one["name"] for one in body["concepts"]] == ["law"]


def test_pages_follow_each_other(on_postgresql: FlaskClient) -> None:
    names, cursor = [], None
    while True:
        query = {"limit": 1, **({"cursor": cursor} if cursor else {})}
        body = on_postgresql.get("/api/v1/variables", query_string=query).get_json()
        names += [item["name"] for item in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert sorted(names) == sorted(["CASE_ID", "CASE_ID", "LAW", "GUESS", ODD_NAME])
