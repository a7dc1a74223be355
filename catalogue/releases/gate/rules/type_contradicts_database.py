"""A type that the database's own type contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

_DAY = re.compile(r"(?:DATE|TIMESTAMP|DATETIME|SMALLDATETIME)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:(?:BIG|SMALL|TINY|MEDIUM)?INT(?:EGER)?|DECIMAL|NUMERIC|FLOAT|DOUBLE|REAL)\b", re.IGNORECASE)
_TYPES = {"date": _NUMBER, "datetime": _NUMBER, "integer": _DAY, "number": _DAY, "boolean": _DAY, "string": _DAY}


def _check(subject: Subject) -> Iterator[Finding]:
    for _, variable, place in subject.columns:
        wrong, physical = _TYPES.get(str(variable.get("type"))), str(variable.get("physicalType", ""))
        if wrong is not None and wrong.match(physical):
            yield Finding(place, f"The type is {variable['type']}, and in the database it is {physical}.")


RULE = GateRule(
    code="type-contradicts-database",
    group=Group.VALIDITY,
    severity=Severity.WARNING,
    title="The type and the type in the database cannot both be right.",
    why="Starter scripts and readers go by `type`: a day that is kept as a number is read wrongly, or not at all.",
    remedy="Correct `type` or `physicalType`; for a day kept as a number write `type: integer`, and how to read it.",
    check=_check,
)
