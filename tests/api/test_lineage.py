"""POST /api/v1/lineage: who may send, what is kept, what is refused, and that nothing is ever half-kept or shown."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.people.tokens import Scope, create, revoke
from catalogue.settings import load
from tests.api.test_contract import closed
from tests.events import facet, of_dataset, of_job, place, uid
from tests.openlineage import event, pair
from tests.registers import counts

PATH = "/api/v1/lineage"
PLANTED = "planted-4711"
Send = Callable[..., TestResponse]


@pytest.fixture
def token(register: Engine) -> str:
    """A token for lineage."""
    return create(register, Scope.LINEAGE)[0]


@pytest.fixture
def send(client: FlaskClient, token: str) -> Send:
    """Send something, as JSON unless it is bytes, with the token and further headers."""

    def call(body: Any, **headers: str) -> TestResponse:
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **named}
        return client.post(PATH, data=data, headers=given)

    return call


def test_what_is_new_is_kept_and_told(send: Send, register: Engine) -> None:
    before = counts(register)
    first = send([*pair(1), of_job("job"), of_dataset("table")])
    assert first.status_code == 201
    assert first.get_json() == {"events": 4, "new": 4, "serial": before["change"] + 1, "runs": [uid(1)]}
    after = counts(register)
    assert (after["lineage_event"], after["run"], after["change"]) == (4, 1, before["change"] + 1)
    again = send([*pair(1), of_job("job")])
    assert again.status_code == 200
    assert again.get_json() == {"events": 3, "new": 0, "serial": None, "runs": []}
    assert counts(register) == after
    more = send([*pair(1), *pair(2)])
    assert more.status_code == 201
    assert (more.get_json()["new"], more.get_json()["runs"]) == (2, [uid(2)])


@pytest.mark.parametrize("made", [event(), of_job("job"), of_dataset("table")], ids=["run", "job", "dataset"])
def test_a_single_event_of_each_kind_is_taken(send: Send, made: dict[str, Any]) -> None:
    assert send(made).get_json()["new"] == 1


def test_gzip_is_taken_in_one_or_more_members(send: Send) -> None:
    packed = gzip.compress(orjson.dumps(pair(1)))
    assert send(packed, Content_Encoding="gzip").status_code == 201
    halves = orjson.dumps(pair(2))
    members = gzip.compress(halves[:40]) + gzip.compress(halves[40:])
    assert send(members, Content_Encoding="GZIP").get_json()["new"] == 2


def test_answers_are_for_nobody_else_and_never_remembered(send: Send, client: FlaskClient) -> None:
    for answer in (send(event()), send(event()), send(b"{"), client.post(PATH)):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers


def test_answers_are_as_documented(send: Send, client: FlaskClient) -> None:
    document = closed(client.get("/api/openapi.json").get_json())
    operation = document["paths"][PATH]["post"]
    assert operation["summary"]
    assert operation["description"]
    assert operation["security"] == [{"bearer": []}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert set(operation["responses"]) == {"200", "201", "400", "401", "403", "413", "414", "415", "500", "503"}
    assert "304" not in operation["responses"]
    assert operation["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    assert set(document["components"]["schemas"]["Accepted"]["properties"]) == set(send(event()).get_json())
    entry = document["components"]["schemas"]["ProblemEntry"]["properties"]
    for told in send([event(), {}]).get_json()["problems"]:
        assert set(told) <= set(entry)


class TestWho:
    """Who may send."""

    def test_without_a_token(self, client: FlaskClient, register: Engine) -> None:
        before = counts(register)
        answer = client.post(PATH, json=event())
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="catalogue"'
        assert answer.get_json()["code"] == "unauthenticated"
        assert counts(register) == before

    @pytest.mark.parametrize("header", ["Bearer wrong", "Basic dTpw", "Bearer", "Bearer cat_" + "x" * 43])
    def test_with_a_wrong_one(self, client: FlaskClient, register: Engine, header: str) -> None:
        before = counts(register)
        answer = client.post(PATH, json=event(), headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="catalogue", error="invalid_token"'
        assert counts(register) == before

    def test_with_a_revoked_one(self, client: FlaskClient, register: Engine) -> None:
        token, kept = create(register, Scope.LINEAGE)
        headers = {"Authorization": f"Bearer {token}"}
        assert client.post(PATH, json=event(), headers=headers).status_code == 201
        revoke(register, kept.id)
        before = counts(register)
        assert client.post(PATH, json=event(2), headers=headers).status_code == 401
        assert counts(register) == before

    @pytest.mark.parametrize("scope", [Scope.PUBLISH, Scope.READ])
    def test_with_one_for_something_else(self, client: FlaskClient, register: Engine, scope: Scope) -> None:
        token, _ = create(register, scope)
        before = counts(register)
        answer = client.post(PATH, json=event(), headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 403
        assert answer.get_json()["code"] == "forbidden"
        assert "insufficient_scope" in answer.headers["WWW-Authenticate"]
        assert counts(register) == before

    def test_neither_in_the_address_nor_in_a_cookie(self, client: FlaskClient, token: str) -> None:
        client.set_cookie("token", token)
        assert client.post(PATH, json=event()).status_code == 401
        assert client.post(f"{PATH}?access_token={token}", json=event()).status_code == 400

    def test_a_foreign_host_is_refused(self, send: Send, register: Engine) -> None:
        before = counts(register)
        assert send(event(), Host="evil.example").status_code == 400
        assert counts(register) == before

    def test_scripts_of_other_sites_are_not_asked_in(self, client: FlaskClient) -> None:
        answer = client.options(PATH, headers={"Origin": "https://evil.example"})
        assert "POST" not in answer.headers["Access-Control-Allow-Methods"]
        assert "authorization" not in answer.headers["Access-Control-Allow-Headers"].lower()

    def test_reading_needs_no_token_and_gets_nothing_here(self, client: FlaskClient) -> None:
        assert client.get(PATH).status_code == 405


class TestForm:
    """What a body must be before anybody looks at events."""

    @pytest.mark.parametrize(
        ("body", "headers", "status"),
        [
            (event(), {"Content_Type": "text/plain"}, 415),
            (event(), {"Content_Type": "application/x-www-form-urlencoded"}, 415),
            (event(), {"Content_Type": ""}, 415),
            (event(), {"Content_Encoding": "br"}, 415),
            (event(), {"Content_Encoding": "gzip, gzip"}, 415),
            (event(), {"Content_Encoding": "gzip"}, 400),
            (gzip.compress(orjson.dumps(event()))[:-9], {"Content_Encoding": "gzip"}, 400),
            (gzip.compress(orjson.dumps(event())) + b"more", {"Content_Encoding": "gzip"}, 400),
            (b"\x1f\x8b\x08" + b"\0" * 40, {"Content_Encoding": "gzip"}, 400),
            (b"", {"Content_Encoding": "gzip"}, 400),
            (b"", {}, 400),
            (b"{", {}, 400),
            (b"\xff\xfe", {}, 400),
            (b'"event"', {}, 400),
            (b"[1, null]", {}, 400),
            (b"NaN", {}, 400),
            (b"[" * 100_000 + b"]" * 100_000, {}, 400),
            (b'{"a":' * 5000 + b"1" + b"}" * 5000, {}, 400),
            (b'{"eventTime":"\\ud800"}', {}, 400),
            ([event(), event(2, producer="nobody")], {}, 400),
        ],
        # Packed bytes hold the time of day, and processes that share the tests must name them alike.
        ids=[str(number) for number in range(20)],
    )
    def test_a_broken_body_is_refused(
        self, send: Send, register: Engine, body: Any, headers: dict[str, str], status: int
    ) -> None:
        before = counts(register)
        answer = send(body, **headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        assert answer.mimetype == "application/problem+json"
        assert counts(register) == before

    def test_an_empty_list_is_nothing_new(self, send: Send) -> None:
        assert send([]).get_json() == {"events": 0, "new": 0, "serial": None, "runs": []}

    def test_each_refused_event_is_named_with_its_path(self, send: Send, register: Engine) -> None:
        before = counts(register)
        bad_run = event(2, run={"runId": "seven"})
        bad_facet = event(3, outputs=[{**place("t"), "facets": {"a/b": {"no": "base"}}}])
        answer = send([event(), bad_run, 4, bad_facet, event(5, "FINISHED")])
        told = answer.get_json()
        assert answer.status_code == 400
        assert told["detail"] == "4 of 5 events are refused; nothing was kept."
        paths = [one["path"] for one in told["problems"]]
        assert paths == ["/1/run/runId", "/2", "/3/outputs/0/facets/a~1b", "/4/eventType"]
        assert "seven" in told["problems"][0]["message"]
        assert send(bad_run).get_json()["problems"][0]["path"] == "/run/runId"
        assert counts(register) == before


@pytest.fixture
def narrow(settings_of: Callable[..., Flask], register: Engine) -> tuple[FlaskClient, dict[str, str]]:
    """A site with narrow limits: a client of it, and the headers to send with."""
    token, _ = create(register, Scope.LINEAGE)
    app = settings_of(CATALOGUE_EVENT_BYTES="2000", CATALOGUE_EVENTS_BYTES="100000", CATALOGUE_EVENTS="20")
    return app.test_client(), {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


@pytest.fixture
def settings_of(register: Engine, wired: tuple[Flask, Engine]) -> Callable[..., Flask]:
    """Another application over the same register, with other settings."""
    del wired

    def make(**changed: str) -> Flask:
        return create_app(
            load({"CATALOGUE_DATABASE_URL": register.url.render_as_string(hide_password=False), **changed})
        )

    return make


class TestLimits:
    """Sizes are counted before anything is parsed, and while it is unpacked."""

    def test_a_large_event(self, narrow: tuple[FlaskClient, dict[str, str]], register: Engine) -> None:
        client, headers = narrow
        before = counts(register)
        large = event(2, job_facet="x" * 3000)
        answer = client.post(PATH, json=[event(), large], headers=headers)
        assert answer.status_code == 400
        (problem,) = answer.get_json()["problems"]
        assert problem["path"] == "/1"
        assert "at most 2000 are taken" in problem["message"]
        assert counts(register) == before

    def test_many_events(self, narrow: tuple[FlaskClient, dict[str, str]]) -> None:
        client, headers = narrow
        assert client.post(PATH, json=[event(n) for n in range(20)], headers=headers).status_code == 201
        answer = client.post(PATH, json=[event(n) for n in range(21)], headers=headers)
        assert answer.status_code == 400
        assert "at most 20 events" in answer.get_json()["remedy"]

    def test_a_large_body(self, narrow: tuple[FlaskClient, dict[str, str]]) -> None:
        client, headers = narrow
        assert client.post(PATH, data=b" " * 100_001, headers=headers).status_code == 413
        assert client.post(PATH, data=b" " * 1_000_001, headers=headers).status_code == 413
        unmeasured = {"wsgi.input": _Endless(), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
        answer = client.post(PATH, headers=headers, environ_overrides=unmeasured)
        assert answer.status_code == 413
        assert answer.get_json()["code"] == "too-large"

    def test_a_bomb_is_not_unpacked(self, narrow: tuple[FlaskClient, dict[str, str]], register: Engine) -> None:
        client, headers = narrow
        before = counts(register)
        bomb = gzip.compress(gzip.compress(b" " * 100_000_000))
        assert len(bomb) < 2000
        packed = gzip.decompress(bomb)
        assert len(packed) < 100_000
        answer = client.post(PATH, data=packed, headers={**headers, "Content-Encoding": "gzip"})
        assert answer.status_code == 413
        assert counts(register) == before

    def test_what_is_just_small_enough(self, narrow: tuple[FlaskClient, dict[str, str]]) -> None:
        client, headers = narrow
        body = orjson.dumps(event()).ljust(100_000)
        gzipped = {**headers, "Content-Encoding": "gzip"}
        assert client.post(PATH, data=body, headers=headers).status_code == 201
        assert client.post(PATH, data=gzip.compress(body), headers=gzipped).status_code == 200
        assert client.post(PATH, data=gzip.compress(body + b" "), headers=gzipped).status_code == 413


class _Endless:
    """A body without an end."""

    def read(self, size: int = -1) -> bytes:
        """As much as is asked for."""
        return b" " * max(size, 1)


class TestNeverShown:
    """Bodies are kept byte for byte, and no address shows one."""

    def test_a_body_is_at_no_address(self, send: Send, client: FlaskClient, register: Engine) -> None:
        body = orjson.dumps(event(job_secret=PLANTED, run={"runId": uid(1), "facets": {"env": facet(x=PLANTED)}}))
        assert send(body).status_code == 201
        digest = hashlib.sha256(body).hexdigest()
        answer = client.get(f"/api/v1/objects/{digest}")
        assert answer.status_code == 404
        assert answer.get_json() == {**client.get("/api/v1/objects/" + "0" * 64).get_json(), **_own(answer, digest)}
        changes = client.get("/api/v1/changes?kind=runs").get_json()["items"]
        assert len(changes) == 1
        entry = client.get(f"/api/v1/objects/{changes[0]['digest']}")
        assert entry.get_json()["body"] == digest
        assert counts(register)["lineage_event"] == 1
        for path in _addresses(client):
            assert PLANTED not in client.get(path).get_data(as_text=True), path

    def test_runs_are_outside_the_usual_feed(self, send: Send, client: FlaskClient) -> None:
        before = client.get("/api/v1/changes").get_json()
        send(event())
        after = client.get("/api/v1/changes").get_json()
        assert after["items"] == before["items"]
        assert after["head"]["serial"] == before["head"]["serial"] + 1
        assert {one["kind"] for one in client.get("/api/v1/changes?kind=runs").get_json()["items"]} == {"runs"}

    def test_tokens_are_in_no_answer(self, send: Send, client: FlaskClient, token: str) -> None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        shown = [send(event()), send(b"{"), *(client.get(path) for path in _addresses(client))]
        for answer in shown:
            text = answer.get_data(as_text=True) + str(answer.headers)
            assert token not in text
            assert digest not in text


def _own(answer: TestResponse, digest: str) -> dict[str, str]:
    """What must differ between two problems of this kind: the digest that was asked for."""
    return {name: answer.get_json()[name] for name in ("detail", "instance") if digest in answer.get_json()[name]}


def _addresses(client: FlaskClient) -> list[str]:
    """Every route without parts in it that answers GET, and each object that the feed leads to."""
    rules = client.application.url_map.iter_rules()
    plain = [rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments]
    changes = client.get("/api/v1/changes?kind=runs").get_json()["items"]
    return [*plain, "/api/v1/changes?kind=runs", *(f"/api/v1/objects/{one['digest']}" for one in changes)]
