"""No link of the manual or the README leads nowhere, and every page of the manual is reached from the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from catalogue.app import create_app
from catalogue.settings import Settings
from tests.docs import manual

HELP = "/help"


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The site, for its routes."""
    return create_app(settings)


def dead_links(name: str, text: str, pages: dict[str, str], app: Flask) -> Iterator[str]:
    """Links of a page that lead nowhere. Addresses outside the site are not asked for."""
    for target in manual.links(text):
        if target.startswith(("https://", "mailto:")):
            continue
        address, _, anchor = urljoin(HELP if name == "index" else f"{HELP}/{name}", target).partition("#")
        page = address.removeprefix(HELP).strip("/") or "index"
        if not address.startswith("/"):
            yield f"{name}: {target} is no address of this site and not https"
        elif not address.startswith(HELP):
            yield from () if _is_route(address.partition("?")[0], app) else (f"{name}: there is nothing at {address}",)
        elif page not in pages:
            yield f"{name}: the manual has no page {address}"
        elif anchor and anchor not in manual.anchors(pages[page]):
            yield f"{name}: {target} names no heading"


def _is_route(address: str, app: Flask) -> bool:
    try:
        app.url_map.bind("localhost").match(address)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def read_pages() -> dict[str, str]:
    """The Markdown of every page by name."""
    return {name: path.read_text(encoding="utf-8") for name, path in manual.pages().items()}


def test_no_link_of_the_manual_is_dead(app: Flask) -> None:
    pages = read_pages()
    assert [fault for name, text in pages.items() for fault in dead_links(name, text, pages, app)] == []


def test_every_page_is_reached_from_the_first() -> None:
    linked = {
        target.partition("#")[0].removeprefix(f"{HELP}/")
        for target in manual.links(manual.page("index"))
        if target.startswith(f"{HELP}/")
    }
    assert sorted(set(manual.pages()) - {"index"} - linked) == []


def test_every_page_begins_with_its_title() -> None:
    assert [name for name, text in read_pages().items() if not text.startswith("# ")] == []


def test_no_link_of_the_readme_is_dead() -> None:
    text = manual.README.read_text(encoding="utf-8")
    targets = [target.partition("#")[0] for target in manual.links(text)]
    local = [target for target in targets if target and "://" not in target]
    assert local
    assert not [target for target in local if not (manual.ROOT / target).is_file()]


@pytest.mark.parametrize(
    "link",
    [
        "/help/nowhere",
        "/help/settings#nowhere",
        "#nowhere",
        "settings.md",
        "/nowhere",
        "/datasets/a/b/c",
        "http://x.org",
    ],
)
def test_a_dead_link_is_found(app: Flask, link: str) -> None:
    text = f"# Page\n\n## Known heading\n\nSee [this]({link}), [that](#known-heading) and [other](/help/settings)."
    pages = {"page": text, "settings": "# Settings\n\n## All"}
    faults = list(dead_links("page", text, pages, app))
    assert len(faults) == 1, faults


def test_links_in_code_are_no_links(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("`[a](b)`\n\n```md\n[c](d)\n```\n[e](f 'title')[g](h \"title\")", encoding="utf-8")
    assert manual.links(path.read_text(encoding="utf-8")) == ["h"]
