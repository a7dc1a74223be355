"""Notes to oneself, and words that stand in for a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.patterns import in_sentences
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject

_NOTE = re.compile(r"\b(?:TO-?DO|FIX-?ME|X{3,}|x{3,})\b|(?i:lorem ipsum)|\?\?\?")
_STAND_IN = re.compile(
    r"\W*(?:tb[acd]|to be (?:confirmed|completed|added|decided|defined)|n/?a|test|description|definition|none|null|nan|"
    r"todo|insert .{0,40} here)?\W*",
    re.IGNORECASE,
)
_DEFINING = frozenset({"description", "inferredMeaning", "openQuestion", "grain", "unitOfCount"})
_LONGEST = 64


def _check(subject: Subject) -> Iterator[Finding]:
    for text, found in in_sentences(subject, _NOTE):
        yield Finding(text.place, f"{found!r} is a note to oneself.")
    for text in subject.texts:
        if (
            text.leaf in _DEFINING
            and text.value.strip()
            and len(text.value) <= _LONGEST
            and _STAND_IN.fullmatch(text.value)
        ):
            yield Finding(text.place, "The text stands in for one that is still to be written.")


RULE = GateRule(
    code="text-placeholder",
    group=Group.TEXT,
    severity=Severity.ERROR,
    title="A note to oneself, or a word that stands in for a text, was left in.",
    why="It would be sealed and cited as it is. A definition that says TBC also hides that there is none.",
    remedy="Write the text or leave it out; what nobody knows is an `openQuestion`. Quote such words in backticks.",
    check=_check,
)
