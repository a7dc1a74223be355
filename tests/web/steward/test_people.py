"""Pages of accounts: one's own, and those that administrators see, without script, as far as a role reaches."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue.model.authority import Role
from catalogue.people import accounts
from catalogue.people.accounts import THE_OPERATOR
from tests import steward
from tests.web.html import Page

BOSS = steward.role(Role.ADMINISTRATOR, "keeper")
NEW = {"name": "eve", "title": "Eve Evans", "role": "reader", "publisher": "keeper"}


@pytest.fixture
def boss(app: Flask, register: Engine) -> FlaskClient:
    """A browser of an administrator of the keeper."""
    steward.account(register, "boss", BOSS)
    return steward.signed_in(app, "boss")


@pytest.fixture
def chief(app: Flask, register: Engine) -> FlaskClient:
    """A browser of an administrator for every publisher."""
    steward.account(register, "chief", steward.role(Role.ADMINISTRATOR))
    return steward.signed_in(app, "chief")


def read(client: FlaskClient, path: str, status: int = 200) -> Page:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    page = Page(answer.text)
    assert page.faults == []
    labelled = {one.get("for") for one in page.all("label")}
    controls = [one for one in [*page.all("input"), *page.all("select")] if one.get("type") != "hidden"]
    assert all(one.get("id") in labelled for one in controls)
    assert all(one.get("src").startswith("/static/") for one in page.all("script"))
    return page


def roles_of(register: Engine, name: str) -> list[tuple[str, str, str]]:
    known = accounts.get(register, THE_OPERATOR, name)
    return [(one.role.value, one.publisher, one.dataset) for one in known.grants]


def test_one_s_own_account_says_who_one_is(anna: FlaskClient) -> None:
    page = read(anna, "/steward/account")
    assert "Anna of tests" in page.text
    assert "see drafts, write them and submit them for review" in page.text
    assert "The Keeper" in page.text
    assert "signed in" in page.text
    assert "This browser" in page.text
    assert "/steward/people" not in page.links, "and a steward has nothing to do with roles"


def test_one_s_own_name_is_changed_on_the_account_page(register: Engine, anna: FlaskClient) -> None:
    page = read(anna, "/steward/account")
    assert {one.get("id"): one.get("value") for one in page.all("input")}["own-title"] == "Anna of tests"
    answer = steward.send(anna, "/steward/account/title", title="Anna Morgan")
    assert answer.headers["Location"] == "/steward/account#called"
    assert "Anna Morgan" in read(anna, "/steward").text
    refused = steward.send(anna, "/steward/account/title", title="Bob of tests")
    assert refused.status_code == 409
    assert "Somebody else is called" in refused.text
    assert 'value="Bob of tests"' in refused.text
    assert steward.send(anna, "/steward/account/title", title=" ").status_code == 400
    assert accounts.get(register, THE_OPERATOR, "anna").account.title == "Anna Morgan"


def test_administrators_change_the_name_of_whom_they_may_change(register: Engine, boss: FlaskClient) -> None:
    assert "their-title" in str(read(boss, "/steward/people/anna").all("input"))
    assert steward.send(boss, "/steward/people/anna/title", title="Anna Morgan").status_code == 303
    assert steward.send(boss, "/steward/people/bob/title", title="Mine").status_code == 404
    assert accounts.get(register, THE_OPERATOR, "anna").account.title == "Anna Morgan"


@pytest.mark.parametrize(
    ("deed", "fields", "status", "said"),
    [
        ("title", {"title": "Bob of tests"}, 409, "Somebody else is called"),
        ("roles", {"role": "king", "publisher": "keeper"}, 400, "There is no role"),
        ("roles", {"role": "reader", "publisher": "court"}, 403, "You may not say who is reader for court."),
        ("roles/take", {"role": "reader", "publisher": "court"}, 403, "You may not say who is reader for court."),
    ],
)
def test_why_an_account_was_not_changed_is_told_on_its_page(
    boss: FlaskClient, deed: str, fields: dict[str, str], status: int, said: str
) -> None:
    answer = steward.send(boss, f"/steward/people/anna/{deed}", **fields)
    assert answer.status_code == status
    page = Page(answer.text)
    assert page.faults == []
    assert said in page.text
    assert "Give a role" in page.text


def test_a_password_is_changed_and_ends_the_other_sign_ins(app: Flask, anna: FlaskClient) -> None:
    other = steward.signed_in(app, "anna")
    fields = {"old": steward.PASSWORD, "new": "other words that stay", "again": "other words that stay"}
    answer = steward.send(anna, "/steward/account/password", **fields)
    assert answer.headers["Location"] == "/steward/account#changed"
    assert anna.get("/steward").status_code == 200
    assert other.get("/steward").status_code == 302
    assert steward.enter(steward.browser(app), "anna").status_code == 401
    assert steward.enter(steward.browser(app), "anna", "other words that stay").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", "other words that stay", "other words that stay", "The old password is not right."),
        (steward.PASSWORD, "short", "short", "The password has 5 characters."),
        (steward.PASSWORD, "other words that stay", "other words", "typed in two ways"),
        (steward.PASSWORD, "annaannaanna", "annaannaanna", "among the first that anybody would try"),
    ],
)
def test_why_a_password_was_not_changed_is_told(anna: FlaskClient, old: str, new: str, again: str, said: str) -> None:
    answer = steward.send(anna, "/steward/account/password", old=old, new=new, again=again)
    assert answer.status_code == 400
    assert said in Page(answer.text).text
    assert old not in answer.text
    assert new not in answer.text
    assert anna.get("/steward").status_code == 200


def test_a_stolen_browser_cannot_guess_the_password(register: Engine, anna: FlaskClient) -> None:
    steward.failed_before(register, "anna")
    fields = {"old": "wrong", "new": "other words that stay", "again": "other words that stay"}
    said = [steward.send(anna, "/steward/account/password", **fields).status_code for _ in range(2)]
    assert said == [400, 429]


def test_a_one_time_password_leads_to_the_account_until_it_is_changed(app: Flask, register: Engine) -> None:
    _, once = accounts.make(register, THE_OPERATOR, "carl", "Carl", (BOSS,))
    client = steward.browser(app)
    steward.enter(client, "carl", once)
    for path in ("/steward", "/steward/people"):
        assert client.get(path).headers["Location"] == "/steward/account#password"
    assert "Choose a password of your own." in read(client, "/steward/account").text
    assert steward.send(client, "/steward/people", **NEW).headers["Location"] == "/steward/account#password"
    fields = {"old": once, "new": "other words that stay", "again": "other words that stay"}
    steward.send(client, "/steward/account/password", **fields)
    assert read(client, "/steward/people")


def test_a_sign_in_elsewhere_is_ended_by_its_button(app: Flask, anna: FlaskClient) -> None:
    other = steward.signed_in(app, "anna")
    ids = re.findall(r'name="sign_in" value="([0-9a-f]+)"', anna.get("/steward/account").text)
    assert len(ids) == 1
    assert steward.send(anna, "/steward/account/sign-ins/end", sign_in=ids[0]).status_code == 303
    assert other.get("/steward").status_code == 302
    assert steward.send(anna, "/steward/account/sign-ins/end", sign_in=ids[0]).status_code == 404
    assert steward.send(anna, "/steward/account/sign-ins/end").status_code == 400


@pytest.mark.parametrize("path", ["/steward/people", "/steward/people/anna", "/steward/people/nobody"])
def test_only_administrators_see_people(anna: FlaskClient, path: str) -> None:
    read(anna, path, 403)


def test_an_account_is_made_and_its_password_shown_once(app: Flask, register: Engine, boss: FlaskClient) -> None:
    answer = steward.send(boss, "/steward/people", **NEW)
    assert answer.status_code == 200
    assert Page(answer.text).faults == []
    assert answer.headers["Cache-Control"] == "private, no-store"
    once = re.search(r'class="secret">([a-z0-9-]+)<', answer.text)
    assert once
    assert roles_of(register, "eve") == [("reader", "keeper", "")]
    assert once[1] not in boss.get("/steward/people/eve").text
    assert steward.enter(steward.browser(app), "eve", once[1]).status_code == 303


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": "anna"}, 409),
        ({"name": "bob"}, 409),
        ({"name": "EVE"}, 400),
        ({"title": ""}, 400),
        ({"role": "king"}, 400),
        ({"email": "x"}, 400),
        ({"publisher": ""}, 403),
        ({"publisher": "court"}, 403),
        ({"publisher": "nobody"}, 403),
        ({"dataset": "../x"}, 400),
        ({"title": "<script>alert(1)</script>", "role": "king"}, 400),
    ],
)
def test_an_account_that_cannot_be_is_refused_on_the_page(
    register: Engine, boss: FlaskClient, fields: dict[str, str], status: int
) -> None:
    before = len(accounts.seen_by(register, THE_OPERATOR))
    answer = steward.send(boss, "/steward/people", **{**NEW, **fields})
    assert answer.status_code == status
    page = Page(answer.text)
    assert page.faults == []
    assert "<script>alert" not in answer.text
    assert len(accounts.seen_by(register, THE_OPERATOR)) == before


def test_an_administrator_of_one_publisher_sees_nothing_of_another(register: Engine, boss: FlaskClient) -> None:
    accounts.give(register, THE_OPERATOR, "anna", steward.role(Role.REVIEWER, "court"))
    page = read(boss, "/steward/people")
    assert "Anna of tests" in page.text
    assert "Bob" not in page.text
    assert "reviewer" not in page.text.partition("Make an account")[0].lower()
    assert [one.get("value") for one in page.all("option")] == [*Role, "keeper"]
    read(boss, "/steward/people/bob", 404)
    one = read(boss, "/steward/people/anna")
    assert "roles that are not yours to see" in one.text
    assert "What they did" not in one.text
    for deed in ("password", "close", "reopen"):
        assert steward.send(boss, f"/steward/people/anna/{deed}").status_code == 403
        assert steward.send(boss, f"/steward/people/bob/{deed}").status_code == 404


@pytest.mark.parametrize("name", ["boss", "anna", "chief"])
@pytest.mark.parametrize("publisher", ["", "court"])
@pytest.mark.parametrize("role", ["administrator", "steward"])
def test_nobody_gives_themself_or_another_more(
    register: Engine, boss: FlaskClient, name: str, publisher: str, role: str
) -> None:
    steward.account(register, "chief", steward.role(Role.ADMINISTRATOR), steward.role(Role.READER, "keeper"))
    before = roles_of(register, name)
    answer = steward.send(boss, f"/steward/people/{name}/roles", role=role, publisher=publisher)
    assert answer.status_code == 403
    answer = steward.send(boss, f"/steward/people/{name}/roles/take", role="administrator", publisher="")
    assert answer.status_code == 403
    assert roles_of(register, name) == before


def test_roles_are_given_and_taken(register: Engine, boss: FlaskClient) -> None:
    given = {"role": "reviewer", "publisher": "keeper", "dataset": "everything"}
    assert steward.send(boss, "/steward/people/anna/roles", **given).status_code == 303
    assert roles_of(register, "anna") == [("steward", "keeper", ""), ("reviewer", "keeper", "everything")]
    assert "the dataset everything of The Keeper" in read(boss, "/steward/people/anna").text
    assert steward.send(boss, "/steward/people/anna/roles/take", **given).status_code == 303
    assert roles_of(register, "anna") == [("steward", "keeper", "")]


def test_a_role_that_was_taken_holds_no_longer_at_the_next_request(register: Engine, boss: FlaskClient) -> None:
    assert boss.get("/steward/people").status_code == 200
    accounts.take(register, THE_OPERATOR, "boss", BOSS)
    assert boss.get("/steward/people").status_code == 403
    assert boss.get("/steward").status_code == 200


def test_closing_shuts_out_at_once(app: Flask, anna: FlaskClient, boss: FlaskClient) -> None:
    assert steward.send(boss, "/steward/people/anna/close").status_code == 303
    assert anna.get("/steward").status_code == 302
    assert "Closed since" in read(boss, "/steward/people/anna").text
    assert steward.send(boss, "/steward/people/anna/reopen").status_code == 303
    assert steward.enter(steward.browser(app), "anna").status_code == 303
    assert steward.send(boss, "/steward/people/boss/close").status_code == 403


def test_an_administrator_for_all_sees_all(chief: FlaskClient) -> None:
    page = read(chief, "/steward/people")
    assert "Bob" in page.text
    assert "Every publisher" in page.text
    answer = steward.send(chief, "/steward/people/bob/password")
    assert 'class="secret"' in answer.text
    assert steward.send(chief, "/steward/people/chief/password").status_code == 400
    assert steward.send(chief, "/steward/people/nobody/password").status_code == 404
    assert "made account" not in read(chief, "/steward/people/bob").text
