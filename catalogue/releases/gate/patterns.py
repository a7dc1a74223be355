"""Searching texts: where rules look for what must not stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from catalogue.releases.gate.rule import Finding
from catalogue.releases.gate.subject import Subject, Text

_CODE = re.compile(r"`[^`]*`")
# Where organisations say how they are reached; sources and contributors can be people who put their name to something.
_CONTACTS = frozenset({"access", "contributors", "sources", "homepage", "licenses"})


def outside_code(text: str) -> str:
    """A text without what stands in backticks, where names and quotations are kept as they are."""
    return _CODE.sub(" ", text) if "`" in text else text


def personal(
    subject: Subject, pattern: re.Pattern[str], what: str, holds: Callable[[re.Match[str]], bool] = bool
) -> Iterator[Finding]:
    """Texts in which something of a person is found. What it is stays out of the message.

    pattern: finds it in any line. holds: whether what was found is it indeed.
    """
    if pattern.search(subject.whole) is None:
        return
    for text in subject.texts:
        if text.top not in _CONTACTS and any(holds(found) for found in pattern.finditer(text.value)):
            yield Finding(text.place, f"There is {what} in this text.")


def in_sentences(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Text, str]]:
    """Sentences and labels in which a pattern is found outside backticks, and what was found first in each."""
    if pattern.search(subject.whole) is None:
        return
    for text in subject.texts:
        if (text.is_prose or text.is_label) and (found := pattern.search(outside_code(text.value))) is not None:
            yield text, found[0]
