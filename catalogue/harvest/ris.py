"""Face `ris`: for EndNote, Zotero and other programs that keep references."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.harvest.citation import CATALOGUE, Citation, of_release, one_line
from catalogue.harvest.subject import Subject


def write(subject: Subject) -> bytes:
    """One record, UTF-8."""
    return record(of_release(subject)).encode()


def record(citation: Citation) -> str:
    """A citation as a record, lines ending as the format wants them. A tag that says nothing is left out."""
    lines = [f"{tag}  - {one_line(value)}" for tag, value in _tags(citation) if one_line(value)]
    return "".join(f"{line}\r\n" for line in [*lines, "ER  - "])


def _tags(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "DATA"
    yield "ID", citation.key
    yield "AU", citation.author
    yield "TI", citation.title
    yield "PY", citation.year
    yield "DA", citation.issued.replace("-", "/") + "/"
    yield "ET", citation.version
    yield "PB", CATALOGUE
    yield "UR", citation.address
    yield "DO", citation.doi
    yield "N1", f"{citation.edition[0].upper()}{citation.edition[1:]}. {citation.identity}"
