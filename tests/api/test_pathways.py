"""Pathways over the wire: as documented, each place with what describes it, states in the journal."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from tests.api.test_contract import check, closed, document  # noqa: F401 - a fixture
from tests.http import SOURCE, counting

API = "/api/v1/pathways"
PATHWAY: dict[str, Any] = {
    "name": "route",
    "title": "Route",
    "description": "How it came.",
    "note": "Read on.",
    "datasets": ["everything"],
    "places": [
        {"name": "court", "title": "Court", "keeping": "live", "stage": "Court", "note": "Late entries."},
        {
            "name": "core",
            "title": "Core",
            "dataset": "everything",
            "table": "cases",
            "snapshot": "2019-12-31",
            "physicalName": "SAILALLV.CASES_20191231",
        },
        {"name": "newest", "title": "Newest", "dataset": "everything", "table": "none"},
        {"name": "extra", "title": "By name", "dataset": "everything", "table": "extra"},
        {
            "name": "report",
            "title": "Report",
            "mark": "inferred",
            "inferredMeaning": "A report.",
            "snapshot": "2020-01-02",
        },
        {"name": "unknown", "title": "Elsewhere", "dataset": "elsewhere", "snapshot": "2021-01-01"},
        {"name": "never", "title": "Never", "dataset": "everything", "snapshot": "1999-01-01"},
    ],
    "steps": [
        {
            "name": "load",
            "title": "Load",
            "number": "3a",
            "actor": "The Keeper",
            "description": "Loads.",
            "inputs": [{"place": "court"}],
            "outputs": [{"place": "core"}, {"place": "report", "mark": "inferred", "note": "Perhaps."}],
            "records": [{"title": "Day", "mark": "seen-in-code"}],
            "note": "Once.",
        },
        {
            "name": "guess",
            "title": "Guess",
            "mark": "inferred",
            "inferredMeaning": "A guess.",
            "outputs": [{"place": "never"}],
        },
    ],
    "caveats": [{"name": "live", "title": "It is live.", "description": "Pin it.", "period": {"from": "2010"}}],
    "mark": "documented",
    "source": "dictionary",
    "sources": [SOURCE],
}


@pytest.fixture
def published(client: FlaskClient, register: Engine) -> FlaskClient:
    registry.publish(register, [], registry.Terms(pathways={"route": PATHWAY}))
    return client


def test_answers_are_as_documented(published: FlaskClient, document: dict[str, Any]) -> None:  # noqa: F811
    described = closed(document)
    check(described, API, 200, published.get(API).get_json())
    check(described, API + "/{name}", 200, published.get(f"{API}/ROUTE").get_json())
    answer = published.get(f"{API}/rout")
    check(described, API + "/{name}", 404, answer.get_json())
    assert "/pathways/route" in answer.get_data(as_text=True)


def test_a_place_leads_to_what_describes_it(published: FlaskClient) -> None:
    record = published.get(f"{API}/route").get_json()
    places = {place["name"]: place["described"] for place in record["places"]}
    assert places["court"] is places["report"] is places["unknown"] is None
    assert places["core"]["release"]["version"] == "1.0.0"
    assert places["core"]["table"].endswith("/datasets/everything/releases/1.0.0/tables/cases")
    assert (places["newest"]["release"]["version"], places["newest"]["table"]) == ("2.0.0", None)
    assert (places["extra"]["release"]["version"], places["extra"]["table"]) == ("2.0.0", None)
    assert (places["never"]["dataset"]["slug"], places["never"]["release"]) == ("everything", None)


def test_a_part_without_mark_has_that_of_what_is_around_it(published: FlaskClient) -> None:
    load, guess = published.get(f"{API}/route").get_json()["steps"]
    assert [load["mark"], load["inputs"][0]["mark"], load["outputs"][1]["mark"]] == ["documented"] * 2 + ["inferred"]
    assert load["records"][0]["mark"] == "seen-in-code"
    assert guess["outputs"][0]["mark"] == "inferred"
    assert guess["description"] is None
    assert [source["name"] for source in load["inputs"][0]["sources"]] == ["dictionary"]


def test_a_new_state_is_journalled_and_seals_nothing_anew(published: FlaskClient, register: Engine) -> None:
    before = published.get("/api/v1/datasets/everything/releases/2.0.0").get_json()["seal"]
    registry.publish(register, [], registry.Terms(pathways={"route": {**PATHWAY, "title": "Better"}}))
    entry = published.get("/api/v1/changes?kind=vocabulary").get_json()["items"][-1]
    assert entry["subject"] == "pathway:route"
    assert entry["url"].endswith("/api/v1/pathways/route")
    assert published.get(entry["url"]).get_json()["title"] == "Better"
    assert published.get("/api/v1/datasets/everything/releases/2.0.0").get_json()["seal"] == before


def test_a_record_takes_few_queries(published: FlaskClient, register: Engine) -> None:
    with counting(register) as queries:
        assert published.get(f"{API}/route").status_code == 200
    # the end of the journal; its states; datasets, releases; former slugs; names of tables
    assert len(queries) <= 6, queries.statements
