"""The picture of a pathway: boxes for places, numbered circles for steps, lines in the style of their marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from catalogue.lineage.layout import Drawing, Gaps, Line, Size, layered
from catalogue.model import sail
from catalogue.model.pathways import Pathway, Place, Step
from catalogue.web.contexts.lineage_picture import Said, broken
from catalogue.web.contexts.picture import LETTER, PADDING, path_data

# Width of a letter of the titles in boxes, letters in a line of each kind, heights of lines, radius of a circle.
PLAIN_LETTER = 7.1
MOST_LETTERS = 19
MOST_NAME = 23
ROW = 16.0
RADIUS = 12.0
WIDE_RADIUS = 15.0
HEADING = 16.0
GAPS = Gaps(layers=26.0, boxes=16.0, margin=4.0)
_NAME = re.compile(r"[\w.]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlaceBox:
    """A place in the picture.

    url: what describes it here, or its row in the table below.
    label: the whole of it in words, for those who do not see it.
    x: left edge.
    y: upper edge.
    width: width.
    height: height.
    texts: what stands in it.
    mark: how the place is known.
    """

    url: str
    label: str
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Said, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step in the picture.

    number: its number.
    url: its row in the table of steps.
    label: the whole of it in words, for those who do not see it.
    x: its middle.
    y: its middle.
    radius: half its width.
    """

    number: str
    url: str
    label: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line in the picture.

    path: the line as SVG path data, from left to right.
    mark: how it is known.
    ends: true where a step makes a place, so that the line ends with an arrow.
    """

    path: str
    mark: str
    ends: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A stage above a column of the picture.

    text: the stage.
    x: left edge.
    y: base line.
    """

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole picture.

    width: width.
    height: height.
    headings: the stages.
    boxes: the places.
    steps: the steps.
    lines: what goes in and what comes out.
    """

    width: int
    height: int
    headings: tuple[Heading, ...]
    boxes: tuple[PlaceBox, ...]
    steps: tuple[StepMark, ...]
    lines: tuple[FlowLine, ...]


def flow(pathway: Pathway, urls: Mapping[str, str], states: Mapping[str, str], base: str = "") -> Flow:
    """Draw a pathway. urls: page of each place by name; states: which version each is, in words; base: of the page."""
    places = {place.name: index for index, place in enumerate(pathway.places)}
    texts = [_texts(place, states[place.name]) for place in pathway.places]
    sizes = [_size(one) for one in texts] + [Size(2 * _radius(step), 2 * _radius(step)) for step in pathway.steps]
    lines, marks = _lines(pathway, places, sizes)
    drawing = layered(sizes, lines, GAPS)
    headings = _headings(pathway.places, drawing)
    top = max((one.y for one in headings), default=-HEADING / 2) + HEADING / 2
    corners = [(round(x, 1), round(y + top, 1)) for x, y in drawing.corners]
    return Flow(
        width=round(drawing.width),
        height=round(drawing.height + top),
        headings=headings,
        boxes=tuple(
            _box(place, urls[place.name], size, corner, said, states[place.name])
            for place, size, corner, said in zip(pathway.places, sizes, corners, texts, strict=False)
        ),
        steps=tuple(
            _step_mark(step, corner, base) for step, corner in zip(pathway.steps, corners[len(places) :], strict=True)
        ),
        lines=tuple(
            # A layout leads from the later to the earlier, a reader goes the other way.
            FlowLine(path_data([(x, y + top) for x, y in reversed(points)]), mark, ends)
            for points, (mark, ends) in zip(drawing.routes, marks, strict=True)
        ),
    )


def outside(shown: Flow, base_url: str) -> Flow:
    """A picture that stands on its own: its links lead to the site wherever it is opened."""
    return replace(
        shown,
        boxes=tuple(replace(one, url=f"{base_url}{one.url}") for one in shown.boxes),
        steps=tuple(replace(one, url=f"{base_url}{one.url}") for one in shown.steps),
    )


def _lines(
    pathway: Pathway, places: Mapping[str, int], sizes: Sequence[Size]
) -> tuple[list[Line], list[tuple[str, bool]]]:
    """Lines from the later to the earlier, and for each its mark and whether it ends at what a step makes."""
    lines, marks = [], []
    for number, step in enumerate(pathway.steps, len(places)):
        pairs = chain(((end, False) for end in step.inputs), ((end, True) for end in step.outputs))
        for end, made in pairs:
            later, earlier = (places[end.place], number) if made else (number, places[end.place])
            lines.append(Line(later, earlier, sizes[later].height / 2, sizes[earlier].height / 2))
            marks.append((end.mark, made))
    return lines, marks


def _texts(place: Place, state: str) -> list[tuple[str, str]]:
    """The lines of a box, each with its look."""
    lines = (
        (place.title, "strong", MOST_LETTERS),
        (_short_name(place), "name", MOST_NAME),
        (state, "tick sub", MOST_NAME),
    )
    return [(text, look) for whole, look, most in lines if whole for text in broken(whole, most)]


def _short_name(place: Place) -> str:
    """The name of a place without schema and day; empty for one that stands for many."""
    name = sail.parse(place.physical_name)
    if name is not None:
        return name.table
    return place.physical_name if _NAME.fullmatch(place.physical_name) else ""


def _size(texts: Sequence[tuple[str, str]]) -> Size:
    widest = max(len(text) * (PLAIN_LETTER if look == "strong" else LETTER) for text, look in texts)
    return Size(round(widest + 2 * PADDING), ROW * len(texts) + 14)


def _radius(step: Step) -> float:
    return WIDE_RADIUS if len(step.number) > len("12") else RADIUS


def _box(
    place: Place, url: str, size: Size, corner: tuple[float, float], texts: Sequence[tuple[str, str]], state: str
) -> PlaceBox:
    x, y = corner
    return PlaceBox(
        url=url,
        label="; ".join(filter(None, (place.title, place.physical_name, state, place.mark.replace("-", " ")))),
        x=x,
        y=y,
        width=size.width,
        height=size.height,
        texts=tuple(Said(text, look, ROW * number + 4) for number, (text, look) in enumerate(texts, 1)),
        mark=place.mark,
    )


def _step_mark(step: Step, corner: tuple[float, float], base: str) -> StepMark:
    radius = _radius(step)
    label = f"Step {step.number}: {step.title}"
    return StepMark(step.number, f"{base}#step-{step.name}", label, corner[0] + radius, corner[1] + radius, radius)


def _headings(places: Sequence[Place], drawing: Drawing) -> tuple[Heading, ...]:
    """The stages of each column, the topmost box's first, each in a line of its own; none where they go on."""
    columns: dict[float, dict[str, None]] = {}
    # Corners come for places and then for steps.
    standing = sorted(zip(places, drawing.corners, strict=False), key=lambda one: one[1])
    for place, (x, _) in standing:
        if place.stage:
            columns.setdefault(x, {})[place.stage] = None
    told = [(x, tuple(stages)) for x, stages in sorted(columns.items())]
    return tuple(
        Heading(stage, round(x, 1), HEADING * number)
        for (x, stages), (_, before) in zip(told, [(0.0, ()), *told], strict=False)
        if stages != before
        for number, stage in enumerate(stages, 1)
    )
