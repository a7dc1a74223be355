"""Baskets as links: what they show, what became of it since, and what is said of what cannot be found."""

from __future__ import annotations

from urllib.parse import quote

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalogue.delivery.services import EXTENSION
from catalogue.exports.items import Item, read_file
from tests.http import counting
from tests.web.conftest import Get

LAW, OLD_LAW = "court@2.0.0/cases/LAW", "court@1.1.0/cases/LAW"
DROPPED, ADDED = "court@1.1.0/cases/DROPPED", "court@2.0.0/cases/ADDED"
ETHNICITY, WITHDRAWN = "court@1.1.0/cases/ETHNICITY", "court@1.0.0/cases/LAW"
ODD = "court@2.0.0/cases/SPACED NAME? #1"


def basket(*items: str, path: str = "/basket") -> str:
    """A basket's address."""
    return f"{path}?" + "&".join(f"v={quote(item, safe='@/')}" for item in items)


def test_it_groups_by_release_and_table_and_says_what_is_known(get: Get) -> None:
    page = get(basket(OLD_LAW, ETHNICITY, ADDED, "court@2.0.0/case_people/ROLE", "counts@1.0.0/counts/CASES"))
    assert "5 variables" in page.text
    assert page.text.count("CASES") >= 2
    assert "SAILCORTV.CASES_20230622" in page.text
    assert "Special access 1 variable" in page.text
    assert "1 caveat" in page.text
    assert "Restricted, 2 to 6 months" in page.source.replace("restricted", "Restricted")


@pytest.mark.parametrize(
    ("item", "word", "text"),
    [
        (OLD_LAW, "Changed", "In release 2.0.0: definition changed; 1 code added."),
        (ETHNICITY, "Not confirmed", "Carried forward, not confirmed in release 2.0.0."),
        (DROPPED, "Gone", "It is not in release 2.0.0, the newest."),
        (ADDED, "Newest", "This is the newest release."),
        ("court@2.0.0/cases/ETHNICITY", "Not confirmed", "Carried forward, not confirmed in this release, the newest."),
        ("court@1.1.0/case_people/ROLE", "Not confirmed", "Carried forward, not confirmed in release 2.0.0."),
    ],
)
def test_it_says_what_became_of_a_variable(get: Get, item: str, word: str, text: str) -> None:
    page = get(basket(item))
    assert text in page.text
    assert f">{word}<" in page.source
    # What was carried forward is never called unchanged.
    assert "Unchanged" not in page.text


def test_a_withdrawn_release_shows_its_reason_and_nothing_of_what_it_said(get: Get) -> None:
    page = get(basket(WITHDRAWN, ADDED))
    assert "because: A table was missing. Nothing else was wrong." in page.text
    assert "Release 2.0.0 holds it." in page.text
    assert "Part of family law." not in page.text


def test_everything_that_is_not_found_is_told_one_by_one_and_the_rest_is_shown(get: Get) -> None:
    page = get(
        basket(
            ADDED,
            "cort@1.0.0/cases/LAW",
            "court@9.0.0/cases/LAW",
            "court@2.0.0/case/LAW",
            "court@2.0.0/cases/LAWS",
            "court@1.0.0/cases",
            "../../etc/passwd",
            "=1+1",
            "<script>alert(1)</script>",
        )
    )
    assert "8 parts of this address could not be read." in page.text
    assert "there is no dataset 'cort'. Close to it: court" in page.text
    assert "court has no release 9.0.0. It has 2.0.0, 1.1.0, 1.0.0." in page.text
    assert "court@2.0.0 has no table case. Close to it: cases" in page.text
    assert "has no variable 'LAWS'. Close to it: LAW." in page.text
    assert "release 1.0.0 was withdrawn. Releases that stand: 2.0.0, 1.1.0." in page.text
    assert "“../../etc/passwd” is no variable of a release" in page.text
    assert "Came with 2.0.0." in page.text
    assert "<script>" not in page.source


def test_a_basket_has_one_address(browser: FlaskClient, get: Get) -> None:
    """Names in any case, a former name of the dataset, doubles and the encoding of forms lead to it."""
    for asked in (
        basket("court-of-old@2.0.0/cases/added", ADDED),
        "/basket?v=court%402.0.0%2FCASES%2FADDED&back=%2F",
        "/basket?v=/datasets/court/releases/2.0.0/tables/cases/variables/ADDED",
    ):
        assert browser.get(asked).headers["Location"] == basket(ADDED)
    assert get(basket(ADDED)).link("canonical") == f"http://127.0.0.1:8000{basket(ADDED)}"


def test_a_name_with_signs_in_it_survives(get: Get) -> None:
    page = get(basket(ODD))
    assert "SPACED NAME? #1" in page.text
    assert "/datasets/court/releases/2.0.0/tables/cases/variables/SPACED%20NAME%3F%20%231" in page.links


def test_a_whole_table_stands_for_its_variables(browser: FlaskClient) -> None:
    led = browser.get(basket("court@2.0.0/case_people")).headers["Location"]
    assert led == basket("court@2.0.0/case_people/CASE_ID_E", "court@2.0.0/case_people/ROLE")


def test_an_empty_basket_says_what_to_do_next(get: Get) -> None:
    assert "Your basket is empty Add a variable from any search result or variable page." in get("/basket").text


@pytest.mark.parametrize("query", ["v=" + "&v=".join(f"court@2.0.0/cases/V{n}" for n in range(301)), "b=%00", "b=AAA"])
def test_too_many_and_what_cannot_be_unpacked_are_refused(get: Get, query: str) -> None:
    page = get(f"/basket?{query}", 400)
    assert "basket file" in page.text


def test_the_file_holds_what_the_page_shows(browser: FlaskClient) -> None:
    answer = browser.get(basket(OLD_LAW, ADDED, WITHDRAWN, path="/basket/json"))
    assert answer.mimetype == "application/json"
    assert [item.written for item in read_file(answer.data).items] == [OLD_LAW, ADDED, WITHDRAWN]
    whole = orjson.loads(answer.data)
    assert whole["link"] == "http://127.0.0.1:8000" + basket(OLD_LAW, ADDED, WITHDRAWN)
    assert len(whole["items"][0]["seal"]) == 64
    assert "digest" not in whole["items"][2]


def test_queries_do_not_grow_with_the_basket(site: Flask, browser: FlaskClient) -> None:
    one = basket("court@2.0.0/cases/LAW")
    many = basket(*(f"court@2.0.0/cases/{name}" for name in ("LAW", "BARE", "ETHNICITY", "GUESSED")), OLD_LAW, DROPPED)
    counts = []
    for address in (one, many):
        with counting(site.extensions[EXTENSION].engine) as queries:
            assert browser.get(f"{address}&again=1").status_code in {200, 302}
        counts.append(len(queries))
    # The end of the journal; all datasets, their releases; holdings; bodies; code lists.
    assert counts == [6, 6]


def test_items_of_the_sample_are_what_this_file_takes_them_for() -> None:
    assert Item("court", "2.0.0", "cases", "LAW").written == LAW
