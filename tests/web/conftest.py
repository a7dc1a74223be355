"""The sample site, filled once for all tests of pages: they only read."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalogue.delivery.services import EXTENSION
from tests.web.html import Page
from tests.web.sample_site import open_site

Get = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over the sample register."""
    app, _settings = open_site(tmp_path_factory.mktemp("site"))
    yield app
    app.extensions[EXTENSION].engine.dispose()
    gc.collect()


@pytest.fixture
def browser(site: Flask) -> FlaskClient:
    """A client that prefers pages, as browsers do."""
    client = site.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
    return client


@pytest.fixture
def get(browser: FlaskClient) -> Get:
    """Fetch a page, which must answer with a status and have no fault."""

    def fetch(path: str, status: int = 200) -> Page:
        response = browser.get(path)
        assert response.status_code == status, (path, response.status_code, response.headers.get("Location"))
        page = Page(response.get_data(as_text=True))
        assert page.faults == [], path
        return page

    return fetch
