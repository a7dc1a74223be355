"""Periods of data, told as years, months or days: which days they hold, and whether two share some. Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.errors import InvalidRequestError

_TEXT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, open where empty; ISO dates."""

    first: str = ""
    last: str = ""

    def __bool__(self) -> bool:
        return bool(self.first or self.last)

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day; an open side reaches as far as one likes."""
        return not (
            (self.last and other.first and self.last < other.first)
            or (other.last and self.first and other.last < self.first)
        )


def period(first: str, last: str) -> Period:
    """From the begin of a year, month or day to the end of another. Raises InvalidRequestError."""
    return Period(_first(first) if first else "", _last(last) if last else "")


def asked(after: str, before: str) -> Period:
    """What is asked about: from the begin of a year, month or day on, and before another one begins, where given.

    Raises InvalidRequestError.
    """
    last = (date.fromisoformat(_first(before)) - timedelta(days=1)).isoformat() if before else ""
    return Period(_first(after) if after else "", last)


def _first(text: str) -> str:
    year, month, day = _parts(text)
    return _iso(text, year, month or 1, day or 1)


def _last(text: str) -> str:
    year, month, day = _parts(text)
    month = month or _DECEMBER
    return _iso(text, year, month, day or calendar.monthrange(year, min(month, _DECEMBER))[1])


def _parts(text: str) -> tuple[int, int, int]:
    match = _TEXT.fullmatch(text)
    if match is None or int(match[1]) == 0 or match[2] == "00":
        raise _refused(text)
    return int(match[1]), int(match[2] or 0), int(match[3] or 0)


def _iso(text: str, year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise _refused(text) from error


def _refused(text: str) -> InvalidRequestError:
    return InvalidRequestError(
        f"{text[:100]!r} is no year, month or day.", remedy="Write it as 2010, 2010-04 or 2010-04-01."
    )
