"""Changes in words: names of properties, values in short, and what of a text stays, goes and comes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, Literal

from catalogue.releases.diff.changes import Change, Kind, Subject
from catalogue.releases.diff.rules import PROVENANCE

# Properties whose names in a descriptor are not what a reader calls them.
_KEYS = {
    "description": "Definition",
    "title": "Label",
    "temporal": "Time covered",
    "spatial": "Area",
    "data": "Rows",
    "label": "Meaning",
    "titleCy": "Welsh label",
    "labelCy": "Welsh label",
    "undocumentedColumns": "Columns known by number only",
    "undocumentedTables": "Tables known by name only",
    "schema/fields": "Order of columns",
    "codes": "Order of codes",
}
# Entries of lists, one by one.
_ENTRIES = {
    "caveats": "Caveat",
    "facts": "Fact",
    "series": "Series",
    "joinPaths": "Way to join",
    "identifiers": "Identifier",
    "foreignKeys": "Reference",
    "constraints": "Constraint",
    "undocumentedTables": "Table known by name only",
}
_DESCRIBED = frozenset({Subject.DATASET, Subject.TABLE, Subject.CODE_LIST})
# What says most about a group of properties, best first.
_TELLING = ("title", "value", "label", "description", "status", "rows", "note", "count", "name", "path", "digest")
_BLANKS = re.compile(r"\s+")
LONGEST = 400
Span = tuple[Literal["same", "del", "ins"], str]


def key_words(change: Change) -> str:
    """The property in words: `Physical type`, `Caveat no-dictionary`."""
    key = change.key.removeprefix("schema/") if change.key not in _KEYS else change.key
    if key == "description" and change.subject in _DESCRIBED:
        return "Description"
    if key == "title" and change.subject is Subject.DATASET:
        return "Title"
    first, _, rest = key.partition("/")
    if first in _ENTRIES and rest:
        return f"{_ENTRIES[first]} {rest}"
    return ": ".join(filter(None, (_KEYS.get(first) or _spaced(first), _spaced(rest).lower())))


def _spaced(name: str) -> str:
    """`physicalType` as `Physical type`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return spaced[:1].upper() + spaced[1:].lower()


def what_happened(change: Change) -> str:
    """What happened to the thing as a whole; empty for a change of one property."""
    return {
        Kind.ADDED: "Added",
        Kind.REMOVED: "Removed",
        Kind.DESCRIBED: "Described for the first time",
        Kind.UNDESCRIBED: "No longer described",
        Kind.RENAMED: f"Renamed from {change.before}",
    }.get(change.kind, "")


def in_short(change: Change) -> str:
    """The property without which of its entries, to be listed with others: `caveats`, `codes`, `physical type`."""
    if change.subject in {Subject.CODE, Subject.CODE_LIST}:
        return "codes"
    if change.key in _KEYS:
        return key_words(change).lower()
    return _spaced(change.key.removeprefix("schema/").partition("/")[0]).lower()


def values(change: Change) -> tuple[str, str]:
    """Before and after in short, each empty when nothing is said. Of two groups only what differs between them."""
    before, after = change.before, change.after
    if change.key.startswith("schema/foreignKeys/"):  # the key says which columns lead where
        return _reference(before), _reference(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        telling = [key for key in _TELLING if key in differing][:1]
        telling = telling or [key for key in differing if key not in PROVENANCE] or differing
        one, other = ({key: side[key] for key in telling if key in side} for side in (before, after))
        return _group(one), _group(other)
    return short(before), short(after)


def _reference(side: Mapping[str, Any] | None) -> str:
    return "" if side is None else short(side.get("note")) or "stated"


def _group(members: Mapping[str, Any]) -> str:
    if len(members) == 1:
        return short(next(iter(members.values())))
    return _cut("; ".join(f"{_spaced(key).lower()} {short(value)}" for key, value in members.items()))


def short(value: Any) -> str:
    """A value in a few words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _cut(
            next((short(value[key]) for key in _TELLING if key in value), json.dumps(value, ensure_ascii=False))
        )
    if isinstance(value, list):
        return _cut(", ".join(short(item) for item in value))
    return _cut(_BLANKS.sub(" ", str(value).replace("`", "")).strip())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def whole(change: Change) -> str:
    """What a thing that came or went is: its label, else its type and its code list."""
    facts = change.after if change.after is not None else change.before
    if not isinstance(facts, Mapping):
        return ""
    told = facts.get("title") or facts.get("label") or facts.get("description")
    return short(told) if told else ", ".join(filter(None, (short(facts.get("type")), short(facts.get("codeList")))))


def spans(before: str, after: str) -> tuple[Span, ...]:
    """Two texts as one: words that stay, go and come, to be put together with spaces between.

    Two texts that share little go and come as a whole.
    """
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:  # noqa: PLR2004 - below it, a patchwork is harder to read than the two
        found: list[Span] = [("del", before), ("ins", after)]
    else:
        found = []
        for operation, old_begin, old_end, new_begin, new_end in matcher.get_opcodes():
            if operation == "equal":
                found.append(("same", " ".join(new[new_begin:new_end])))
                continue
            found.append(("del", " ".join(old[old_begin:old_end])))
            found.append(("ins", " ".join(new[new_begin:new_end])))
    return tuple(span for span in found if span[1])
