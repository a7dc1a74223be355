"""Figures on the pages of variables and tables: each has its rule beside it, and none is below the threshold."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue import registry
from catalogue.settings import Settings
from catalogue.web import words
from tests import http
from tests.samples import Facts, Sample, table, variable
from tests.web.html import Page

BASE = "/datasets/d/releases/1.0.0/tables/t"
RULE = "k=10 with secondary suppression"
SIDES = "k=10 rows on each side, three significant figures"
LAW: dict[str, Any] = {
    "kind": "category",
    "threshold": 10,
    "mark": "calculated",
    "counts": [
        {"code": "<b>", "label": "Public & more", "hidden": True, "rule": RULE},
        {"code": "Private", "count": 12345, "rule": RULE},
        {"name": "missing", "hidden": True, "rule": RULE},
    ],
}
YEAR: dict[str, Any] = {
    "kind": "number",
    "threshold": 10,
    "counts": [{"name": "missing", "count": 0, "rule": RULE}],
    "figures": [
        {"name": "p50", "value": 2013, "rule": SIDES},
        {"name": "p1", "value": 1999, "rule": SIDES},
        {"name": "distinct", "atLeast": 1000, "rule": "k=10"},
    ],
}
PRESENCE = [*LAW["counts"][2:], {"name": "with a value", "hidden": True, "rule": RULE}]
KEY = {"kind": "withheld", "why": "encrypted", "threshold": 10, "counts": PRESENCE}


@pytest.fixture
def client(settings: Settings) -> Iterator[FlaskClient]:
    """A site with one table, whose variables have figures but one."""
    app, engine = http.site(settings)
    columns = [
        variable("LAW", statistics=LAW), variable("SINCE", statistics=YEAR) | {"type": "year"},
        variable("KEY", statistics=KEY), variable("BARE"),
    ]  # fmt: skip
    rows = {"rows": 20000, "threshold": 10, "rule": RULE, "mark": "calculated"}
    sample = Sample("d", {"title": "D"}, [table("t", columns, statistics=rows), table("u", [variable("A")])], Facts())
    registry.publish(engine, [sample])
    yield app.test_client()
    engine.dispose()
    gc.collect()


def read(client: FlaskClient, path: str) -> Page:
    """A page without faults."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, (path, answer.status_code)
    page = Page(answer.get_data(as_text=True))
    assert page.faults == []
    return page


def test_counts_stand_with_their_rule_and_hidden_ones_say_so(client: FlaskClient) -> None:
    page = read(client, f"{BASE}/variables/LAW")
    assert f"<b> Public & more hidden {RULE} Private 12,345 {RULE} missing hidden {RULE}" in page.text
    assert "<code><b></code>" not in page.source
    assert 'href="/help/disclosure"' in page.source
    assert "not published by the owner" not in page.text


def test_other_figures_have_words_and_years_no_separators(client: FlaskClient) -> None:
    text = read(client, "/datasets/d/variables/t/SINCE").text
    assert f"Median 2013 {SIDES} 1st percentile 1999 {SIDES} Distinct values at least 1,000 k=10" in text


def test_what_is_not_looked_into_says_why(client: FlaskClient) -> None:
    assert "Its values were not looked into: encrypted." in read(client, f"{BASE}/variables/KEY").text


def test_without_figures_a_page_says_as_before_that_none_were_published(client: FlaskClient) -> None:
    assert "not published by the owner" in read(client, f"{BASE}/variables/BARE").text


def test_a_table_tells_its_rows_with_the_rule(client: FlaskClient) -> None:
    assert f"Rows 20,000 rule: {RULE}" in read(client, BASE).text
    assert "rule:" not in read(client, f"{BASE[:-1]}u").text


def test_json_gives_figures_word_for_word(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1{BASE}/variables/LAW")
    assert answer.json is not None
    assert answer.json["facts"]["statistics"] == LAW


@pytest.mark.parametrize(
    ("name", "words_"),
    [
        ("p1", "1st percentile"), ("p2", "2nd percentile"), ("p11", "11th percentile"), ("p25", "25th percentile"),
        ("p50", "Median"), ("length p99", "99th percentile of the length in characters"), ("sd", "Standard deviation"),
        ("p", "p"), ("p-x", "p-x"), ("share", "share"), ("length", "length"),
    ],
)  # fmt: skip
def test_names_of_figures_have_words(name: str, words_: str) -> None:
    assert words.statistic(name) == words_
