"""The form for questions: what it takes, what it refuses, and that nothing of it gets out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from catalogue.app import create_app
from catalogue.delivery.services import EXTENSION
from catalogue.people.networks import network
from catalogue.registry import questions
from catalogue.registry.notes import NewNote
from catalogue.settings import load
from catalogue.store.backup import backup
from catalogue.store.engine import reading
from tests.web.html import Page

OURS = "http://127.0.0.1:8000"
ABOUT = "court@2.0.0/cases/LAW"
WORDS = "Why is Bethesda missing?"


@pytest.fixture
def app(site: Flask, tmp_path: Path) -> Iterator[Flask]:
    """A copy of the sample site of this test's own: it writes."""
    settings = site.extensions[EXTENSION].settings
    shutil.copytree(settings.data, tmp_path / "data")
    own = {"CATALOGUE_DATA": str(tmp_path / "data"), "CATALOGUE_SECRET_KEY": "k" * 32}
    made = create_app(load({**own, "CATALOGUE_QUESTIONS_ADDRESS": "2", "CATALOGUE_QUESTIONS_DAY": "3"}))
    yield made
    made.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


def register_of(app: Flask) -> Engine:
    engine: Engine = app.extensions[EXTENSION].engine
    return engine


def send(reader: FlaskClient, origin: str = OURS, address: str = "203.0.113.7", **form: Any) -> TestResponse:
    data = {"about": ABOUT, "text": WORDS, **form}
    return reader.post("/ask", data=data, headers={"Origin": origin}, environ_base={"REMOTE_ADDR": address})


def kept(app: Flask, column: str) -> list[Any]:
    with reading(register_of(app)) as session:
        return [row[0] for row in session.execute(text(f"SELECT {column} FROM question ORDER BY id"))]


def test_a_question_is_private_until_it_is_answered(app: Flask, reader: FlaskClient, tmp_path: Path) -> None:
    sent = send(reader, email="reader@example.org")
    assert (sent.status_code, sent.headers["Cache-Control"]) == (303, "private, no-store")
    own = sent.headers["Location"]
    page = reader.get(own)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in page.headers
    assert "Not answered yet." in Page(page.text).text
    assert WORDS in page.text
    assert "reader@example.org" not in page.text
    for path in ("/datasets/court/variables/cases/LAW", "/datasets/court/timeline", "/api/v1/changes"):
        assert WORDS not in reader.get(path).text
    backup(register_of(app), tmp_path / "copy.zip")
    shutil.unpack_archive(tmp_path / "copy.zip", tmp_path / "copy")
    saved = (tmp_path / "copy" / "question.jsonl").read_text(encoding="utf-8")
    assert WORDS in saved
    assert "reader@example.org" not in saved
    assert own.rpartition("/")[2] not in saved

    told = questions.answer(register_of(app), 1, NewNote("", "", "It is there.", "Look *again*.", "A. Steward"))
    assert told.email == "reader@example.org"
    assert kept(app, "email") == [None]
    page = reader.get(own)
    link = next(one for one in Page(page.text).links if "#note-" in one)
    answered = Page(reader.get(link.partition("#")[0]).text)
    assert "It is there." in answered.text
    assert WORDS in answered.text


def test_no_address_but_its_own_leads_to_a_question(reader: FlaskClient) -> None:
    send(reader)
    for wrong in ("1", "x" * 32, "%00", "..", "question"):
        assert reader.get(f"/ask/{wrong}").status_code in {400, 404}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_of_another_site_is_refused(app: Flask, reader: FlaskClient, origin: str) -> None:
    assert send(reader, origin).status_code == 400
    assert kept(app, "id") == []


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": ""}, "There is no question."),
        ({"text": " \n "}, "There is no question."),
        ({"text": "x" * 2001}, "The question has 2,001 characters."),
        ({"text": "a\0b"}, "a character that no text has"),
        ({"email": "nobody"}, "This is no address for e-mail."),
        ({"email": "a@b.c\nBcc: x@y.z"}, "This is no address for e-mail."),
        ({"email": "<a@b.c>"}, "This is no address for e-mail."),
    ],
)
def test_what_cannot_be_taken_comes_back_with_what_is_wrong(
    app: Flask, reader: FlaskClient, form: dict[str, str], said: str
) -> None:
    answer = send(reader, **form)
    assert answer.status_code == 400
    assert said in answer.text
    assert kept(app, "id") == []
    if "email" in form:
        assert WORDS in answer.text
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("about", ["", "nothing", "court@9.9.9", "court/nothing", "court/cases/NOTHING", "/" * 50])
def test_a_question_about_nothing_is_refused(app: Flask, reader: FlaskClient, about: str) -> None:
    assert send(reader, about=about).status_code == 404
    assert reader.get("/ask", query_string={"about": about}).status_code == 404
    assert kept(app, "id") == []


def test_the_field_that_nobody_sees_catches_programs(app: Flask, reader: FlaskClient) -> None:
    assert send(reader, website="https://spam.example").status_code == 400
    assert kept(app, "id") == []


def test_what_is_written_is_text_and_nothing_else(reader: FlaskClient) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) "><b>'
    shown = reader.get(send(reader, text=hostile).headers["Location"]).text
    again = send(reader, text=hostile, email="no").text
    for page in (shown, again):
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
        assert Page(page).faults == []


def test_only_so_many_are_taken_from_one_and_from_all(app: Flask, reader: FlaskClient) -> None:
    assert [send(reader).status_code for _ in range(3)] == [303, 303, 429]
    assert [send(reader, address=f"198.51.100.{last}").status_code for last in (1, 2)] == [303, 429]
    refused = send(reader)
    assert WORDS in refused.text
    assert len(kept(app, "id")) == 3
    assert "203.0.113.7" not in str(kept(app, "sender"))


def test_a_server_in_front_says_who_asks_and_nobody_else_may(reader: FlaskClient) -> None:
    def from_behind(remote: str, told: str) -> int:
        headers = {"Origin": OURS, "X-Forwarded-For": told}
        form = {"about": ABOUT, "text": "x"}
        return reader.post("/ask", data=form, headers=headers, environ_base={"REMOTE_ADDR": remote}).status_code

    assert [from_behind("203.0.113.7", f"1.1.1.{last}") for last in (1, 2, 3)] == [303, 303, 429]
    assert from_behind("127.0.0.1", "9.9.9.9, 192.0.2.1") == 303


def test_what_is_no_address_makes_nobody_somebody_else(reader: FlaskClient) -> None:
    """A proxy that hands on what it was told lets nobody ask under ever new names."""
    headers = [{"Origin": OURS, "X-Forwarded-For": f"x{last}"} for last in (1, 2, 3)]
    told = [reader.post("/ask", data={"about": ABOUT, "text": "x"}, headers=one).status_code for one in headers]
    assert told == [303, 303, 429]


def test_senders_and_addresses_are_forgotten(app: Flask, reader: FlaskClient) -> None:
    send(reader, email="reader@example.org")
    engine = register_of(app)
    assert questions.forget(engine) is False
    with engine.begin() as connection:
        connection.execute(text("UPDATE question SET moment = '2001-01-01T00:00:00.000000Z'"))
    assert questions.forget(engine) is True
    assert (kept(app, "sender"), kept(app, "email")) == ([None], [None])


def test_a_site_that_takes_no_questions_says_so(site: Flask) -> None:
    data = str(site.extensions[EXTENSION].settings.data)
    closed = create_app(load({"CATALOGUE_DATA": data, "CATALOGUE_QUESTIONS_ADDRESS": "0"}))
    page = closed.test_client().get("/ask?about=court").text
    assert "This site takes no questions." in page
    assert "<textarea" not in page
    closed.extensions[EXTENSION].engine.dispose()


@given(st.ip_addresses())
def test_an_address_counts_for_its_network(address: Any) -> None:
    counted = network(str(address))
    assert network(counted) == counted
    if address.version == 4:
        assert counted == str(address)


def test_neighbours_of_one_network_count_as_one() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff") == "2001:db8::/64"
    assert network("2001:db8:0:1::1") != network("2001:db8::1")
    assert network("::ffff:192.0.2.1") == "192.0.2.1"
    assert network("unix") == "unix"


def test_a_sender_is_another_one_tomorrow_and_at_another_site() -> None:
    today = questions.sender_of("192.0.2.1", "key", "2026-01-01")
    assert today == questions.sender_of("192.0.2.1", "key", "2026-01-01")
    others = {questions.sender_of("192.0.2.1", key, day) for key, day in (("key", "2026-01-02"), ("yek", "2026-01-01"))}
    assert today not in others
