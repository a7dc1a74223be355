"""A site of its own for each test of what people do when they are signed in: they write."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.model.authority import Role
from catalogue.settings import load
from tests import http, steward
from tests.http import wired

__all__ = ["wired"]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a register with two publishers: Anna is steward of the keeper, Bob of the court."""
    folder = tmp_path_factory.mktemp("people")
    _app, engine = http.site(load({"CATALOGUE_DATA": str(folder)}))
    http.fill(engine)
    registry.publish(engine, [], registry.Terms(organisations={"court": {**http.ORGANISATION, "name": "court"}}))
    steward.account(engine, "anna", steward.role(Role.STEWARD, "keeper"))
    steward.account(engine, "bob", steward.role(Role.STEWARD, "court"))
    engine.dispose()
    return folder


@pytest.fixture
def app(wired: tuple[Flask, Engine]) -> Flask:
    """The site."""
    return wired[0]


@pytest.fixture
def register(wired: tuple[Flask, Engine]) -> Engine:
    """The register behind the site."""
    return wired[1]


@pytest.fixture
def anna(app: Flask) -> FlaskClient:
    """A browser in which Anna is signed in."""
    return steward.signed_in(app, "anna")
