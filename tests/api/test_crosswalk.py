"""/api/v1/datasets/<d>/crosswalk/<d>, and what concepts tell of their variables."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from tests.api.test_contract import check, closed
from tests.http import CONCEPT, counting
from tests.samples import small

ROUTE = "/api/v1/datasets/{slug}/crosswalk/{other}"
PATH = "/api/v1/datasets/everything/crosswalk/other"


@pytest.fixture
def beside(register: Engine) -> Engine:
    """A second dataset whose variable measures the concept that the first one's does."""
    other = small("other")
    table = other.tables[0]
    member = {"dataset": "other", "table": table["name"], "name": table["variables"][0]["name"], "match": "close"}
    variables = [*CONCEPT["variables"], member, {**member, "name": "NOWHERE"}]
    registry.publish(register, [other], registry.Terms(concepts={"law": {**CONCEPT, "variables": variables}}))
    return register


def test_both_sides_are_told_as_documented(client: FlaskClient, beside: Engine) -> None:
    del beside
    body = client.get(PATH).get_json()
    document = closed(client.get("/api/openapi.json").get_json())
    check(document, ROUTE, 200, body)
    (concept,) = body["concepts"]
    assert [one["name"] for one in concept["left"]] == ["LAW"]
    assert concept["left"][0]["described"]["codeList"]["name"] == "law-type"
    assert concept["left"][0]["described"]["release"]["version"] == "2.0.0"
    assert len(concept["right"]) == 1
    assert [one["title"] for one in concept["differences"]] == ["Words"]
    assert {table["left"]["name"] for table in body["tables"] if table["left"]} == {"cases", "people"}
    with pytest.raises(jsonschema.ValidationError):
        check(document, ROUTE, 200, {**body, "left": None})


def test_a_concept_tells_what_its_variables_say_of_themselves(client: FlaskClient, beside: Engine) -> None:
    del beside
    members: list[dict[str, Any]] = client.get("/api/v1/concepts/law").get_json()["variables"]
    assert members[0]["name"] == "LAW"
    assert members[0]["described"]["definition"] == "Kind of law, as of 2.0.0."
    assert members[-1]["described"] is None


def test_queries_do_not_grow_with_the_concepts(client: FlaskClient, beside: Engine) -> None:
    def queries(path: str) -> int:
        assert client.get(path).status_code == 200
        with counting(beside) as found:
            assert client.get(f"{path}?").status_code == 200
        return len(found)

    before = [queries(path) for path in (PATH, "/api/v1/concepts/law")]
    more = {f"law-{number}": {**CONCEPT, "name": f"law-{number}"} for number in range(20)}
    registry.publish(beside, [small("third")], registry.Terms(concepts=more))
    assert [queries(path) for path in (PATH, "/api/v1/concepts/law")] == before


@pytest.mark.parametrize(
    "path",
    ["/api/v1/datasets/everything/crosswalk/nothing", "/api/v1/datasets/everything/crosswalk/everything"],
)
def test_no_dataset_is_beside_nothing_or_itself(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
