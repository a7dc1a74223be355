"""Atom feeds as a strict reader sees them (RFC 4287)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Read:
    """What a reader takes out of an entry."""

    id: str
    title: str
    updated: str
    link: str
    summary: str
    category: str


@dataclass(frozen=True)
class Feed:
    """What a reader takes out of a feed."""

    id: str
    title: str
    updated: str
    own: str
    page: str
    entries: tuple[Read, ...]


def read(body: bytes) -> Feed:
    """A feed. AssertionError for whatever the specification requires and it lacks."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
    assert root.tag == f"{ATOM}feed"
    assert text(root, "author/name")
    entries = tuple(entry(one) for one in root.findall(f"{ATOM}entry"))
    assert len({one.id for one in entries}) == len(entries)
    feed = Feed(identity(root), text(root, "title"), moment(root), link(root, "self"), link(root, "alternate"), entries)
    assert all(one.updated <= feed.updated for one in entries)
    assert [one.updated for one in entries] == sorted((one.updated for one in entries), reverse=True)
    return feed


def entry(one: Any) -> Read:
    category = one.findall(f"{ATOM}category")
    assert len(category) == 1
    summary = one.findall(f"{ATOM}summary")
    assert len(summary) == 1
    # Text alone: nothing of it is markup.
    assert summary[0].get("type", "text") == "text"
    assert len(summary[0]) == 0
    return Read(
        identity(one),
        text(one, "title"),
        moment(one),
        link(one, "alternate"),
        summary[0].text or "",
        str(category[0].get("term")),
    )


def text(one: Any, path: str) -> str:
    found = one.findall("/".join(f"{ATOM}{part}" for part in path.split("/")))
    assert len(found) == 1, path
    return found[0].text or ""


def identity(one: Any) -> str:
    """An IRI."""
    found = text(one, "id")
    assert urlsplit(found).scheme
    return found


def moment(one: Any) -> str:
    """A date of RFC 3339, with a zone."""
    found = text(one, "updated")
    assert found.endswith("Z")
    assert datetime.fromisoformat(found).tzinfo is not None
    return found


def link(one: Any, relation: str) -> str:
    found = [str(each.get("href")) for each in one.findall(f"{ATOM}link") if each.get("rel") == relation]
    assert len(found) == 1, relation
    assert urlsplit(found[0]).scheme in {"http", "https"}
    return found[0]
