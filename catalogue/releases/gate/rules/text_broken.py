"""Characters that went through the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.patterns import outside_code
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

# The replacement character, and UTF-8 that was read as Windows-1252: Ã followed by a sign, Â before one, â€ of quotes.
_BROKEN = re.compile("�|Ã[\x80-\xbfƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]|Â[\xa0-\xbf]|â€[\x80-\xbf™œ“”˜¢¦]|ï»¿")


def _check(subject: Subject) -> Iterator[Finding]:
    for text in subject.texts:
        if not text.value.isascii() and (found := _BROKEN.search(outside_code(text.value))) is not None:
            yield Finding(text.place, f"{ascii(found[0])} comes from a file that was read in the wrong encoding.")


RULE = GateRule(
    code="text-broken",
    group=Group.TEXT,
    severity=Severity.ERROR,
    title="Characters are broken, as in a file that was read in the wrong encoding.",
    why="Names in Welsh and quotation marks become unreadable, cannot be searched, and are sealed that way.",
    remedy="Read the dictionary again as UTF-8 or Windows-1252, whichever it is. Quote broken values in backticks.",
    check=_check,
)
