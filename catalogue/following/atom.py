"""Atom feeds (RFC 4287) from plain data. Text alone, escaped; what XML cannot hold is left out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from catalogue.following.news import UNREVIEWED, News
from catalogue.model.kinds import ApprovalMode
from catalogue.text import to_plain

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
AUTHOR = "Cafcass data catalogue"
# What a feed without entries says of when it was last changed: the specification wants a moment.
NEVER = "1970-01-01T00:00:00Z"
# Characters that XML 1.0 has no way to write.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry. id: the same for ever. updated: UTC, RFC 3339. link: address of its page. summary: plain text."""

    id: str
    title: str
    updated: str
    link: str
    summary: str
    category: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. id: the same for ever. own: its address; page: that of the page whose changes it tells."""

    id: str
    title: str
    own: str
    page: str
    entries: Sequence[Entry]


def identity(*parts: str) -> str:
    """An identifier that says nothing and never changes, from what something is for ever."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\0".join(parts)).urn


def of_news(news: Iterable[News], site: str) -> list[Entry]:
    """Changes as entries. site: public address, without a final slash."""
    return [
        Entry(
            identity("change", one.hash),
            f"{one.title}: {one.word.lower()}",
            one.recorded,
            site + one.url,
            summary(one),
            one.kind,
        )
        for one in news
    ]


def summary(news: News) -> str:
    """What a change is, in plain text."""
    parts = [
        to_plain(news.text),
        f"Issued {news.issued}." if news.issued else "",
        UNREVIEWED if news.approval == ApprovalMode.OPERATOR else "",
    ]
    return " ".join(part for part in parts if part)


def write(feed: Feed) -> bytes:
    """The feed as XML."""
    updated = max((entry.updated for entry in feed.entries), default=NEVER)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<id>{_text(feed.id)}</id>",
        f"<title>{_text(feed.title)}</title>",
        f"<updated>{_text(updated)}</updated>",
        f"<author><name>{AUTHOR}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(feed.own)}"/>',
        f'<link rel="alternate" type="text/html" href="{_text(feed.page)}"/>',
        *map(_entry, feed.entries),
        "</feed>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _entry(entry: Entry) -> str:
    return (
        f"<entry><id>{_text(entry.id)}</id><title>{_text(entry.title)}</title><updated>{_text(entry.updated)}</updated>"
        f'<link rel="alternate" type="text/html" href="{_text(entry.link)}"/>'
        f'<category term="{_text(entry.category)}"/><summary>{_text(entry.summary)}</summary></entry>'
    )


def _text(value: str) -> str:
    return escape(_ILLEGAL.sub("", value))
