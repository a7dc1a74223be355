"""Pictures of graphs in layers, by the method of Sugiyama: sizes in, places and polylines out. Pure.

igraph breaks cycles and orders each layer so that few lines cross. Layers and heights are worked out here, because
boxes differ in size: a box stands to the right of all boxes that it points to, these as near to it as can be, and as
near to the height of its neighbours as the boxes above and below let it. Boxes without any line stand in rows below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import igraph

Point = tuple[float, float]
# How often heights are evened out; more changes nothing that can be seen.
ROUNDS = 12
# Height that a line takes where it passes a layer.
LINE_HEIGHT = 6.0
LOOP = 16.0


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a box."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one box to another, by their numbers. The ports say at which height of each box, from its top."""

    source: int
    target: int
    source_port: float
    target_port: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where everything stands: the top left corner of each box, and the points of each line, in the order given."""

    width: float
    height: float
    corners: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Room between layers, between neighbours in a layer, and around it all."""

    layers: float = 56.0
    boxes: float = 18.0
    margin: float = 14.0


@dataclass(slots=True)
class _Item:
    """A box, or the place where a line passes a layer. `centre` is the height of its middle."""

    layer: int
    height: float
    centre: float
    neighbours: list[_Item]


def layered(sizes: Sequence[Size], lines: Sequence[Line], gaps: Gaps = Gaps()) -> Drawing:
    """Place boxes and lines. The same input gives the same drawing."""
    pairs = sorted({(line.source, line.target) for line in lines if line.source != line.target})
    joined = sorted({number for pair in pairs for number in pair})
    items, passing = _items(sizes, pairs, joined, gaps)
    columns = _columns(sizes, items, gaps)
    corners: dict[int, Point] = {
        number: (columns[item.layer][0], item.centre - item.height / 2) for number, item in items.items()
    }
    lowest = [corners[number][1] + sizes[number].height for number in joined]
    lowest += [item.centre for middle in passing.values() for item in middle]
    bottom = max(lowest, default=0.0)
    right = max((corners[number][0] + sizes[number].width for number in joined), default=0.0)
    alone = [number for number in range(len(sizes)) if number not in items]
    corners |= _rows(sizes, alone, max(right, 900.0), bottom + gaps.boxes * 2 if joined else gaps.margin, gaps)
    routes = tuple(_route(line, sizes, corners, columns, passing) for line in lines)
    return Drawing(
        width=max((corners[n][0] + size.width for n, size in enumerate(sizes)), default=0.0) + gaps.margin + LOOP,
        height=max([bottom, *(corners[n][1] + sizes[n].height for n in alone)]) + gaps.margin,
        corners=tuple(corners[number] for number in range(len(sizes))),
        routes=routes,
    )


def _items(
    sizes: Sequence[Size], pairs: Sequence[tuple[int, int]], joined: Sequence[int], gaps: Gaps
) -> tuple[dict[int, _Item], dict[tuple[int, int], list[_Item]]]:
    """Boxes by number, and what stands for each line in the layers that it passes, from source to target."""
    place = {number: index for index, number in enumerate(joined)}
    graph = igraph.Graph(n=len(joined), edges=[(place[a], place[b]) for a, b in pairs], directed=True)
    backward = set(graph.feedback_arc_set(method="eades"))
    edges = [edge.tuple[::-1] if edge.index in backward else edge.tuple for edge in graph.es]
    layers = _layers(len(joined), edges)
    orders, passed = _ordered(layers, edges)
    items = {number: _Item(layers[index], sizes[number].height, orders[index], []) for number, index in place.items()}
    passing: dict[tuple[int, int], list[_Item]] = {}
    for index, pair in enumerate(pairs):
        middle = [_Item(layer, LINE_HEIGHT, order, []) for layer, order in passed[index]]
        chain = [items[joined[edges[index][0]]], *middle, items[joined[edges[index][1]]]]
        for one, other in pairwise(chain):
            one.neighbours.append(other)
            other.neighbours.append(one)
        passing[pair] = middle[::-1] if index in backward else middle
    _settle([*items.values(), *(item for middle in passing.values() for item in middle)], gaps)
    return items, passing


def _ordered(
    layers: Sequence[int], edges: Sequence[tuple[int, int]]
) -> tuple[list[float], list[list[tuple[int, float]]]]:
    """The order of each node in its layer, and for each edge the layers that it passes, with its order there.

    Parts that nothing joins are ordered one after another: igraph mixes up their edges when it is given all at once.
    """
    orders = [0.0] * len(layers)
    passed: list[list[tuple[int, float]]] = [[] for _ in edges]
    offset = 0.0
    for nodes in igraph.Graph(n=len(layers), edges=list(edges)).connected_components():
        local = {node: index for index, node in enumerate(nodes)}
        own = [index for index, edge in enumerate(edges) if edge[0] in local]
        # igraph lays from the top down; here a line points to the left, so its layers are counted from the other end.
        deepest = max(layers[node] for node in nodes)
        inside = [(local[edges[index][0]], local[edges[index][1]]) for index in own]
        downward = igraph.Graph(n=len(nodes), edges=inside, directed=True)
        layout = downward.layout_sugiyama(layers=[deepest - layers[node] for node in nodes], maxiter=200)
        for node, index in local.items():
            orders[node] = offset + layout[index][0]
        for index, points in zip(own, layout.edge_routing, strict=True):
            passed[index] = [(deepest - round(y), offset + x) for x, y in points]
        placed = [*(orders[node] for node in nodes), *(order for one in own for _, order in passed[one])]
        offset = max(placed, default=offset) + 1
    return orders, passed


def _layers(number: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """The layer of each node of a graph without cycles.

    First one more than the highest layer that it points to; then each node that is pointed to moves up as far as the
    nodes that point to it allow, which makes lines short.
    """
    targets: dict[int, list[int]] = defaultdict(list)
    sources: dict[int, list[int]] = defaultdict(list)
    for source, target in edges:
        targets[source].append(target)
        sources[target].append(source)
    order = igraph.Graph(n=number, edges=list(edges), directed=True).topological_sorting(mode="in")
    layers = [0] * number
    for node in order:
        layers[node] = max((layers[target] + 1 for target in targets[node]), default=0)
    for node in reversed(order):
        layers[node] = min((layers[source] - 1 for source in sources[node]), default=layers[node])
    return layers


def _settle(items: Sequence[_Item], gaps: Gaps) -> None:
    """Give every item a height near its neighbours', in the order that it has in its layer."""
    by_layer: dict[int, list[_Item]] = defaultdict(list)
    for item in sorted(items, key=lambda one: one.centre):
        by_layer[item.layer].append(item)
    for layer in by_layer.values():
        wanted = [item.centre * (LINE_HEIGHT + gaps.boxes) for item in layer]
        _spread(layer, wanted, gaps.boxes)
    for number in range(ROUNDS):
        for _, layer in sorted(by_layer.items(), reverse=bool(number % 2)):
            _spread(layer, [_mean(one.centre for one in item.neighbours) for item in layer], gaps.boxes)
    top = min((item.centre - item.height / 2 for item in items), default=0.0)
    for item in items:
        item.centre += gaps.margin - top


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _spread(layer: Sequence[_Item], wanted: Sequence[float], gap: float) -> None:
    """Move items as little as can be from where they are wanted, so that none overlaps the next.

    Least squares under an order: neighbours that would overlap move together (pooling adjacent violators).
    """
    offsets = [0.0]
    for one, other in pairwise(layer):
        offsets.append(offsets[-1] + (one.height + other.height) / 2 + gap)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, many = pools.pop()
            total, count = total + before, count + many
        pools.append((total, count))
    levels = [total / count for total, count in pools for _ in range(count)]
    for item, level, offset in zip(layer, levels, offsets, strict=True):
        item.centre = level + offset


def _columns(sizes: Sequence[Size], items: Mapping[int, _Item], gaps: Gaps) -> dict[int, tuple[float, float]]:
    """Left and right edge of each layer."""
    widths: dict[int, float] = defaultdict(float)
    for number, item in items.items():
        widths[item.layer] = max(widths[item.layer], sizes[number].width)
    columns: dict[int, tuple[float, float]] = {}
    left = gaps.margin
    for layer in range(max(widths, default=-1) + 1):
        columns[layer] = (left, left + widths[layer])
        left += widths[layer] + gaps.layers
    return columns


def _rows(sizes: Sequence[Size], numbers: Iterable[int], width: float, top: float, gaps: Gaps) -> dict[int, Point]:
    """Boxes side by side in rows of a width, below a height."""
    corners: dict[int, Point] = {}
    left, tallest = gaps.margin, 0.0
    for number in numbers:
        size = sizes[number]
        if left > gaps.margin and left + size.width > width:
            left, top, tallest = gaps.margin, top + tallest + gaps.boxes, 0.0
        corners[number] = (left, top)
        left, tallest = left + size.width + gaps.boxes, max(tallest, size.height)
    return corners


def _route(
    line: Line,
    sizes: Sequence[Size],
    corners: Mapping[int, Point],
    columns: Mapping[int, tuple[float, float]],
    passing: Mapping[tuple[int, int], Sequence[_Item]],
) -> tuple[Point, ...]:
    source, target = corners[line.source], corners[line.target]
    start, end = source[1] + line.source_port, target[1] + line.target_port
    right = source[0] + sizes[line.source].width
    if line.source == line.target:
        return ((right, start), (right + LOOP, start), (right + LOOP, end), (right, end))
    leftward = source[0] > target[0]
    points = [(source[0] if leftward else right, start)]
    for item in passing[line.source, line.target]:
        left_edge, right_edge = columns[item.layer]
        sides = (right_edge, left_edge) if leftward else (left_edge, right_edge)
        points += [(side, item.centre) for side in sides]
    points.append((target[0] + (sizes[line.target].width if leftward else 0.0), end))
    return tuple(points)
