"""Published statistics as JSON: as documented, with every vintage, and of one release alone."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from tests.api.test_contract import check, closed
from tests.samples import Facts, Sample, table, variable

SERIES = {
    "name": "weeks",
    "title": "Weeks",
    "description": "Mean weeks",
    "unit": "weeks",
    "measure": "mean",
    "table": "figures",
    "period": {"variable": "quarter", "kind": "financial-quarter"},
    "value": "weeks",
    "variant": "variant",
    "target": {"value": 26, "label": "Target", "source": "pages", "mark": "documented"},
    "breaks": [{"period": "2022-23 Q4", "title": "Break"}],
}
FIRST = b"quarter,weeks,variant,mark\n2022-23 Q3,45.0,main,\n2022-23 Q4,46,main,inferred\n2022-23 Q4,47,other,\n"
SECOND = b"quarter,weeks,variant,mark\n2022-23 Q4,48,main,\n2023-24 Q1,44,main,\n"
PATH = "/api/v1/datasets/durations/series"
OF_RELEASE = "/api/v1/datasets/durations/releases/1.0.0/series/weeks"
ROUTES = {
    PATH: "/api/v1/datasets/{slug}/series",
    f"{PATH}/weeks": "/api/v1/datasets/{slug}/series/{name}",
    OF_RELEASE: "/api/v1/datasets/{slug}/releases/{version}/series/{name}",
}


@pytest.fixture
def statistics(client: FlaskClient, register: Engine) -> FlaskClient:
    """A client of a site with two vintages of one series."""
    for version, body in (("1.0.0", FIRST), ("1.1.0", SECOND)):
        columns = [variable(name) for name in ("quarter", "weeks", "variant", "mark")]
        held = {"digest": hashlib.sha256(body).hexdigest(), "bytes": len(body), "rows": body.count(b"\n") - 1}
        rows = {**table("figures", columns, data=held), "headerOnly": False}
        sources = [{"name": "pages", "title": "Pages"}]
        facts = {"title": "D", "accessRights": "open", "sources": sources, "source": "pages", "series": [SERIES]}
        issued = Facts(version, issued=f"2024-01-0{version[2]}" if version[2] != "0" else "2023-01-01")
        registry.publish(register, [Sample("durations", facts, [rows], issued, data={"figures": body})])
    return client


def document(client: FlaskClient) -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = client.get("/api/openapi.json").get_json()
    return found


@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_is_as_documented(statistics: FlaskClient, path: str) -> None:
    check(closed(document(statistics)), ROUTES[path], 200, statistics.get(path).get_json())


def test_a_series_has_every_vintage_and_what_was_revised(statistics: FlaskClient) -> None:
    found = statistics.get(f"{PATH}/weeks").get_json()
    assert [one["release"]["version"] for one in found["vintages"]] == ["1.0.0", "1.1.0"]
    newest = [(one["point"]["period"], one["point"]["value"], one["version"]) for one in found["newest"]]
    assert newest == [("2022-23 Q3", 45, "1.0.0"), ("2022-23 Q4", 48, "1.1.0"), ("2023-24 Q1", 44, "1.1.0")]
    (revision,) = found["revisions"]
    assert (revision["before"], revision["after"], revision["change"]) == (46, 48, 2)
    first, fourth, other = found["vintages"][0]["points"]
    assert first["asPublished"] == "45.0"
    assert (fourth["main"], fourth["mark"]) == (True, "inferred")
    assert (other["main"], other["value"], other["sources"]) == (False, 47, ["pages"])


def test_a_release_gives_its_own_figures_alone(statistics: FlaskClient) -> None:
    found = statistics.get(OF_RELEASE).get_json()
    assert [one["release"]["version"] for one in found["vintages"]] == ["1.0.0"]
    assert found["revisions"] == []
    assert found["url"].endswith(OF_RELEASE)


def test_a_list_goes_on_by_cursor_and_is_empty_where_there_is_none(statistics: FlaskClient) -> None:
    assert [one["name"] for one in statistics.get(f"{PATH}?limit=1").get_json()["items"]] == ["weeks"]
    assert statistics.get("/api/v1/datasets/everything/series").get_json() == {"items": [], "next": None}


@pytest.mark.parametrize("path", [f"{PATH}/week", "/api/v1/datasets/everything/series/weeks", f"{OF_RELEASE}s"])
def test_what_is_not_there_is_a_problem(statistics: FlaskClient, path: str) -> None:
    answer = statistics.get(path)
    assert answer.status_code == 404
    assert answer.get_json()["near"]
