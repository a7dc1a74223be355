"""A secret in every facet, and beside every public field: no address of the site shows it, whoever asks for what."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import zipfile
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from catalogue import registry, work
from catalogue.delivery.services import EXTENSION
from catalogue.harvest.faces import FACES
from catalogue.lineage.rows import job_key
from catalogue.registry.lineage import rules_of
from catalogue.settings import load
from tests import events
from tests.lineage import planted
from tests.lineage.planted import SECRET
from tests.samples import small

# What stands in each part of an address; a part that is not here is tried with anything that might be there.
PARTS: dict[str, list[str]] = {
    "slug": ["small"],
    "other": ["small"],
    "version": ["1.0.0"],
    "table": ["cases"],
    "variable": ["LAW"],
    "name": ["LAW", "law-type", "small"],
    "path": ["datapackage.json", "tables/cases.csv"],
    "uuid": [events.uid(1), events.uid(9)],
    "filename": ["site.css"],
    "namespace": ["test", events.SPACE, "postgres://db.example:5432"],
    "job": [job_key("test", "derive"), "derive"],
    "dataset": ["small.cases", "source.cases", "court.cases"],
}
ANYTHING = [job_key("test", "derive"), "test", events.SPACE, "derive", "small.cases", "small"]


@pytest.fixture
def bodies(register: Engine, wired: tuple[Flask, Engine]) -> bytes:
    """The events, accepted, and a release that is bound to their run; returned as they were sent."""
    body = events.body(*planted.bodies("small.cases"))
    registry.accept(register, body)
    wish = registry.Wish(run=events.uid(1), rules=rules_of(load({})))
    registry.publish(register, [small()], wish=wish)
    work.drain(register, wired[0].extensions[EXTENSION].settings.index_path)
    return body


def objects(client: FlaskClient, body: bytes) -> Iterator[str]:
    """Digests of whatever might be an object: entries, seals and what they name, and the body itself."""
    yield hashlib.sha256(body).hexdigest()
    for one in client.get("/api/v1/changes?kind=runs&kind=release").get_json()["items"]:
        yield one["digest"]
    seal = client.get("/api/v1/datasets/small/releases/1.0.0/seal.json").get_json()
    yield from (seal["run"]["upstream"], seal["content"])


def addresses(app: Flask, client: FlaskClient, body: bytes) -> Iterator[str]:
    """Every address that there is of this release and this run."""
    parts = {**PARTS, "digest": sorted(set(objects(client, body)))}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        names = sorted(rule.arguments)
        faces = [face.name for face in FACES] if "/faces/" in rule.rule else []
        choices = [faces if faces and name == "name" else parts.get(name, ANYTHING) for name in names]
        for values in itertools.product(*choices):
            address = rule.rule
            for name, value in zip(names, values, strict=True):
                start = address.index("<")
                while not address[start : address.index(">", start)].endswith((f"<{name}", f":{name}")):
                    start = address.index("<", start + 1)
                address = address[:start] + quote(value, safe="") + address[address.index(">", start) + 1 :]
            yield address
    yield from (
        "/api/v1/changes?kind=runs",
        "/api/v1/jobs?namespace=test&name=derive",
        "/jobs?namespace=test&name=derive",
        "/marquez/api/v1/lineage?nodeId=job:test:derive&depth=9",
        "/marquez/api/v1/lineage?nodeId=dataset:sail://test:small.cases",
        "/marquez/api/v1/search?q=a",
        "/marquez/api/v1/search?q=.",
        "/datasets/small/releases/1.0.0/lineage?depth=9",
    )


def shown(answer: TestResponse) -> bytes:
    """Everything of an answer, unpacked."""
    found: bytes = answer.data + str(answer.headers).encode()
    if zipfile.is_zipfile(io.BytesIO(answer.data)):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            found += b"".join(archive.read(name) for name in archive.namelist())
    return found


def test_no_address_shows_what_is_withheld(wired: tuple[Flask, Engine], client: FlaskClient, bodies: bytes) -> None:
    assert bodies.count(SECRET.encode()) > 500
    told = 0
    for address in addresses(wired[0], client, bodies):
        answer = client.get(address)
        text = shown(answer)
        assert SECRET.encode() not in text, address
        assert answer.status_code < 500, address
        told += answer.status_code == 200 and events.uid(1).encode() in text
    # Seal, upstream, two faces, public events: the run itself is there to be found.
    assert told >= 5


def test_what_is_public_of_it_is_shown(client: FlaskClient, bodies: bytes) -> None:
    assert bodies
    start, end = client.get(f"/api/v1/runs/{events.uid(1).upper()}/openlineage").get_json()
    assert (start["eventType"], end["eventType"]) == ("START", "COMPLETE")
    facets = end["run"]["facets"]
    assert facets["executionParameters"]["parameters"] == [{"key": "project", "value": "1661"}]
    assert {"sql", "errorMessage", "environmentVariables", "acme", "other", "tags"} <= set(facets["withheld"]["facets"])
    assert end["job"]["facets"]["sourceCodeLocation"]["url"] == "https://code.example/repo"
    names = [one["namespace"] for one in end["inputs"]]
    assert sorted(names)[1:] == ["postgres://db.example:5432", events.SPACE]
    assert [one["facets"]["withheld"]["rowCount"] for one in end["inputs"]] == ["fewer than 10"] * 3


def test_the_schema_of_own_facets_is_where_they_say(client: FlaskClient, bodies: bytes) -> None:
    assert bodies
    end = client.get(f"/api/v1/runs/{events.uid(1)}/openlineage").get_json()[-1]
    for one in (end["run"]["facets"]["withheld"], end["outputs"][0]["facets"]["digest"]):
        address, _, place = one["_schemaURL"].removeprefix("http://127.0.0.1:8000").partition("#")
        schema = client.get(address).get_json()
        assert place.rsplit("/", 1)[1] in schema["$defs"]


def test_the_record_of_the_release_names_its_run(client: FlaskClient, bodies: bytes) -> None:
    assert bodies
    run = client.get("/api/v1/datasets/small/releases/1.0.0").get_json()["run"]
    assert (run["id"], run["outputs"]) == (events.uid(1), 1)
    assert client.get(run["url"].removeprefix("http://127.0.0.1:8000")).get_json()["id"] == events.uid(1)
    assert client.get("/api/v1/datasets/everything/releases/2.0.0").get_json()["run"] is None


def test_a_run_that_is_not_known_is_not_there(client: FlaskClient) -> None:
    for uuid in (events.uid(77), "seven"):
        answer = client.get(f"/api/v1/runs/{uuid}/openlineage")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


def test_public_events_say_the_same_again(client: FlaskClient, bodies: bytes) -> None:
    assert bodies
    address = f"/api/v1/runs/{events.uid(1)}/openlineage"
    answer = client.get(address)
    assert json.loads(answer.data)
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
