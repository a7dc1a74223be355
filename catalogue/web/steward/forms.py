"""Properties of a draft as fields of a form, and forms as edits.

Each property carries the tag of the value that the page was made from, in the field `was.<property>`. A form that
leaves a field out does not touch it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from catalogue.drafts.editing import NAME, Edit, tag, value_of
from catalogue.errors import InvalidRequestError
from catalogue.store.drafts import Part
from catalogue.web.steward.fields import FIELDS, Field, Kind, further

WAS, FURTHER = "was.", "further"
# No value has this tag: it makes sure that an edit is held against what others wrote.
_NO_TAG = "-"
# An entry of a list carries the number that it had; new ones have none.
_ENTRY = "entry"


def get(body: Mapping[str, Any], path: str) -> Any:
    """A property or a member of a group; None when it is not there."""
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def put(body: dict[str, Any], path: str, value: Any) -> None:
    """Set a property or a member of a group; None takes it away, and with it a group that holds nothing more."""
    name, _, rest = path.partition(".")
    if rest:
        group = body.get(name)
        inner = dict(group) if isinstance(group, Mapping) else {}
        put(inner, rest, value)
        value = inner or None
    if value is None:
        body.pop(name, None)
    else:
        body[name] = value


def written(field: Field, value: Any) -> str:
    """A value as the text of its field."""
    if value is None:
        return ""
    if field.kind is Kind.LINES:
        values = value if isinstance(value, list) else [value]
        if all(isinstance(one, str) and "\n" not in one for one in values):
            # One empty text ("no text means missing") would look like none.
            return "\n".join(values) if values != [""] else json.dumps(values)
    if field.kind in {Kind.LINES, Kind.JSON} or not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return value


def tags(part: Part) -> dict[str, str]:
    """The tag of each property that has a field, and of all further ones together."""
    names = {field.top for field in FIELDS[part.kind]}
    found = {name: tag(value_of(part, name)) for name in sorted(names)}
    return {**found, FURTHER: tag(further(part.kind, part.body) or None)}


def edits(part: Part, form: Mapping[str, str]) -> list[Edit]:
    """What a form asks for, property by property. Raises InvalidRequestError that names the field."""
    wanted: dict[str, Any] = {NAME: part.name, **copy.deepcopy(dict(part.body))}
    touched: set[str] = set()
    for field in FIELDS[part.kind]:
        if not _is_given(field, form):
            continue
        touched.add(field.top)
        if field.kind is Kind.ROWS:
            put(wanted, field.path, _entries(field, get(wanted, field.path), form))
        else:
            put(wanted, field.path, _value(field, form.get(field.path, ""), get(wanted, field.path)))
    found = [Edit(name, wanted.get(name), form.get(WAS + name)) for name in sorted(touched)]
    return found + (_further(part, form) if FURTHER in form else [])


def _is_given(field: Field, form: Mapping[str, str]) -> bool:
    """Whether a form speaks of a field. Browsers leave out boxes that are not ticked, so these have a marker beside."""
    marked = field.kind in {Kind.YES, Kind.ROWS}
    return f"has.{field.path}" in form if marked else field.path in form


def _value(field: Field, text: str, now: Any) -> Any:
    """The value that a text stands for. One that the page shows as the value it has now is that value."""
    text = text.replace("\r\n", "\n")
    if field.kind is Kind.YES:
        return True if text else None
    if text == written(field, now):
        return now
    if field.kind is Kind.JSON or (field.kind is Kind.LINES and text.lstrip().startswith("[")):
        return _json(text, field.label)
    if field.kind is Kind.LINES:
        lines = [line for line in text.split("\n") if line]
        return (lines[0] if field.path == "source" and len(lines) == 1 else lines) if lines else None
    return text if text.strip() else None


def _json(text: str, label: str) -> Any:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError(
            f"{label}: this is not JSON: {error}.", remedy="Correct it, or empty the field."
        ) from error


def _entries(field: Field, now: Any, form: Mapping[str, str]) -> list[Any] | None:
    """The entries of a list, in the order of the form. What an entry says beyond the fields stays."""
    held = now if isinstance(now, list) else []
    entries: list[Any] = []
    number = 0
    while f"{field.path}.{number}.{_ENTRY}" in form:
        place = f"{field.path}.{number}."
        number += 1
        given = form[place + _ENTRY]
        before = held[int(given)] if given.isascii() and given.isdigit() and int(given) < len(held) else {}
        entry = copy.deepcopy(dict(before)) if isinstance(before, Mapping) else {}
        for column in field.columns:
            put(entry, column.path, _value(column, form.get(place + column.path, ""), get(entry, column.path)))
        if form.get(place + "remove") or not any(get(entry, column.path) for column in field.columns[:2]):
            continue
        entries.append(entry)
    return entries or None


def _further(part: Part, form: Mapping[str, str]) -> list[Edit]:
    """Edits of the properties that have no field, from their JSON."""
    now = further(part.kind, part.body)
    wanted = _json(form[FURTHER], "Further properties") or {}
    if not isinstance(wanted, dict):
        raise InvalidRequestError("Further properties have to be a group, as {…}.")
    taken = sorted({field.top for field in FIELDS[part.kind]} & wanted.keys())
    if taken:
        raise InvalidRequestError(f"`{taken[0]}` has a field of its own.", remedy="Write it there.")
    fresh = form.get(WAS + FURTHER) in {None, tag(now or None)}
    return [
        Edit(name, wanted.get(name), tag(now.get(name)) if fresh else _NO_TAG)
        for name in sorted(now.keys() | wanted.keys())
        if now.get(name) != wanted.get(name)
    ]
