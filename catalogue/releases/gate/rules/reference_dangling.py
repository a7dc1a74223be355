"""Keys, ways and series that lead to no table or variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Facts, Place, Subject

Columns = Mapping[str, frozenset[str]]


def _check(subject: Subject) -> Iterator[Finding]:
    columns = {
        str(table["name"]): frozenset(str(variable["name"]) for variable in table["variables"])
        for table in subject.tables
    }
    for table in subject.tables:
        for key in table.get("schema", {}).get("foreignKeys", ()):
            yield from _foreign(str(table["name"]), key, columns)
    named = {*columns, *(str(one.get("name")) for one in subject.dataset.get("undocumentedTables", ()))}
    for way in subject.dataset.get("joinPaths", ()):
        for step in way.get("steps", ()):
            if step.get("table") not in {*named, None}:
                place = Place(key=f"joinPaths/{way.get('name')}")
                yield Finding(place, f"A step goes through {step['table']!r}, which is no table of this release.")
    for series in subject.dataset.get("series", ()):
        if series.get("table") not in {*columns, None}:
            place = Place(key=f"series/{series.get('name')}")
            yield Finding(place, f"The series is of {series['table']!r}, which is no table of this release.")


def _foreign(table: str, key: Facts, columns: Columns) -> Iterator[Finding]:
    reference = key.get("reference", {})
    target = str(reference.get("resource") or table)
    if target not in columns:
        yield Finding(Place(table), f"A foreign key leads to {target!r}, which is no table of this release.")
        return
    for name, owner in ((key.get("fields", ()), table), (reference.get("fields", ()), target)):
        for field in (name,) if isinstance(name, str) else name:
            if field not in columns[owner]:
                yield Finding(Place(table), f"A foreign key names {field!r}, which is no variable of {owner!r}.")


RULE = GateRule(
    code="reference-dangling",
    group=Group.REFERENCES,
    severity=Severity.ERROR,
    title="A foreign key, a way to join or a series leads to no table or variable.",
    why="Pictures of tables, joins in starter scripts and pages of series would end in nothing.",
    remedy="Correct the name, or describe the table; one known by name alone goes into `undocumentedTables`.",
    check=_check,
    applies=lambda subject: bool(
        subject.dataset.get("joinPaths")
        or subject.dataset.get("series")
        or any(table.get("schema", {}).get("foreignKeys") for table in subject.tables)
    ),
)
