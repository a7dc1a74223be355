"""The canonical form: one spelling for the same facts, so that the same facts have the same digest.

Two steps. `normalise` removes differences that carry no meaning (order of keys, Unicode composition, line
ends, blank space around prose, empty values). `encode` writes RFC 8785 JSON. The digest is SHA-256 of those
bytes, and those bytes are what is stored and served; they are never written a second time.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

# Prose: blank space around it is a matter of the editor (a YAML block ends with a line end, JSON text does not).
PROSE = frozenset(
    {
        "accrualPeriodicity",
        "conditions",
        "description",
        "grain",
        "inferredMeaning",
        "label",
        "labelCy",
        "leadTime",
        "note",
        "openQuestion",
        "process",
        "releaseNotes",
        "title",
        "titleCy",
        "unitOfCount",
    }
)
# Lists in which order says nothing. All others keep theirs: variables, codes, steps, contributors.
UNORDERED = frozenset({"caveats", "foreignKeys", "identifiers", "keywords", "sources", "undocumentedTables"})
# Here an empty list is a statement ("no text means missing"), and texts count to the last blank.
EXACT = frozenset({"enum", "falseValues", "missingValues", "trueValues", "categories"})


class NotCanonicalError(ValueError):
    """A value that has no canonical form: not a JSON type, not finite, or an integer beyond 2**53."""


def normalise(value: Any, key: str = "") -> Any:
    """The same facts in one spelling. `key` is the property that holds `value`; it decides what is prose.

    Returns None for what says nothing (None, empty prose, empty list, empty object), which the caller leaves out.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _text(value, key)
    if isinstance(value, Mapping):
        members = {_name(name): normalise(member, _name(name)) for name, member in value.items()}
        return {name: member for name, member in members.items() if member is not None} or None
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return _items(value, key)
    raise NotCanonicalError(f"{key or 'the value'} is a {type(value).__name__}, which JSON does not have")


def _name(key: Any) -> str:
    return unicodedata.normalize("NFC", str(key))


def _text(value: str, key: str) -> str | None:
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if key in PROSE:
        return text.strip() or None
    return text if text or key in EXACT or not key else None


def _items(values: Sequence[Any], key: str) -> list[Any] | None:
    if key in EXACT:
        return [normalise(item, key) for item in values]
    items = [item for item in (normalise(item) for item in values) if item is not None]
    if key in UNORDERED:
        items.sort(key=encode)
        if key == "keywords":
            items = [item for index, item in enumerate(items) if index == 0 or item != items[index - 1]]
    return items or None


def encode(value: Any) -> bytes:
    """RFC 8785 JSON of a value. Raises NotCanonicalError for what the standard cannot write."""
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise NotCanonicalError(str(error)) from error


def digest(data: bytes) -> str:
    """SHA-256 of bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
