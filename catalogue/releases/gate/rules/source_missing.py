"""Facts of which nobody says where they are from."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for key, what in (("mark", "how it is known"), ("source", "where it is from")):
        if subject.dataset.get(key):
            continue
        for table in subject.tables:
            if not table.get(key) and not all(variable.get(key) for variable in table["variables"]):
                yield Finding(Place(str(table["name"])), f"Neither the dataset nor the table says {what}.")


RULE = GateRule(
    code="source-missing",
    group=Group.LINEAGE,
    severity=Severity.WARNING,
    title="Nothing says how the description of a table is known, or where it is from.",
    why="A reader weighs a dictionary of the data's owner otherwise than what published code shows.",
    remedy="Add `mark` and `source` to the package, and to a table or variable where they differ.",
    check=_check,
    applies=lambda subject: bool(subject.tables),
)
