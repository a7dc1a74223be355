"""A variable of which nothing is said."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.meaning import is_told
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for _, variable, place in subject.columns:
        if not is_told(variable):
            yield Finding(place, "Nothing says what a value means.")


RULE = GateRule(
    code="definition-missing",
    group=Group.COMPLETENESS,
    severity=Severity.WARNING,
    title="A variable has no definition, no inferred meaning and no open question.",
    why="Researchers apply for variables months before they see one; what a name suggests is often not what it holds.",
    remedy="Write `description`; `inferredMeaning` when you believe it and nobody has said it; else `openQuestion`.",
    check=_check,
    applies=lambda subject: any(table["variables"] for table in subject.tables),
)
