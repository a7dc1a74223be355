"""How a basket is kept between pages: a cookie, forms without script, and nothing from other sites."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from catalogue.exports.items import MOST_IN_LINK, Item, pack, query
from catalogue.web.keeping import COOKIE, MOST_COOKIE, return_address
from tests.web.test_basket import ADDED, ETHNICITY, LAW, OLD_LAW, WITHDRAWN, basket

OWN = "http://127.0.0.1:8000"


@pytest.fixture
def browser(site: Flask) -> FlaskClient:
    """A browser with cookies of its own, at the site's own address."""
    client = site.test_client()
    client.environ_base |= {"HTTP_ACCEPT": "text/html", "HTTP_HOST": "127.0.0.1:8000"}
    return client


def post(browser: FlaskClient, path: str, origin: str | None = OWN, **fields: object) -> TestResponse:
    """Send a form as a browser does."""
    return browser.post(path, data=fields, headers={"Origin": origin} if origin is not None else {})


def held(browser: FlaskClient) -> str:
    """Where the reader's own basket leads to; empty for the page of an empty one."""
    answer = browser.get("/basket")
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.headers.get("Location", "")


def test_adding_keeps_and_leads_back(browser: FlaskClient) -> None:
    answer = post(browser, "/basket/add", v=[LAW, ADDED], back="/search?q=law")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/search?q=law#added")
    assert answer.headers["Cache-Control"] == "private, no-store"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("basket=2.")
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" not in cookie
    post(browser, "/basket/add", v=[LAW, ETHNICITY])
    assert held(browser) == basket(LAW, ADDED, ETHNICITY)


def test_one_button_adds_one_whatever_is_ticked(browser: FlaskClient) -> None:
    post(browser, "/basket/add", v=[ADDED, ETHNICITY], one=LAW)
    assert held(browser) == basket(LAW)


def test_a_whole_table_and_a_whole_link_can_be_added(browser: FlaskClient) -> None:
    post(browser, "/basket/add", one="court@2.0.0/case_people", b=pack([Item("court", "2.0.0", "cases", "ADDED")]))
    expected = basket(ADDED, "court@2.0.0/case_people/CASE_ID_E", "court@2.0.0/case_people/ROLE")
    assert held(browser) == expected


def test_nothing_chosen_is_told(browser: FlaskClient) -> None:
    answer = post(browser, "/basket/add", v=["court@2.0.0/cases/NONE"])
    assert answer.status_code == 400
    assert "No variable was chosen." in answer.text
    assert "NONE" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_removing_changes_the_page_and_the_own_basket(browser: FlaskClient) -> None:
    post(browser, "/basket/add", v=[LAW, ADDED])
    answer = post(browser, "/basket/remove", b=_packed(LAW, ADDED), v=LAW)
    assert answer.headers["Location"] == basket(ADDED)
    assert held(browser) == basket(ADDED)


def test_a_link_of_somebody_else_changes_without_the_own_basket(browser: FlaskClient) -> None:
    post(browser, "/basket/add", v=[LAW])
    answer = post(browser, "/basket/remove", b=_packed(LAW, ADDED), v=LAW)
    assert answer.headers["Location"] == basket(ADDED)
    assert held(browser) == basket(LAW)


def test_moving_pins_to_the_newest_release(browser: FlaskClient) -> None:
    one = post(browser, "/basket/move", b=_packed(OLD_LAW, ETHNICITY, WITHDRAWN), v=OLD_LAW)
    assert one.headers["Location"] == basket(LAW, ETHNICITY, WITHDRAWN)
    every = post(browser, "/basket/move", b=_packed(OLD_LAW, ETHNICITY, WITHDRAWN))
    assert every.headers["Location"] == basket(LAW, "court@2.0.0/cases/ETHNICITY")


def test_emptying(browser: FlaskClient) -> None:
    post(browser, "/basket/add", v=[LAW])
    assert post(browser, "/basket/clear").headers["Location"] == "/basket"
    assert held(browser) == ""
    assert "Your basket is empty" in browser.get("/basket").text


def _packed(*items: str) -> str:
    parts = [item.replace("@", "/").split("/") for item in items]
    return pack(Item(*part) for part in parts)


@pytest.mark.parametrize("path", ["/basket/add", "/basket/remove", "/basket/move", "/basket/clear"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:8000.evil.example", ""])
def test_a_form_of_another_site_is_refused(browser: FlaskClient, path: str, origin: str) -> None:
    answer = post(browser, path, origin, v=LAW)
    assert answer.status_code == 400
    assert "sent from another site" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_browser_that_names_no_origin_says_at_least_whether_it_is_ours(browser: FlaskClient) -> None:
    for site, status in (("cross-site", 400), ("same-site", 400), ("same-origin", 303), ("none", 303)):
        answer = browser.post("/basket/add", data={"v": LAW}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == status
    assert post(browser, "/basket/add", None, v=LAW).status_code == 303


@pytest.mark.parametrize(
    "text",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/a\\b",
        "/a\r\nSet-Cookie: x=1",
        "/a\tb",
        "",
        "evil",
        "/" + "a" * 9000,
        "/\0",
    ],
)
def test_no_form_leads_away_from_the_site(browser: FlaskClient, text: str) -> None:
    assert return_address(text) == "/basket"
    assert post(browser, "/basket/add", v=LAW, back=text).headers["Location"] == "/basket#added"


@given(st.text("/\\:@a.?#%\t\n x", max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_return_address_is_a_path_of_this_site(text: str) -> None:
    address = return_address(text)
    assert address.startswith("/")
    assert not address.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "value", ["", "x", "3", "3.", "3.!!", "99999999999999999.AA", "1.AAAA", "²." + pack([]), "x" * 3000]
)
def test_a_cookie_that_cannot_be_read_is_an_empty_basket(browser: FlaskClient, value: str) -> None:
    browser.set_cookie(COOKIE, value, domain="127.0.0.1")
    assert browser.get("/basket").status_code == 200
    assert post(browser, "/basket/add", v=LAW).status_code == 303


def test_pages_are_the_same_for_all_readers(site: Flask, browser: FlaskClient) -> None:
    path = "/datasets/court/releases/2.0.0/tables/cases"
    before = browser.get(path)
    post(browser, "/basket/add", v=LAW)
    after = browser.get(path)
    assert before.data == after.data
    assert before.headers["ETag"] == after.headers["ETag"]
    assert after.headers["Cache-Control"] == "public, no-cache"
    assert browser.get("/basket").status_code == 303
    assert "Your basket is empty" in site.test_client().get("/basket", headers={"Accept": "text/html"}).text


def real_items(metadata: Path) -> list[Item]:
    """Variables of the real metadata, as somebody would gather them: all of one release after the other."""
    found = []
    for path in sorted(metadata.glob("packages/*/*/datapackage.yaml")):
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [
            Item(path.parts[-3], path.parts[-2], resource["name"], one["name"])
            for resource in whole["resources"]
            for one in resource["schema"]["fields"]
        ]
    return found


def test_three_hundred_real_variables_fit_into_a_cookie_and_an_address(metadata: Path) -> None:
    """Taken in order, and taken from all over the catalogue."""
    items = real_items(metadata)
    step = max(1, len(items) // MOST_IN_LINK)
    for chosen in (items[:MOST_IN_LINK], items[-MOST_IN_LINK:], items[::step][:MOST_IN_LINK]):
        assert len(f"300.{pack(chosen)}") <= MOST_COOKIE
        assert len(f"GET /basket/datapackage?{query(chosen)} HTTP/1.1\r\n") < 8190


def test_a_basket_that_no_cookie_holds_is_led_to_its_link(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.web.keeping.MOST_COOKIE", 30)
    answer = post(browser, "/basket/add", v=[LAW, ADDED, ETHNICITY])
    assert answer.headers["Location"] == f"{basket(LAW, ADDED, ETHNICITY)}#too-large"
    assert "Set-Cookie" not in answer.headers
