"""NHS numbers, by their check digit."""

from __future__ import annotations

import re

from catalogue.releases.gate.patterns import personal
from catalogue.releases.gate.rule import GateRule, Group, Severity

_TEN_DIGITS = re.compile(r"(?<![\w.:/-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w/-]|\.\d)", re.ASCII)
_ELEVEN = 11
_BOOK = re.compile(r"ISBN[ :-]*$", re.IGNORECASE)


def is_nhs_number(digits: str) -> bool:
    """True for ten digits of which the last one checks the others. All alike is no number that is given out."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (_ELEVEN - total % _ELEVEN) % _ELEVEN == int(digits[9]) and len(set(digits)) > 1


def _holds(found: re.Match[str]) -> bool:
    return is_nhs_number(found[1] + found[3] + found[4]) and not _BOOK.search(found.string[: found.start()])


RULE = GateRule(
    code="personal-nhs-number",
    group=Group.PERSONAL_DATA,
    severity=Severity.ERROR,
    title="A text holds what is an NHS number by its check digit.",
    why="The number names one person in every record of health and care in England and Wales.",
    remedy="Remove it, and find out where it came from. For an example use 999 000 0000, which is nobody's.",
    check=lambda subject: personal(subject, _TEN_DIGITS, "an NHS number by its check digit", _holds),
)
