"""Charts: axes of round values that hold every figure, no line across a gap, text that cannot break out."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.charts.draw import NARROW, WIDE, change, draw, spark
from catalogue.charts.model import Chart, Dot, Line, Tick, axis, runs

VALUES = st.floats(0, 1e7, allow_nan=False).map(lambda value: round(value, 1))
SNAPSHOT = Path(__file__).with_name("weeks.svg")


def chart(values: dict[int, float], **more: object) -> Chart:
    """A line of figures by place."""
    dots = tuple(Dot(place, value, f"{place}: {value}") for place, value in values.items())
    ticks = tuple(Tick(place, str(place)) for place in range(min(values), max(values) + 1))
    facts: dict[str, object] = {"title": "T", "description": "D", "ticks": ticks, "lines": (Line(dots, label="end"),)}
    return Chart(**{**facts, **more})  # type: ignore[arg-type]


def polylines(svg: str) -> list[list[tuple[float, float]]]:
    """The places of every line of figures."""
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in told.split())]
        for told in re.findall(r'<polyline[^>]* points="([^"]+)"', svg)
    ]


@given(VALUES, VALUES)
def test_an_axis_holds_its_values_in_few_round_steps(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    found = axis(low, high)
    slack = found.step * 1e-6
    assert found.start <= low + slack
    assert found.end >= high - slack
    assert 2 <= len(found.ticks) <= 7
    digits = found.step / 10 ** math.floor(math.log10(found.step) + 1e-9)
    assert any(math.isclose(digits, whole) for whole in (1, 2, 2.5, 5, 10))
    assert found.start == 0 or low > high * 0.4


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 60), VALUES, min_size=1), st.sampled_from([WIDE, NARROW]))
def test_no_line_runs_through_an_absent_period(values: dict[int, float], width: int) -> None:
    svg = draw(chart(values), width)
    ET.fromstring(f'<x xmlns:h="h">{svg}</x>')  # noqa: S314 - our own text
    expected = [len(run) for run in runs(Dot(place, value, "") for place, value in values.items()) if len(run) > 1]
    assert [len(line) for line in polylines(svg)] == expected
    for x, y in (place for line in polylines(svg) for place in line):
        assert 0 <= x <= width
        assert 0 <= y <= 330


@given(st.sets(st.integers(0, 40), min_size=1), st.integers(0, 40))
def test_runs_part_where_a_place_is_absent_or_a_break_begins(places: set[int], stop: int) -> None:
    parted = runs([Dot(place, 1, "") for place in places], [stop])
    assert [dot.place for run in parted for dot in run] == sorted(places)
    for before, after in pairwise(parted):
        assert after[0].place > before[-1].place + 1 or after[0].place == stop
    assert all(later.place == dot.place + 1 for run in parted for dot, later in pairwise(run))


def test_a_line_across_a_gap_would_be_seen() -> None:
    whole, parted = draw(chart({1: 1, 2: 2, 3: 3})), draw(chart({1: 1, 3: 3}))
    assert [len(line) for line in polylines(whole)] == [3]
    assert polylines(parted) == []
    assert parted.count("<circle") == 2


def test_a_break_ends_the_line() -> None:
    svg = draw(chart({1: 1, 2: 2, 3: 3, 4: 4}, breaks=((3, "Break"),)))
    assert [len(line) for line in polylines(svg)] == [2, 2]
    assert ">Break</text>" in svg
    assert [len(line) for line in polylines(spark([(1, 1), (2, 2), (3, 3), (4, 4)], [3]))] == [2, 2]


def test_words_in_a_chart_are_words() -> None:
    evil = '"><script>alert(1)</script>&'
    dots = (Dot(1, 1, evil, label=evil), Dot(2, 2, evil))
    svg = draw(
        Chart(evil, evil, (Tick(1, evil), Tick(2, evil)), (Line(dots, label=evil, under=evil),), target=(1, evil)),
        alone=True,
    )
    assert "<script" not in svg
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own text


def test_labels_at_the_ends_do_not_cover_each_other() -> None:
    lines = tuple(Line((Dot(1, value, ""), Dot(2, value, "")), label=f"line {value}") for value in (10, 10.1, 10.2))
    svg = draw(Chart("T", "D", (Tick(1, "1"), Tick(2, "2")), lines))
    heights = sorted(float(y) for y in re.findall(r'class="strong" x="[\d.]+" y="([\d.-]+)"', svg))
    assert all(after - before >= 16 for before, after in pairwise(heights))
    assert len(heights) == 3


def test_a_chart_in_a_page_takes_colour_from_classes_and_one_alone_brings_its_own() -> None:
    there, alone = draw(chart({1: 1, 2: 2})), draw(chart({1: 1, 2: 2}), alone=True)
    assert "#" not in there
    assert "fill=" not in there
    assert "style" not in alone
    assert 'xmlns="http://www.w3.org/2000/svg"' in alone
    assert alone.count("<rect") == 1


def test_one_figure_and_many_equal_figures_are_drawn() -> None:
    assert draw(chart({5: 0})).count("<circle") == 1
    assert len(polylines(draw(chart({1: 7, 2: 7})))) == 1


@pytest.mark.parametrize("values", [[], [(1, 5.0)], [(1, 5.0), (2, 6.0)], [(1, 5.0), (3, 6.0)]])
def test_a_spark_is_hidden_from_those_who_listen(values: list[tuple[int, float]]) -> None:
    svg = spark(values)
    assert ('aria-hidden="true"' in svg) == bool(values)
    assert len(polylines(svg)) == (values == [(1, 5.0), (2, 6.0)])


def weeks() -> Chart:
    """The chart of the snapshot: a gap, an inferred point, an older value, a target."""
    values = {0: 44, 1: 45, 2: 47, 4: 46, 5: 44, 6: 40}
    dots = tuple(
        Dot(place, value, f"Q{place}: {value}", "open" if place == 5 else "") for place, value in values.items()
    )
    ticks = tuple(Tick(place, f"Q{place % 4 + 1}", f"{2021 + place // 4}-{22 + place // 4}") for place in range(7))
    return Chart(
        "Weeks",
        "From 44 weeks to 40.",
        ticks,
        (Line(dots, label="40 weeks", under="2022-23 Q3"),),
        spots=(Dot(4, 49, "Q1 in release 1.0.0: 49", "old", "49 in 1.0.0, now 46"),),
        target=(26, "Target, 26 weeks"),
    )


def test_the_chart_looks_as_it_did_when_it_was_looked_at() -> None:
    """The file was looked at in a browser. Look again before you replace it: python -m tests.charts.test_draw"""
    assert draw(weeks(), alone=True) == SNAPSHOT.read_text(encoding="utf-8")


if __name__ == "__main__":
    SNAPSHOT.write_text(draw(weeks(), alone=True), encoding="utf-8")


@given(st.lists(st.integers(-1000000, 1000000), min_size=1, max_size=5))
def test_changes_of_a_list_start_at_one_zero_and_are_as_long_as_they_are_large(values: list[int]) -> None:
    drawn = [ET.fromstring(change(value, min(values), max(values))) for value in values]  # noqa: S314 - our own
    (zero,) = {float(one.findall("line")[0].attrib["x1"]) for one in drawn}
    spread = max(*values, 0) - min(*values, 0) or 1
    for value, one in zip(values, drawn, strict=True):
        end = float(one.findall("circle")[0].attrib["cx"])
        assert end - zero == pytest.approx(value / spread * 64, abs=0.11)
        assert 0 <= end <= float(one.attrib["width"])
        assert one.attrib["aria-hidden"] == "true"
