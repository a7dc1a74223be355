"""Feeds of the site: what changed, newest first, with identifiers that outlive names; linked from their pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry, work
from catalogue.app import create_app
from catalogue.settings import Settings
from tests.following.atoms import Feed, read
from tests.samples import small
from tests.web.conftest import Get

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def client(engine: Engine, settings: Settings) -> FlaskClient:
    """A site of two datasets, one of them with a release withdrawn."""
    registry.publish(engine, [small(), small("other")])
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Said of pelicans.")])
    registry.publish(engine, [small(version="1.2.0", issued="2022-01-01", LAW="Said of <herons> & pelicans.")])
    registry.retract(engine, "small", "1.2.0", "Herons were wrong.")
    work.drain(engine, settings.index_path)
    return create_app(settings).test_client()


def feed(client: FlaskClient, path: str) -> Feed:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = read(answer.data)
    assert found.own.startswith(SITE)
    return found


def titles(found: Feed) -> list[str]:
    return [entry.title for entry in found.entries]


def test_all_changes_newest_first(client: FlaskClient) -> None:
    found = feed(client, "/feed.atom")
    assert titles(found) == [
        "Dataset small 1.2.0: withdrawn",
        "Dataset small 1.2.0: withdrawn since",
        "Dataset small 1.1.0: new release",
        "Dataset other 1.0.0: first release",
        "Dataset small 1.0.0: first release",
    ]
    assert found.entries[0].summary == "Herons were wrong."
    assert found.entries[0].category == "retraction"
    assert found.entries[0].link == f"{SITE}/datasets/small/releases/1.2.0"
    assert "Published without a second person." in found.entries[2].summary
    assert (found.own, found.page) == (f"{SITE}/feed.atom", f"{SITE}/")


def test_the_changes_of_one_dataset(client: FlaskClient) -> None:
    found = feed(client, "/datasets/other/feed.atom")
    assert titles(found) == ["Dataset other 1.0.0: first release"]
    assert client.get("/datasets/nothing/feed.atom").status_code == 404


def test_an_identifier_outlives_the_name(client: FlaskClient, engine: Engine) -> None:
    before = feed(client, "/datasets/small/feed.atom")
    registry.rename(engine, "small", "tiny")
    moved = client.get("/datasets/small/feed.atom")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/datasets/tiny/feed.atom")
    after = feed(client, "/datasets/tiny/feed.atom")
    assert after.id == before.id
    assert [entry.id for entry in after.entries[1:]] == [entry.id for entry in before.entries]
    assert titles(after)[0] == "Dataset small: renamed"


@pytest.mark.parametrize("path", ["/feed.atom", "/datasets/small/feed.atom", "/search/feed.atom?q=pelicans"])
def test_what_a_reader_has_is_not_sent_again(
    client: FlaskClient, engine: Engine, settings: Settings, path: str
) -> None:
    tag = client.get(path).headers["ETag"]
    assert not tag.startswith("W/")
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    registry.publish(engine, [small(version="1.3.0", issued="2023-01-01", LAW="Other pelicans.")])
    work.drain(engine, settings.index_path)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_search_tells_when_what_it_finds_appeared_or_changed(
    client: FlaskClient, engine: Engine, settings: Settings
) -> None:
    pelicans = feed(client, "/search/feed.atom?q=pelicans&kind=variable&dataset=small")
    (law,) = pelicans.entries
    changes = {entry.title: entry.updated for entry in feed(client, "/feed.atom").entries}
    # The release in which it changed last was withdrawn; of those that stand it is the one before.
    assert law.updated == changes["Dataset small 1.1.0: new release"]
    assert law.link == f"{SITE}/datasets/small/variables/cases/LAW"
    assert law.title == "Label of LAW (LAW)"
    registry.publish(engine, [small(version="1.3.0", issued="2023-01-01", LAW="Said of many pelicans.")])
    work.drain(engine, settings.index_path)
    (later,) = feed(client, "/search/feed.atom?q=pelicans&kind=variable&dataset=small").entries
    assert later.id == law.id
    assert later.updated > law.updated
    # What did not change keeps its moment.
    (same,) = feed(client, "/search/feed.atom?q=PERSON_ID&kind=variable&dataset=small").entries
    assert same.updated == changes["Dataset small 1.0.0: first release"]


def test_a_search_of_every_kind_has_a_feed(client: FlaskClient) -> None:
    found = feed(client, "/search/feed.atom")
    assert {entry.category for entry in found.entries} == {"variable", "dataset", "table", "codelist"}
    assert feed(client, "/search/feed.atom?q=zzzzqqq").entries == ()


def test_what_cannot_be_understood_is_refused(client: FlaskClient) -> None:
    assert client.get("/search/feed.atom?as_of=yesterday").status_code == 400


def test_the_address_of_a_search_and_its_feed_ask_the_same(get: Get) -> None:
    page = get("/search?q=law&kind=variable&sort=name&page=2")
    (link,) = [one.get("href") for one in page.all("link") if one.get("type") == "application/atom+xml"]
    assert link == f"{SITE}/search/feed.atom?q=law&kind=variable"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/", "/feed.atom"),
        ("/datasets/court", "/datasets/court/feed.atom"),
        ("/search?q=law", "/search/feed.atom?q=law"),
        ("/search?q=zzzzqqq", "/search/feed.atom?q=zzzzqqq"),
    ],
)
def test_pages_lead_to_their_feed(get: Get, path: str, target: str) -> None:
    page = get(path)
    (link,) = [one.get("href") for one in page.all("link") if one.get("type") == "application/atom+xml"]
    assert link == SITE + target
