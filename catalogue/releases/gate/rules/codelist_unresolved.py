"""A code list that is nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for name, place in subject.uses.items():
        if name not in subject.code_lists:
            yield Finding(place, f"The code list {name!r} is neither in the package nor in the register.")


RULE = GateRule(
    code="codelist-unresolved",
    group=Group.REFERENCES,
    severity=Severity.ERROR,
    title="A variable cites a code list that is nowhere.",
    why="A release pins the lists that it uses by digest; what does not exist cannot be pinned.",
    remedy="Add the list under `codeLists` or to the vocabulary, or correct the name.",
    check=_check,
    applies=lambda subject: bool(subject.uses),
)
