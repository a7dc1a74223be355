"""Text in cells and lines: without line ends, and no longer than fits. Pure."""

from __future__ import annotations


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
