"""Face `csl-json`: the input of citation processors, such as Zotero, Pandoc and citeproc."""

from __future__ import annotations

import json
from typing import Any

from catalogue.harvest.citation import CATALOGUE, Citation, of_release, one_line
from catalogue.harvest.subject import Subject


def write(subject: Subject) -> bytes:
    """A list of one item."""
    return f"{json.dumps([item(of_release(subject))], ensure_ascii=False, indent=2)}\n".encode()


def item(citation: Citation) -> dict[str, Any]:
    """A citation as an item. A variable that says nothing is left out."""
    return {name: value for name, value in _variables(citation).items() if value}


def _variables(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.key,
        "type": "dataset",
        "author": [{"literal": one_line(citation.author)}] if citation.author else [],
        "title": one_line(citation.title),
        "issued": {"date-parts": [[int(part) for part in citation.issued.split("-")]]},
        "version": citation.version,
        "publisher": CATALOGUE,
        "URL": citation.address,
        "DOI": citation.doi,
        "note": f"{citation.edition[0].upper()}{citation.edition[1:]}. {citation.identity}",
    }
