"""The variables that an address names: written out as `v`, or packed as `b`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from catalogue.exports.items import MOST_IN_LINK, Reading, check_count, read, unpack

_NOUNS = ("datasets", "releases", "tables", "variables")


def asked(written: Sequence[str], packed: Sequence[str] = (), most: int = MOST_IN_LINK) -> Reading:
    """What written items and packed tokens name together. Raises ItemError for too many, and for a broken token."""
    texts = [from_address(text.strip()) for text in written if text.strip()]
    check_count(len(texts), most)
    tokens = [unpack(token) for token in packed if token]
    whole = read([*(item.written for token in tokens for item in token.items), *texts])
    check_count(len(whole.items), most)
    return Reading(whole.items, (*(fault for token in tokens for fault in token.faults), *whole.faults))


def from_address(text: str) -> str:
    """The written form of an item. The address of a variable's page, which people paste, is one as well."""
    if not text.startswith(("/", "http://", "https://")):
        return text
    try:
        path = urlsplit(text).path.removeprefix("/api/v1")
    except ValueError:
        return text
    parts = [unquote(part) for part in path.split("/")]
    if tuple(parts[1::2]) != _NOUNS:
        return text
    dataset, version, table, variable = parts[2::2]
    return f"{dataset}@{version}/{table}/{variable}"
