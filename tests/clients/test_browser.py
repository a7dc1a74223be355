"""The site in Chromium: with and without script, wide and narrow, light and dark, on paper, by keyboard, under axe."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from catalogue.delivery.services import EXTENSION
from tests.clients.at_work import free_port, site_at_work, wait_for_sample
from tests.web import lineage_scene
from tests.web.sample_site import open_site
from tests.web.test_every_page import PAGES, REFUSALS

pytestmark = pytest.mark.system

EVERY_PAGE = [*PAGES, *REFUSALS]
CAFW = "/datasets/cafw/releases/2.0.0"
REAL_PAGES = [
    "/",
    "/search?q=date+recieved",
    "/search?kind=variable",
    "/search?q=zebra&type=date",
    "/datasets/cafw",
    "/datasets/cafw/access",
    CAFW,
    "/datasets/cafw/releases/1.0.0",
    f"{CAFW}/diagram?path=final-order-per-child",
    f"{CAFW}/lineage",
    "/datasets/sample-private-law-cases/releases/1.1.0/lineage?depth=all",
    "/datasets/sample-extract/releases/1.1.0/lineage?dir=both&table=sample_alf",
    "/datasets/sample-extract/releases/1.1.0/tables/sample_alf/variables/SYSTEM_ID_E",
    f"{CAFW}/tables/cafcass_alf",
    f"{CAFW}/tables/cafcass_casereport",
    "/datasets/care-applications-monthly/releases/1.4.0/tables/figures",
    "/datasets/care-application-rates/releases/1.0.0/tables/local",
    f"{CAFW}/tables/cafcass_hearingoutcome/variables/CAP_HEARINGOUTCOMETYPEIDNAME",
    "/datasets/cafw/variables/cafcass_alf/LSOA2001_CD",
    "/datasets/care-applications-monthly/series/applications",
    "/datasets/care-applications-monthly/releases/1.2.0/series/applications",
    "/datasets/care-application-rates/series/local",
    "/concepts",
    "/concepts/child-arrangements-order",
    "/concepts/legal-output",
    "/datasets/cafe-cms/crosswalk/cafe-ecms",
    "/codelists",
    "/codelists/hearing-outcome",
    "/organisations",
    "/organisations/cafcass-cymru",
    "/lineage",
    "/lineage?ask=stale",
    "/lineage?ask=impact&name=SAMPLE_CASES",
    "/pathways",
    "/pathways/sail-route",
    "/pathways/nfjo-core-file",
    "/basket",
    "/basket?v=cafw@1.0.0/cafcass_hearingoutcome&v=cafe-ecms@1.0.0/ecms_applications",
    "/compare?v=cafw@1.0.0/cafcass_application/CAP_LAWTYPENAME&v=cafw@2.0.0/cafcass_alf/ALF_STS_CD&v=cafw@2.0.0/x/y",
    "/basket/annex?v=cafe-ecms@2.0.0/ecms_applications",
]
EVERYWHERE = [*EVERY_PAGE, *(f"demo{path}" for path in REAL_PAGES), *(f"traced{path}" for path in lineage_scene.PAGES)]
SIZES = {"wide": (1280, 900), "phone": (360, 740), "narrow": (320, 640)}
# All of WCAG 2.2 up to AA, and what axe holds for good practice besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# A key press scrolls smoothly, which takes a moment.
SCROLL_MILLISECONDS = 500
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Opened = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of the machine."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "Chromium is not installed; install the package `chromium`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the sample site, which has every state a page can be in."""
    folder, port = tmp_path_factory.mktemp("sample"), free_port()
    app, _settings = open_site(folder)
    app.extensions[EXTENSION].engine.dispose()
    with site_at_work(folder, port, ["serve", "--port", str(port), "--workers", "1"]) as address:
        yield address


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site with runs in every state."""
    folder, port = tmp_path_factory.mktemp("traced"), free_port()
    app, _settings = lineage_scene.open_traced_site(folder)
    app.extensions[EXTENSION].engine.dispose()
    with site_at_work(folder, port, ["serve", "--port", str(port), "--workers", "1"]) as address:
        yield address


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demonstration, with the metadata that comes with the program."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    with site_at_work(folder, port, ["demo", "--port", str(port), "--data", str(folder)]) as address:
        wait_for_sample(address)
        yield address


@pytest.fixture
def opened(chromium: Browser) -> Opened:
    """Open a page in a window of its own; whatever the page complains of, or fetches elsewhere, is a failure."""

    @contextmanager
    def open_page(
        address: str, size: str = "wide", *, scheme: Any = "light", script: bool = True, status: int = 200
    ) -> Iterator[Page]:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: _note_failure(request, complaints))
        page.on("request", lambda request: _stay(request.url, address, complaints))
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        try:
            yield page
        finally:
            context.close()
        # A refusal is told on the console as well; it was asked for.
        told = [one for one in complaints if status == 200 or "status of" not in one]
        assert told == [], address

    return open_page


def _note_failure(request: Request, complaints: list[str]) -> None:
    """Note a request that failed; one that became a download counts as aborted, and is no failure."""
    if request.failure != "net::ERR_ABORTED":
        complaints.append(f"{request.url} failed: {request.failure}")


def _stay(url: str, address: str, complaints: list[str]) -> None:
    """Note a request that leaves the site."""
    if url.split("/")[2] != address.split("/")[2]:
        complaints.append(f"{url} is fetched from elsewhere")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_from_a_question_to_a_package(opened: Opened, demo: str, tmp_path: Path, size: str, *, script: bool) -> None:
    """Home, search, variable, release, package: the way that everybody goes."""
    with opened(f"{demo}/", size, script=script) as page:
        page.get_by_label("Search variables, tables, datasets, code lists and concepts").fill("hearing outcme type")
        page.get_by_role("button", name="Search").click()
        assert "outcome" in page.get_by_label("How your search was read").inner_text()
        page.locator(".hits h3 a", has_text="CAP_HEARINGOUTCOMETYPEIDNAME").click()
        assert page.locator("h1").inner_text() == "Type of outcome"
        assert "What the court decided" in page.locator(".def").inner_text()
        assert page.get_by_role("cell", name="Gorchymyn Gofal", exact=True).is_visible()
        page.get_by_role("link", name="In release 2.0.0, to cite").click()
        page.get_by_label("Breadcrumb").get_by_role("link", name="2.0.0").click()
        assert "Published without a second person" in page.locator("main").inner_text()
        assert "No run has been received for this release." in page.locator("main").inner_text()
        with page.expect_download() as download:
            page.get_by_role("link", name="Data Package", exact=True).click()
        download.value.save_as(tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        descriptor = json.loads(archive.read("datapackage.json"))
    assert (descriptor["name"], descriptor["version"], len(descriptor["resources"])) == ("cafw", "2.0.0", 14)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_from_a_search_over_a_comparison_to_a_basket_that_somebody_else_opens(
    opened: Opened, demo: str, tmp_path: Path, size: str, *, script: bool
) -> None:
    """Choose three, compare them, keep them, send the link; a fresh profile opens it and downloads a script."""
    with opened(f"{demo}/search?q=law+type&dataset=cafw&kind=variable", size, script=script) as page:
        for number in range(3):
            page.locator(".hits").get_by_role("checkbox").nth(number).check()
        page.get_by_role("button", name="Compare chosen").click()
        assert page.locator("h1").inner_text().startswith("Compare")
        assert page.get_by_role("table").first.get_by_role("columnheader").count() == 3
        assert page.get_by_text("Differs", exact=True).first.is_visible()
        page.go_back()
        page.get_by_role("button", name="Add chosen to basket").click()
        assert page.get_by_text("Added to your basket.").is_visible()
        header = page.get_by_role("banner").get_by_role("link", name="Basket")
        assert header.inner_text() == ("Basket (3)" if script else "Basket")
        header.click()
        assert page.locator("h1").inner_text() == "3 variables"
        page.get_by_role("button", name="Remove: ").first.click()
        assert page.locator("h1").inner_text() == "2 variables"
        link = page.get_by_role("link", name="Link to this basket").get_attribute("href")
        page.get_by_role("banner").get_by_role("link", name="Basket").click()
        assert page.locator("h1").inner_text() == "2 variables"
    with opened(f"{demo}{link}", size, script=script) as page:
        assert page.locator("h1").inner_text() == "2 variables"
        assert page.get_by_role("banner").get_by_role("link", name="Basket").inner_text() == "Basket"
        for name, end in (("R", ".R"), ("Excel", ".xlsx"), ("Basket file, JSON", ".json")):
            with page.expect_download() as download:
                page.get_by_role("link", name=name, exact=True).click()
            assert download.value.suggested_filename.endswith(end)
            download.value.save_as(tmp_path / f"file{end}")
        page.get_by_role("link", name="Annex to a request, to print").click()
        assert page.get_by_role("columnheader", name="Why it is needed").first.is_visible()
    assert "describe(" in (tmp_path / "file.R").read_text(encoding="utf-8")
    with opened(f"{demo}/basket", size, script=script) as page:
        assert page.locator("h1").inner_text() == "Your basket is empty"
        page.get_by_label("Basket file").set_input_files(tmp_path / "file.json")
        page.get_by_role("button", name="Open file").click()
        assert page.locator("h1").inner_text() == "2 variables"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_filters_narrow_and_come_off_again(opened: Opened, demo: str, size: str, *, script: bool) -> None:
    with opened(f"{demo}/search?q=date", size, script=script) as page:
        before = page.locator("h1").inner_text()
        filters = page.locator("#filters")
        if size == "phone":
            assert not filters.get_by_role("button", name="Apply filters").is_visible()
            filters.locator("summary").first.click()
        filters.get_by_role("checkbox", name="Seen in code").check()
        filters.get_by_role("button", name="Apply filters").click()
        assert "How it is known: Seen in code" in page.get_by_label("How your search was read").inner_text()
        assert page.locator("h1").inner_text() != before
        page.get_by_role("link", name="Remove the filter How it is known").click()
        assert page.locator("h1").inner_text() == before


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_is_wider_than_a_small_screen(opened: Opened, request: pytest.FixtureRequest, path: str) -> None:
    with opened(_address(request, path), "phone", status=REFUSALS.get(path, 200)) as page:
        assert page.evaluate(WIDER) <= 0
        _resize(page, "narrow")
        assert page.evaluate(WIDER) <= 0


@pytest.mark.parametrize("path", EVERYWHERE)
def test_axe_finds_nothing(opened: Opened, request: pytest.FixtureRequest, path: str) -> None:
    """Wide in light, then small in dark: contrast hangs on the scheme, everything else on the size."""
    with opened(_address(request, path), status=REFUSALS.get(path, 200)) as page:
        result = Axe().run(page, options=OPTIONS)
        assert result.violations_count == 0, result.generate_report()
        _resize(page, "phone")
        page.emulate_media(color_scheme="dark")
        result = Axe().run(page, options=OPTIONS)
        assert result.violations_count == 0, result.generate_report()


def _address(request: pytest.FixtureRequest, path: str) -> str:
    """The address of a page; its path may begin with the name of its site."""
    site, _, rest = path.partition("/")
    return f"{request.getfixturevalue(site or 'sample')}/{rest}"


def _resize(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def test_axe_finds_what_is_broken(opened: Opened, sample: str) -> None:
    """A page with planted faults: without it, silence would prove nothing."""
    with opened(f"{sample}/help") as page:
        page.evaluate(
            """document.documentElement.removeAttribute('lang');
            const main = document.querySelector('main');
            main.innerHTML = '<h4>Small</h4><input id=a><input id=a><button></button><a href="/x"></a>'
              + '<table><tr><th scope="sideways">x</th></tr></table>';
            const faint = document.createElement('p');
            faint.textContent = 'Hard to read';
            faint.style.color = '#ccc';
            main.append(faint);"""
        )
        found = {one["id"] for one in Axe().run(page, options=OPTIONS).response["violations"]}
    assert {"html-has-lang", "label", "button-name", "link-name", "color-contrast"} <= found


def test_the_overflow_check_can_fail(opened: Opened, sample: str) -> None:
    with opened(f"{sample}/help", "narrow") as page:
        page.evaluate("document.querySelector('h1').textContent = 'W'.repeat(200)")
        page.evaluate("document.querySelector('h1').style.overflowWrap = 'normal'")
        assert page.evaluate(WIDER) > 0


def test_the_keyboard_alone_reaches_everything(opened: Opened, sample: str) -> None:
    """The first stop skips to the content and is seen; every later stop shows where it is; none is a trap."""
    with opened(f"{sample}/search?q=law") as page:
        page.keyboard.press("Tab")
        first = page.locator(":focus")
        assert first.inner_text() == "Skip to content"
        box = first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        seen: list[str] = []
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            seen.append(page.evaluate("document.activeElement.outerHTML"))
            # The parts of a date field are the browser's own, and so is how it shows them.
            if page.evaluate("document.activeElement.matches(':focus')"):
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", seen[-1]
        assert any('id="q"' in one for one in seen)
        assert any("checkbox" in one for one in seen)
        assert any("/datasets/court/variables/cases/LAW" in one for one in seen)
        assert len(seen) < 80, "the focus goes round in a circle"


def test_tables_scroll_by_keyboard_on_a_small_screen(opened: Opened, sample: str) -> None:
    with opened(f"{sample}/datasets/court/releases/2.0.0/tables/cases", "phone") as page:
        region = page.get_by_role("region", name="Variables")
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(SCROLL_MILLISECONDS)
        assert page.evaluate("document.activeElement.scrollLeft") > 0


def test_on_paper_pages_lose_what_paper_cannot_do(opened: Opened, sample: str) -> None:
    path = "/datasets/court/releases/2.0.0/tables/cases/variables/LAW"
    with opened(f"{sample}{path}", scheme="dark") as page:
        page.emulate_media(media="print")
        assert page.locator("header").inner_text() == "Cafcass data catalogue", "the name of the site heads the paper"
        assert not page.get_by_label("Breadcrumb").is_visible()
        assert page.locator(".onpaper").inner_text() == f"{sample}{path}"
        assert page.get_by_role("table").first.is_visible()
        ink = page.evaluate("getComputedStyle(document.documentElement).color")
        assert ink == "rgb(20, 25, 27)", "print is always light"


def test_completions_by_keyboard_alone(demo: str, opened: Opened) -> None:
    """Arrow keys choose, Enter takes over and then searches, Escape closes and keeps what was typed."""
    with opened(f"{demo}/") as page:
        field = page.locator("#q")
        field.press_sequentially("emergency pro", delay=20)
        page.wait_for_selector("[role=option]")
        page.wait_for_function("document.querySelector('[role=option]').textContent.startsWith('Emergency')")
        assert field.get_attribute("aria-expanded") == "true"
        assert "Use the arrow keys" in page.locator("form.find [role=status]").inner_text()
        assert Axe().run(page, options=OPTIONS).violations_count == 0
        field.press("ArrowDown")
        chosen = field.get_attribute("aria-activedescendant")
        assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
        field.press("Enter")
        assert field.input_value() == "Emergency protection order"
        assert page.locator("[role=listbox]").is_hidden()
        with page.expect_navigation():
            field.press("Enter")
        assert page.url.endswith("/search?q=Emergency+protection+order")
    with opened(f"{demo}/search") as page:
        field = page.locator("#q")
        field.press_sequentially("recei")
        page.wait_for_selector("[role=option]")
        field.press("Escape")
        assert (page.locator("[role=listbox]").is_hidden(), field.input_value()) == (True, "recei")


def test_search_needs_no_script(demo: str, opened: Opened) -> None:
    with opened(f"{demo}/", script=False) as page:
        page.fill("#q", "date recieved")
        with page.expect_navigation():
            page.press("#q", "Enter")
        assert "received" in page.locator("main").inner_text()
        assert page.locator("[role=combobox]").count() == 0


def test_from_a_variable_back_to_its_source_without_script(traced: str, opened: Opened) -> None:
    """By clicks alone: variable, its lineage, one sign after the other, a run, and the first file."""
    with opened(f"{traced}{lineage_scene.DERIVED}/tables/cases/variables/LAW", script=False) as page:
        page.get_by_role("link", name="Where it comes from, as a picture").click()
        assert page.locator("h1").inner_text() == "Where the column comes from"
        page.get_by_role("link", name="All columns", exact=True).click()
        page.get_by_label("Steps").select_option("1")
        page.get_by_role("button", name="Redraw").click()
        for what in ("view.cases", "cases"):
            page.get_by_role("link", name=f"Show what {what} was made from", exact=True).click()
        page.get_by_role("link", name="Run 1: extract, complete, ended 1 January 2020, 10:00").click()
        assert "court.file" in page.get_by_role("region", name="What it read").inner_text()


def test_from_a_published_duration_back_to_the_court_application(demo: str, opened: Opened) -> None:
    """Without script, by clicks alone: the series of the sample, its lineage, the column's first table, its run."""
    with opened(f"{demo}/datasets/sample-care-proceedings-duration/series/weeks", script=False) as page:
        page.get_by_role("link", name="Where it comes from, as a picture").click()
        page.get_by_label("Steps").select_option("all")
        page.get_by_role("button", name="Redraw").click()
        page.locator("figure a[aria-label^='court.APPLICATIONS,']").click()
        assert "court.APPLICATIONS" in page.get_by_role("region", name="What it wrote").inner_text()
        assert "files.court_applications" in page.get_by_role("region", name="What it read").inner_text()


def test_the_picture_is_opened_and_moved_in_place(traced: str, opened: Opened) -> None:
    """With script: a sign opens by keyboard without leaving the page, keeps the focus, and is told of."""
    with opened(f"{traced}{lineage_scene.DERIVED}/lineage?depth=1") as page:
        page.evaluate("window.same = true")
        page.get_by_role("link", name="Show what view.cases was made from").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Hide what view.cases was made from").wait_for()
        assert page.evaluate("window.same"), "the page was not loaded anew"
        assert "open=" in page.url
        focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert focused == "Hide what view.cases was made from"
        assert "lead here" in page.locator("body > [role=status]").inner_text()
        picture = page.locator("figure svg")
        before = picture.get_attribute("width")
        page.get_by_role("button", name="Larger").click()
        assert int(picture.get_attribute("width") or 0) > int(before or 0)
        page.get_by_role("region", name="Picture of the lineage").press("0")
        assert picture.get_attribute("width") == before
        assert Axe().run(page, options=OPTIONS).violations_count == 0
        page.go_back()
        page.get_by_role("link", name="Show what view.cases was made from").wait_for()
