"""A page as a test reads it: words, links, ids and the faults that a parser can see. Standard library alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
SILENT = frozenset({"script", "style"})
# Elements that stand inside a line; all others begin and end a word.
INLINE = frozenset({"a", "b", "cite", "code", "em", "i", "mark", "q", "span", "strong", "time", "wbr"})


@dataclass
class Element:
    """An element that was opened: its name and attributes."""

    name: str
    attributes: dict[str, str]

    def get(self, name: str) -> str:
        """An attribute, or empty."""
        return self.attributes.get(name, "")


@dataclass
class Page(HTMLParser):
    """A parsed page."""

    source: str
    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.feed(self.source)
        self.close()
        self.faults += [f"<{name}> is never closed" for name in self._open]
        self.faults += [f"the id {one} is there twice" for one in _twice(self.ids)]
        self.faults += [f"#{one} leads nowhere" for one in self.fragments if one not in self.ids]
        self.faults += [f"<{one.name} style> is written inline" for one in self.elements if one.get("style")]
        self.faults += [
            f"<{one.name} {name}> is script inline"
            for one in self.elements
            for name in one.attributes
            if name.startswith("on")
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        self._text.append("" if tag in INLINE else " ")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1] if self._open else 'nothing'}")
            return
        self._open.pop()
        self._text.append("" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not SILENT & set(self._open):
            self._text.append(data)

    @property
    def text(self) -> str:
        """The words of the page, white space folded."""
        return " ".join("".join(self._text).split())

    def all(self, name: str) -> list[Element]:
        """Elements of a name."""
        return [one for one in self.elements if one.name == name]

    @property
    def ids(self) -> list[str]:
        """Every id."""
        return [one.get("id") for one in self.elements if one.get("id")]

    @property
    def links(self) -> list[str]:
        """Every address that a link leads to."""
        return [one.get("href") for one in self.all("a")]

    @property
    def fragments(self) -> list[str]:
        """Places on this page that links lead to."""
        return [link[1:] for link in self.links if link.startswith("#")]

    def link(self, relation: str) -> str:
        """The address of a `<link rel>`, or empty."""
        return next((one.get("href") for one in self.all("link") if one.get("rel") == relation), "")


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
