"""The section on published statistics of the facts that metadata were written from, cell by cell."""

from __future__ import annotations

import re
from functools import cache

from tests.content.domain import FACTS

_BLOCK = re.compile(r"```csv\n(.*?)```", re.DOTALL)


@cache
def section(number: str) -> str:
    """The text of a section such as `c.1`, without its heading line."""
    text = FACTS.read_text("utf-8")
    _, heading, rest = text.partition(f"### {number} ")
    if not heading:
        raise LookupError(f"there is no section {number}")
    return re.split(r"^#{2,3} ", rest.partition("\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def block(number: str) -> list[list[str]]:
    """The cells of the CSV block of a section, header line included."""
    match = _BLOCK.search(section(number))
    if match is None:
        raise LookupError(f"section {number} has no CSV block")
    return [line.split(",") for line in match[1].strip().splitlines()]


def table(number: str) -> list[list[str]]:
    """The cells of the last Markdown table of a section, without header and rule."""
    lines = [line for line in section(number).splitlines() if line.startswith("|")]
    rules = [place for place, line in enumerate(lines) if set(line) <= set("|- ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[rules[-1] + 1 :]]
