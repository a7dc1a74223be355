"""The page of questions about lineage: forms without script, answers as tables, refusals in place."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.http import client, filled, register, wired
from tests.lineage import scene
from tests.web.html import Page

__all__ = ["client", "filled", "register", "wired"]


@pytest.fixture
def told(client: FlaskClient, register: Engine) -> FlaskClient:
    """A client of a site that knows runs."""
    scene.fill(register)
    return client


def get(client: FlaskClient, query: str, status: int = 200) -> Page:
    answer = client.get(f"/lineage{query}", headers={"Accept": "text/html"})
    assert answer.status_code == status
    page = Page(answer.get_data(as_text=True))
    assert page.faults == []
    return page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "What was made from it?"),
        ("?ask=impact&name=court.file&before=2010-04", "4 sealed releases."),
        ("?ask=impact&dataset=abc&table=cases&variable=LAW", "the variable"),
        ("?ask=diff&dataset=derived", "commit2"),
        (
            "?ask=why&dataset=derived&table=cases&variable=law",
            "differ in what they say of it: description.",
        ),
        ("?ask=stale", "0 stale inputs."),
        ("?ask=unbound", "0 runs without release, 2 releases without run."),
        ("?ask=nothing&else=1", "What is stale?"),
    ],
)
def test_questions_are_answered(told: FlaskClient, query: str, said: str) -> None:
    page = get(told, query)
    assert said in page.source
    labelled = {one.get("for") for one in page.all("label")}
    assert all(one.get("id") in labelled for one in page.all("input") if one.get("type") != "hidden")
    assert len(page.all("h1")) == 1
    twin = page.link("alternate").removeprefix("http://127.0.0.1:8000")
    answer = told.get(twin)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")


def test_what_was_asked_stays_in_the_form(told: FlaskClient) -> None:
    page = get(told, "?ask=impact&name=%22%3E%3Cscript%3E")
    assert "<script>" not in page.source.partition("<main")[2]
    (field,) = [one for one in page.all("input") if one.get("id") == "impact-name"]
    assert field.get("value") == '"><script>'


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("?ask=impact", 400, "Nothing is asked about."),
        ("?ask=diff&dataset=derive", 404, 'Perhaps <a href="/datasets/derived">derived</a>'),
        ("?ask=diff", 404, "No dataset is named."),
        ("?ask=why&dataset=derived&table=cases&variable=LAWS", 404, "has no variable"),
        ("?ask=impact&name=x&before=April", 400, "no year, month or day"),
    ],
)
def test_refusals_stand_above_the_forms(told: FlaskClient, query: str, status: int, said: str) -> None:
    assert said in get(told, query, status).source.replace("&#39;", "'")
