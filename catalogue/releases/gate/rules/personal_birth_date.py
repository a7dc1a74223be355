"""Whole dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.patterns import personal
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Place, Subject

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}})"
)
_BORN = re.compile(rf"\b(?:born|birth(?:day)?|dob|d\.o\.b\.)(?: (?:is|was|on))*[ :=]{{1,3}}{_DAY}", re.IGNORECASE)
_WHOLE_DAY = re.compile(_DAY, re.IGNORECASE)
_NAMED = re.compile(r"birth|(?<![a-z])(?:dob|wob)(?![a-z])|born", re.IGNORECASE)


def _check(subject: Subject) -> Iterator[Finding]:
    yield from personal(subject, _BORN, "a whole date of birth")
    for _, variable, place in subject.columns:
        example = str(variable.get("example", ""))
        about_birth = example and _NAMED.search(f"{variable['name']} {variable.get('title', '')}")
        if about_birth and _WHOLE_DAY.fullmatch(example):
            at = Place(place.table, place.variable, key="example")
            yield Finding(at, "The example is a whole date of birth.")


RULE = GateRule(
    code="personal-birth-date",
    group=Group.PERSONAL_DATA,
    severity=Severity.ERROR,
    title="A text holds a whole date of birth.",
    why="Few children in a court area share one; with an area it names a child.",
    remedy="Remove it, or give the year alone. For an example of a form write the pattern, such as YYYY-MM-DD.",
    check=_check,
)
