"""A variable without a label."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for _, variable, place in subject.columns:
        if not str(variable.get("title", "")).strip():
            yield Finding(place, "The variable has no label.")


RULE = GateRule(
    code="label-missing",
    group=Group.COMPLETENESS,
    severity=Severity.WARNING,
    title="A variable has no label.",
    why="Lists, tables and search results show the label; without one a reader meets the bare name of a column.",
    remedy="Add a `title` of a few words, such as `Date the application was received`.",
    check=_check,
    applies=lambda subject: any(table["variables"] for table in subject.tables),
)
