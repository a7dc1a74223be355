"""Hosts: only our own names are answered, and addresses never come from the request."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from catalogue.delivery.hosts import is_trusted
from catalogue.model.names import quoted

TRUSTED = ("catalogue.example.org", "localhost", "127.0.0.1", "[::1]")


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:65000", "[::1]", "[::1]:8000", "catalogue.example.org"],
)
def test_own_hosts_are_trusted_on_any_port(host: str) -> None:
    assert is_trusted(host, TRUSTED)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example.org",
        "localhost.evil.example.org",
        "localhost:80:80",
        "localhost@evil.example.org",
        "localhost/x",
        "localhost\r\nX: y",
        "[::1",
        "127.0.0.1.",
        "catalogue.example.org:port",
    ],
)
def test_other_hosts_are_not(host: str) -> None:
    assert not is_trusted(host, TRUSTED)


@given(st.text(max_size=60))
def test_whatever_is_trusted_is_ours(host: str) -> None:
    if is_trusted(host, TRUSTED):
        assert host.lower().rsplit(":", 1)[0] in TRUSTED or host.lower() in TRUSTED


@pytest.mark.parametrize("path", ["/api/v1/", "/healthz", "/nothing", "/static/site.css"])
def test_a_foreign_host_is_a_problem_everywhere(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example.org", "Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.get_json()["code"] == "invalid-request"
    assert answer.get_json()["type"].startswith("http://127.0.0.1:8000/")


def test_addresses_come_from_the_settings(client: FlaskClient) -> None:
    answer = client.get("/api/v1/", headers={"Host": "localhost:1234"})
    assert answer.get_json()["datasets"] == "http://127.0.0.1:8000/api/v1/datasets"


def test_plain_names_are_escaped() -> None:
    assert quoted("/a/ODD name? 100% #1 é") == "/a/ODD%20name%3F%20100%25%20%231%20%C3%A9"
