"""Search as JSON: the shape of the contract, facets, pages, days, and an index that lags or is not there."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry, work
from catalogue.api.routes.search import FACETS
from catalogue.delivery.services import EXTENSION, Services
from catalogue.search.describe import code_list_document, release_documents
from catalogue.settings import Settings
from catalogue.store import releases, tables, vocabulary
from catalogue.store.engine import reading
from tests.api.test_contract import check, closed
from tests.http import ODD_NAME, counting, full
from tests.samples import small

SEARCH = "/api/v1/search"
SUGGEST = "/api/v1/suggest"


@pytest.fixture
def indexed(client: FlaskClient, register: Engine, settings: Settings) -> FlaskClient:
    """A client of a site whose index has taken everything in."""
    registry.publish(register, [small()])
    work.drain(register, settings.index_path)
    return client


def ask(client: FlaskClient, **query: Any) -> dict[str, Any]:
    """The answer to a search."""
    answer = client.get(SEARCH, query_string=query)
    assert answer.status_code == 200, answer.get_json()
    body: dict[str, Any] = answer.get_json()
    return body


def test_the_shape_is_the_contract(indexed: FlaskClient) -> None:
    document = closed(indexed.get("/api/openapi.json").get_json())
    for query in ({"q": "law"}, {"q": "lwa case"}, {"q": "public law"}, {}, {"q": "zzzz qqqq"}, {"kind": "nothing"}):
        check(document, SEARCH, 200, ask(indexed, **query))
    for query in ({"q": "la"}, {"q": ""}, {"q": "zzzz"}):
        check(document, SUGGEST, 200, indexed.get(SUGGEST, query_string=query).get_json())


def test_hits_lead_to_their_records(indexed: FlaskClient) -> None:
    hits = ask(indexed, limit=1000)["hits"]
    assert {hit["kind"] for hit in hits} == {"variable", "table", "dataset", "codelist", "concept"}
    for hit in hits:
        if hit["name"] != "EXTRA":
            assert indexed.get(hit["url"]).get_json()["id"] == hit["id"], hit
    (odd,) = [hit for hit in hits if hit["name"] == ODD_NAME]
    assert odd["releases"] == ["1.0.0", "2.0.0"]


def test_a_hit_says_why_and_where(indexed: FlaskClient) -> None:
    hit = ask(indexed, q="guess", kind="variable")["hits"][0]
    assert (hit["name"], hit["dataset"], hit["table"], hit["releases"]) == (
        "GUESS",
        "everything",
        "cases",
        ["1.0.0", "2.0.0"],
    )
    assert hit["definition"] is None
    assert hit["matched"]
    for matched in hit["matched"]:
        assert "".join(part["text"] for part in matched["fragments"]) == matched["text"]
        assert any(part["marked"] for part in matched["fragments"])


def test_a_table_known_by_name_only_leads_to_its_page(indexed: FlaskClient) -> None:
    (hit,) = [hit for hit in ask(indexed, q="EXTRA", kind="table")["hits"] if hit["name"] == "EXTRA"]
    assert hit["url"] == hit["page"]
    assert hit["releases"] == ["1.0.0", "2.0.0"]


def test_facets_narrow(indexed: FlaskClient) -> None:
    everything = ask(indexed)
    kinds = {value["value"]: value["count"] for value in everything["facets"]["kind"]}
    assert sum(kinds.values()) == everything["total"]
    for kind, count in kinds.items():
        assert ask(indexed, kind=kind)["total"] == count
    two = indexed.get(f"{SEARCH}?kind=table&kind=dataset").get_json()
    assert two["total"] == kinds["table"] + kinds["dataset"]
    assert [value["value"] for value in two["facets"]["kind"] if value["chosen"]] == ["table", "dataset"]
    assert ask(indexed, **{"from": 1990, "to": 1999}, dataset="everything")["total"] == 0


def test_every_facet_of_a_document_is_a_parameter(register: Engine) -> None:
    with reading(register) as session:
        record = releases.all_datasets(session)[0]
        release = record.releases[0]
        documents = [
            *release_documents(
                record.slug,
                release.facts,
                tables.tables(session, release),
                tables.pinned_code_lists(session, release),
            ),
            *map(code_list_document, vocabulary.code_lists(session)),
        ]
    # What is a variable of a concept is known to the concept alone.
    assert {facet[0] for document in documents for facet in document.facets} == set(FACETS) - {"concept"}


def test_pages_fit_together(indexed: FlaskClient) -> None:
    whole = ask(indexed, limit=1000)
    assert whole["next"] is None
    seen, cursor = [], None
    while True:
        page = ask(indexed, limit=3, **({"cursor": cursor} if cursor else {}))
        seen += page["hits"]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == whole["hits"]
    assert len(seen) == whole["total"]
    first = ask(indexed, limit=3)["next"]
    assert indexed.get(SEARCH, query_string={"q": "law", "cursor": first}).status_code == 400


def test_corrections_are_told_and_undone(indexed: FlaskClient) -> None:
    body = ask(indexed, q="everythign")
    assert body["expanded"][0]["from"] == "everythign"
    assert body["expanded"][0]["why"] == "spelling"
    assert ask(indexed, q="everythign", exactly="everythign")["expanded"] == []


def test_a_day_shows_what_was_in_force(indexed: FlaskClient) -> None:
    hit = next(
        hit for hit in ask(indexed, q="LAW", as_of="2020-06-01", dataset="everything")["hits"] if hit["name"] == "LAW"
    )
    assert hit["url"].endswith("/releases/1.0.0/tables/cases/variables/LAW")
    assert hit["definition"] == "Kind of law, as of 1.0.0."
    now = next(hit for hit in ask(indexed, q="LAW", dataset="everything")["hits"] if hit["name"] == "LAW")
    assert now["definition"] == "Kind of law, as of 2.0.0."
    before = ask(indexed, as_of="2000-01-01")
    assert {hit["kind"] for hit in before["hits"]} == {"codelist", "concept"}


def test_withdrawn_things_are_not_shown_while_the_index_lags(
    indexed: FlaskClient, register: Engine, settings: Settings
) -> None:
    registry.retract(register, "small", "1.0.0", "It was wrong.")
    lagging = ask(indexed, limit=1000)
    assert "small" not in {hit["dataset"] for hit in lagging["hits"]}
    before = lagging["indexed"]
    work.drain(register, settings.index_path)
    assert ask(indexed)["indexed"] == before + 1
    assert ask(indexed, limit=1000)["hits"] == lagging["hits"]


def test_a_new_index_is_seen_without_a_new_journal_entry(
    indexed: FlaskClient, register: Engine, settings: Settings
) -> None:
    registry.publish(register, [full("3.0.0", "2022-01-01", None)])
    tag = indexed.get(SEARCH).headers["ETag"]
    assert indexed.get(SEARCH, headers={"If-None-Match": tag}).status_code == 304
    work.drain(register, settings.index_path)
    assert indexed.get(SEARCH, headers={"If-None-Match": tag}).status_code == 200


def test_a_search_takes_four_queries_however_many_hits(indexed: FlaskClient, register: Engine) -> None:
    # The state of the register, datasets, releases, who holds the variables; names of tables are at hand.
    for query in ({"limit": 1}, {"limit": 1000}, {"q": "law", "as_of": "2021-01-01"}):
        with counting(register) as queries:
            ask(indexed, **query)
        assert len(queries) == 4, queries.statements
    with counting(register) as queries:
        indexed.get(SUGGEST, query_string={"q": "la"})
    assert len(queries) == 1


def test_suggestions_lead_somewhere(indexed: FlaskClient) -> None:
    body = indexed.get(SUGGEST, query_string={"q": "cas", "limit": 5}).get_json()
    assert body["next"] is None
    assert 0 < len(body["items"]) <= 5
    for item in body["items"]:
        assert item["url"].startswith("http://127.0.0.1:8000/")


@pytest.mark.parametrize("path", [SEARCH, SUGGEST])
def test_without_an_index_search_says_so_and_the_rest_works(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?q=law")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "index-unavailable")
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/api/v1/variables").status_code == 200


def test_the_index_is_found_once_it_is_there(client: FlaskClient, register: Engine, settings: Settings) -> None:
    assert client.get(SEARCH).status_code == 503
    work.drain(register, settings.index_path)
    assert client.get(SEARCH).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "\0", "*", "*a*", "a*", "name:", "nofield:x", '"', '"unclosed', "(((", ")", "-", "OR", "OR OR", "2007..", "..",
        "a..b", "<script>alert(1)</script>", "💥" * 50, "e\u0301", "\ud7ff", "%00", "'; DROP TABLE change; --",
        "x" * 3999, "a " * 299,
    ],
)  # fmt: skip
def test_any_text_gets_an_honest_answer(indexed: FlaskClient, query: str) -> None:
    for path in (SEARCH, SUGGEST):
        assert indexed.get(path, query_string={"q": query}).status_code == 200


@pytest.mark.parametrize("query", ["x" * 4001, "ab " * 301])
def test_too_much_is_refused(indexed: FlaskClient, query: str) -> None:
    answer = indexed.get(SEARCH, query_string={"q": query})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "invalid-request")


def test_the_limits_are_settings(open_site: tuple[Flask, FlaskClient], register: Engine, settings: Settings) -> None:
    app, client = open_site
    work.drain(register, settings.index_path)
    services: Services = app.extensions[EXTENSION]
    assert len(ask(client)["hits"]) <= services.settings.page_size


@pytest.mark.parametrize(
    "query",
    [
        {"from": "x"},
        {"to": "10000"},
        {"sort": "fast"},
        {"any": "2"},
        {"kind": ""},
        {"colour": "red"},
        {"limit": "1001"},
    ],
)
def test_wrong_parameters_are_refused(indexed: FlaskClient, query: dict[str, str]) -> None:
    assert indexed.get(SEARCH, query_string=query).status_code == 400
