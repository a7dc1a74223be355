"""The manual as tests read it: pages, headings as the site anchors them, links, blocks of code."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.settings import PACKAGE, SITE
from catalogue.text import to_html

ROOT = PACKAGE.parent
DOCS = SITE / "templates" / "docs"
README = ROOT / "README.md"
MAKEFILE = ROOT / "Makefile"
FENCE = re.compile(r"^(?P<fence>```+)(?P<language>\w*)\n(?P<code>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"(?<!!)\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_IDENTITY = re.compile(r"<h[23] id=\"([^\"]+)\"")
# Languages of blocks that a reader is meant to type or paste into a shell.
SHELL = frozenset({"sh", "bash", "console"})


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of code."""

    language: str
    code: str


def page(name: str) -> str:
    """The Markdown of a page of the manual."""
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def pages() -> dict[str, Path]:
    """Every page of the manual by the name that its address has."""
    return {path.relative_to(DOCS).with_suffix("").as_posix(): path for path in sorted(DOCS.rglob("*.md"))}


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [Block(match["language"], match["code"]) for match in FENCE.finditer(text)]


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", text)


def spans(text: str) -> set[str]:
    """Everything that stands between single backticks outside blocks."""
    return set(SPAN.findall(prose(text)))


def links(text: str) -> list[str]:
    """Targets of all links outside code."""
    return _LINK.findall(SPAN.sub("", prose(text)))


def anchors(text: str) -> set[str]:
    """The anchors that the site gives to a page's headings."""
    return set(_IDENTITY.findall(str(to_html(text, contents=True))))


def shell_lines(text: str) -> Iterator[str]:
    """Command lines of a page's shell blocks: continued lines joined, prompts, comments and output left out."""
    for block in blocks(text):
        if block.language not in SHELL:
            continue
        lines = block.code.replace("\\\n", " ").splitlines()
        if block.language == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        yield from (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def words(line: str) -> list[str]:
    """The words of a command line up to the first pipe or redirection, settings in front of it left out."""
    found: list[str] = []
    for word in shlex.split(line, comments=True):
        if word in {"|", ">", ">>", "&&", ";"}:
            break
        if found or not re.fullmatch(r"[A-Z_]+=.*", word):
            found.append(word)
    return found
