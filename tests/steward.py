"""People who sign in, for tests of what only they see: accounts, browsers with a sign-in, forms as pages have them."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from catalogue.model.authority import Grant, Role
from catalogue.people import accounts
from catalogue.people.accounts import THE_OPERATOR

PASSWORD = "four words that wander"  # noqa: S105 - of nobody
PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


def account(engine: Engine, name: str, *grants: Grant, password: str = PASSWORD) -> None:
    """An account with some roles and the password of all tests."""
    accounts.make(engine, THE_OPERATOR, name, f"{name.title()} of tests", grants, f"{name}@example.org", password)


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
    """A browser in which somebody is signed in."""
    client = browser(app)
    answer = enter(client, name)
    assert answer.status_code == 303, answer.text
    return client


def token(client: FlaskClient, page: str = "/steward/account") -> str:
    """The token that forms of a page carry for whoever is signed in."""
    found = _TOKEN.search(client.get(page).text)
    assert found, page
    return found[1]


def send(client: FlaskClient, path: str, origin: str | None = "http://127.0.0.1:8000", **fields: str) -> TestResponse:
    """Send a form with the token of the page; another `form_token` among the fields takes its place."""
    given = fields if "form_token" in fields else {"form_token": token(client), **fields}
    return client.post(path, data=given, headers={} if origin is None else {"Origin": origin})
