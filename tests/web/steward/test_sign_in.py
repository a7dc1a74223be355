"""The doors: signing in and out, cookies, forms that were forged, and that public pages know nothing of it."""

from __future__ import annotations

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from catalogue import app as site
from catalogue.delivery.signed_in import COOKIE
from catalogue.people import signing_in
from catalogue.people.signing_in import Limits
from catalogue.settings import load
from tests import steward
from tests.web.html import Page

pytestmark = pytest.mark.usefixtures("register")

PRIVATE = "private, no-store"
PUBLIC = "/datasets/everything"


def cookie(answer: TestResponse) -> SimpleCookie:
    return SimpleCookie(answer.headers.get("Set-Cookie", ""))


def fault(answer: TestResponse) -> str:
    page = Page(answer.text)
    assert page.faults == []
    return page.text


def test_who_is_not_signed_in_is_led_to_the_door_and_back(app: Flask) -> None:
    client = steward.browser(app)
    answer = client.get("/steward/account?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/steward/sign-in?next=%2Fsteward%2Faccount%3Fx%3D1"
    page = Page(client.get(answer.headers["Location"]).text)
    assert page.faults == []
    assert [one.get("value") for one in page.all("input") if one.get("name") == "next"] == ["/steward/account?x=1"]
    assert steward.enter(client, "anna", back="/steward/account?x=1").headers["Location"] == "/steward/account?x=1"
    assert client.get("/steward").status_code == 200
    assert client.get("/steward/sign-in").headers["Location"] == "/steward"


def test_programs_are_told_in_their_own_way(app: Flask) -> None:
    answer = app.test_client().get("/steward", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["code"] == "unauthenticated"
    assert answer.headers["Cache-Control"] == PRIVATE


@pytest.mark.parametrize(
    ("base", "secure"), [("http://127.0.0.1:8000", False), ("https://catalogue.example.org", True)]
)
def test_the_cookie_is_for_this_site_and_no_script(tmp_path: Path, base: str, *, secure: bool) -> None:
    told = {"CATALOGUE_DATA": str(tmp_path / "data"), "CATALOGUE_SECRET_KEY": "k" * 32, "CATALOGUE_BASE_URL": base}
    client = steward.browser(site.create_app(load(told)))
    answer = client.post("/steward/sign-in", data={"name": "anna", "password": steward.PASSWORD})
    one = cookie(answer)[COOKIE]
    assert one["httponly"] is True
    assert one["samesite"] == "Lax"
    assert one["path"] == "/"
    assert bool(one["secure"]) is secure
    assert int(one["max-age"]) == 7 * 24 * 3600
    assert not one["domain"]
    assert answer.headers["Cache-Control"] == PRIVATE


def test_what_was_in_the_browser_before_is_worth_nothing_after(app: Flask) -> None:
    """Somebody who planted a cookie, or kept one, does not share what is begun now."""
    client = steward.browser(app)
    client.set_cookie(COOKIE, "planted", domain="127.0.0.1")
    first = cookie(steward.enter(client, "anna"))[COOKIE].value
    assert first != "planted"
    second = cookie(steward.enter(client, "anna"))[COOKIE].value
    assert second not in {"planted", first}


def test_a_failure_says_what_to_do_and_not_who_there_is(app: Flask) -> None:
    client = steward.browser(app)
    known, unknown = steward.enter(client, "anna", "wrong"), steward.enter(client, "nobody", "wrong")
    assert known.status_code == unknown.status_code == 401
    assert "That name and password do not belong together." in fault(known)
    assert known.text.replace("anna", "") == unknown.text.replace("nobody", "")
    assert "Set-Cookie" not in known.headers
    assert "wrong" not in known.text


def test_guessing_is_told_to_wait(app: Flask, register: Engine) -> None:
    client = steward.browser(app)
    steward.failed_before(register, "anna")
    assert steward.enter(client, "anna", "wrong").status_code == 401
    answer = steward.enter(client, "anna")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert "failed too often" in fault(answer)


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "", "/steward/sign-in", "a"],
)
def test_nobody_is_led_away_from_the_site(app: Flask, back: str) -> None:
    client = steward.browser(app)
    assert "evil" not in client.get("/steward/sign-in", query_string={"next": back}).text
    assert steward.enter(client, "anna", back=back).headers["Location"] == "/steward"


def test_signing_out_ends_it_here_and_at_the_site(app: Flask, anna: FlaskClient) -> None:
    kept = anna.get_cookie(COOKIE)
    assert kept is not None
    answer = steward.send(anna, "/steward/sign-out")
    assert answer.headers["Location"] == "/steward/sign-in"
    assert cookie(answer)[COOKIE]["max-age"] == "0"
    thief = steward.browser(app)
    thief.set_cookie(COOKIE, kept.value)
    assert thief.get("/steward").status_code == 302


def test_signing_in_over_somebody_ends_their_sign_in(app: Flask, anna: FlaskClient) -> None:
    kept = anna.get_cookie(COOKIE)
    assert kept is not None
    # A page that was open already sends its form; the page itself leads on who is signed in.
    assert steward.enter(anna, "anna").status_code == 303
    left_behind = steward.browser(app)
    left_behind.set_cookie(COOKIE, kept.value)
    assert left_behind.get("/steward").status_code == 302
    assert anna.get("/steward").status_code == 200


@pytest.mark.parametrize("given", ["", "0" * 64, "é\0", "x" * 9999])
def test_a_forged_form_is_refused(anna: FlaskClient, given: str) -> None:
    answer = anna.post("/steward/sign-out", data={"form_token": given}, headers={"Origin": "http://127.0.0.1:8000"})
    assert answer.status_code == 403
    assert "Open the page again" in fault(answer)
    assert anna.get("/steward").status_code == 200, "and nothing was done"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:8000.evil.example"])
def test_a_form_of_another_site_is_refused(anna: FlaskClient, origin: str) -> None:
    assert steward.send(anna, "/steward/sign-out", origin).status_code == 403
    assert anna.get("/steward").status_code == 200


def test_a_form_of_another_sign_in_is_refused(app: Flask, anna: FlaskClient) -> None:
    """Of the same person, sent again after signing out and in, and of somebody else."""
    other = steward.signed_in(app, "anna")
    assert steward.send(other, "/steward/sign-out", form_token=steward.token(anna)).status_code == 403
    before = steward.token(anna)
    steward.send(anna, "/steward/sign-out")
    steward.enter(anna, "anna")
    assert steward.send(anna, "/steward/sign-out", form_token=before).status_code == 403


def test_signing_in_is_not_done_for_another_site(app: Flask) -> None:
    fields = {"name": "anna", "password": steward.PASSWORD}
    answer = steward.browser(app).post("/steward/sign-in", data=fields, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


def test_a_form_after_the_sign_in_ran_out_leads_to_the_door(anna: FlaskClient) -> None:
    token = steward.token(anna)
    steward.send(anna, "/steward/sign-out")
    answer = steward.send(anna, "/steward/sign-out", form_token=token)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/steward/sign-in?why=lost"
    assert "what you sent was not taken" in fault(anna.get(answer.headers["Location"]))


@pytest.mark.parametrize("path", ["/steward", "/steward/account", "/steward/sign-in", "/steward/nothing-here"])
def test_nothing_behind_the_doors_is_kept_or_shared(anna: FlaskClient, path: str) -> None:
    for _ in range(2):
        answer = anna.get(path)
        assert answer.headers["Cache-Control"] == PRIVATE
        assert "ETag" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
    stranger = steward.browser(anna.application).get(path)
    assert "Anna" not in stranger.text


def test_public_pages_are_the_same_for_who_is_signed_in(anna: FlaskClient) -> None:
    stranger = steward.browser(anna.application)
    mine, theirs = anna.get(PUBLIC), stranger.get(PUBLIC)
    assert mine.data == theirs.data
    assert mine.headers["ETag"] == theirs.headers["ETag"]
    assert mine.headers["Cache-Control"] == "public, no-cache"
    assert anna.get(PUBLIC, headers={"If-None-Match": mine.headers["ETag"]}).status_code == 304
    assert "Set-Cookie" not in mine.headers


def test_a_proxy_is_believed_and_nobody_else(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses are what guessing is counted by."""
    seen: list[str] = []

    def note(_engine: Engine, _limits: Limits, _name: str, _password: str, address: str) -> str:
        seen.append(address)
        return "secret"

    monkeypatch.setattr(signing_in, "with_password", note)
    client = steward.browser(app)
    for peer, told in (
        ("127.0.0.1", "192.0.2.1, 192.0.2.9"),
        ("192.0.2.5", "192.0.2.1"),
        ("127.0.0.1", "nonsense"),
        ("::1", "2001:db8::1"),
    ):
        client.post("/steward/sign-in", headers={"X-Forwarded-For": told}, environ_base={"REMOTE_ADDR": peer})
    assert seen == ["192.0.2.9", "192.0.2.5", "127.0.0.1", "2001:db8::1"]
