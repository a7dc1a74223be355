"""Layered pictures: no box lies on another, lines keep to the gaps, few cross, and the same graph looks the same."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.lineage.layout import Drawing, Gaps, Line, Size, layered

SMALL = Size(100, 40)


def line(source: int, target: int) -> Line:
    """A line at the middle of small boxes."""
    return Line(source, target, 20, 20)


def overlaps(sizes: list[Size], drawing: Drawing) -> list[tuple[int, int]]:
    """Pairs of boxes that share a place."""
    found = []
    for (one, a), (other, b) in combinations(enumerate(drawing.corners), 2):
        apart = (
            a[0] + sizes[one].width <= b[0]
            or b[0] + sizes[other].width <= a[0]
            or a[1] + sizes[one].height <= b[1] + 1e-6
            or b[1] + sizes[other].height <= a[1] + 1e-6
        )
        if not apart:
            found.append((one, other))
    return found


def crossings(drawing: Drawing) -> int:
    """How often lines cross between two layers."""
    steps = [(points[i], points[i + 1]) for points in drawing.routes for i in range(len(points) - 1)]
    return sum(
        1
        for (a, b), (c, d) in combinations(steps, 2)
        if (a[0], b[0]) == (c[0], d[0]) and a[0] != b[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0
    )


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Size], list[Line]]:
    """Boxes of any sizes with any lines between them, loops, doubles and circles included."""
    sizes = draw(st.lists(st.builds(Size, st.integers(20, 300), st.integers(20, 200)), min_size=1, max_size=14))
    numbers = st.integers(0, len(sizes) - 1)
    ends = draw(st.lists(st.tuples(numbers, numbers), max_size=25))
    return sizes, [Line(a, b, sizes[a].height / 2, sizes[b].height / 2) for a, b in ends]


@given(graphs())
@settings(deadline=None)
def test_a_line_never_turns_back(graph: tuple[list[Size], list[Line]]) -> None:
    sizes, lines = graph
    for one, points in zip(lines, layered(sizes, lines).routes, strict=True):
        across = [x for x, _ in points]
        if one.source != one.target:
            assert across in (sorted(across), sorted(across, reverse=True)), points


def test_parts_that_nothing_joins_keep_their_lines_apart() -> None:
    chain = [line(3, 2), line(2, 1), line(1, 0), line(3, 0)]
    alone = layered([SMALL] * 4, chain)
    together = layered([SMALL] * 6, [*chain, line(5, 4)])
    assert [[x for x, _ in points] for points in together.routes[:4]] == [
        [x for x, _ in points] for points in alone.routes
    ]


@given(graphs())
@settings(deadline=None)
def test_no_box_lies_on_another_and_all_are_inside(graph: tuple[list[Size], list[Line]]) -> None:
    sizes, lines = graph
    drawing = layered(sizes, lines)
    assert overlaps(sizes, drawing) == []
    for (x, y), size in zip(drawing.corners, sizes, strict=True):
        assert x >= 0
        assert y >= -1e-6
        assert x + size.width <= drawing.width
        assert y + size.height <= drawing.height + 1e-6
    for points in drawing.routes:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)
    assert layered(sizes, lines) == drawing


@given(graphs())
@settings(deadline=None)
def test_lines_begin_and_end_at_the_sides_of_their_boxes(graph: tuple[list[Size], list[Line]]) -> None:
    sizes, lines = graph
    drawing = layered(sizes, lines)
    for one, points in zip(lines, drawing.routes, strict=True):
        for number, (x, y) in ((one.source, points[0]), (one.target, points[-1])):
            left, top = drawing.corners[number]
            assert x in {left, left + sizes[number].width}
            assert y == pytest.approx(top + sizes[number].height / 2)


@given(graphs())
@settings(deadline=None)
def test_no_line_goes_through_a_box(graph: tuple[list[Size], list[Line]]) -> None:
    sizes, lines = graph
    drawing = layered(sizes, lines)
    for points in drawing.routes:
        for (x, y), (other, height) in pairwise(points[1:-1]):
            if y == height and x != other:
                for (left, top), size in zip(drawing.corners, sizes, strict=True):
                    inside = left < (x + other) / 2 < left + size.width
                    assert not (inside and top < y < top + size.height)


def test_what_is_pointed_to_stands_one_layer_to_the_left() -> None:
    drawing = layered([SMALL] * 4, [line(1, 0), line(2, 1), line(3, 0)])
    x = [corner[0] for corner in drawing.corners]
    assert x[0] < x[1] == x[3] < x[2]
    assert len(layered([SMALL] * 3, [line(1, 0), line(2, 1), line(2, 0)]).routes[2]) == 4, "it passes a layer"


def test_what_is_pointed_to_from_afar_stands_near_by() -> None:
    """Box 4 could stand beside box 0; then its line would pass two layers."""
    drawing = layered([SMALL] * 5, [line(1, 0), line(2, 1), line(3, 2), line(3, 4)])
    assert drawing.corners[4][0] == drawing.corners[2][0]
    assert {len(points) for points in drawing.routes} == {2}


def test_lines_do_not_cross_when_they_need_not() -> None:
    lines = [line(5, 2), line(4, 1), line(3, 0), line(6, 3), line(7, 4), line(8, 5)]
    assert crossings(layered([SMALL] * 9, lines)) == 0
    crossed = Drawing(0, 0, (), (((0, 0), (1, 5)), ((0, 5), (1, 0))))
    assert crossings(crossed) == 1


def test_a_chain_is_straight() -> None:
    drawing = layered([SMALL, Size(80, 90), SMALL], [Line(1, 0, 45, 20), Line(2, 1, 20, 45)])
    assert len({round(y, 6) for points in drawing.routes for _, y in points}) == 1


def test_boxes_without_lines_stand_in_rows_below() -> None:
    drawing = layered([SMALL] * 12, [line(1, 0)], Gaps(boxes=10))
    alone = drawing.corners[2:]
    assert min(y for _, y in alone) > max(y for _, y in drawing.corners[:2])
    assert len({y for _, y in alone}) == 2


def test_nothing_is_a_drawing_too() -> None:
    assert layered([], []).corners == ()
