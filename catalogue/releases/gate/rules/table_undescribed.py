"""A table of which nobody says what it holds or what one row is."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for table in subject.tables:
        lacks = [what for key, what in _WANTED.items() if not table.get(key)]
        if lacks:
            yield Finding(Place(str(table["name"])), f"The table does not say {' and '.join(lacks)}.")


_WANTED = {"description": "what it holds", "grain": "what one row is"}

RULE = GateRule(
    code="table-undescribed",
    group=Group.COMPLETENESS,
    severity=Severity.WARNING,
    title="A table does not say what it holds, or what one row of it is.",
    why="Who does not know what a row is counts the wrong thing: cases, applications, or people in applications.",
    remedy="Add `description` and `grain`, such as `grain: one row per child and application`.",
    check=_check,
    applies=lambda subject: bool(subject.tables),
)
