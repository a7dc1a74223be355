"""Caveats that speak of a time in words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Facts, Place, Subject

_TIME = re.compile(r"\b(?:before|after|since|until|till|from|prior to|up to)\s+(?:[A-Za-z0-9]+\s+){0,2}(?:19|20)\d\d\b")


def _check(subject: Subject) -> Iterator[Finding]:
    yield from _undated(subject.dataset.get("caveats", ()), Place())
    for table in subject.tables:
        yield from _undated(table.get("caveats", ()), Place(str(table["name"])))
    for _, variable, place in subject.columns:
        if "caveats" in variable:
            yield from _undated(variable["caveats"], place)


def _undated(caveats: Iterable[Facts], at: Place) -> Iterator[Finding]:
    for caveat in caveats:
        if not caveat.get("period") and (found := _TIME.search(str(caveat.get("title", "")))) is not None:
            place = Place(at.table, at.variable, key=f"caveats/{caveat.get('name')}")
            yield Finding(place, f"The caveat says {found[0]!r}, and has no period.")


RULE = GateRule(
    code="caveat-undated",
    group=Group.TEXT,
    severity=Severity.WARNING,
    title="A caveat speaks of a time, and has no period.",
    why="Pages and scripts show a caveat for the years that it is about; they cannot read the sentence.",
    remedy="Add `period` with `from`, `to` or both to the caveat.",
    check=_check,
)
