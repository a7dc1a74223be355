"""A code list without codes."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for name, facts in subject.code_lists.items():
        if not facts.get("codes"):
            yield Finding(Place(code_list=name), "The list has no codes.")


RULE = GateRule(
    code="codes-missing",
    group=Group.CODE_LISTS,
    severity=Severity.WARNING,
    title="A code list that a variable uses has no codes.",
    why="A reader sees that values are coded, and not one of them.",
    remedy="Add the codes that are known and say `complete: false`, or write an `openQuestion` in place of `codeList`.",
    check=_check,
    applies=lambda subject: bool(subject.code_lists),
)
