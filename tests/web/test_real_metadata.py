"""The pages over the metadata that comes with the program: all of them, followed from the first page."""

from __future__ import annotations

import gc
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalogue.app import create_app
from catalogue.delivery.services import EXTENSION
from catalogue.packages.limits import limits_of
from catalogue.registry import Wish
from catalogue.registry.files import publish_paths
from catalogue.settings import load
from catalogue.store.engine import open_engine
from catalogue.work import drain
from tests.empty import lay_out
from tests.web.conftest import Get
from tests.web.html import Page

CAFW = "/datasets/cafw/releases/2.0.0"
MOST_BYTES = 60_000
VARIABLES_OPENED = 3  # of a table
CHOICES_OPENED = 15  # of a form of baskets, comparisons and questions


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, metadata: Path) -> Iterator[Flask]:
    """The site over the real metadata."""
    settings = load({"CATALOGUE_DATA": str(tmp_path_factory.mktemp("real")), "CATALOGUE_SECRET_KEY": "k" * 32})
    engine = open_engine(settings.database_url)
    lay_out(engine)
    publish_paths(engine, [metadata], limits_of(settings), Wish())
    drain(engine, settings.index_path)
    engine.dispose()
    app = create_app(settings)
    yield app
    app.extensions[EXTENSION].engine.dispose()
    gc.collect()


@pytest.fixture
def browser(real: Flask) -> FlaskClient:
    """A client that prefers pages."""
    client = real.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,*/*;q=0.8"
    return client


def many_alike(path: str) -> tuple[str, int]:
    """The family of a page that has hundreds of siblings, and how many of it are opened; no family for other pages."""
    if "/variables/" in path:
        return path.rpartition("/")[0], VARIABLES_OPENED
    if path.startswith(("/basket", "/compare", "/ask")):
        return path, CHOICES_OPENED
    return "", 0


@pytest.mark.slow
def test_every_page_can_be_walked_to_and_none_is_broken(browser: FlaskClient) -> None:
    """From the first page along every link of this site that leads to a page; search is followed one step deep.

    Pages of variables are alike by the hundred, and each of them offers baskets and comparisons: some are opened.
    """
    waiting, seen = deque(["/"]), {"/"}
    opened: Counter[str] = Counter()
    kinds: dict[str, int] = {}
    while waiting:
        path = waiting.popleft()
        answer = browser.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        if answer.mimetype != "text/html":
            continue
        page = Page(answer.get_data(as_text=True))
        assert page.faults == [], path
        kind = path.split("/")[1].split("?")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind == "search":
            continue
        for link in page.links:
            parts = urlsplit(link)
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if parts.netloc or not parts.path or parts.path.startswith("/api/") or target in seen:
                continue
            seen.add(target)
            family, most = many_alike(parts.path)
            opened[family] += 1
            if not family or opened[family] <= most:
                waiting.append(target)
    tables = sum(1 for path in seen if path.count("/") == 6 and "/tables/" in path)
    assert tables >= 130
    assert kinds["datasets"] >= 4 * tables
    assert kinds["codelists"] >= 58
    assert kinds["concepts"] >= 147
    assert kinds["help"] >= 10


def test_the_first_page_weighs_little(browser: FlaskClient) -> None:
    """The page with all that it asks for, nothing compressed."""
    page = Page(browser.get("/").get_data(as_text=True))
    asked = [one.get("href") for one in page.all("link") if one.get("rel") in {"stylesheet", "icon"}]
    asked += [one.get("src") for one in (*page.all("script"), *page.all("img"))]
    assert len(asked) >= 2
    weights = {path: len(browser.get(path).data) for path in ("/", *asked)}
    assert sum(weights.values()) < MOST_BYTES, weights


def test_every_example_of_the_first_page_finds_something(browser: FlaskClient) -> None:
    examples = [link for link in Page(browser.get("/").get_data(as_text=True)).links if link.startswith("/search?q=")]
    assert len(examples) >= 3
    for link in examples:
        text = Page(browser.get(link).get_data(as_text=True)).text
        assert "Nothing matches" not in text, link
        assert "Nothing has all of the words" not in text, link
        assert "Searched" not in text.split("Kind")[0], link


def test_the_release_says_what_nobody_has_confirmed(browser: FlaskClient) -> None:
    text = Page(browser.get(CAFW).get_data(as_text=True)).text
    assert "Carried forward, not confirmed." in text
    assert "No run has been received for this release." in text
    assert "Published without a second person" in text
    assert "Tables come as headers only. No row leaves the databank." in text
    alf = Page(browser.get("/datasets/cafw/variables/cafcass_alf/LSOA2011_CD").get_data(as_text=True)).text
    assert "seen in published code for release 2.0.0" in alf
    assert "Not described in this release" in alf


def test_a_code_list_says_where_a_meaning_comes_from(browser: FlaskClient) -> None:
    """From the label, from the value where label and value are one, from nowhere where neither says it."""
    for name, said in {
        "role": "Applicant as the value says",
        "relationship-ecms": "Parent as the label says",
        "fcsq-order-type": "CRO no label in the source none not known",
        "disclosure-rule": "No variable of a release that stands uses this list. It is kept so that",
    }.items():
        assert said in Page(browser.get(f"/codelists/{name}").get_data(as_text=True)).text, name


def test_a_caveat_that_a_variable_shares_with_its_table_is_told_once(browser: FlaskClient) -> None:
    path = "/datasets/cafw/releases/2.0.0/tables/cafcass_hearingoutcome/variables/CAP_HEARINGOUTCOMETYPEIDNAME"
    assert Page(browser.get(path).get_data(as_text=True)).text.count("Not every outcome is final.") == 1


def test_other_words_for_a_term_are_said_and_can_be_taken_away(browser: FlaskClient) -> None:
    page = Page(browser.get("/search?q=s31").get_data(as_text=True))
    assert "Also searched for Care order" in page.text
    assert "because of “s31” Remove" in page.text
    assert '<b>Care order, full care order, section 31 order, <span lang="cy">gorchymyn gofal</span>' in page.source
    taken = next(link for link in page.links if "as_typed=s31" in link)
    narrow = Page(browser.get(taken).get_data(as_text=True))
    assert "Searched s31 without other words for it Add them" in narrow.text
    assert "Also searched for" not in narrow.text


def test_a_term_with_several_meanings_is_asked_about(browser: FlaskClient) -> None:
    page = Page(browser.get("/search?q=CMS").get_data(as_text=True))
    assert "“CMS” can mean" in page.text
    assert "Child Maintenance Service nothing here is about it" in page.text
    assert "/concepts/cms" in page.links


def test_a_concept_shows_its_variables_by_dataset(browser: FlaskClient) -> None:
    page = Page(browser.get("/search?q=date+received").get_data(as_text=True))
    assert "Date received Concept" in page.text
    hit = next(one for one in page.all("li") if "concept" in one.get("class").split())
    assert hit
    assert "/datasets/cafw/variables/cafcass_application/CAP_RECEIPTDATE" in page.links
    assert "Matched: label Date received" in page.text


def test_suggestions_know_concepts(browser: FlaskClient) -> None:
    found = browser.get("/api/v1/suggest?q=gorchymyn+go").get_json()["items"]
    assert {("Supervision order", "gorchymyn goruchwylio")} <= {(one["text"], one["detail"]) for one in found}


def test_the_england_extract_keeps_its_look_up_tables_apart(browser: FlaskClient) -> None:
    page = Page(browser.get("/datasets/cafe-ecms/releases/2.0.0").text)
    assert page.faults == []
    assert "18 tables with records, 18 look-up tables, 4 known by name only." in page.text
    diagram = Page(browser.get("/datasets/cafe-ecms/releases/2.0.0/diagram").text)
    assert "18 look-up tables are left out, so that the others can be read." in diagram.text
    every = Page(browser.get("/datasets/cafe-ecms/releases/2.0.0/diagram?reference=1").text)
    assert len([one for one in every.all("a") if "; key" in one.get("aria-label")]) > 18


def test_what_changed_in_the_cymru_extract(get: Get) -> None:
    page = get("/datasets/cafw/compare/1.0.0...2.0.0")
    assert "1 change can break what was written for the earlier release." in page.text
    assert "LSOA2001_CD Removed: Small area (2001 edition)" in page.text
    assert "LSOA2011_CD Added: Small area (2011 edition)" in page.text
    assert "Perhaps renamed." in page.text
    assert page.text.count("all of it") == 7  # tables that no code of this snapshot names
    assert "1.0.0 asks for 2.0.0" in page.text


def test_what_changed_in_the_england_extract(get: Get) -> None:
    page = get("/datasets/cafe-ecms/compare/1.0.0...2.0.0")
    assert "Nothing breaks what was written for the earlier release. 22 tables and 4 variables are new." in page.text
    for name in ("ecms_cases", "ecms_people", "ecms_religions", "ecms_nationalities"):
        assert f"{name} Added:" in page.text
    assert "APPLICATIONREASON_ID Added" in page.text
    assert "LEGALOUTPUTTYPE_ID Code list: legal-output-ecms" in page.text


def test_what_changed_from_vintage_to_vintage(get: Get) -> None:
    first = get("/datasets/care-applications-monthly/compare/1.0.0...1.1.0")
    assert "6 published figures were revised." in first.text
    assert "July 2012 982 996 +14" in first.text
    later = get("/datasets/care-applications-monthly/compare/2.0.0...3.0.0")
    assert "August 2016 1,260 1,259 \N{MINUS SIGN}1" in later.text
    last = get("/datasets/care-applications-monthly/compare/3.0.0...4.0.0")
    assert "totals Removed: Totals by financial year" in last.text
    assert "3.0.0 asks for 4.0.0" in last.text
