"""The closed sets of words that packages use, and how each is said to a reader. Their one home."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A word of a closed set. Its value stands in packages, its label on pages."""

    @property
    def label(self) -> str:
        """The word as a reader sees it, in sentence case."""
        return self.value.replace("-", " ").capitalize()


class Mark(Word):
    """How a fact is known."""

    DOCUMENTED = "documented"
    SEEN_IN_CODE = "seen-in-code"
    INFERRED = "inferred"
    CALCULATED = "calculated"


class EvidenceStatus(Word):
    """Whether a fact holds for the very snapshot that a release describes."""

    CONFIRMED = "confirmed"
    SEEN_IN_CODE = "seen-in-code"
    CARRIED_FORWARD = "carried-forward"

    @property
    def label(self) -> str:
        """The status as a reader sees it; carried forward always says that nobody confirmed it."""
        if self is EvidenceStatus.CARRIED_FORWARD:
            return "Carried forward, not confirmed"
        return super().label


class AccessRights(Word):
    """Who may have the data."""

    RESTRICTED = "restricted"
    OPEN = "open"


class Severity(Word):
    """How much a caveat matters: a warning changes what may be concluded, a notice is good to know."""

    WARNING = "warning"
    NOTICE = "notice"


class Keeping(Word):
    """Whether a version of a place in a pathway is kept, so that what was read there can be read again."""

    LIVE = "live"
    KEPT = "kept"
    NOT_KEPT = "not-kept"


class Availability(Word):
    """Whether a variable comes with every application, or only when it is asked for and justified."""

    CORE = "core"
    SPECIAL = "special"

    @property
    def label(self) -> str:
        """The availability as a reader sees it."""
        return f"{super().label} access"


class CodeStatus(Word):
    """Whether a code is still given to new records."""

    ACTIVE = "active"
    RETIRED = "retired"


class Match(Word):
    """How the meaning of a variable relates to a concept."""

    EXACT = "exact"
    CLOSE = "close"
    PARTIAL = "partial"
    BROADER = "broader"
    NARROWER = "narrower"


class Measure(Word):
    """What kind of number a published figure is."""

    COUNT = "count"
    RATE = "rate"
    MEAN = "mean"
    MEDIAN = "median"
    SHARE = "share"


class PeriodKind(Word):
    """What the values of a series' period variable are: `2012-04`, `2021-22 Q1`, `2013-14`, `2019`, or other words."""

    MONTH = "month"
    QUARTER = "quarter"
    FINANCIAL_QUARTER = "financial-quarter"
    FINANCIAL_YEAR = "financial-year"
    CALENDAR_YEAR = "calendar-year"
    OTHER = "other"


class LinkStatus(Word):
    """Whether an address led somewhere when it was last tried by hand."""

    LIVE = "live"
    DEAD = "dead"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The status as a reader sees it."""
        return "Not known" if self is LinkStatus.UNKNOWN else super().label
