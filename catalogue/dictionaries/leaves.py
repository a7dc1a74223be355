"""Facts of a part as a flat table of properties, and back: merging and origins go by single properties. Pure.

Groups that readers know by their members are opened: `constraints/required`, `schema/primaryKey`, `imported/Notes`.
So are lists whose entries have names: codes by their value, `codes/1/label`, and sources, `sources/dictionary/title`.
Every other value is one property. Signs `~` and `/` in a name are written `~0` and `~1`, as in JSON Pointer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

Facts = dict[str, Any]

_GROUPS = frozenset({"constraints", "schema", "imported"})
# Lists, with the property by which their entries are told apart.
_LISTS = {"codes": "code", "sources": "name"}


def flat(facts: Mapping[str, Any], whole: Collection[str] = ()) -> Facts:
    """Every property by its path, in the order of the facts. whole: groups and lists that are not to be opened."""
    found: Facts = {}
    for name, value in facts.items():
        opened = None if name in whole else _opened(name, value)
        if opened is None:
            found[_written(name)] = value
        else:
            found |= opened
    return found


def closed(facts: Mapping[str, Any]) -> set[str]:
    """The groups and lists of these facts that cannot be opened, such as a list in which a code stands twice."""
    return {name for name, value in facts.items() if name in {*_GROUPS, *_LISTS} and _opened(name, value) is None}


def nested(values: Mapping[str, Any]) -> Facts:
    """The facts of which `flat` made these properties. Entries stand in the order in which they come first."""
    facts: Facts = {}
    entries: dict[str, dict[str, Facts]] = {}
    for path, value in values.items():
        name, *steps = (_read(step) for step in path.split("/"))
        if not steps:
            facts[name] = value
        elif name in _LISTS:
            facts.setdefault(name, [])
            entries.setdefault(name, {}).setdefault(steps[0], {_LISTS[name]: steps[0]})[steps[1]] = value
        else:
            facts.setdefault(name, {})[steps[0]] = value
    return {**facts, **{name: list(found.values()) for name, found in entries.items()}}


def _opened(name: str, value: Any) -> Facts | None:
    if name in _GROUPS and isinstance(value, Mapping) and value:
        return {f"{name}/{_written(key)}": member for key, member in value.items()}
    if name not in _LISTS or not isinstance(value, list) or not value:
        return None
    key = _LISTS[name]
    if not all(isinstance(one, Mapping) and isinstance(one.get(key), str) for one in value):
        return None
    if len({one[key] for one in value}) < len(value):
        return None
    return {f"{name}/{_written(one[key])}/{_written(member)}": inner for one in value for member, inner in one.items()}


def _written(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _read(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
