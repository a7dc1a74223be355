"""Codes that tell nothing."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.meaning import explains
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity, named
from catalogue.releases.gate.subject import Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for name, facts in subject.code_lists.items():
        bare = [str(code.get("code", "")) for code in facts.get("codes", ()) if not explains(code)]
        if bare:
            yield Finding(Place(code_list=name), f"Nothing says what these codes mean: {named(bare)}.")


RULE = GateRule(
    code="code-unlabelled",
    group=Group.CODE_LISTS,
    severity=Severity.WARNING,
    title="Codes of a list have no label, no description and no inferred meaning, and are no words themselves.",
    why="A table of results with the code 35 in it cannot be read, and guessing has led to wrong published figures.",
    remedy="Add a `label` to each code; where nobody knows, `inferredMeaning`, or `openQuestion` at the variable.",
    check=_check,
    applies=lambda subject: bool(subject.code_lists),
)
