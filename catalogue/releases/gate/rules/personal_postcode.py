"""Full postcodes outside contacts."""

from __future__ import annotations

import re

from catalogue.releases.gate.patterns import personal
from catalogue.releases.gate.rule import GateRule, Group, Severity

_AREA = r"(?:[A-PR-UWYZ][0-9][0-9A-HJKPSTUW]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRVWXY]?)"
# With its space anywhere, and without it when it is a whole line, as an example value is.
_POSTCODE = re.compile(
    rf"\b{_AREA} [0-9][ABD-HJLNP-UW-Z]{{2}}\b|^{_AREA}[0-9][ABD-HJLNP-UW-Z]{{2}}$", re.ASCII | re.MULTILINE
)

RULE = GateRule(
    code="personal-postcode",
    group=Group.PERSONAL_DATA,
    severity=Severity.ERROR,
    title="A full postcode stands in a text that is no contact.",
    why="A postcode is about 15 addresses; with a date of birth it names a child.",
    remedy="Remove it, or give its first half. The address of an organisation belongs in `access.contact`.",
    check=lambda subject: personal(subject, _POSTCODE, "a full postcode"),
)
