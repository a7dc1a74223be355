"""Texts that promise more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.patterns import in_sentences
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

_PROMISE = re.compile(
    r"\bTB[ACD]\b|(?i:\bto be (?:confirmed|completed|added|decided|defined)\b|\bcoming soon\b|\bunder construction\b|"
    r"<[a-z ]{0,40}\bhere>|\[(?:insert|add) [^\]]{0,40}\])"
)


def _check(subject: Subject) -> Iterator[Finding]:
    for text, found in in_sentences(subject, _PROMISE):
        yield Finding(text.place, f"{found!r} promises what a sealed text cannot bring.")


RULE = GateRule(
    code="text-unfinished",
    group=Group.TEXT,
    severity=Severity.WARNING,
    title="A text promises something that is still to come.",
    why="A sealed text never changes, so that the promise stands there for ever.",
    remedy="Say what is known now, and write the rest as `openQuestion` or as a note of the next release.",
    check=_check,
)
