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
_NAMED = re.compile(r"birth|(?:^|_)dob(?:_|$)|born|^wob$", re.IGNORECASE)


def _check(subject: Subject) -> Iterator[Finding]:
    yield from personal(subject, lambda text: _BORN.search(text) is not None, "a whole date of birth")
    for _, variable, place in subject.columns():
        if _NAMED.search(f"{variable['name']}") or _NAMED.search(str(variable.get("title", ""))):
            if _WHOLE_DAY.fullmatch(str(variable.get("example", ""))):
                yield Finding(
                    Place(place.table, place.variable, key="example"), "The example is a whole date of birth."
                )


RULE = GateRule(
    code="personal-birth-date",
    group=Group.PERSONAL_DATA,
    severity=Severity.ERROR,
    title="A text holds a whole date of birth.",
    why="Few children in a court area share one; with an area it names a child.",
    remedy="Remove it, or give the year alone. For an example of a form write the pattern, such as YYYY-MM-DD.",
    check=_check,
)
