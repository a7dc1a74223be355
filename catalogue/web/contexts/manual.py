"""The manual: Markdown pages of `templates/docs`, found by name and never by a path that a visitor writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalogue.errors import NotFoundError
from catalogue.store.find import near
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link

_TITLE = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_HEADING = re.compile(r"^##\s+(.+?)\s*#*\s*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
# The pages in reading order; whatever else there is follows by title, decisions last.
ORDER = (
    "index",
    "searching",
    "reading",
    "lineage",
    "basket",
    "citing",
    "accessibility",
    "stewards",
    "accounts",
    "drafts",
    "importing",
    "profile",
    "rules",
    "commands",
    "api",
    "addresses",
    "problems",
    "verifying",
    "operations",
    "settings",
    "pages",
    "changelog",
)
DECISIONS = "decisions/"


@dataclass(frozen=True, slots=True)
class Document:
    """A page of the manual as it lies on disk.

    name: its name in addresses, such as `searching` or `decisions/2026-11-23-search`.
    title: its first heading.
    text: the Markdown below that heading.
    """

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A page of the manual.

    head: what the page says of itself.
    document: the page.
    contents: true when it has enough headings to list them.
    headings: its headings of the second level, with their anchors.
    pages: the other pages of the manual, in reading order.
    decisions: the pages that tell of decisions, newest first.
    """

    head: Head
    document: Document
    contents: bool
    headings: tuple[Link, ...]
    pages: tuple[Link, ...]
    decisions: tuple[Link, ...]


def documents(folder: Path) -> dict[str, Document]:
    """The manual by names, in reading order. Read again only when a file changed."""
    files = sorted(path for path in folder.rglob("*.md") if path.is_file())
    stamp = tuple((path, path.stat().st_mtime_ns) for path in files)
    return _documents(folder, stamp)


@lru_cache(maxsize=4)
def _documents(folder: Path, stamp: tuple[tuple[Path, int], ...]) -> dict[str, Document]:
    found = [_document(path.relative_to(folder).with_suffix("").as_posix(), path) for path, _ in stamp]
    rank = {name: place for place, name in enumerate(ORDER)}
    found.sort(key=lambda one: (one.name.startswith(DECISIONS), rank.get(one.name, len(ORDER)), one.title.lower()))
    return {one.name: one for one in found}


def _document(name: str, path: Path) -> Document:
    text = path.read_text(encoding="utf-8")
    match = _TITLE.search(text)
    return Document(name, match.group(1), text[match.end() :]) if match else Document(name, name, text)


def manual_page(folder: Path, name: str) -> ManualPage:
    """Read a page of the manual. Raises NotFoundError with near pages."""
    pages = documents(folder)
    document = pages.get(name.lower())
    if document is None:
        titles = {one.title: key for key, one in pages.items()}
        close = dict.fromkeys([*near(name, pages), *(titles[title] for title in near(name, titles))])
        raise NotFoundError(
            f"The manual has no page {name!r}.",
            remedy="Start from its first page.",
            near=tuple((pages[key].title, addresses.manual(key)) for key in close) or (("Manual", "/help"),),
        )
    links = {key: Link(one.title, addresses.manual(key)) for key, one in pages.items()}
    headings = tuple(Link(text, f"#{anchor_of(text)}") for text in _HEADING.findall(_FENCE.sub("", document.text)))
    crumbs = () if document.name == "index" else (Link("Help", "/help"),)
    return ManualPage(
        head=Head(document.title, addresses.manual(document.name), "", crumbs, "help"),
        document=document,
        contents=len(headings) > 2,  # noqa: PLR2004 - two headings are seen at one glance
        headings=headings,
        pages=tuple(link for key, link in links.items() if not key.startswith(DECISIONS)),
        decisions=tuple(
            links[key] for key in sorted((one for one in links if one.startswith(DECISIONS)), reverse=True)
        ),
    )


def anchor_of(heading: str) -> str:
    """The id that a heading gets, by the rule of Python-Markdown's table of contents."""
    plain = re.sub(r"[^\w\s-]", "", heading.replace("`", "")).strip().lower()
    return re.sub(r"[-\s]+", "-", plain)
