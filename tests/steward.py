"""People who sign in, for tests of what only they see: accounts, browsers with a sign-in, forms as pages have them."""

from __future__ import annotations

import re
from functools import lru_cache

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from catalogue.delivery.services import EXTENSION
from catalogue.delivery.signed_in import COOKIE
from catalogue.model.authority import Grant, Role
from catalogue.people import moments, passwords, signing_in, slowing
from catalogue.people.signing_in import Limits
from catalogue.store import accounts as store
from catalogue.store import sign_ins
from catalogue.store.engine import writing

PASSWORD = "four words that wander"  # noqa: S105 - of nobody
PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


def account(engine: Engine, name: str, *grants: Grant) -> None:
    """An account with some roles and the password of all tests, whose hash is made once: it is meant to take long."""
    moment = moments.text(moments.now())
    with writing(engine) as session:
        made = store.add(session, name, f"{name.title()} of tests", f"{name}@example.org", moment)
        store.set_password(session, made.id, kept())
        for grant in grants:
            store.give(session, made.id, grant)


@lru_cache
def kept() -> str:
    """What is kept of the password of all tests."""
    return passwords.hashed(PASSWORD)


def role(role: Role, publisher: str = "", dataset: str = "") -> Grant:
    """A role, written shortly."""
    return Grant(role, publisher, dataset)


def browser(app: Flask) -> FlaskClient:
    """A client that prefers pages, as browsers do."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = PAGES
    return client


def enter(client: FlaskClient, name: str, password: str = PASSWORD, back: str = "") -> TestResponse:
    """Sign in as somebody, as the form does."""
    fields = {"name": name, "password": password, "next": back}
    return client.post("/steward/sign-in", data=fields, headers={"Origin": "http://127.0.0.1:8000"})


def signed_in(app: Flask, name: str) -> FlaskClient:
    """A browser in which somebody is signed in, without having typed a password."""
    client, services = browser(app), app.extensions[EXTENSION]
    with writing(services.engine) as session:
        found = store.find(session, name)
        assert found is not None, name
        secret = signing_in.begin(session, found, Limits.of(services.settings), "a password", moments.now())
    client.set_cookie(COOKIE, secret)
    return client


def failed_before(engine: Engine, name: str) -> None:
    """As if signing in by a name from here had failed so often that after one more there is a wait of minutes."""
    with writing(engine) as session:
        subject = slowing.counted("pair", f"{name}\x00127.0.0.1")
        sign_ins.set_attempts(session, subject, 12, moments.text(moments.now()))


def token(client: FlaskClient, page: str = "/steward/account") -> str:
    """The token that forms of a page carry for whoever is signed in."""
    found = _TOKEN.search(client.get(page).text)
    assert found, page
    return found[1]


def send(client: FlaskClient, path: str, origin: str | None = "http://127.0.0.1:8000", **fields: str) -> TestResponse:
    """Send a form with the token of the page; another `form_token` among the fields takes its place."""
    given = fields if "form_token" in fields else {"form_token": token(client), **fields}
    return client.post(path, data=given, headers={} if origin is None else {"Origin": origin})
