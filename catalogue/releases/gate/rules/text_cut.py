"""Texts that stop in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

# Widths of columns in databases and of boxes in forms, at which dictionaries and harvests cut.
_WIDTHS = frozenset(
    {64, 80, 100, 120, 128, 200, 240, 250, 254, 255, 256, 500, 512, 1000, 1023, 1024, 2000, 2048, 4000, 4096, 8000}
)
# Below it a phrase without a full stop has such a length by chance too often, unless it follows a whole sentence.
_WIDE = 200
_ENDED = re.compile(r"[.?!:;)\]}\"'\u201d\u2019\u00bb`*_|>\u2026%]\s*\Z")
_HANGING = re.compile(
    r"(?:\.\.\.|\u2026|,|\s-|\b(?:and|or|the|an|of|to|in|for|with|by|from|that|which|is|are|was|were|if|when|than))\s*\Z",
    re.IGNORECASE,
)
_SHORTEST = 20
_END = 16


def _check(subject: Subject) -> Iterator[Finding]:
    for text in subject.texts:
        value, end = text.value, text.value[-_END:]
        if not text.is_prose or len(value) < _SHORTEST:
            continue
        if len(value) in _WIDTHS and not _ENDED.search(end) and (len(value) >= _WIDE or ". " in value):
            yield Finding(text.place, f"The text has exactly {len(value):,} characters and ends within a sentence.")
        elif _HANGING.search(end):
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
