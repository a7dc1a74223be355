"""Series: read out of rows as they are, held against each other over vintages, never filled in."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.releases.periods import Period, at
from catalogue.releases.series import (
    Point,
    SeriesError,
    Vintage,
    declared,
    find,
    newest,
    points,
    revisions,
    stretches,
)

FACTS: dict[str, Any] = {
    "mark": "documented",
    "source": "pages",
    "series": [
        {
            "name": "weeks",
            "title": "Weeks",
            "table": "figures",
            "value": "weeks",
            "unit": "weeks",
            "period": {"variable": "quarter", "kind": "financial-quarter"},
            "variant": "variant",
            "target": {"value": 26, "label": "Target", "source": "act"},
            "breaks": [{"period": "2022-23 Q4", "title": "Break"}],
            "headline": 4,
        }
    ],
}
(WEEKS,) = declared(FACTS)
ROWS = """quarter,weeks,variant,mark,source,note
2022-23 Q4,46,main,,,
2022-23 Q4,47,other,documented,our-data other-page,=1+1
2022-23 Q3,45.0,main,inferred,,
"""


def read(rows: str, **changes: Any) -> tuple[Point, ...]:
    """Points of the series with changes to what it says."""
    (series,) = declared({**FACTS, "series": [{**FACTS["series"][0], **changes}]})
    return points(series, rows.encode())


def vintage(version: str, **values: int) -> Vintage:
    """A vintage of figures by calendar year: `y2012=5`."""
    return Vintage(
        version,
        "",
        tuple(Point("", at("calendar-year", int(name[1:])), Decimal(value)) for name, value in values.items()),
    )


def test_rows_become_points_in_order_of_time_and_keep_what_they_say() -> None:
    third, fourth, other = points(WEEKS, ROWS.encode())
    assert (third.period.text, str(third.value), third.mark) == ("2022-23 Q3", "45.0", "inferred")
    assert (int(fourth.value), fourth.main, fourth.mark, fourth.sources) == (46, True, "documented", ("pages",))
    assert (int(other.value), other.main, other.sources, other.note) == (47, False, ("our-data", "other-page"), "=1+1")


def test_what_a_series_says_is_read() -> None:
    assert find(FACTS, "WEEKS") == WEEKS
    assert find(FACTS, "months") is None
    assert WEEKS.target is not None
    assert (int(WEEKS.target.value), WEEKS.target.sources, WEEKS.headline) == (26, ("act",), 4)
    assert [one.period for one in WEEKS.breaks] == ["2022-23 Q4"]


def test_where_picks_rows_and_lines_part_them() -> None:
    rows = "quarter,weeks,area,kind\n2022-23 Q1,1,A,x\n2022-23 Q1,2,B,x\n2022-23 Q1,3,A,y\n"
    found = read(rows, where={"kind": "x"}, lines="area", variant="")
    assert [(one.line, int(one.value)) for one in found] == [("A", 1), ("B", 2)]


def test_the_dialect_of_the_file_is_kept_to() -> None:
    rows = "\ufeffquarter;weeks;variant\n2022-23 Q1;5;main\n".encode()
    assert [int(one.value) for one in points(WEEKS, rows, {"delimiter": ";"})] == [5]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("quarter,weeks,variant\n2022 Q1,5,main\n", "the period of row 1"),
        ("quarter,weeks,variant\n2022-23 Q1,,main\n", "the value of row 1"),
        ("quarter,weeks,variant\n2022-23 Q1,5,main\n2022-23 Q2,NaN,main\n", "the value of row 2"),
        ("quarter,weeks,variant\n2022-23 Q1,5,main\n2022-23 Q1,6,main\n", "2022-23 Q1 has two figures"),
    ],
)
def test_rows_that_are_no_figures_are_refused_without_their_cells(rows: str, said: str) -> None:
    with pytest.raises(SeriesError, match=said) as fault:
        points(WEEKS, rows.encode())
    assert "NaN" not in str(fault.value)


def test_a_revision_is_a_period_with_another_value_in_the_next_vintage_that_gives_it() -> None:
    vintages = [vintage("1", y2010=5, y2011=7), vintage("2", y2011=7), vintage("3", y2010=4, y2012=1)]
    (found,) = revisions(vintages)
    assert (found.period.text, int(found.before), int(found.after), int(found.change)) == ("2010", 5, 4, -1)
    assert (found.before_version, found.after_version) == ("1", "3")


def test_the_newest_value_is_that_of_the_last_vintage_that_gives_it() -> None:
    vintages = [vintage("1", y2010=5, y2011=7), vintage("2", y2011=8)]
    assert [(one.point.period.text, int(one.point.value), one.version) for one in newest(vintages)] == [
        ("2010", 5, "1"),
        ("2011", 8, "2"),
    ]


@given(st.lists(st.dictionaries(st.integers(2000, 2006), st.integers(0, 3)), max_size=4))
def test_vintages_are_never_filled_in(held: list[dict[int, int]]) -> None:
    """Against a second way to say it: the newest is the last that is there, a revision two neighbours that differ."""
    vintages = [vintage(str(at), **{f"y{year}": value for year, value in one.items()}) for at, one in enumerate(held)]
    told = {year: value for one in held for year, value in one.items()}
    assert {one.point.period.place: int(one.point.value) for one in newest(vintages)} == told
    changed = []
    for year in range(2000, 2007):
        given_by = [(at, one[year]) for at, one in enumerate(held) if year in one]
        changed += [(year, before[1], after[1]) for before, after in pairwise(given_by) if before[1] != after[1]]
    assert sorted((one.period.place, int(one.before), int(one.after)) for one in revisions(vintages)) == sorted(changed)


@given(st.sets(st.integers(2000, 2030), min_size=1))
def test_stretches_hold_every_period_from_the_first_to_the_last_once(places: set[int]) -> None:
    found = stretches("calendar-year", [at("calendar-year", place) for place in places])
    held = [(period.place, one.absent) for one in found for period in one.periods]
    assert held == [(place, place not in places) for place in range(min(places), max(places) + 1)]
    assert all(before.absent != after.absent for before, after in pairwise(found))


def test_periods_without_an_order_are_never_joined() -> None:
    periods = [Period(place, str(place), str(place), str(place), "") for place in (1, 2, 5)]
    assert [one.periods for one in stretches("other", periods)] == [(one,) for one in periods]
