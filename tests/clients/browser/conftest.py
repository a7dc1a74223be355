"""Chromium, and sites at work to look at: a sample in every state, one with runs in every state, the demonstration."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from catalogue.delivery.services import EXTENSION
from tests.clients.at_work import free_port, site_at_work, wait_for_sample
from tests.clients.browser.pages import SIZES, Opened
from tests.web import lineage_scene
from tests.web.sample_site import open_site


# Of the module: while Playwright runs, nothing else in its process can have an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of the machine."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "Chromium is not installed; install the package `chromium`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the sample site, which has every state a page can be in."""
    folder, port = tmp_path_factory.mktemp("sample"), free_port()
    app, _settings = open_site(folder)
    app.extensions[EXTENSION].engine.dispose()
    with site_at_work(folder, port, ["serve", "--port", str(port), "--workers", "1"]) as address:
        yield address


@pytest.fixture(scope="session")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site with runs in every state."""
    folder, port = tmp_path_factory.mktemp("traced"), free_port()
    app, _settings = lineage_scene.open_traced_site(folder)
    app.extensions[EXTENSION].engine.dispose()
    with site_at_work(folder, port, ["serve", "--port", str(port), "--workers", "1"]) as address:
        yield address


@pytest.fixture(scope="session")
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
