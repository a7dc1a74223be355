"""Every route stands on the page of addresses, and every address on that page is a route."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from catalogue.app import create_app
from catalogue.settings import Settings
from tests.docs import manual

_PART = re.compile(r"<[^>]+>")


def plain(rule: str) -> str:
    """A route with the names of its parts taken out: readers and code call them differently."""
    return _PART.sub("<>", rule)


def routes(app: Flask) -> set[str]:
    """Every route that answers GET."""
    return {plain(rule.rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def told(text: str) -> set[str]:
    """Every address in the first column of a table."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `/")]
    return {plain(address) for cell in cells for address in manual.SPAN.findall(cell)}


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The site."""
    return create_app(settings)


def test_every_route_is_told(app: Flask) -> None:
    assert sorted(routes(app) - told(manual.page("addresses"))) == []


def test_every_address_that_takes_something_is_told(app: Flask) -> None:
    taking = {plain(rule.rule) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    said = {plain(span.removeprefix("POST ")) for span in manual.spans(manual.page("addresses"))}
    assert taking
    assert sorted(taking - said) == []


def test_every_address_told_is_a_route(app: Flask) -> None:
    assert sorted(told(manual.page("addresses")) - routes(app)) == []


def test_a_route_that_nobody_told_of_is_found(app: Flask) -> None:
    planted = Flask("planted")
    planted.add_url_rule("/planted/<name>", "planted", lambda name: name)
    assert routes(planted) - told(manual.page("addresses")) == {"/planted/<>"}
    assert "/planted/<>" not in routes(app)
