"""The search page: every hit says why, every correction can be undone, no filter leads nowhere."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.web.conftest import Get


def test_a_hit_says_what_it_is_what_it_means_why_it_matched_and_where_it_exists(get: Get) -> None:
    text = get("/search?q=law").text
    assert "Law type LAW Variable in CASES, Court extract, text, 4 codes Part of family law, reworded." in text
    assert "Matched: label Law type; name LAW; code labels Public law, Private law, Old law; definition" in text
    assert "In both releases; changed in 2.0.0" in text


def test_a_dataset_leads_to_its_series_of_figures(get: Get) -> None:
    page = get("/search?q=cases+of+a+year")
    assert "Figures over time: Cases of a year" in page.text
    assert "/datasets/counts/series/cases" in page.links
    assert "Figures over time" not in get("/search?q=law").text


def test_notes_are_quoted_only_when_nothing_tells_more(get: Get) -> None:
    page = get("/search?q=team&kind=variable")
    assert "Matched: notes and caveats Perhaps the team of the case." in page.text
    assert "definition; notes and caveats; table CASES" in get("/search?q=family+cases+rows").text


def test_what_matched_is_marked_and_never_more(get: Get) -> None:
    source = get("/search?q=law").source
    assert "<mark>Law</mark> type" in source
    assert "<mark>LAW</mark>" in source


def test_a_correction_is_announced_and_can_be_undone(get: Get) -> None:
    page = get("/search?q=famly")
    assert "Searched family for “famly” Search “famly” exactly" in page.text
    undone = next(link for link in page.links if "exactly=famly" in link)
    assert "Nothing matches all of that" in get(undone).text
    again = get("/search?q=family&exactly=family")
    assert "Searched family as typed Correct it" in again.text


def test_filters_add_up_within_a_group_and_can_be_removed(get: Get) -> None:
    page = get("/search?type=integer&type=year")
    assert "Type: Integer Remove the filter Type: Integer or Type: Year Remove the filter Type: Year" in page.text
    assert {"/search?type=integer", "/search?type=year"} <= set(page.links)
    checked = [one for one in page.all("input") if "checked" in one.attributes]
    assert {one.get("value") for one in checked} == {"integer", "year"}
    assert page.text.count("Variable in") == 4


def test_a_form_of_filters_carries_the_rest_of_the_search(get: Get) -> None:
    page = get("/search?q=law&sort=name&as_of=2024-01-01&exactly=law")
    hidden = [(one.get("name"), one.get("value")) for one in page.all("input") if one.get("type") == "hidden"]
    assert {("q", "law"), ("sort", "name"), ("as_of", "2024-01-01"), ("exactly", "law")} <= set(hidden)


def test_no_filter_that_is_offered_leads_nowhere(get: Get) -> None:
    """Each single value that a page offers gives the number of results that stands beside it."""
    page = get("/search?q=case")
    boxes = [one for one in page.all("input") if one.get("type") == "checkbox"]
    assert boxes
    for box in boxes:
        narrowed = get(f"/search?q=case&{box.get('name')}={quote(box.get('value'))}")
        assert "Nothing matches" not in narrowed.text, box


def test_years_narrow_and_wrong_years_are_refused(get: Get) -> None:
    assert "Court extract" in get("/search?q=law&from=2001&to=2002").text
    assert "Nothing matches all of that" in get("/search?q=law&from=2030").text
    assert "is no year" in get("/search?q=law&from=soon", 400).text


def test_as_of_shows_the_catalogue_of_that_day(get: Get) -> None:
    then = get("/search?q=family&as_of=2021-01-01")
    assert "As at 1 January 2021 Remove the date" in then.text
    assert "Part of family law." in then.text
    assert "reworded" not in then.text
    assert "ADDED" not in get("/search?q=added&as_of=2021-01-01&exactly=added").text


def test_what_no_longer_exists_is_found_and_said_so(get: Get) -> None:
    assert "Not in the latest release; last in 1.1.0" in get("/search?q=dropped").text


def test_pages_follow_one_another(get: Get) -> None:
    page = get("/search?kind=variable&sort=name")
    assert "1 to 13 of 13" in page.text
    assert "There are only 13 results; this page is past the last one." in get("/search?kind=variable&page=2").text


def test_nothing_found_says_what_would_help(get: Get) -> None:
    page = get("/search?q=law&type=year")
    assert "Nothing matches all of that" in page.text
    assert "Drop the filter Type law 2" in page.text
    assert "Close to what you typed" in page.text
    assert "All these words law" in page.text
    empty = get("/search?q=zzzzzzzz")
    assert "Try another word for the same thing" in empty.text


def test_each_part_of_a_search_that_finds_nothing_is_tried_without(get: Get) -> None:
    page = get("/search?q=law&from=1950&to=1960")
    assert "Drop the years law" in page.text
    page = get("/search?q=added&as_of=2020-12-31&exactly=added")
    assert "Search as at today added" in page.text
    page = get('/search?q="family+law"+-part')
    assert 'Drop “part” "family law"' in page.text
    assert "Side by side family law" in page.text
    assert "Without part" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        '"unbalanced',
        "(a OR (b",
        "field:",
        "*a*",
        "nosuch:law",
        "\u0000",
        "💥 law",
        "-law",
        "2007..",
        "a" * 3999,
    ],
)
def test_whatever_is_typed_gets_an_honest_page(get: Get, text: str) -> None:
    page = get(f"/search?q={quote(text)}")
    assert all(one.get("src").startswith("/static/") for one in page.all("script"))
    assert page.all("h1")


def test_a_search_that_is_too_long_is_refused(get: Get) -> None:
    assert "characters" in get(f"/search?q={'a' * 4001}", 400).text
