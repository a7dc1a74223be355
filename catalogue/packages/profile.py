"""The profile: which properties a package and each kind of vocabulary have, and of what type.

The schemas are JSON files beside this one; the site serves them. What breaks them is reported under the code that a
schema names in `x-rule`, or under the general codes `property-missing`, `property-type` and `property-value`.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from catalogue.packages.rules import Findings, Rule, shown, visible

SCHEMAS = {
    name: Path(__file__).with_name(f"{name}.json")
    for name in ("profile", "codelist", "concept", "organisation", "pathway")
}

Place = tuple[str | int, ...]

_TYPES = {
    "string": "text",
    "array": "a list",
    "object": "a group of properties",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "empty",
}
_KEYWORD_RULES = {"required": Rule.PROPERTY_MISSING, "type": Rule.PROPERTY_TYPE}
# Keys by which a reader recognises an entry of a list.
_LABELS = ("name", "code", "label", "value", "title", "table")


def schema(name: str) -> dict[str, Any]:
    """One of the schemas: `profile`, or that of a kind of vocabulary, such as `codelist`."""
    loaded: dict[str, Any] = json.loads(SCHEMAS[name].read_text("utf-8"))
    return loaded


@cache
def _written_out(name: str) -> dict[str, Any]:
    """A schema without references."""
    whole = schema(name)
    expanded: dict[str, Any] = _expanded(whole, whole.pop("$defs", {}))
    return expanded


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(_written_out(name))


def _expanded(part: Any, definitions: dict[str, Any]) -> Any:
    """A part of a schema with its references written out: checking variables is three times as fast that way."""
    if isinstance(part, list):
        return [_expanded(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    members = {key: _expanded(value, definitions) for key, value in part.items() if key != "$ref"}
    if "$ref" not in part:
        return members
    target = definitions[part["$ref"].removeprefix("#/$defs/")]
    return {**_expanded(target, definitions), **members}


@cache
def _free_texts() -> tuple[frozenset[str], dict[str, tuple[int, int]]]:
    """Properties of variables that the profile looks at, and those that may be any text of some length."""
    tables = _written_out("profile")["properties"]["resources"]["items"]["properties"]
    looked_at = tables["schema"]["properties"]["fields"]["items"]["properties"]
    lengths = {
        key: (part.get("minLength", 0), part.get("maxLength", sys.maxsize))
        for key, part in looked_at.items()
        if part.get("type") == "string" and not {"enum", "pattern"} & part.keys()
    }
    return frozenset(looked_at), lengths


def is_fine(document: dict[str, Any]) -> bool:
    """True when a package breaks nothing of the profile.

    Most variables of a table differ in nothing that the profile looks at, so that one of each kind is shown to it.
    That takes a third of the time of showing it all of 10,000 variables.
    """
    tables = document.get("resources")
    if not isinstance(tables, list):
        return False
    return _validator("profile").is_valid({**document, "resources": [_thinned(table) for table in tables]})


def _thinned(table: Any) -> Any:
    inner = table.get("schema") if isinstance(table, dict) else None
    fields = inner.get("fields") if isinstance(inner, dict) else None
    if not isinstance(inner, dict) or not isinstance(fields, list):
        return table
    kinds = {_kind_of_variable(field): field for field in fields}
    return {**table, "schema": {**inner, "fields": list(kinds.values())}}


def _kind_of_variable(field: Any) -> str:
    """The same text for variables between which the profile makes no difference."""
    if not isinstance(field, dict):
        return f"no variable: {type(field).__name__}"
    looked_at, lengths = _free_texts()
    kind: list[Any] = []
    for key, value in field.items():
        if key in lengths and isinstance(value, str):
            least, most = lengths[key]
            kind.append((key, least <= len(value) <= most))
        elif key in looked_at:
            kind.append((key, "value", value))
    return repr(kind)


def check_profile(document: dict[str, Any], name: str, findings: Findings) -> dict[str, Any]:
    """Note what breaks a schema, and return the document without the parts that do.

    So later checks can rely on types, and find what is wrong elsewhere. Properties that are missing stay missing.
    """
    if name == "profile" and is_fine(document):
        return document
    broken: list[Place] = []
    seen: set[tuple[Place, str]] = set()
    for error in _validator(name).iter_errors(document):
        place: Place = tuple(error.absolute_path)
        keyword = str(error.validator)
        if (place, keyword) in seen:
            continue
        seen.add((place, keyword))
        if keyword == "required":
            required: Any = error.validator_value
            instance: Any = error.instance
            for key in required:
                if key not in instance:
                    _note(error, document, (*place, key), findings)
        else:
            broken.append(place)
            _note(error, document, place, findings)
    return _without(document, broken) if broken else document


def _note(error: ValidationError, document: dict[str, Any], place: Place, findings: Findings) -> None:
    keyword = str(error.validator)
    part: dict[str, Any] = dict(error.schema) if isinstance(error.schema, dict) else {}
    if keyword == "required":
        part = part.get("properties", {}).get(place[-1], {})
    rule = _KEYWORD_RULES.get(keyword, Rule.PROPERTY_VALUE)
    if "x-rule" in part and keyword != "required":
        rule = Rule(part["x-rule"])
    table, variable, path = locate(document, place)
    message, remedy = _words(keyword, error, path, part)
    findings.add(rule, message, remedy, table=table, variable=variable)


def _words(keyword: str, error: ValidationError, path: str, part: dict[str, Any]) -> tuple[str, str]:
    """What is wrong and what to do, for one fault."""
    value: Any = error.instance
    wanted: Any = error.validator_value
    about = str(part.get("description", ""))
    if keyword == "required":
        return f"`{path}` is missing.", f"Add it: {about}" if about else "Add it."
    if keyword == "type":
        types = [wanted] if isinstance(wanted, str) else list(wanted)
        words = " or ".join(_TYPES[one] for one in types)
        is_scalar = isinstance(value, bool | int | float)
        remedy = "Put the value in quotes." if is_scalar and "string" in types else about
        return f"`{path}` must be {words}, not {shown(value) if is_scalar else _kind(value)}.", remedy
    if keyword == "enum":
        return f"`{path}` is {shown(value)}.", f"Use one of: {', '.join(map(str, wanted))}."
    if keyword == "minItems":
        return f"`{path}` is empty.", about
    return f"`{path}` is {shown(value)}, which is not allowed there.", about


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return _TYPES["object"]
    return _TYPES["array"] if isinstance(value, list) else _TYPES["string"]


def locate(document: dict[str, Any], place: Sequence[str | int]) -> tuple[str, str, str]:
    """Table, variable and the path of the property inside them, for a place in a package descriptor."""
    table = variable = ""
    steps: list[str] = []
    value: Any = document
    for index, step in enumerate(place):
        value = _member(value, step)
        before = tuple(place[:index])
        if isinstance(step, int) and before == ("resources",):
            table, steps = _label(value, step), []
        elif isinstance(step, int) and before[2:] == ("schema", "fields"):
            variable, steps = _label(value, step), []
        elif isinstance(step, int):
            steps.append(_label(value, step))
        else:
            steps.append(visible(step))
    return table, variable, "/".join(steps) or "the whole"


def _member(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(step))
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    return None


def _label(value: Any, position: int) -> str:
    """How a reader recognises an entry of a list: by its name or the like, else by its number."""
    if isinstance(value, dict):
        for key in _LABELS:
            if isinstance(value.get(key), str) and value[key]:
                return visible(value[key], 80)
    return f"no. {position + 1}"


def _order(place: Place) -> list[str]:
    return [str(step).zfill(9) for step in place]


def _without(document: dict[str, Any], places: Iterable[Place]) -> dict[str, Any]:
    """A copy of a document without the values at some places; entries of lists go last first."""
    pruned = copy.deepcopy(document)
    for place in sorted(set(places), key=_order, reverse=True):
        if not place:
            return {}
        holder: Any = pruned
        for step in place[:-1]:
            holder = _member(holder, step)
        if isinstance(holder, dict):
            holder.pop(str(place[-1]), None)
        elif isinstance(holder, list) and isinstance(place[-1], int):
            del holder[place[-1]]
    return pruned
