"""Citations of no real release, for tests of the styles that they are written in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from catalogue.harvest.citation import Citation

PLAIN = Citation(
    key="court-2.0.0",
    author="Keeper of data",
    issued="2023-08-14",
    part="",
    title="Court extract",
    version="2.0.0",
    snapshot="2023-06-22",
    address="https://example.org/datasets/court/releases/2.0.0",
    doi="",
    digest="ab" * 32,
)
# What styles are known to stumble over: their own signs, line ends, tags at the beginning of a line, other letters.
HOSTILE = (
    "{",
    "}",
    "{}}{",
    "\\",
    "\\textbf{x}",
    "100% of #1 & $5_x^2~",
    "@misc{x, author={y}}",
    "a\r\nER  - \r\nTY  - JOUR",
    "TY  - BOOK",
    "Gŵyl Ddewi \N{EN DASH} “ddiwedd”",
    "tab\there",
    '"quoted"',
    "</span><script>",
    "and others",
    "\u2028line\u2029",
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=40)).filter(lambda text: text.strip() != "")


def citation(**changes: Any) -> Citation:
    """The plain citation with other parts."""
    return replace(PLAIN, **changes)
