"""The wire contract: what is sent is what the OpenAPI document says, no field more and none less."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry

CROSSWALK = "/api/v1/datasets/{slug}/crosswalk/{other}"
RELEASE = "/api/v1/datasets/everything/releases/2.0.0"
# Address -> the route of the document that describes it.
SAMPLES = {
    "/api/v1/": "/api/v1/",
    "/api/v1/datasets": "/api/v1/datasets",
    "/api/v1/datasets/everything": "/api/v1/datasets/{slug}",
    "/api/v1/datasets/everything/access": "/api/v1/datasets/{slug}/access",
    "/api/v1/datasets/everything/notes": "/api/v1/datasets/{slug}/notes",
    "/api/v1/datasets/everything/timeline": "/api/v1/datasets/{slug}/timeline",
    "/api/v1/datasets/everything/diff": "/api/v1/datasets/{slug}/diff",
    "/api/v1/datasets/everything/releases": "/api/v1/datasets/{slug}/releases",
    RELEASE: "/api/v1/datasets/{slug}/releases/{version}",
    f"{RELEASE}/seal.json": "/api/v1/datasets/{slug}/releases/{version}/seal.json",
    f"{RELEASE}/receipt.json": "/api/v1/datasets/{slug}/releases/{version}/receipt.json",
    f"{RELEASE}/tables": "/api/v1/datasets/{slug}/releases/{version}/tables",
    f"{RELEASE}/tables/CASES": "/api/v1/datasets/{slug}/releases/{version}/tables/{table}",
    f"{RELEASE}/tables/cases/variables/law": (
        "/api/v1/datasets/{slug}/releases/{version}/tables/{table}/variables/{variable}"
    ),
    "/api/v1/variables": "/api/v1/variables",
    "/api/v1/codelists": "/api/v1/codelists",
    "/api/v1/codelists/law-type": "/api/v1/codelists/{name}",
    "/api/v1/concepts": "/api/v1/concepts",
    "/api/v1/concepts/law": "/api/v1/concepts/{name}",
    "/api/v1/organisations": "/api/v1/organisations",
    "/api/v1/organisations/keeper": "/api/v1/organisations/{name}",
    "/api/v1/changes": "/api/v1/changes",
    "/api/v1/compare?v=everything@2.0.0/cases/LAW&v=everything@1.0.0/cases/CASE_ID&v=none": "/api/v1/compare",
}


# Samples of these stand in test_pathways.py.
PATHWAYS = {"/api/v1/pathways", "/api/v1/pathways/{name}"}
# Samples of these stand in test_series.py.
SERIES = {
    "/api/v1/datasets/{slug}/series",
    "/api/v1/datasets/{slug}/series/{name}",
    "/api/v1/datasets/{slug}/releases/{version}/series/{name}",
}


# Samples of these stand in test_signed.py.
SIGNED = {"/api/v1/journal/head", "/api/v1/journal/heads", "/api/v1/journal/key"}
# What is sent, and what then comes back, stands in test_lineage.py and test_packages.py.
SENT = {"/api/v1/lineage", "/api/v1/packages"}
# Samples of these stand in test_lineage_reads.py.
LINEAGE = {
    "/api/v1/jobs",
    "/api/v1/jobs/{job}",
    "/api/v1/runs/{uuid}",
    "/api/v1/lineage/impact",
    "/api/v1/lineage/stale",
    "/api/v1/lineage/unbound",
    "/api/v1/datasets/{slug}/lineage-diff",
    "/api/v1/datasets/{slug}/releases/{version}/tables/{table}/variables/{variable}/why",
    "/api/v1/datasets/{slug}/releases/{version}/lineage",
    "/api/v1/datasets/{slug}/releases/{version}/tables/{table}/lineage",
    "/api/v1/datasets/{slug}/releases/{version}/tables/{table}/variables/{variable}/lineage",
}
# Held to the official schemas in tests/lineage/test_openlineage_out.py.
EVENTS = "/api/v1/runs/{uuid}/openlineage"


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = client.get("/api/openapi.json").get_json()
    return found


def check(document: dict[str, Any], route: str, status: int, body: Any) -> None:
    """Raise ValidationError unless a body is what the document says of a route and a status."""
    (content,) = document["paths"][route]["get"]["responses"][str(status)]["content"].values()
    schema = {"$ref": "#/x", "x": content["schema"], "components": document["components"]}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(body)


def closed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every record closed, so that a field that it does not name is a fault."""
    for schema in document["components"]["schemas"].values():
        schema["additionalProperties"] = False
    return document


@pytest.mark.parametrize("path", SAMPLES)
def test_every_answer_is_as_documented(client: FlaskClient, document: dict[str, Any], path: str) -> None:
    check(closed(document), SAMPLES[path], 200, client.get(path).get_json())


def test_every_route_has_a_sample(document: dict[str, Any]) -> None:
    elsewhere = {"/api/v1/objects/{digest}", "/api/v1/search", "/api/v1/suggest", CROSSWALK, *SENT, EVENTS}
    assert set(document["paths"]) - elsewhere - SERIES - PATHWAYS - LINEAGE - SIGNED == set(SAMPLES.values())


def test_every_record_field_is_sent(document: dict[str, Any]) -> None:
    optional = {"Problem", "ProblemEntry"}
    for name, schema in document["components"]["schemas"].items():
        if name not in optional:
            assert set(schema["required"]) == set(schema["properties"]), name
            assert all("description" in field for field in schema["properties"].values()), name


@pytest.mark.parametrize("damage", ["missing", "unknown", "type", "null"])
def test_a_broken_answer_is_noticed(client: FlaskClient, document: dict[str, Any], damage: str) -> None:
    body = client.get(RELEASE).get_json()
    if damage == "missing":
        del body["seal"]
    elif damage == "unknown":
        body["colour"] = "red"
    elif damage == "type":
        body["tables"] = "two"
    else:
        body["issued"] = None
    with pytest.raises(jsonschema.ValidationError):
        check(closed(document), SAMPLES[RELEASE], 200, body)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/datasets?x=1", 400),
        ("/api/v1/datasets/nothing", 404),
        ("/api/v1/datasets/everything/releases/9.9.9", 404),
        ("/api/v1/datasets/everything/releases/1.0.0", 410),
        ("/api/v1/codelists/nothing", 404),
        ("/api/v1/organisations/nothing", 404),
        ("/api/v1/variables?dataset=nothing", 404),
        ("/api/v1/objects/nothing", 404),
    ],
)
def test_problems_are_as_documented(
    client: FlaskClient, register: Engine, document: dict[str, Any], path: str, status: int
) -> None:
    registry.retract(register, "everything", "1.0.0", "It was wrong.")
    answer = client.get(path)
    assert answer.status_code == status
    routes = {
        "/api/v1/datasets/everything/releases/9.9.9": "/api/v1/datasets/{slug}/releases/{version}",
        "/api/v1/datasets/everything/releases/1.0.0": "/api/v1/datasets/{slug}/releases/{version}",
        "/api/v1/datasets/nothing": "/api/v1/datasets/{slug}",
        "/api/v1/codelists/nothing": "/api/v1/codelists/{name}",
        "/api/v1/organisations/nothing": "/api/v1/organisations/{name}",
        "/api/v1/objects/nothing": "/api/v1/objects/{digest}",
    }
    check(closed(document), routes.get(path, path.split("?", maxsplit=1)[0]), status, answer.get_json())


def test_the_document_says_what_it_is(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["servers"][0]["url"] == "http://127.0.0.1:8000"
    for path, methods in document["paths"].items():
        if path in SENT:
            continue
        operation = methods["get"]
        assert all(operation.get(name) for name in ("summary", "description")), path
        assert {"200", "304", "400", "500", "503"} <= set(operation["responses"]), path
        assert "default" not in operation["responses"], path
        assert all(one.get("description") for one in operation.get("parameters", []) if "$ref" not in one), path
