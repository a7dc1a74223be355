"""Spaces that nobody sees in labels and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity, quoted
from catalogue.releases.gate.subject import Subject

_SPACES = re.compile("^\\s|\\s$|\\s\\s|[\t\n\r\xa0\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]")


def _check(subject: Subject) -> Iterator[Finding]:
    for text in subject.texts:
        if (text.is_label or text.leaf == "code") and _SPACES.search(text.value):
            yield Finding(text.place, f"{quoted(text.value)} has spaces or signs that cannot be seen.")


RULE = GateRule(
    code="text-spaces",
    group=Group.TEXT,
    severity=Severity.WARNING,
    title="A label or code begins or ends with a space, has two in a row, or holds signs that cannot be seen.",
    why="A code with a space at its end equals no value of the data, and two labels that look alike sort apart.",
    remedy="Take the spaces away; if the data really have them, say so in the code's description.",
    check=_check,
)
