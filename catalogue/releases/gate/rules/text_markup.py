"""HTML in texts that are plain or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.patterns import in_sentences
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

_TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|script|span|strong|style|table|td|th|tr|u|ul)\b[^<>]*>|"
    r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,5});",
    re.IGNORECASE,
)


def _check(subject: Subject) -> Iterator[Finding]:
    for text, found in in_sentences(subject, _TAG):
        yield Finding(text.place, f"{found[:40]!r} is HTML.")


RULE = GateRule(
    code="text-markup",
    group=Group.TEXT,
    severity=Severity.WARNING,
    title="A text holds HTML.",
    why="Labels are plain and descriptions Markdown: tags are shown as they are or taken away, never followed.",
    remedy="Write plain text or Markdown; what is meant as it stands goes into backticks.",
    check=_check,
)
