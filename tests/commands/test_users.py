"""`catalogue user`: the first administrator is made here; one-time passwords are told once; roles come and go."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from catalogue import registry
from catalogue.cli import main
from catalogue.model.authority import Power
from catalogue.people import accounts, signing_in
from catalogue.people.accounts import THE_OPERATOR
from catalogue.people.signing_in import Limits
from catalogue.settings import Settings
from catalogue.store import acts
from catalogue.store.engine import reading
from tests.http import ORGANISATION

PASSWORD = "four words that wander"  # noqa: S105 - of nobody


@pytest.fixture(autouse=True)
def register(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A register with one publisher, which the commands find by the environment."""
    monkeypatch.setenv("CATALOGUE_DATA", str(settings.data))
    registry.publish(engine, [], registry.Terms(organisations={"keeper": ORGANISATION}))
    return engine


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["user", *words], input=stdin)


def told(*words: str, stdin: str = "") -> Any:
    result = run(*words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_first_administrator_signs_in_with_what_was_printed(engine: Engine, settings: Settings) -> None:
    result = run("add", "anna", "--title", "Anna Morgan", "--administrator")
    assert result.exit_code == 0, result.output
    once = result.stdout.strip()
    assert "is not shown again" in result.stderr
    limits = Limits.of(settings)
    found = signing_in.find(engine, limits, signing_in.with_password(engine, limits, "anna", once, "192.0.2.1"))
    assert found is not None
    assert found.must_change
    assert found.person.may_anywhere(Power.ADMINISTER)
    with reading(engine) as session:
        done = [(act.person, act.deed) for act in acts.about(session, "account:anna")]
        assert once not in str(session.execute(text("SELECT * FROM act, account")).all())
    assert ("operator", "made account") in done


def test_a_password_of_standard_input_is_never_printed(engine: Engine, settings: Settings) -> None:
    result = run("add", "anna", "--title", "Anna", "--password-stdin", stdin=f"{PASSWORD}\nmore\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert signing_in.with_password(engine, Limits.of(settings), "anna", PASSWORD, "192.0.2.1")
    for stdin in ("", "\n", "short\n"):
        result = run("add", "bob", "--title", "Bob", "--password-stdin", stdin=stdin)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
    assert [one["name"] for one in told("list")["accounts"]] == ["anna"]


@pytest.mark.parametrize("name", ["operator", "Anna", "a", "", "anna morgan", "../x", "anna\n", "é" * 5, "a" * 81])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    result = run("add", "--title", "Anna", "--", name)
    assert result.exit_code == 1
    assert "cannot be the name of an account" in result.stderr


@pytest.mark.parametrize("email", ["x", "a@b@c", "a b@c", "@", "a@" + "b" * 300, "a@b\nc"])
def test_an_address_that_is_none_is_refused(email: str) -> None:
    assert run("add", "anna", "--title", "Anna", "--email", email).exit_code == 1


def test_names_and_addresses_are_given_once() -> None:
    told("add", "anna", "--title", "Anna", "--email", "Anna@Example.org")
    assert "an account anna already" in run("add", "anna", "--title", "Another").stderr
    assert "belongs to another" in run("add", "other", "--title", "Another", "--email", "anna@example.org").stderr
    told("close", "anna")
    told("add", "other", "--title", "Another", "--email", "anna@example.org")
    assert "belongs to another account by now" in run("reopen", "anna").stderr


def test_roles_come_and_go() -> None:
    told("add", "anna", "--title", "Anna")
    given = told("role", "anna", "steward", "--publisher", "keeper")
    assert given["changed"]
    assert given["roles"] == [{"role": "steward", "publisher": "keeper"}]
    assert not told("role", "anna", "steward", "--publisher", "keeper")["changed"]
    assert told("role", "anna", "reviewer", "--publisher", "keeper", "--dataset", "court")["changed"]
    assert "steward for keeper; reviewer for court of keeper" in run("list").stdout
    assert told("role", "anna", "steward", "--publisher", "keeper", "--take")["roles"] == [
        {"role": "reviewer", "publisher": "keeper", "dataset": "court"}
    ]
    assert not told("role", "anna", "steward", "--publisher", "keeper", "--take")["changed"]
    assert "There is no organisation 'nobody'" in run("role", "anna", "reader", "--publisher", "nobody").stderr
    assert "wants its publisher" in run("role", "anna", "reader", "--dataset", "court").stderr
    assert run("role", "anna", "king").exit_code == 2
    assert "There is no account 'nobody'" in run("role", "nobody", "reader").stderr


def test_another_password_ends_sign_ins(engine: Engine, settings: Settings) -> None:
    once = told("add", "anna", "--title", "Anna")["oneTimePassword"]
    limits = Limits.of(settings)
    secret = signing_in.with_password(engine, limits, "anna", once, "192.0.2.1")
    again = told("password", "anna")["oneTimePassword"]
    assert again != once
    assert signing_in.find(engine, limits, secret) is None
    assert "oneTimePassword" not in told("password", "anna", "--password-stdin", stdin=PASSWORD)


def test_an_identity_stands_for_one_account(monkeypatch: pytest.MonkeyPatch) -> None:
    told("add", "anna", "--title", "Anna")
    told("add", "bob", "--title", "Bob")
    assert run("link", "anna", "--subject", "42").exit_code == 3, "no provider was named"
    monkeypatch.setenv("CATALOGUE_OIDC_ISSUER", "https://login.example.org")
    monkeypatch.setenv("CATALOGUE_OIDC_CLIENT_ID", "catalogue")
    assert "42 at https://login.example.org signs in as anna." in run("link", "anna", "--subject", "42").stdout
    told("link", "anna", "--subject", "42")
    assert "stands for anna" in run("link", "bob", "--subject", "42").stderr
    told("link", "bob", "--subject", "42", "--issuer", "https://other.example.org")


def test_closed_and_open_again(engine: Engine) -> None:
    told("add", "anna", "--title", "Anna")
    assert told("close", "anna")["closed"]
    assert "closed since" in run("list").stdout
    assert told("close", "anna")["closed"] == told("list")["accounts"][0]["closed"], "the first moment stays"
    assert told("reopen", "anna")["closed"] is None
    assert accounts.get(engine, THE_OPERATOR, "anna").account.closed is None
