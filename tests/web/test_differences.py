"""The page of two releases beside each other."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Get

PAIR = "/datasets/court/compare/1.1.0...2.0.0"


def test_it_says_what_changed_how_grave_it_is_and_what_that_asks_for(get: Get) -> None:
    page = get(PAIR)
    assert "Comparison of two releases" in page.text
    assert "carried forward" in page.text
    assert f"{PAIR}.md" in page.links
    assert "/help/differences" in page.links


def test_one_class_of_changes_alone(get: Get) -> None:
    whole, narrowed = get(PAIR), get(f"{PAIR}?weight=breaking")
    assert len(narrowed.text) < len(whole.text)
    assert PAIR in narrowed.links
    assert get(f"{PAIR}?weight=odd").text == whole.text


def test_a_release_is_like_itself(get: Get) -> None:
    page = get("/datasets/court/compare/2.0.0...2.0.0")
    assert "The two releases say the same." in page.text
    assert "no new version is called for" in page.text


def test_releases_and_their_dataset_lead_to_it(get: Get) -> None:
    assert PAIR in get("/datasets/court").links
    assert PAIR in get("/datasets/court/releases/2.0.0").links
    # Before 1.1.0 there is a withdrawn release alone, which is compared with nothing.
    assert not any("/compare/" in link for link in get("/datasets/court/releases/1.1.0").links)


@pytest.mark.parametrize(
    ("query", "target"),
    [("", PAIR), ("?from=1.1.0&to=2.0.0", PAIR), ("?from=2.0.0&to=1.1.0", "/datasets/court/compare/2.0.0...1.1.0")],
)
def test_the_form_leads_to_a_pair(browser: FlaskClient, query: str, target: str) -> None:
    answer = browser.get(f"/datasets/court/compare{query}")
    assert (answer.status_code, answer.headers["Location"]) == (302, target)


def test_backwards_no_version_follows(get: Get) -> None:
    page = get("/datasets/court/compare/2.0.0...1.1.0")
    assert "Compared from the later release back to the earlier one." in page.text
    assert "asks for" not in page.text


@pytest.mark.parametrize("end", ["", ".md"])
def test_an_alias_leads_to_what_it_stands_for(browser: FlaskClient, end: str) -> None:
    answer = browser.get(f"/datasets/court/compare/1.1.0...latest{end}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAIR}{end}")


def test_release_notes_are_markdown(browser: FlaskClient) -> None:
    answer = browser.get(f"{PAIR}.md")
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.get_data(as_text=True).startswith("## From 1.1.0 to 2.0.0\n")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/datasets/court/compare/1.1.0...9.0.0", 404),
        ("/datasets/court/compare/1.0.0...2.0.0", 410),
        ("/datasets/counts/compare", 404),
        ("/datasets/nothing/compare/1.0.0...2.0.0", 404),
    ],
)
def test_what_is_not_there_or_withdrawn(get: Get, path: str, status: int) -> None:
    get(path, status)
