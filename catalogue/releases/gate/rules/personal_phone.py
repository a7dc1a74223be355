"""Telephone numbers outside contacts."""

from __future__ import annotations

import re

from catalogue.releases.gate.patterns import personal
from catalogue.releases.gate.rule import GateRule, Group, Severity

# British numbers as people write them: in groups, with the country's prefix, or eleven digits from 01, 02, 03, 07, 08.
_NUMBER = re.compile(
    r"(?<![\w.+/-])(?:\+44[ -]?(?:\(0\)[ -]?)?\d{2,5}[ -]?\d{3,4}[ -]?\d{3,4}"
    r"|\(?0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}|0[12378]\d{9})(?![\w/-]|\.\d)",
    re.ASCII,
)

RULE = GateRule(
    code="personal-phone",
    group=Group.PERSONAL_DATA,
    severity=Severity.ERROR,
    title="A telephone number stands in a text that is no contact.",
    why="Example values and notes are copied from real records, and a number reaches a person.",
    remedy="Remove it. Whom to ask about the data belongs in `access.contact`.",
    check=lambda subject: personal(subject, _NUMBER, "a telephone number"),
)
