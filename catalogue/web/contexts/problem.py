"""The page of a refusal or a fault, and the tombstone of a withdrawn release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.store.tombstones import Tombstone
from catalogue.web import addresses
from catalogue.web.contexts.common import Cell, Head, Link, dataset_crumbs, strip

# What still works, by the code of what does not.
STILL_WORKS = {
    "index-unavailable": "Search pauses while its index is built. All pages, the API and downloads still work.",
    "store": "Nothing is lost. Pages come back as soon as the database answers.",
    "internal-error": "Other pages still work.",
}


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """A refusal or a fault.

    head: what the page says of itself.
    status: the HTTP status.
    code: stable code of the problem; the manual has a line for each.
    title: what kind of problem it is.
    detail: what is wrong, with the name of the thing.
    remedy: what to do, or empty.
    still_works: what still works, or empty.
    near: names close to what was asked.
    problems: single faults, each with `message`, `remedy` and where it is.
    search: words to look for instead, or empty.
    """

    head: Head
    status: int
    code: str
    title: str
    detail: str
    remedy: str
    still_works: str
    near: tuple[Link, ...]
    problems: tuple[Mapping[str, str], ...]
    search: str


@dataclass(frozen=True, slots=True)
class TombstonePage:
    """A withdrawn release.

    head: what the page says of itself.
    record: the dataset with its releases.
    release: the withdrawn release; nothing of its content is shown.
    tombstone: when and why it was withdrawn.
    successor: the release to use instead, or None.
    cells: the strip of releases.
    """

    head: Head
    record: DatasetRecord
    release: ReleaseRecord
    tombstone: Tombstone
    successor: Link | None
    cells: tuple[Cell, ...]


def problem_page(document: Mapping[str, Any]) -> ProblemPage:
    """The page of a problem's data, as delivery tells it."""
    code = str(document.get("code", ""))
    return ProblemPage(
        head=Head(str(document["title"])),
        status=int(document["status"]),
        code=code,
        title=str(document["title"]),
        detail=str(document.get("detail", "")),
        remedy=str(document.get("remedy", "")),
        still_works=STILL_WORKS.get(code, ""),
        near=tuple(Link(str(item["name"]), str(item["url"])) for item in document.get("near", ())),
        problems=tuple(document.get("problems", ())),
        search=_words_of(str(document.get("instance", ""))) if code == "not-found" else "",
    )


def _words_of(path: str) -> str:
    """The last part of an address as words to search for."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    return " ".join(last.split())[:100]


def tombstone_page(record: DatasetRecord, release: ReleaseRecord, tombstone: Tombstone) -> TombstonePage:
    """The page that stands in place of a withdrawn release and of everything below it."""
    successor = tombstone.successor
    return TombstonePage(
        head=Head(
            f"{release.facts.title} {release.version}, withdrawn",
            crumbs=dataset_crumbs(record),
            section="datasets",
        ),
        record=record,
        release=release,
        tombstone=tombstone,
        successor=Link(successor, addresses.release(record.slug, successor)) if successor else None,
        cells=strip(record, release),
    )
