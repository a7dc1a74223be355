"""The ways that people go through the site in Chromium: with and without script, wide and narrow, by keyboard."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.clients.browser.pages import OPTIONS, Opened

pytestmark = pytest.mark.system


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
