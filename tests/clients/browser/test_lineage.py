"""Lineage in Chromium: back to the source by clicks alone, and opened in place where there is script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.clients.browser.pages import OPTIONS, Opened
from tests.web import lineage_scene

pytestmark = pytest.mark.system


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
