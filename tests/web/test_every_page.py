"""What every kind of page has: one address, one first heading, a JSON twin that exists, links that lead on."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import Get
from tests.web.html import Page

RELEASE = "/datasets/court/releases/2.0.0"
PAGES = (
    "/",
    "/search",
    "/search?q=law",
    "/search?q=lww+caes",
    "/search?q=zzzzzz&type=date",
    "/datasets",
    "/datasets/court",
    "/datasets/court/access",
    "/datasets/counts/access",
    RELEASE,
    "/datasets/court/releases/1.1.0",
    "/datasets/counts/releases/1.0.0",
    f"{RELEASE}/diagram",
    f"{RELEASE}/diagram?path=roles",
    f"{RELEASE}/tables/cases",
    f"{RELEASE}/tables/case_people",
    f"{RELEASE}/tables/orders",
    f"{RELEASE}/tables/cases/variables/CASE_ID_E",
    f"{RELEASE}/tables/cases/variables/LAW",
    f"{RELEASE}/tables/cases/variables/GUESSED",
    f"{RELEASE}/tables/cases/variables/BARE",
    f"{RELEASE}/tables/cases/variables/ETHNICITY",
    f"{RELEASE}/tables/cases/variables/SPACED%20NAME%3F%20%231",
    f"{RELEASE}/tables/case_people/variables/CASE_ID_E",
    "/datasets/court/variables/cases/LAW",
    "/datasets/court/variables/cases/DROPPED",
    "/datasets/court/timeline",
    "/datasets/gone/timeline",
    "/ask?about=court",
    "/ask?about=court@2.0.0/cases/LAW",
    "/datasets/counts",
    "/datasets/counts/series/cases",
    "/datasets/counts/releases/1.0.0/series/cases",
    "/concepts",
    "/concepts?letter=K",
    "/concepts?find=zzz",
    "/concepts/branch",
    "/concepts/case",
    "/concepts/order",
    "/datasets/court/crosswalk/counts",
    "/datasets/counts/crosswalk/court",
    "/codelists",
    "/codelists/law-type",
    "/codelists/status",
    "/codelists?find=public",
    "/codelists/law-type?find=public",
    "/organisations",
    "/organisations/keeper",
    "/organisations/court-service",
    "/pathways",
    "/pathways/road",
    "/pathways/guess",
    "/basket?v=court@2.0.0/cases/LAW&v=court@1.1.0/cases/DROPPED&v=court@1.1.0/cases/ETHNICITY",
    "/compare?v=court@1.1.0/cases/LAW&v=court@2.0.0/cases/LAW&v=court@2.0.0/cases/ETHNICITY",
    "/compare",
    "/basket/annex?v=court@2.0.0/cases/LAW&v=court@1.1.0/cases/ETHNICITY",
    "/help",
    "/help/searching",
    "/help/reading",
    "/help/accessibility",
    "/api/docs",
)
REFUSALS = {
    "/datasets/court/releases/1.0.0": 410,
    "/datasets/gone/access": 410,
    "/datasets/cort": 404,
    "/search?q=x&page=0": 400,
    "/nowhere": 404,
}


def _fetch(get: Get, path: str) -> Page:
    return get(path, REFUSALS.get(path, 200))


@pytest.mark.parametrize("path", [*PAGES, *REFUSALS])
def test_a_page_is_whole(get: Get, path: str) -> None:
    page = _fetch(get, path)
    assert page.all("html")[0].get("lang") == "en-GB"
    assert " \N{EN DASH} Cafcass data catalogue</title>" in page.source
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.source.count('<label class="sr" for="q">') == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_its_one_address(get: Get, path: str) -> None:
    assert get(path).link("canonical") == f"http://127.0.0.1:8000{path}"


@pytest.mark.parametrize("path", [*PAGES, *REFUSALS])
def test_links_of_a_page_lead_somewhere(site: Flask, browser: FlaskClient, get: Get, path: str) -> None:
    """Every address of this site that a page names is a route, and every page answers."""
    page = _fetch(get, path)
    named = {link for link in (*page.links, page.link("alternate"), page.link("stylesheet")) if link}
    routes = site.url_map.bind("127.0.0.1")
    for link in sorted(named):
        parts = urlsplit(link)
        if parts.netloc not in {"", "127.0.0.1:8000"} or not parts.path or parts.scheme == "mailto":
            continue
        assert routes.test(parts.path, "GET"), (path, link)
        answer = browser.get(f"{parts.path}?{parts.query}", headers={"Accept": "*/*"})
        assert answer.status_code in {200, 301, 302, *REFUSALS.values()}, (path, link, answer.status_code)
        if answer.status_code in REFUSALS.values():
            assert "1.0.0" in link or path in REFUSALS, (path, link)


# The manual, forms, and a table of which only the name is known.
WITHOUT_JSON = ("/help", "/ask", f"{RELEASE}/tables/orders")


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith(WITHOUT_JSON)])
def test_a_page_has_a_json_twin(browser: FlaskClient, get: Get, path: str) -> None:
    address = urlsplit(get(path).link("alternate"))
    answer = browser.get(f"{address.path}?{address.query}")
    assert answer.status_code == 200, address
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize("path", [*PAGES, *REFUSALS])
def test_controls_have_labels_and_tables_scroll(get: Get, path: str) -> None:
    page = _fetch(get, path)
    labelled = {one.get("for") for one in page.all("label")}
    for control in [*page.all("select"), *page.all("input")]:
        if control.get("type") not in {"hidden", "checkbox"}:
            assert control.get("id") in labelled, control
    for region in page.elements:
        if region.get("class").split(" ")[0] == "scroll":
            assert region.get("role") == "region"
            assert region.get("tabindex") == "0"
            assert region.get("aria-label") or region.get("aria-labelledby") in page.ids
    assert len([one for one in page.elements if "scroll" in one.get("class").split()]) >= len(page.all("table"))
    assert all(one.get("src").startswith("/static/") for one in page.all("script"))
    assert not page.all("style")
    assert not page.all("img")


@pytest.mark.parametrize("path", PAGES)
def test_what_is_on_this_page_is_listed_in_the_order_of_the_page(get: Get, path: str) -> None:
    source = get(path).source
    listed = re.findall(r'href="#([^"]+)"', source.partition('id="onpage"')[2].partition("</nav>")[0])
    places = [source.index(f' id="{one}"') for one in listed]
    assert places == sorted(places), listed


def test_a_fault_in_a_page_is_found() -> None:
    """The parser that the tests above lean on can fail."""
    broken = (
        "<p id=a><b></p><i id=a></i>",
        '<a href="#none">x</a>',
        '<p style="color:red"></p>',
        '<p onclick="x()"></p>',
        "<p><div></div>",
    )
    for source in broken:
        assert Page(source).faults, source
    assert Page('<p id="a"><a href="#a">x<br></a></p>').faults == []
