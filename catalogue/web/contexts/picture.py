"""The picture of a release's tables: boxes with keys, lines for what joins them, the steps of a way through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from catalogue.lineage.layout import Line, Point, Size, layered
from catalogue.model.records import Table
from catalogue.web.contexts.joins import JoinPath

# Widths of a letter and heights of lines in the typeface that the stylesheet gives to names in pictures.
LETTER = 7.25
HEAD = 27.0
ROW = 17.0
PADDING = 10.0
KEY_WORD = 30.0


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A column in a box.

    name: the column.
    key: true for the primary key or a part of it.
    y: its base line, from the top of the picture.
    """

    name: str
    key: bool
    y: float


@dataclass(frozen=True, slots=True)
class TableBox:
    """A table in the picture.

    name: its physical name.
    url: its page.
    label: the whole of it in words, for those who do not see it.
    x: left edge.
    y: upper edge.
    width: width.
    height: height.
    rows: key columns, and columns that join it to other tables.
    steps: numbers of the steps of the chosen way at which it stands, such as `2`; empty when it stands at none.
    """

    name: str
    url: str
    label: str
    x: float
    y: float
    width: float
    height: float
    rows: tuple[BoxRow, ...]
    steps: str


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A join in the picture.

    path: the line as SVG path data, from the table that names a row to the table that has it.
    mark: how the join is known.
    chosen: true when the chosen way goes along it.
    """

    path: str
    mark: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture.

    width: width.
    height: height.
    boxes: the tables.
    lines: the joins; those of the chosen way come last, so that they lie on top.
    """

    width: int
    height: int
    boxes: tuple[TableBox, ...]
    lines: tuple[PictureLine, ...]


class _Joined(NamedTuple):
    """A join before it is drawn: two tables by their numbers, and a column at each end."""

    source: int
    target: int
    column: str
    target_column: str
    mark: str


def picture(tables: Sequence[Table], urls: Mapping[str, str], chosen: JoinPath | None) -> Picture:
    """Draw tables and what joins them. urls: pages of the tables by name; chosen: a way to point out."""
    number = {table.name: index for index, table in enumerate(tables)}
    joins = list(_joins(tables, number))
    walked = _walked(chosen, number)
    known = {frozenset((join.source, join.target)) for join in joins}
    joins += [
        _Joined(*pair, "", "", chosen.mark if chosen else "")
        for pair in walked
        if frozenset(pair) not in known and pair[0] != pair[1]
    ]
    columns = [_columns(table, [join for join in joins if join.source == index]) for index, table in enumerate(tables)]
    sizes = [_size(table, rows) for table, rows in zip(tables, columns, strict=True)]
    lines = [
        Line(
            join.source,
            join.target,
            _port(columns[join.source], join.column),
            _port(columns[join.target], join.target_column),
        )
        for join in joins
    ]
    drawing = layered(sizes, lines)
    on = {frozenset(pair) for pair in walked}
    drawn = [
        PictureLine(path_data(points), join.mark, frozenset((join.source, join.target)) in on)
        for join, points in zip(joins, drawing.routes, strict=True)
    ]
    steps = _steps(chosen)
    return Picture(
        width=round(drawing.width),
        height=round(drawing.height),
        boxes=tuple(
            _box(table, urls[table.name], rows, size, corner, steps.get(table.name, ""))
            for table, rows, size, corner in zip(tables, columns, sizes, drawing.corners, strict=True)
        ),
        lines=tuple(sorted(drawn, key=lambda line: line.chosen)),
    )


def _joins(tables: Sequence[Table], number: Mapping[str, int]) -> Iterable[_Joined]:
    for index, table in enumerate(tables):
        for reference in table.references:
            target = number.get(reference.table or table.name)
            if target is not None:
                mark = reference.mark or table.known.mark
                yield _Joined(index, target, reference.fields[0], reference.target_fields[0], mark)


def _walked(chosen: JoinPath | None, number: Mapping[str, int]) -> list[tuple[int, int]]:
    """Pairs of tables that the chosen way goes along, the later one first."""
    names = [step.name for step in chosen.steps] if chosen else []
    return [(number[other], number[one]) for one, other in pairwise(names) if one in number and other in number]


def _steps(chosen: JoinPath | None) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for index, step in enumerate(chosen.steps if chosen else (), 1):
        found.setdefault(step.name, []).append(str(index))
    return {name: ", ".join(numbers) for name, numbers in found.items()}


def _columns(table: Table, joins: Iterable[_Joined]) -> dict[str, bool]:
    """The columns that a box shows, in order, and whether each is of the primary key."""
    return dict.fromkeys(table.primary_key, True) | {
        join.column: join.column in table.primary_key for join in joins if join.column
    }


def _size(table: Table, columns: Mapping[str, bool]) -> Size:
    widest = max([len(table.physical_name) * LETTER, *(_row_width(name, key) for name, key in columns.items())])
    return Size(round(widest + 2 * PADDING), HEAD + ROW * len(columns) + (6 if columns else 2))


def _row_width(name: str, key: bool) -> float:  # noqa: FBT001 - from a pair of a mapping
    return len(name) * LETTER + (KEY_WORD if key else 0)


def _port(columns: Mapping[str, bool], column: str) -> float:
    """The height of a column in its box; that of the table's name when the box does not show it."""
    names = list(columns)
    return HEAD + ROW * (names.index(column) + 0.5) if column in columns else HEAD / 2


def _box(table: Table, url: str, columns: Mapping[str, bool], size: Size, corner: Point, steps: str) -> TableBox:
    keys = [name for name, key in columns.items() if key]
    others = [name for name, key in columns.items() if not key]
    label = "; ".join(
        [table.physical_name]
        + ([f"key {' and '.join(keys)}"] if keys else [])
        + ([f"joins by {', '.join(others)}"] if others else [])
        + ([f"step {steps}"] if steps else [])
    )
    return TableBox(
        name=table.physical_name,
        url=url,
        label=label,
        x=round(corner[0], 1),
        y=round(corner[1], 1),
        width=size.width,
        height=size.height,
        rows=tuple(
            BoxRow(name, key, round(corner[1] + HEAD + ROW * index + 13, 1))
            for index, (name, key) in enumerate(columns.items())
        ),
        steps=steps,
    )


def path_data(points: Sequence[Point]) -> str:
    """Straight along a layer, bent from one layer to the next."""
    x, y = points[0]
    parts = [f"M{x:.0f} {y:.1f}"]
    for other_x, other_y in points[1:]:
        if x == other_x or y == other_y:
            parts.append(f"L{other_x:.0f} {other_y:.1f}")
        else:
            middle = (x + other_x) / 2
            parts.append(f"C{middle:.0f} {y:.1f} {middle:.0f} {other_y:.1f} {other_x:.0f} {other_y:.1f}")
        x, y = other_x, other_y
    return "".join(parts)
