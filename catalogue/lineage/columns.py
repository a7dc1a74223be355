"""One column among hundreds: what it was made from, or what was made from it, within a graph. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from catalogue.lineage.nodes import ColumnStep, Graph


@dataclass(frozen=True, slots=True)
class Followed:
    """The way of a column.

    columns: the columns on it, by node. steps: from column to column, the nearest first. whole: what decided which rows
    there are in the tables on the way: filters, joins, orders.
    """

    columns: Mapping[str, tuple[str, ...]]
    steps: tuple[ColumnStep, ...]
    whole: tuple[ColumnStep, ...]


def follow(graph: Graph, start: Iterable[str], column: str, *, forward: bool, through_whole: bool = False) -> Followed:
    """Follow a column from nodes, letters in any case.

    forward: to what was made from it, else to what made it. through_whole: whether what all of a table depends on is a
    step as well. Forward, nothing is followed further than that; back, it is followed like any column.
    """
    by_end: dict[tuple[str, str], list[ColumnStep]] = defaultdict(list)
    whole: dict[str, list[ColumnStep]] = defaultdict(list)
    for step in graph.columns:
        if not step.target_column:
            whole[step.target].append(step)
        if step.target_column or (forward and through_whole):
            end = (step.source, step.source_column) if forward else (step.target, step.target_column)
            by_end[end[0], end[1].lower()].append(step)
    columns: dict[str, dict[str, None]] = {node: {column: None} for node in start}
    queue = [(node, column) for node in columns]
    seen = {(node, column.lower()) for node in columns}
    steps: dict[ColumnStep, None] = {}
    for node, name in queue:  # grows while it is read
        found = list(by_end[node, name.lower()])
        if through_whole and not forward:
            found += [replace(one, target_column=name, whole=True) for one in whole[node]]
        for step in found:
            steps[step] = None
            other = (step.target, step.target_column) if forward else (step.source, step.source_column)
            if other[1] and (other[0], other[1].lower()) not in seen:
                seen.add((other[0], other[1].lower()))
                columns.setdefault(other[0], {})[other[1]] = None
                queue.append(other)
    return Followed(
        {node: tuple(names) for node, names in columns.items()},
        tuple(steps),
        tuple(step for node in columns for step in whole[node]),
    )


def narrowed(graph: Graph, followed: Followed) -> Graph:
    """The part of a graph that a column goes through."""
    kept = {*graph.start, *followed.columns, *(step.run for step in followed.steps)}
    way = {(step.source, step.run) for step in followed.steps} | {(step.run, step.target) for step in followed.steps}
    return Graph(
        start=graph.start,
        nodes={key: node for key, node in graph.nodes.items() if key in kept},
        edges={key: edge for key, edge in graph.edges.items() if key in way},
        columns=dict.fromkeys(followed.steps),
        cut=graph.cut,
    )
