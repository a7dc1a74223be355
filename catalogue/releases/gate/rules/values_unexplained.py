"""Values that are listed and not explained."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.meaning import unexplained, values_of
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity, named
from catalogue.releases.gate.subject import Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for _, variable, place in subject.columns:
        values = values_of(variable)
        if values is not None and (left := unexplained(variable, values)):
            yield Finding(place, f"Nothing says what these values mean: {named(left)}.")


RULE = GateRule(
    code="values-unexplained",
    group=Group.CODE_LISTS,
    severity=Severity.WARNING,
    title="A variable lists its values, and nothing says what they mean.",
    why="The values are codes in all but name: a reader needs their meaning as much as that of a code list.",
    remedy="Make them a code list and cite it as `codeList`, or say in the description what each value stands for.",
    check=_check,
    applies=lambda subject: any(values_of(variable) is not None for _, variable, _ in subject.columns),
)
