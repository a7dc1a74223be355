"""The first page, vocabulary, the manual, what programs ask of the site."""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from catalogue.settings import SITE
from catalogue.web.contexts.manual import anchor_of, documents, manual_page
from tests.web.conftest import Get


def test_the_first_page_counts_what_is_in_force(get: Get) -> None:
    text = get("/").text
    for words in ("datasets 3", "releases 3", "tables 3", "variables 12", "code lists 2"):
        assert words in text
    assert "Court extract court Wales May 2001 to July 2020 2.0.0 2 10 Restricted" in text


def test_the_first_page_tells_changes_newest_first(get: Get) -> None:
    text = get("/").text
    order = [
        "Renamed",
        "Counts 1.0.0 First release",
        "Court extract 2.0.0 New release",
        "Court extract 1.0.0 Withdrawn",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Notes of 2.0.0. Issued 14 August 2023" in text
    assert "Notes of 1.0.0" not in text


def test_how_the_data_come_to_be_is_told_without_links_that_lead_nowhere(get: Get) -> None:
    source = get("/").source
    start = source.index('<ol class="path">')
    assert "<a " not in source[start : source.index("</ol>", start)]


def test_a_code_list_says_which_variables_use_it_in_which_releases(get: Get) -> None:
    page = get("/codelists/law-type")
    assert "LAW Law type CASES Court extract 1.1.0 with an earlier state of the list, 2.0.0" in page.text
    assert '<p class="under" lang="cy">Math o gyfraith</p>' in page.source
    assert "Codes 4, all there are" in page.text
    assert "Version 2, the one in force" in page.text
    assert (
        "Law type Math o gyfraith law-type Which part of family law a case belongs to. 4 1 1 variable"
        in get("/codelists").text
    )


def test_an_organisation_lists_what_it_publishes_and_keeps(get: Get) -> None:
    text = get("/organisations/keeper").text
    assert "Datasets it publishes" in text
    assert "Court extract 2.0.0 2 10" in text
    assert "It keeps no dataset that is described here." in get("/organisations/court-service").text


def test_every_page_of_the_manual_is_led_to_from_its_first_page(get: Get) -> None:
    links = set(get("/help").links)
    names = documents(SITE / "templates" / "docs")
    assert {f"/help/{name}" for name in names if name != "index"} <= links


def test_headings_of_the_manual_can_be_linked_to(get: Get) -> None:
    for name in documents(SITE / "templates" / "docs"):
        page = get("/help" if name == "index" else f"/help/{name}")
        assert {f"#{one}" for one in page.fragments} <= {f"#{one}" for one in page.ids}


def test_anchors_follow_the_rule_of_the_renderer() -> None:
    assert anchor_of("What `--json` means, and why") == "what-json-means-and-why"
    page = manual_page(SITE / "templates" / "docs", "searching")
    assert "#on-one-card" in {link.url for link in page.headings}


def test_the_manual_is_found_by_name_and_by_no_path(browser: FlaskClient) -> None:
    for path in (
        "/help/../base",
        "/help/%2e%2e/base",
        "/help/..%2f..%2fbase.html",
        "/help/searching.md",
        "/help/docs/",
    ):
        assert browser.get(path).status_code == 404


def test_crawlers_are_kept_out_of_search_results_alone(browser: FlaskClient) -> None:
    assert b"Disallow: /search" in browser.get("/robots.txt").data


def test_the_profile_is_served_as_it_is_used(browser: FlaskClient) -> None:
    answer = browser.get("/profiles/catalogue-1/datapackage.json")
    assert json.loads(answer.data)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert answer.mimetype == "application/json"
