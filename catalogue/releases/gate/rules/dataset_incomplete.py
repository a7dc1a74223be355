"""A dataset that does not say what it is, whose, for whom, or of when."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject

_WANTED = {
    "description": "what it holds",
    "publisher": "who answers for it",
    "accessRights": "who may have it",
    "temporal": "of which time it is",
}


def _check(subject: Subject) -> Iterator[Finding]:
    for key, what in _WANTED.items():
        if not subject.dataset.get(key):
            yield Finding(Place(key=key), f"The dataset does not say {what}.")


RULE = GateRule(
    code="dataset-incomplete",
    group=Group.COMPLETENESS,
    severity=Severity.WARNING,
    title="The dataset does not say what it holds, who answers for it, who may have it, or of which time it is.",
    why="These four decide whether a reader goes on to the tables at all.",
    remedy="Add `description`, `publisher`, `accessRights` and `temporal` to the descriptor, as far as they are known.",
    check=_check,
)
