"""A site of its own for each test of what people do when they are signed in: they write."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue.model.authority import Role
from tests import steward
from tests.http import filled, wired

__all__ = ["filled", "wired"]


@pytest.fixture
def app(wired: tuple[Flask, Engine]) -> Flask:
    """The site."""
    return wired[0]


@pytest.fixture
def register(wired: tuple[Flask, Engine]) -> Engine:
    """The register behind the site, in which Anna has an account: she is steward of the keeper."""
    steward.account(wired[1], "anna", steward.role(Role.STEWARD, "keeper"))
    return wired[1]


@pytest.fixture
def anna(app: Flask, register: Engine) -> FlaskClient:
    """A browser in which Anna is signed in."""
    assert register
    return steward.signed_in(app, "anna")
