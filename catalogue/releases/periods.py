"""Periods of statistics: what a text such as `2012-04` or `2022-23 Q4` stands for, and which period comes next."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
KINDS = ("month", "quarter", "financial-quarter", "financial-year", "calendar-year", "other")
# What one period of a kind is called.
NOUNS = {
    "month": "month",
    "quarter": "quarter of the calendar year",
    "financial-quarter": "quarter of the financial year",
    "financial-year": "financial year",
    "calendar-year": "calendar year",
    "other": "period",
}
_PATTERNS = {
    "month": re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"([0-9]{4}) Q([1-4])"),
    "financial-quarter": re.compile(r"([0-9]{4})-([0-9]{2}) Q([1-4])"),
    "financial-year": re.compile(r"([0-9]{4})-([0-9]{2})"),
    "calendar-year": re.compile(r"([0-9]{4})"),
}
_APRIL = 4
_IN_YEAR, _QUARTERS = 12, 4
_CENTURY = 100


class PeriodError(ValueError):
    """A text that is no period of its kind."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period of a series.

    place: its number in the order of its kind; the next period has the next number.
    text: as the data write it.
    label: as people read it.
    tick: short, for an axis. group: what several ticks have in common, such as their financial year; or empty.
    """

    place: int
    text: str
    label: str
    tick: str
    group: str


def period(kind: str, text: str, place: int = 0) -> Period:
    """The period that a text stands for. `place` is that of kinds which have no order of their own.

    Raises PeriodError for a text that is not of the kind.
    """
    if kind not in _PATTERNS:
        return Period(place, text, text, text, "")
    match = _PATTERNS[kind].fullmatch(text)
    if match is None:
        raise PeriodError(f"{text!r} is no {NOUNS[kind]}.")
    if kind.startswith("financial") and (int(match[1]) + 1) % _CENTURY != int(match[2]):
        raise PeriodError(f"{text!r} names no two years that follow each other.")
    return _READERS[kind](match)


def at(kind: str, place: int) -> Period:
    """The period of a kind at a place. Raises PeriodError for kinds that have no order of their own."""
    if kind not in _WRITERS:
        raise PeriodError(f"A {NOUNS[kind]} of this kind has no place in time.")
    return period(kind, _WRITERS[kind](place))


def financial_year(first: int) -> str:
    """The financial year that begins in a year: `2012-13`."""
    return f"{first}-{(first + 1) % _CENTURY:02d}"


def _month(match: re.Match[str]) -> Period:
    year, month = int(match[1]), int(match[2])
    group = financial_year(year if month >= _APRIL else year - 1)
    return Period(year * _IN_YEAR + month - 1, match[0], f"{LONG_MONTHS[month - 1]} {year}", MONTHS[month - 1], group)


def _quarter(match: re.Match[str]) -> Period:
    year, quarter = int(match[1]), int(match[2])
    return Period(year * _QUARTERS + quarter - 1, match[0], match[0], f"Q{quarter}", str(year))


def _financial_quarter(match: re.Match[str]) -> Period:
    year, quarter = int(match[1]), int(match[3])
    return Period(year * _QUARTERS + quarter - 1, match[0], match[0], f"Q{quarter}", financial_year(year))


def _year(match: re.Match[str]) -> Period:
    return Period(int(match[1]), match[0], match[0], match[0], "")


_READERS: dict[str, Callable[[re.Match[str]], Period]] = {
    "month": _month,
    "quarter": _quarter,
    "financial-quarter": _financial_quarter,
    "financial-year": _year,
    "calendar-year": _year,
}
_WRITERS: dict[str, Callable[[int], str]] = {
    "month": lambda place: f"{place // _IN_YEAR:04d}-{place % _IN_YEAR + 1:02d}",
    "quarter": lambda place: f"{place // _QUARTERS:04d} Q{place % _QUARTERS + 1}",
    "financial-quarter": lambda place: f"{financial_year(place // _QUARTERS)} Q{place % _QUARTERS + 1}",
    "financial-year": financial_year,
    "calendar-year": str,
}
