"""Keys whose two ends are of different types."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Facts, Place, Subject

_NUMBERS = {"integer": "number"}


def _check(subject: Subject) -> Iterator[Finding]:
    types = {
        str(table["name"]): {str(variable["name"]): str(variable.get("type", "any")) for variable in table["variables"]}
        for table in subject.tables
    }
    for table in subject.tables:
        for key in table.get("schema", {}).get("foreignKeys", ()):
            reference = key.get("reference", {})
            target = str(reference.get("resource") or table["name"])
            for field, other in zip(key.get("fields", ()), reference.get("fields", ()), strict=False):
                one, two = types[str(table["name"])].get(field, "any"), types.get(target, {}).get(other, "any")
                if "any" not in {one, two} and _NUMBERS.get(one, one) != _NUMBERS.get(two, two):
                    message = f"It leads to {other!r} of {target!r}, which is of type {two}; this one is of type {one}."
                    yield Finding(Place(str(table["name"]), str(field)), message)


def _keys(table: Facts) -> bool:
    return bool(table.get("schema", {}).get("foreignKeys"))


def _is_used(subject: Subject) -> bool:
    return any(_keys(table) for table in subject.tables)


RULE = GateRule(
    code="reference-mistyped",
    group=Group.REFERENCES,
    severity=Severity.WARNING,
    title="The two ends of a foreign key are of different types.",
    why="A join between them fails in most databases, or silently finds nothing.",
    remedy="Correct the type of one of the two; when they really differ, say in the key's `note` how to convert.",
    check=_check,
    applies=_is_used,
)
