"""Data that reach beyond the day on which they were taken."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    end = str(subject.dataset["temporal"]["end"])
    # As far as both reach: 2023 does not end after a snapshot of June 2023.
    if end > subject.snapshot[: len(end)]:
        message = f"The data end in {end}, after the snapshot of {subject.snapshot}."
        yield Finding(Place(key="temporal/end"), message)


def _applies(subject: Subject) -> bool:
    return bool(subject.snapshot and subject.dataset.get("temporal", {}).get("end"))


RULE = GateRule(
    code="coverage-after-snapshot",
    group=Group.VALIDITY,
    severity=Severity.WARNING,
    title="The data are said to end after the day on which they were taken.",
    why="Who plans a study up to that end finds less than was promised.",
    remedy="Correct `temporal.end` or `snapshot`; planned dates in the data are no coverage.",
    check=_check,
    applies=_applies,
)
