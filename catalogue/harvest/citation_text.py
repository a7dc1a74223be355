"""Face `citation-text`: a citation to paste."""

from __future__ import annotations

from catalogue.harvest.citation import of_release, one_line
from catalogue.harvest.subject import Subject


def write(subject: Subject) -> bytes:
    """One line of UTF-8."""
    return f"{one_line(of_release(subject).text)}\n".encode()
