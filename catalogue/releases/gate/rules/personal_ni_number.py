"""National Insurance numbers."""

from __future__ import annotations

import re

from catalogue.releases.gate.patterns import personal
from catalogue.releases.gate.rule import GateRule, Group, Severity

_NUMBER = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.ASCII
)

RULE = GateRule(
    code="personal-ni-number",
    group=Group.PERSONAL_DATA,
    severity=Severity.ERROR,
    title="A text holds a National Insurance number.",
    why="The number names one person to every employer and office.",
    remedy="Remove it, and find out where it came from. For an example use QQ 12 34 56 C, which is nobody's.",
    check=lambda subject: personal(subject, _NUMBER, "a National Insurance number"),
)
