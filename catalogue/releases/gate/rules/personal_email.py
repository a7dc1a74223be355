"""E-mail addresses outside contacts."""

from __future__ import annotations

import re

from catalogue.releases.gate.patterns import personal
from catalogue.releases.gate.rule import GateRule, Group, Severity

_ADDRESS = re.compile(r"(?<![\w.+/-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")

RULE = GateRule(
    code="personal-email",
    group=Group.PERSONAL_DATA,
    severity=Severity.ERROR,
    title="An e-mail address stands in a text that is no contact.",
    why="Example values and notes are copied from real records, and an address names a person.",
    remedy="Remove it. Whom to ask about the data belongs in `access.contact`, `contributors` or `sources`.",
    check=lambda subject: personal(subject, _ADDRESS, "an e-mail address"),
)
