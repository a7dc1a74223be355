"""Releases of which no run is known."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Lineage, Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    if subject.lineage is Lineage.MISSING:
        yield Finding(Place(), "No run is named that made this release, and none that was reported wrote its tables.")


RULE = GateRule(
    code="lineage-missing",
    group=Group.LINEAGE,
    severity=Severity.WARNING,
    title="No run that made the release is named or promised.",
    why="Without it nobody can tell which version of the source and of the code is behind a figure.",
    remedy="Give --run, and --run-later when it is reported afterwards. Where others made the data, this stays.",
    check=_check,
    applies=lambda subject: subject.lineage is not Lineage.UNASKED,
)
