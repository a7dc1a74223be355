"""Texts that stop in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

# Lengths at which dictionaries and harvests cut: those of columns in databases and of forms.
_LENGTHS = frozenset({64, 100, 120, 127, 128, 200, 240, 250, 254, 255, 256, 500, 511, 512, 1000, 1023, 1024, 2000, 2048,
                      4000, 4096, 8000, 32767})  # fmt: skip
_ENDED = re.compile(r"[.?!:;)\]}\"'”’»`*_|>…%]\s*$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)\s*$")
_HANGING = re.compile(
    r"(?:,|-|\b(?:and|or|the|an|of|to|in|for|with|by|from|that|which|is|are|was|were|if|when|than))\s*$", re.IGNORECASE
)
_SHORTEST = 20


def _check(subject: Subject) -> Iterator[Finding]:
    for text in subject.texts:
        value = text.value
        if not text.is_prose or len(value) < _SHORTEST:
            continue
        if len(value) in _LENGTHS and not _ENDED.search(value):
            yield Finding(text.place, f"The text has exactly {len(value):,} characters and ends within a sentence.")
        elif _ELLIPSIS.search(value) or _HANGING.search(value):
            yield Finding(text.place, "The text ends within a sentence.")


RULE = GateRule(
    code="text-cut",
    group=Group.TEXT,
    severity=Severity.WARNING,
    title="A text seems to be cut off.",
    why="Harvests and old dictionaries cut texts at the width of a column, and what is lost is often the exception.",
    remedy="Take the whole text from the source; if it ends there, finish the sentence.",
    check=_check,
)
