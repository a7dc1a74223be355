"""Definitions that say the name again."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.meaning import repeats_a_name
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for _, variable, place in subject.columns:
        if repeats_a_name(variable):
            yield Finding(place, "The definition says the label or the name again.")


RULE = GateRule(
    code="definition-repeats",
    group=Group.TEXT,
    severity=Severity.WARNING,
    title="A definition says no more than the label or the name.",
    why="It fills the box and tells nothing, and readers take the variable for defined.",
    remedy="Say what one value means: of whom, of what day, by whose rule. What nobody knows is an `openQuestion`.",
    check=_check,
    applies=lambda subject: any(table["variables"] for table in subject.tables),
)
