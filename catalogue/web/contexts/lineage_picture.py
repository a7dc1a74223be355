"""The picture of lineage: boxes for data, numbered circles for runs, lines for what went into what."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from catalogue.lineage.columns import Followed
from catalogue.lineage.layout import Drawing, Gaps, Line, Point, Size, layered
from catalogue.lineage.nodes import Graph, Node
from catalogue.web.contexts.picture import LETTER, PADDING, path_data

# Width of a letter of plain text, heights of lines, and the largest number of letters in one.
PLAIN_LETTER = 6.3
ROW = 16.0
DETAIL = 15.0
MOST_LETTERS = 24
MOST_PLAIN = 28
RUN = 26.0
TOGGLE = 24.0
GAPS = Gaps(layers=34.0, boxes=16.0, margin=30.0)
_PIECE = re.compile(r"[^_./\-\s]*[_./\-\s]*")


@dataclass(frozen=True, slots=True)
class Toggle:
    """A link that shows what lies behind a box, or hides it again.

    url: the page with it shown or hidden.
    label: what it does, in words.
    sign: `+` or `-`.
    x: left edge.
    y: upper edge.
    """

    url: str
    label: str
    sign: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Said:
    """A line of text in the picture.

    text: the words.
    look: class of the text: `name` for a name out of a database, `strong`, `tick sub`, `late` or `name row`.
    y: its base line, from the top of its box.
    """

    text: str
    look: str
    y: float


@dataclass(frozen=True, slots=True)
class NodeBox:
    """Data in the picture.

    url: its page, or its row in the table below.
    label: the whole of it in words, for those who do not see it.
    x: left edge.
    y: upper edge.
    width: width.
    height: height.
    said: the lines of text in it.
    start: true for what the page is about.
    toggles: links that show or hide what lies behind it.
    """

    url: str
    label: str
    x: float
    y: float
    width: float
    height: float
    said: tuple[Said, ...]
    start: bool
    toggles: tuple[Toggle, ...]


@dataclass(frozen=True, slots=True)
class RunMark:
    """A run in the picture.

    number: its number in the table of runs.
    url: its page.
    label: the whole of it in words, for those who do not see it.
    x: its middle.
    y: its middle.
    word: what is to be known of it besides, such as `failed`; empty for a run that ended well.
    """

    number: int
    url: str
    label: str
    x: float
    y: float
    word: str


@dataclass(frozen=True, slots=True)
class LineagePicture:
    """The whole picture.

    width: width.
    height: height.
    boxes: the data.
    runs: the runs.
    lines: what went into what, as SVG path data, and whether a seal says so.
    """

    width: int
    height: int
    boxes: tuple[NodeBox, ...]
    runs: tuple[RunMark, ...]
    lines: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a node of the graph is called where it is drawn.

    url: its page, or its row in the table below.
    details: lines below the name, each with its class.
    label: the whole of it in words.
    word: of a run, what is to be known of it besides; empty for one that ended well.
    """

    url: str
    details: tuple[tuple[str, str], ...]
    label: str
    word: str = ""


def place(graph: Graph, shown: Mapping[str, Shown], followed: Followed | None) -> Layout:
    """Work out where everything stands. followed: a column whose way is shown, with its names in the boxes."""
    ids = list(graph.nodes)
    number = {key: index for index, key in enumerate(ids)}
    columns = followed.columns if followed is not None else {}
    said = {key: tuple(_said(graph.nodes[key], shown[key], columns.get(key, ()))) for key in ids}
    # Boxes of one width, so that no line passes over the box below the one that it leaves.
    width = max((_width(said[key]) for key in ids if graph.nodes[key].kind != "run"), default=0)
    sizes = [_size(graph.nodes[key], said[key], shown[key].word, width) for key in ids]
    links = list(_links(graph, followed))
    lines = [
        Line(
            number[target], number[source],
            _port(said[target], column, sizes[number[target]], graph.nodes[target].kind),
            _port(said[source], other, sizes[number[source]], graph.nodes[source].kind),
        )
        for source, other, target, column, _ in links
    ]  # fmt: skip
    return Layout(tuple(ids), sizes, said, layered(sizes, lines, GAPS), tuple(pinned for *_, pinned in links))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands, before it is drawn.

    ids: the nodes.
    sizes: their sizes, in that order.
    said: the lines of text in each.
    drawing: their places, in that order, and the lines.
    pinned: whether a seal says so, line by line.
    """

    ids: tuple[str, ...]
    sizes: Sequence[Size]
    said: Mapping[str, tuple[Said, ...]]
    drawing: Drawing
    pinned: tuple[bool, ...]

    def numbers(self, graph: Graph) -> dict[str, int]:
        """Numbers of the runs, as one reads them: from left to right, then from top to bottom."""
        corners = dict(zip(self.ids, self.drawing.corners, strict=True))
        runs = [key for key in self.ids if graph.nodes[key].kind == "run"]
        return {key: index for index, key in enumerate(sorted(runs, key=lambda one: corners[one]), 1)}


def draw(
    graph: Graph,
    layout: Layout,
    shown: Mapping[str, Shown],
    toggles: Callable[[Node], Collection[tuple[str, str, str, str]]],
) -> LineagePicture:
    """Draw what was placed. toggles: (side, sign, label, address) of each link beside a box."""
    numbers = layout.numbers(graph)
    boxes, runs = [], []
    for key, size, corner in zip(layout.ids, layout.sizes, layout.drawing.corners, strict=True):
        one = shown[key]
        if key in numbers:
            x, y = corner[0] + size.width / 2, corner[1] + RUN / 2
            label = f"Run {numbers[key]}: {one.label}"
            runs.append(RunMark(numbers[key], one.url, label, round(x, 1), round(y, 1), one.word))
            continue
        node = graph.nodes[key]
        beside = tuple(_toggle(size, *each) for each in toggles(node))
        x, y = round(corner[0], 1), round(corner[1], 1)
        start = key in graph.start
        boxes.append(NodeBox(one.url, one.label, x, y, size.width, size.height, layout.said[key], start, beside))
    return LineagePicture(
        width=round(layout.drawing.width) + 8,
        height=round(layout.drawing.height),
        boxes=tuple(boxes),
        runs=tuple(sorted(runs, key=lambda run: run.number)),
        lines=tuple(
            (path_data(points), pinned) for points, pinned in zip(layout.drawing.routes, layout.pinned, strict=True)
        ),
    )


def _said(node: Node, shown: Shown, columns: Sequence[str]) -> list[Said]:
    """The lines of a box, from top to bottom; a run has none."""
    if node.kind == "run":
        return []
    look = "name" if node.table or node.kind == "data" else "strong"
    found, y = [], 4.0
    for text in broken(node.label):
        y += ROW
        found.append(Said(text, look, y))
    for words, what in shown.details:
        for text in broken(words, MOST_PLAIN):
            y += DETAIL
            found.append(Said(text, what, y + 2))
    for column in columns:
        y += ROW
        found.append(Said(column, "name row", y + 6))
    return found


def broken(text: str, most: int = MOST_LETTERS) -> list[str]:
    """A name in lines that are not too long, broken after underscores, points and hyphens, or anywhere if need be."""
    lines = [""]
    for piece in _PIECE.findall(text):
        for part in [piece[start : start + most] for start in range(0, len(piece), most)]:
            if len(lines[-1]) + len(part.rstrip()) > most and lines[-1]:
                lines.append("")
            lines[-1] += part
    return [line.strip() for line in lines if line.strip()] or ["\N{EN DASH}"]


def _width(said: Sequence[Said]) -> int:
    widest = max(len(one.text) * (LETTER if "name" in one.look else PLAIN_LETTER + 0.5) for one in said)
    return round(max(widest, 60) + 2 * PADDING)


def _size(node: Node, said: Sequence[Said], word: str, width: int) -> Size:
    if node.kind == "run":
        return Size(RUN, RUN + (DETAIL if word else 0))
    return Size(width, said[-1].y + PADDING)


def _port(said: Sequence[Said], column: str, size: Size, kind: str) -> float:
    """The height at which a line meets a box: at a column that is followed, else in the middle."""
    rows = [one.y - 4 for one in said if one.look == "name row" and one.text.lower() == column.lower()]
    return rows[0] if rows else RUN / 2 if kind == "run" else size.height / 2


def _links(graph: Graph, followed: Followed | None) -> list[tuple[str, str, str, str, bool]]:
    """(source, column there, target, column there, pinned) of each line; without a column, one for each edge."""
    if followed is None:
        return [(edge.source, "", edge.target, "", edge.pinned) for edge in graph.edges.values()]
    found: dict[tuple[str, str, str, str, bool], None] = {}
    for step in followed.steps:
        for source, there, target, column in (
            (step.source, step.source_column, step.run, ""),
            (step.run, "", step.target, step.target_column),
        ):
            edge = graph.edges.get((source, target))
            if edge is not None:
                found[source, there, target, column, edge.pinned] = None
    return list(found)


def _toggle(size: Size, side: str, sign: str, label: str, url: str) -> Toggle:
    """A link at the left or right edge of a box: in its middle to show, at its corner to hide."""
    corner: Point = (-TOGGLE - 2 if side == "left" else size.width + 2, size.height / 2 - TOGGLE / 2)
    if sign != "+":
        corner = (corner[0] / 2 if side == "left" else size.width - TOGGLE / 2, -TOGGLE / 2)
    return Toggle(url, label, sign, round(corner[0], 1), round(corner[1], 1))
