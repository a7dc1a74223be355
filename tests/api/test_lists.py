"""Lists: pages that fit together, constant numbers of queries, and stability while data change."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from tests.http import counting, full
from tests.samples import LAW_TYPE, small, wide

LISTS = [
    "/api/v1/datasets",
    "/api/v1/datasets/everything/releases",
    "/api/v1/datasets/everything/releases/2.0.0/tables",
    "/api/v1/variables",
    "/api/v1/codelists",
    "/api/v1/concepts",
    "/api/v1/organisations",
    "/api/v1/pathways",
    "/api/v1/changes",
]
# Queries of a page, whatever its length; the first is the state of the register, asked by every request.
# datasets: datasets, releases. releases: dataset, releases, sizes. tables: dataset, releases, tables.
# variables: datasets, releases, variables, tables. changes: entries, slugs, head.
QUERIES = {
    "/api/v1/datasets": 3,
    "/api/v1/datasets/everything/releases": 4,
    "/api/v1/datasets/everything/releases/2.0.0/tables": 4,
    "/api/v1/variables": 5,
    "/api/v1/codelists": 2,
    "/api/v1/concepts": 2,
    "/api/v1/organisations": 2,
    "/api/v1/pathways": 2,
    "/api/v1/changes": 4,
}


def more(engine: Engine) -> None:
    """Several items for every list."""
    terms = {name: {**LAW_TYPE, "name": name} for name in ("colours", "shapes", "tastes")}
    bodies = {name: {"name": name, "title": name.title()} for name in ("first", "second", "third")}
    registry.publish(engine, [small(), small("other")], registry.Terms(terms, bodies, bodies, bodies))
    registry.publish(engine, [wide("wide", 5, 7)])
    registry.publish(engine, [full("3.0.0-rc.1", "2022-01-01", None)])


def walk(client: FlaskClient, path: str, **query: Any) -> list[list[dict[str, Any]]]:
    """All pages of a list."""
    pages, cursor = [], None
    while True:
        answer = client.get(path, query_string={**query, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.get_json()
        body = answer.get_json()
        pages.append(body["items"])
        cursor = body["next"]
        if cursor is None:
            assert "Link" not in answer.headers
            return pages
        assert answer.headers["Link"].endswith('>; rel="next"')


@pytest.mark.parametrize("path", LISTS)
def test_pages_fit_together(client: FlaskClient, register: Engine, path: str) -> None:
    more(register)
    whole = walk(client, path)
    assert len(whole) == 1
    for limit in (1, 2, 1000):
        pages = walk(client, path, limit=limit)
        assert [item for page in pages for item in page] == whole[0]
        assert all(len(page) == limit for page in pages[:-1])
    identifiers = [item["url"] + item["id"] for item in whole[0]]
    assert len(identifiers) == len(set(identifiers)) > 1


@pytest.mark.parametrize("path", LISTS)
def test_the_number_of_queries_does_not_grow(client: FlaskClient, register: Engine, path: str) -> None:
    for grow in (lambda _: None, more):
        grow(register)
        with counting(register) as queries:
            client.get(path)
        assert len(queries) == QUERIES[path], queries.statements


def test_single_records_take_few_queries(client: FlaskClient, register: Engine) -> None:
    release = "/api/v1/datasets/everything/releases/2.0.0"
    for path, most in {
        # with the notes, which lists leave out
        "/api/v1/datasets/everything": 4,
        release: 5,
        f"{release}/tables/cases": 6,
        f"{release}/tables/cases/variables/LAW": 6,
        f"{release}/seal.json": 4,
        "/api/v1/codelists/law-type": 8,
        "/api/v1/organisations/keeper": 2,
        "/api/v1/": 2,
    }.items():
        with counting(register) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= most, (path, queries.statements)


def test_the_link_header_is_the_next_page(client: FlaskClient) -> None:
    answer = client.get("/api/v1/variables?limit=1&name=case_id&dataset=everything")
    link = answer.headers["Link"].removeprefix("<").split(">")[0]
    assert link.startswith("http://127.0.0.1:8000/api/v1/variables?limit=1&name=case_id&dataset=everything&cursor=")
    following = client.get(link).get_json()
    assert following["items"][0]["table"]["name"] == "people"
    assert following["next"] is None


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_is_good_for_its_list_alone(client: FlaskClient, register: Engine, path: str) -> None:
    more(register)
    cursor = client.get(path, query_string={"limit": 1}).get_json()["next"]
    for other in LISTS:
        status = client.get(other, query_string={"cursor": cursor}).status_code
        assert status == (200 if other == path else 400)


def test_publishing_while_reading_loses_and_doubles_nothing(client: FlaskClient, register: Engine) -> None:
    registry.publish(register, [small()])
    first = client.get("/api/v1/variables?limit=2").get_json()
    registry.publish(register, [small("zero"), small(version="2.0.0", issued="2021-01-01", LAW="Changed.")])
    registry.rename(register, "small", "tiny")
    cursor, seen = first["next"], [item["id"] for item in first["items"]]
    while cursor:
        page = client.get("/api/v1/variables", query_string={"limit": 2, "cursor": cursor}).get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen))
    before = {item["id"] for item in first["items"]}
    now = {item["id"] for page in walk(client, "/api/v1/variables") for item in page}
    missed = now - set(seen)
    # What was published behind the cursor is in the change feed; everything ahead of it was read.
    assert all(identifier < min(set(seen) - before, default="~") for identifier in missed)
