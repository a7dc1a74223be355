"""Signed heads and their key on the wire: as documented, checkable by whoever asks, never out of memory."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue.audit import heads, keys, signing
from tests.api.test_contract import check, closed

HEAD, HEADS, KEY = "/api/v1/journal/head", "/api/v1/journal/heads", "/api/v1/journal/key"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def signed(register: Engine, tmp_path: Path) -> list[heads.SignedHead]:
    """Three heads, one an hour."""
    keys.make(tmp_path / "key.pem")
    key = keys.load(tmp_path / "key.pem")
    assert key is not None
    made = [signing.keep_signed(register, tmp_path, key, NOON + timedelta(hours=hour)) for hour in range(3)]
    return [one for one in made if one is not None]


def test_the_newest_head_is_checked_with_the_key_beside_it(client: FlaskClient, signed: list[heads.SignedHead]) -> None:
    read = heads.read(client.get(HEAD).get_data(as_text=True), HEAD)
    key = keys.read_public(client.get(KEY).get_json()["pem"])
    assert read == signed[-1]
    assert list(heads.check_signature(read, [key])) == []


def test_answers_are_as_documented(client: FlaskClient, signed: list[heads.SignedHead]) -> None:
    document = closed(client.get("/api/openapi.json").get_json())
    for path in (HEAD, HEADS, KEY):
        check(document, path, 200, client.get(path).get_json())
    assert len(signed) == 3


def test_heads_are_a_list_of_pages(client: FlaskClient, signed: list[heads.SignedHead]) -> None:
    first = client.get(HEADS, query_string={"limit": 2}).get_json()
    rest = client.get(HEADS, query_string={"limit": 2, "cursor": first["next"]}).get_json()
    assert [heads.read(json.dumps(one), HEADS) for one in [*first["items"], *rest["items"]]] == signed
    assert rest["next"] is None
    assert client.get("/api/v1/changes", query_string={"cursor": first["next"]}).status_code == 400


@pytest.mark.parametrize("path", [HEAD, KEY])
def test_before_the_first_there_is_none(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_json()["title"]) == (404, "Not found")
    assert client.get(HEADS).get_json()["items"] == []


def test_a_head_is_seen_at_once_though_the_journal_stands_still(
    client: FlaskClient, register: Engine, tmp_path: Path, signed: list[heads.SignedHead]
) -> None:
    before = client.get(HEAD)
    assert client.get(HEAD, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    key = keys.load(tmp_path / "key.pem")
    assert key is not None
    signing.keep_signed(register, tmp_path, key, NOON + timedelta(hours=9))
    after = client.get(HEAD, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.get_json()["head"]["signed"].startswith("2026-11-26T21")
    assert len(signed) == 3


def test_nothing_else_of_acts_is_public(client: FlaskClient, signed: list[heads.SignedHead]) -> None:
    del signed
    paths = client.get("/api/openapi.json").get_json()["paths"]
    assert not [path for path in paths if "/acts" in path]
