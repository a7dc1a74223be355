"""POST /api/v1/packages: who may hand in what, what becomes of it, and that a refusal keeps nothing."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from catalogue import registry
from catalogue.model.authority import Grant, Person, Role
from catalogue.model.kinds import ApprovalMode
from catalogue.packages.write import package_zip, write_descriptor, write_package
from catalogue.people.tokens import Scope, create
from catalogue.registry import approval
from tests import steward
from tests.http import full
from tests.registers import counts
from tests.samples import Sample

PATH = "/api/v1/packages"
ONE = Person("one", "One", (Grant(Role.ADMINISTRATOR),))
TWO = Person("two", "Two", (Grant(Role.ADMINISTRATOR),))


def newer(version: str = "3.0.0", **facts: Any) -> Sample:
    made = full(version, "2022-01-01")
    return Sample(
        made.slug, {**made.dataset, "title": "Everything anew", **facts}, made.tables, made.release, made.code_lists
    )


def zipped(package: Sample) -> bytes:
    return package_zip(write_package(package))


def send(client: FlaskClient, token: str, body: bytes, kind: str = "application/zip") -> TestResponse:
    return client.post(PATH, data=body, headers={"Authorization": f"Bearer {token}", "Content-Type": kind})


@pytest.fixture
def token(register: Engine) -> str:
    """A token that may publish for the keeper."""
    return create(register, Scope.PUBLISH, "keeper")[0]


def two_wanted(register: Engine) -> None:
    approval.propose(register, ONE, "keeper", ApprovalMode.TWO_PERSON)
    approval.confirm(register, TWO, "keeper")


def test_a_package_is_sealed_where_one_person_may(client: FlaskClient, register: Engine, token: str) -> None:
    first = send(client, token, zipped(newer()))
    assert first.status_code == 202
    assert first.json is not None
    assert (first.json["outcome"], first.json["version"]) == ("sealed", "3.0.0")
    assert first.headers["Location"] == first.json["url"]
    assert client.get("/api/v1/datasets/everything/releases/3.0.0").json["approval"]["authors"] == ["token:1"]  # type: ignore[index]
    before = counts(register)
    again = send(client, token, write_descriptor(newer()), "application/json")
    assert again.status_code == 200
    assert again.json is not None
    assert again.json["outcome"] == "unchanged"
    assert counts(register) == before


def test_it_becomes_a_draft_where_two_are_wanted(client: FlaskClient, register: Engine) -> None:
    two_wanted(register)
    steward.account(register, "anna", steward.role(Role.STEWARD, "keeper"), steward.role(Role.REVIEWER, "keeper"))
    token = create(register, Scope.PUBLISH, None, account="anna")[0]
    first, again = (send(client, token, zipped(newer())) for _ in range(2))
    assert first.json is not None
    assert again.json is not None
    assert (first.status_code, first.json["outcome"], first.json["seal"]) == (202, "draft", None)
    assert (again.status_code, again.json["url"]) == (200, first.json["url"])
    page = first.json["url"].removeprefix("http://127.0.0.1:8000")
    anna = steward.signed_in(client.application, "anna")
    assert anna.get(page).status_code == 200
    steward.send(anna, f"{page}/steps", step="submitted", revision="1")
    refused = steward.send(anna, f"{page}/steps", step="approved", revision="2")
    assert refused.status_code == 403
    assert "You wrote this draft" in refused.text
    assert client.get("/api/v1/datasets/everything/releases/3.0.0").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", "application/json", 422, "package-refused"),
        (b"{", "application/json", 422, "package-refused"),
        (b"PK\x03\x04 no archive", "application/zip", 422, "package-refused"),
        (b"", "application/zip", 422, "package-refused"),
        (b"name: yaml", "text/yaml", 415, "unsupported-media-type"),
        (zipped(newer("2.0.0")), "application/zip", 409, "conflict"),
        (zipped(newer("2.0.1", unitOfCount=None, temporal=None)), "application/zip", 422, "package-refused"),
    ],
)
def test_a_refusal_keeps_nothing(
    client: FlaskClient, register: Engine, token: str, body: bytes, kind: str, status: int, code: str
) -> None:
    before = counts(register)
    answer = send(client, token, body, kind)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert counts(register) == before


def test_other_tokens_are_refused(client: FlaskClient, register: Engine) -> None:
    registry.publish(register, [], registry.Terms(organisations={"other": {"name": "other", "title": "Other"}}))
    steward.account(register, "rita", steward.role(Role.REVIEWER, "keeper"))
    before, body = counts(register), zipped(newer())
    wrong = [
        create(register, Scope.READ, "keeper")[0],
        create(register, Scope.PUBLISH, "other")[0],
        create(register, Scope.PUBLISH, None, account="rita")[0],
    ]
    assert [send(client, one, body).status_code for one in wrong] == [403, 403, 403]
    assert send(client, "cat_nothing", body).status_code == 401
    assert client.post(PATH, data=body, headers={"Content-Type": "application/zip"}).status_code == 401
    assert {**counts(register), "token": 0} == {**before, "token": 0}


def test_the_document_names_both_forms(client: FlaskClient) -> None:
    document = orjson.loads(client.get("/api/openapi.json").data)
    taken = document["paths"][PATH]["post"]["requestBody"]["content"]
    assert set(taken) == {"application/json", "application/zip"}
