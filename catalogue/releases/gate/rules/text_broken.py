"""Characters that went through the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.patterns import outside_code
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

_LEADS = "\u00c2\u00c3\u00e2"
_PAIRS = 0x80
# The replacement character, a byte order mark read as letters, and a letter as which the first byte of UTF-8 is read.
_SUSPECT = re.compile(f"\ufffd|\u00ef\u00bb\u00bf|[{_LEADS}][^\x00-\x7f]{{1,2}}")


def is_broken(found: str) -> bool:
    """True when some characters were UTF-8 before they were read as Windows-1252 or Latin-1."""
    if found[0] not in _LEADS:
        return True
    for length in (3, 2):
        for encoding in ("cp1252", "latin-1"):
            try:
                text = found[:length].encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
            return len(text) == 1 and ord(text) >= _PAIRS
    return False


def _check(subject: Subject) -> Iterator[Finding]:
    if _SUSPECT.search(subject.whole) is None:
        return
    for text in subject.texts:
        found = next((one[0] for one in _SUSPECT.finditer(outside_code(text.value)) if is_broken(one[0])), None)
        if found is not None:
            yield Finding(text.place, f"{found!a} comes from a file that was read in the wrong encoding.")


RULE = GateRule(
    code="text-broken",
    group=Group.TEXT,
    severity=Severity.ERROR,
    title="Characters are broken, as in a file that was read in the wrong encoding.",
    why="Names in Welsh and quotation marks become unreadable, cannot be searched, and are sealed that way.",
    remedy="Read the dictionary again as UTF-8 or Windows-1252, whichever it is. Quote broken values in backticks.",
    check=_check,
)
