"""What a rule of the gate is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalogue.releases.gate.subject import Place, Subject


class Group(StrEnum):
    """What a rule is about, in the order in which the manual tells them."""

    VALIDITY = "validity"
    COMPLETENESS = "completeness"
    CODE_LISTS = "code lists"
    REFERENCES = "references"
    DISCLOSURE = "disclosure"
    PERSONAL_DATA = "personal data"
    LINEAGE = "lineage"
    TEXT = "text"


class Severity(StrEnum):
    """What a finding does: an error stops the release, a warning is listed and sealed with it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that breaks a rule: where, and what in one sentence. Personal data and small counts are not quoted."""

    place: Place
    message: str


def _always(_subject: Subject) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class GateRule:
    """One rule.

    code: stable name in reports, receipts and the manual. title: what a finding of it means. why: what goes wrong for
    whom otherwise. remedy: what to do about a finding. check: everything that breaks it. applies: False when there is
    nothing in a release that it could look at.
    """

    code: str
    group: Group
    severity: Severity
    title: str
    why: str
    remedy: str
    check: Callable[[Subject], Iterable[Finding]]
    applies: Callable[[Subject], bool] = _always


# How many names a message spells out.
MOST_NAMED = 5


def named(names: Sequence[str]) -> str:
    """Some names in a sentence: the first few, and how many more."""
    more = len(names) - MOST_NAMED
    listed = ", ".join(repr(name) for name in names[:MOST_NAMED])
    return f"{listed} and {more:,} more" if more > 0 else listed


def quoted(text: str, most: int = 60) -> str:
    """The beginning of a text as a message quotes it, with signs that cannot be seen written out."""
    shown = text if len(text) <= most else f"{text[:most]}…"
    return repr(shown)
