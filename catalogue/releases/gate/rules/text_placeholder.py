"""Notes to oneself, and words that stand in for a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.releases.gate.patterns import outside_code, sentences
from catalogue.releases.gate.rule import Finding, GateRule, Group, Severity
from catalogue.releases.gate.subject import Subject, Text

_NOTE = re.compile(r"\b(?:TODO|FIXME|XXX+|xxx+)\b|(?i:lorem ipsum)|\?\?\?")
_STAND_IN = re.compile(
    r"\W*(?:tb[acd]|to be (?:confirmed|completed|added|decided|defined)|n/?a|test|description|definition|none|null|nan|"
    r"todo|insert .{0,40} here)?\W*",
    re.IGNORECASE,
)
_DEFINING = frozenset({"description", "inferredMeaning", "openQuestion", "grain", "unitOfCount"})


def _check(subject: Subject) -> Iterator[Finding]:
    for text in sentences(subject):
        if (found := _NOTE.search(outside_code(text.value))) is not None:
            yield Finding(text.place, f"{found[0]!r} is a note to oneself.")
        elif text.leaf in _DEFINING and _is_stand_in(text):
            yield Finding(text.place, "The text stands in for one that is still to be written.")


def _is_stand_in(text: Text) -> bool:
    return len(text.value) < 64 and _STAND_IN.fullmatch(text.value) is not None  # noqa: PLR2004 - no longer one matches


RULE = GateRule(
    code="text-placeholder",
    group=Group.TEXT,
    severity=Severity.ERROR,
    title="A note to oneself, or a word that stands in for a text, was left in.",
    why="It would be sealed and cited as it is. A definition that says TBC also hides that there is none.",
    remedy="Write the text or leave it out; what nobody knows is an `openQuestion`. Quote such words in backticks.",
    check=_check,
)
