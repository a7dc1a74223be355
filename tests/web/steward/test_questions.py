"""Questions of readers as stewards close them: in public, and whoever left an address can be told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue.registry import questions
from catalogue.store import questions as kept
from catalogue.store.engine import reading
from tests import steward
from tests.web.html import Page

HOSTILE = "a&b=?bcc@example.org"


def asked(register: Engine, email: str = "") -> int:
    questions.ask(register, questions.Asked("everything", "What is it?", email), "", questions.Limits(10, 10))
    with reading(register) as session:
        return kept.every(session, ["open"])[-1].id


@pytest.mark.parametrize(
    "form", [{"act": "answer", "title": "It is this.", "body": "This."}, {"act": "decline", "reason": "Not here."}]
)
def test_the_address_of_a_reader_is_shown_once(register: Engine, anna: FlaskClient, form: dict[str, str]) -> None:
    number = asked(register, HOSTILE)
    assert HOSTILE.replace("&", "&amp;") not in anna.get("/steward/questions").text
    done = steward.send(anna, f"/steward/questions/{number}", **form)
    assert done.status_code == 200
    page = Page(done.text)
    assert page.faults == []
    assert f"wants to be told at {HOSTILE}" in page.text
    assert "mailto:" not in done.text, "an address is text, and no order to a program of mail"
    assert done.headers["Cache-Control"] == "private, no-store"
    assert HOSTILE not in Page(anna.get("/steward/questions").text).text
    again = steward.send(anna, f"/steward/questions/{number}", **form)
    assert again.status_code == 409
    assert HOSTILE not in Page(again.text).text


def test_without_an_address_the_list_comes_again(register: Engine, anna: FlaskClient) -> None:
    number = asked(register)
    done = steward.send(anna, f"/steward/questions/{number}", act="answer", title="It is this.", body="This.")
    assert (done.status_code, done.headers["Location"]) == (303, "/steward/questions")


def test_a_fault_keeps_the_address_for_later(register: Engine, anna: FlaskClient) -> None:
    number = asked(register, HOSTILE)
    refused = steward.send(anna, f"/steward/questions/{number}", act="answer", title="", body="This.")
    assert refused.status_code == 400
    assert HOSTILE not in Page(refused.text).text
    done = steward.send(anna, f"/steward/questions/{number}", act="decline", reason="Not here.")
    assert HOSTILE in Page(done.text).text
