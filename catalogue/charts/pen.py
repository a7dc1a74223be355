"""Writes elements of SVG. Colour comes from classes of the stylesheet, or goes with a picture that stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

# Colours of the light scheme, for a chart that no stylesheet reaches.
_COLOURS: Mapping[str, str] = {
    "rule": 'stroke="#d3dadb"',
    "axis": 'stroke="#71808a"',
    "now": 'fill="none" stroke="#00566b" stroke-width="2.5"',
    "then": 'fill="none" stroke="#71808a" stroke-width="1.5"',
    "target": 'stroke="#14191b" stroke-width="1.5"',
    "break": 'stroke="#71808a" stroke-dasharray="4 4"',
    "": 'fill="#00566b" stroke="#fff" stroke-width="1.5"',
    "fine": 'fill="#00566b"',
    "open": 'fill="#fff" stroke="#00566b" stroke-width="2"',
    "old": 'fill="#fff" stroke="#71808a" stroke-width="1.5"',
    "tick": 'fill="#4a565a"',
    "strong": 'fill="#14191b" font-weight="600"',
}


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes elements; `alone` adds the colours."""

    alone: bool

    def _class(self, name: str) -> str:
        colour = f" {_COLOURS[name]}" if self.alone else ""
        return (f' class="{name}"' if name else "") + colour

    def rule(self, name: str, start: tuple[float, float], end: tuple[float, float]) -> str:
        """A straight line."""
        return f'<line{self._class(name)} x1="{_n(start[0])}" x2="{_n(end[0])}" y1="{_n(start[1])}" y2="{_n(end[1])}"/>'

    def line(self, name: str, places: Iterable[tuple[float, float]]) -> str:
        """A line through places."""
        return f'<polyline{self._class(name)} points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in places)}"/>'

    def dot(self, name: str, x: float, y: float, radius: float, title: str = "") -> str:
        """A circle that says its figure to whoever points at it."""
        inner = f"><title>{escape(title)}</title></circle>" if title else "/>"
        return f'<circle{self._class(name)} cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"{inner}'

    def words(self, name: str, x: float, y: float, text: str, anchor: str = "") -> str:
        """A text."""
        where = f' text-anchor="{anchor}"' if anchor else ""
        return f'<text{self._class(name)} x="{_n(x)}" y="{_n(y)}"{where}>{escape(text)}</text>'


def _n(value: float) -> str:
    """A coordinate with one decimal place at most."""
    return f"{value:.1f}".removesuffix(".0")
