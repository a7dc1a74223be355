"""Text in cells: what no spreadsheet takes for a formula, and what fits on one line. Pure."""

from __future__ import annotations

import re

# What a spreadsheet takes for the beginning of a formula; blanks and apostrophes before it change nothing.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r]")  # noqa: RUF001 - the wide signs are meant
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|\.\d+)([eE][+-]?\d+)?%?", re.ASCII)


def safe_cell(text: str) -> str:
    """Text as it may stand in a cell: an apostrophe before what would be a formula. Numbers pass as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_cell(text: str) -> str:
    """What was written into a cell by `safe_cell`: the apostrophe is taken off again."""
    rest = text.removeprefix("'")
    return rest if rest != text and safe_cell(rest) == text else text


def one_line(text: str) -> str:
    """Text with every kind of line end, tabulator and control sign as a blank, and no blank twice."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def shortened(text: str, most: int) -> str:
    """At most so many characters, the last one an ellipsis when something was left out."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def shortened_bytes(text: str, most: int) -> str:
    """The same for a limit in bytes of UTF-8; no character is cut in two."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    return f"{kept.rstrip()}…"
