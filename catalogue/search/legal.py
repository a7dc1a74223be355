"""Sections, rules, forms and practice directions, however they are written. Pure.

    s31  s.31  s 31  sec. 31  section 31  adran 31     one form: s31
    C110A  c 110 a                                     one form: c110a
    r16.4  rule 16.4  FPR 16.4  FPR 2010 r16.4  16.4   one form: r16.4
    PD12J  practice direction 12J                      one form: pd12j

What stands in brackets behind a section, as in `s31(1)`, is a word of its own right after it. Indexing, questions and
highlights share this, by way of `words`, so that each spelling finds every other.
"""

from __future__ import annotations

import re

_SECTION = r"(?:sections?|sect|sec|adran|ss?)\.?[\s-]*(?P<section>\d{1,3}[a-z]{0,2})"
# The one rule that is called by its number alone.
_RULE = (
    r"(?:(?:rules?|fpr(?:\s?2010)?[\s,]*(?:rule|r)?|r)\.?\s*(?P<rule>\d{1,2}\.\d{1,2}[a-z]?)"
    r"|(?<![\d.])(?P<alone>16\.4)(?![\d.]*[\d%]))"
)
_DIRECTION = r"(?:practice\s+direction|pd)\.?\s*(?P<direction>\d{1,2}[a-z]{1,2})"
# The letter behind the number may stand apart: a capital, or a small one that ends what was typed, else it is `a`.
_FORM = r"(?P<form>(?:c|fl)[\s-]?\d{1,3}(?:\s?(?-i:[A-E])|[a-e]|\s[a-e](?=\s*(?:$|[,.;:)?!])))?)"
PATTERN = rf"(?i:(?<![^\W_])(?:{_DIRECTION}|{_RULE}|{_SECTION}|{_FORM})(?![^\W_]))"
SUBSECTION = r"(?:\((?:\d{1,2}[A-Za-z]?|[A-Za-z])\))"
_REFERENCE = re.compile(PATTERN)
_WHOLE = re.compile(rf"{PATTERN}{SUBSECTION}*")
_APART = re.compile(r"[\s-]+")


def form(text: str) -> str:
    """The one form of a reference that `PATTERN` found."""
    match = _REFERENCE.fullmatch(text)
    return "" if match is None else _form(match)


def is_reference(text: str) -> bool:
    """True for a reference and nothing else, with or without a subsection in brackets."""
    return _WHOLE.fullmatch(text) is not None


def _form(match: re.Match[str]) -> str:
    for prefix, group in (("s", "section"), ("r", "rule"), ("r", "alone"), ("pd", "direction"), ("", "form")):
        found = match.group(group)
        if found:
            return prefix + _APART.sub("", found).lower()
    raise AssertionError(match.re.pattern)


def joined(text: str) -> str:
    """A text with every reference in its one form."""
    return _REFERENCE.sub(_form, text)
