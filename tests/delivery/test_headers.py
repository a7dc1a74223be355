"""Headers of every answer, whatever its status."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from catalogue.delivery.headers import SECURITY, is_shared
from catalogue.settings import Settings
from tests.http import site

EVERY_KIND = ["/api/v1/", "/api/v1/nothing", "/healthz", "/readyz", "/api/v1/datasets?x=1", "/nothing"]


@pytest.mark.parametrize("path", EVERY_KIND)
def test_security_headers_are_everywhere(client: FlaskClient, path: str) -> None:
    for answer in (client.get(path), client.post(path), client.options(path)):
        assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])
        assert "Strict-Transport-Security" not in answer.headers


def test_nothing_inline_and_nothing_foreign() -> None:
    policy = SECURITY["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy


def test_https_sites_ask_for_https(settings: Settings) -> None:
    app, engine = site(replace(settings, base_url="https://catalogue.example.org"))
    answer = app.test_client().get("/healthz")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    engine.dispose()


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/api", True),
        ("/api/v1/datasets", True),
        ("/api/openapi.json", True),
        ("/profiles/catalogue-1/datapackage.json", True),
        ("/datasets/cafw/releases/2.0.0/files/tables/case.csv", True),
        ("/datasets/cafw/releases/2.0.0/package.zip", True),
        ("/datasets/cafw/releases/2.0.0/datapackage.json", True),
        ("/datasets/cafw/releases/2.0.0", False),
        ("/apiary", False),
        ("/search", False),
        ("/", False),
    ],
)
def test_what_scripts_of_other_sites_may_read(path: str, shared: bool) -> None:  # noqa: FBT001
    assert is_shared(path) is shared


def test_sharing_is_said_in_headers(client: FlaskClient) -> None:
    answer = client.get("/api/v1/datasets")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Methods" not in answer.headers
    asked = client.options("/api/v1/datasets", headers={"Origin": "https://elsewhere.example.org"})
    assert asked.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert "Access-Control-Allow-Origin" not in client.get("/healthz").headers


def test_request_numbers_differ(client: FlaskClient) -> None:
    assert client.get("/healthz").headers["X-Request-ID"] != client.get("/healthz").headers["X-Request-ID"]
