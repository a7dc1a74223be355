"""Searching texts: where rules look for what must not stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from catalogue.releases.gate.rule import Finding
from catalogue.releases.gate.subject import Subject, Text

_CODE = re.compile(r"`[^`]*`")
# Where organisations say how they are reached; sources and contributors can be people who put their name to something.
_CONTACTS = frozenset({"access", "contributors", "sources", "homepage", "licenses"})
# A personal identifier has a digit or an @; most texts have neither and need no closer look.
_CANDIDATE = re.compile(r"[0-9@]")


def outside_code(text: str) -> str:
    """A text without what stands in backticks, where names and quotations are kept as they are."""
    return _CODE.sub("", text) if "`" in text else text


def personal(subject: Subject, found_in: Callable[[str], bool], what: str) -> Iterator[Finding]:
    """Texts in which something of a person is found. What it is stays out of the message."""
    for text in subject.texts:
        if text.top not in _CONTACTS and _CANDIDATE.search(text.value) and found_in(text.value):
            yield Finding(text.place, f"There is {what} in this text.")


def sentences(subject: Subject) -> Iterator[Text]:
    """Texts in sentences, and labels."""
    return (text for text in subject.texts if text.is_prose or text.is_label)
