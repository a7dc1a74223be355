"""Every page in Chromium: on small screens, in light and dark, on paper, by keyboard, under axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.clients.browser.pages import EVERYWHERE, OPTIONS, SCROLL_MILLISECONDS, SIZES, WIDER, Opened
from tests.web.test_every_page import REFUSALS

pytestmark = pytest.mark.system


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
