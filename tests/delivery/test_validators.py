"""Strong ETags, 304 and the memory of answers: quick, and never wrong about what changed."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.delivery.services import State
from catalogue.delivery.validators import Memory, Remembered, content_tag, matching
from tests.http import counting, full

LIST = "/api/v1/variables"
RELEASE = "/api/v1/datasets/everything/releases/1.0.0"


def test_the_tag_is_the_digest_of_the_body(client: FlaskClient) -> None:
    answer = client.get(LIST)
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()[:40]}"'


def test_each_coding_has_a_tag_of_its_own(client: FlaskClient) -> None:
    plain = client.get(LIST)
    packed = client.get(LIST, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    again = client.get(LIST, headers={"Accept-Encoding": "gzip"})
    assert again.data == packed.data


@pytest.mark.parametrize("coding", ["", "gzip", "br", "gzip, br"])
@pytest.mark.parametrize("held", ["", "gzip", "br"])
def test_any_form_of_the_tag_gives_304(client: FlaskClient, coding: str, held: str) -> None:
    tag = client.get(LIST, headers={"Accept-Encoding": held}).headers["ETag"]
    answer = client.get(LIST, headers={"Accept-Encoding": coding, "If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Content-Type" not in answer.headers
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("header", ["*", "W/{}", '"other", {}', "{},"])
def test_lists_weak_tags_and_the_star_are_understood(client: FlaskClient, header: str) -> None:
    tag = client.get(LIST).headers["ETag"]
    assert client.get(LIST, headers={"If-None-Match": header.format(tag)}).status_code == 304


@pytest.mark.parametrize("header", ['"other"', "nonsense", '"', "", '""', '"", "1;"', 'W/""', "**"])
def test_other_tags_give_the_whole_answer(client: FlaskClient, header: str) -> None:
    assert client.get(LIST, headers={"If-None-Match": header}).status_code == 200


def test_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    get, head = client.get(LIST), client.head(LIST)
    assert head.data == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(get.data))
    assert client.head(LIST, headers={"If-None-Match": get.headers["ETag"]}).status_code == 304


def test_a_304_costs_one_query_and_no_view(client: FlaskClient, register: Engine) -> None:
    tag = client.get(LIST).headers["ETag"]
    with counting(register) as queries:
        assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 304
    assert len(queries) == 1
    with counting(register) as queries:
        assert client.get(LIST).status_code == 200
    assert len(queries) == 1


def test_a_change_of_the_register_is_seen_at_once(client: FlaskClient, register: Engine) -> None:
    before = client.get(LIST).headers["ETag"]
    registry.publish(register, [full("3.0.0", "2022-01-01", None)])
    answer = client.get(LIST, headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert answer.get_json()["items"][0]["release"]["version"] == "3.0.0"


def test_an_answer_that_did_not_change_keeps_its_tag(client: FlaskClient, register: Engine) -> None:
    before = client.get(RELEASE).headers["ETag"]
    registry.publish(register, [full("3.0.0", "2022-01-01", None)])
    assert client.get(RELEASE, headers={"If-None-Match": before}).status_code == 304


@pytest.mark.parametrize(
    "below", ["", "/tables", "/tables/cases", "/tables/cases/variables/LAW", "/seal.json", "/receipt.json"]
)
def test_a_withdrawal_wins_over_any_304(client: FlaskClient, register: Engine, below: str) -> None:
    tag = client.get(RELEASE + below).headers["ETag"]
    assert client.get(RELEASE + below, headers={"If-None-Match": tag}).status_code == 304
    registry.retract(register, "everything", "1.0.0", "It was wrong.")
    for header in (tag, "*"):
        answer = client.get(RELEASE + below, headers={"If-None-Match": header})
        assert answer.status_code == 410
        assert answer.get_json()["code"] == "retracted"


def test_a_rename_is_seen_at_once(client: FlaskClient, register: Engine) -> None:
    tag = client.get(RELEASE).headers["ETag"]
    registry.rename(register, "everything", "all")
    answer = client.get(RELEASE, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["Location"]) == (301, RELEASE.replace("everything", "all"))


def test_objects_may_be_kept_for_ever(client: FlaskClient) -> None:
    seal = client.get(RELEASE).get_json()["seal"]
    answer = client.get(f"/api/v1/objects/{seal}", headers={"Accept-Encoding": "gzip"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Content-Encoding" not in answer.headers
    assert hashlib.sha256(answer.data).hexdigest() == seal


def test_what_must_not_be_kept_is_not(open_site: tuple[Flask, FlaskClient]) -> None:
    app, client = open_site
    told = iter(range(100))
    for name, rule in (("private", "private, no-store"), ("mine", "private")):

        def view(rule: str = rule) -> Response:
            return Response(f"answer {next(told)}", headers={"Cache-Control": rule})

        app.add_url_rule(f"/{name}", name, view)
    assert "ETag" not in client.get("/private").headers
    assert client.get("/private").data != client.get("/private").data
    assert client.get("/mine").data != client.get("/mine").data


def test_signed_in_requests_are_neither_answered_from_memory_nor_kept(open_site: tuple[Flask, FlaskClient]) -> None:
    app, client = open_site
    told = iter(range(100))
    app.add_url_rule("/counted", "counted", lambda: Response(f"answer {next(told)}"))
    first = client.get("/counted").data
    assert client.get("/counted").data == first
    assert client.get("/counted", headers={"Authorization": "Bearer x"}).data != first
    assert client.get("/counted").data == first
    client.set_cookie("session", "x")
    assert client.get("/counted").data != first


def test_negotiated_answers_are_not_mixed_up(open_site: tuple[Flask, FlaskClient]) -> None:
    app, client = open_site
    told = iter(range(100))
    app.add_url_rule("/either", "either", lambda: Response(f"answer {next(told)}", headers={"Vary": "Accept"}))
    assert client.get("/either").data != client.get("/either").data


def entry(size: int, serial: int = 1) -> Remembered:
    """An answer of some size."""
    return Remembered(State(serial, None, None), "tag", (), b"x" * size)


def test_memory_is_bounded_in_number_and_bytes() -> None:
    memory = Memory(entries=3, total=100)
    state = State(1, None, None)
    for number in range(5):
        memory.put((str(number), "", ""), entry(10))
    assert [memory.get((str(number), "", ""), state) is not None for number in range(5)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    memory.put(("big", "", ""), entry(90))
    assert memory.get(("big", "", ""), state) is not None
    assert memory.get(("3", "", ""), state) is None
    memory.put(("big", "", ""), entry(10))
    memory.put(("6", "", ""), entry(80))
    assert memory.get(("big", "", ""), state) is not None


def test_memory_gives_nothing_of_another_state() -> None:
    memory = Memory()
    memory.put(("a", "", ""), entry(1, serial=1))
    assert memory.get(("a", "", ""), State(2, None, None)) is None
    assert memory.get(("a", "", ""), State(1, None, ("1", 1))) is None
    assert memory.get(("a", "", ""), State(1, None, None)) is not None


def test_tags_match_whatever_the_coding() -> None:
    tags = [content_tag(b"body", coding) for coding in ("", "gzip", "br")]
    assert all(matching(one, [other]) == other for one in tags for other in tags)
    assert matching(tags[0], [content_tag(b"other", "gzip")]) is None


@pytest.mark.parametrize("path", [LIST, f"{LIST}?limit=1", "/api/openapi.json", f"{RELEASE}/seal.json", "/"])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_what_is_remembered_is_what_was_sent(client: FlaskClient, path: str, coding: str) -> None:
    first, again = (client.get(path, headers={"Accept-Encoding": coding}) for _ in range(2))
    assert first.data == again.data
    mine = {"X-Request-ID"}
    assert sorted(item for item in first.headers if item[0] not in mine) == sorted(
        item for item in again.headers if item[0] not in mine
    )
