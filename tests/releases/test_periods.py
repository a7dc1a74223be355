"""Periods: what a text stands for, and that the next place is the next period."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.releases.periods import KINDS, NOUNS, PeriodError, at, period

ORDERED = tuple(kind for kind in KINDS if kind != "other")
YEARS = st.integers(1900, 2150)


@given(st.sampled_from(ORDERED), st.integers(1900 * 12, 2150 * 12))
def test_a_place_is_the_place_of_its_period(kind: str, number: int) -> None:
    place = number if kind == "month" else number // 3 if "quarter" in kind else number // 12
    found = at(kind, place)
    assert found.place == place
    assert period(kind, found.text) == found


@pytest.mark.parametrize(
    ("kind", "text", "label", "tick", "group"),
    [
        ("month", "2012-04", "April 2012", "Apr", "2012-13"),
        ("month", "2013-03", "March 2013", "Mar", "2012-13"),
        ("quarter", "2024 Q2", "2024 Q2", "Q2", "2024"),
        ("financial-quarter", "2022-23 Q4", "2022-23 Q4", "Q4", "2022-23"),
        ("financial-year", "1999-00", "1999-00", "1999-00", ""),
        ("calendar-year", "2016", "2016", "2016", ""),
        ("other", "first ten weeks", "first ten weeks", "first ten weeks", ""),
    ],
)
def test_a_period_is_read(kind: str, text: str, label: str, tick: str, group: str) -> None:
    found = period(kind, text)
    assert (found.text, found.label, found.tick, found.group) == (text, label, tick, group)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("month", "2012-12", "2013-01"),
        ("quarter", "2024 Q4", "2025 Q1"),
        ("financial-quarter", "2022-23 Q4", "2023-24 Q1"),
        ("financial-year", "1999-00", "2000-01"),
        ("calendar-year", "2019", "2020"),
    ],
)
def test_the_next_period_has_the_next_place(kind: str, before: str, after: str) -> None:
    assert period(kind, after).place - period(kind, before).place == 1
    assert at(kind, period(kind, before).place + 1).text == after


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("month", "2012-13"),
        ("month", "April 2012"),
        ("quarter", "2024 Q5"),
        ("financial-quarter", "2022-24 Q4"),
        ("financial-quarter", "2022 Q4"),
        ("financial-year", "2012-14"),
        ("financial-year", "2012"),
        ("calendar-year", "12"),
        ("calendar-year", "\uff12\uff10\uff11\uff12"),
        ("month", ""),
    ],
)
def test_what_is_no_period_is_refused(kind: str, text: str) -> None:
    with pytest.raises(PeriodError):
        period(kind, text)


def test_other_periods_have_no_place_in_time() -> None:
    assert NOUNS.keys() == set(KINDS)
    with pytest.raises(PeriodError):
        at("other", 1)
