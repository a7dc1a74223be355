"""The table of faces: under which name each is asked for, what it is, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalogue.errors import NotFoundError
from catalogue.harvest import bibtex, citation_text, csl_json, lock, prov_json, prov_o, ris
from catalogue.harvest.subject import Subject
from catalogue.store.find import near


@dataclass(frozen=True, slots=True)
class Face:
    """A release in another form.

    name: in addresses.
    title: what it is called among downloads.
    purpose: what it is for, in a few words.
    suffix: of its file name, with the point.
    detailed: true when it speaks of tables and code lists, which are then read.
    traced: true when it tells where the release comes from; the runs behind it are then read.
    """

    name: str
    title: str
    purpose: str
    media_type: str
    suffix: str
    write: Callable[[Subject], bytes]
    detailed: bool = False
    traced: bool = False


FACES = (
    Face("citation-text", "Citation", "text to paste", "text/plain; charset=utf-8", ".txt", citation_text.write),
    Face("bibtex", "BibTeX", "citation for LaTeX", "application/x-bibtex", ".bib", bibtex.write),
    Face("ris", "RIS", "citation for EndNote and Zotero", "application/x-research-info-systems", ".ris", ris.write),
    Face(
        "csl-json",
        "CSL-JSON",
        "citation for Pandoc and other processors",
        "application/vnd.citationstyles.csl+json",
        ".csl.json",
        csl_json.write,
    ),
    Face("lock", "Lock file", "pins tables and columns", "application/json", ".lock.json", lock.write, detailed=True),
    Face(
        "prov-json", "PROV-JSON", "where it comes from", "application/json", ".prov.json", prov_json.write, traced=True
    ),
    Face(
        "prov-o",
        "PROV-O",
        "where it comes from, as Turtle",
        "text/turtle; charset=utf-8",
        ".prov.ttl",
        prov_o.write,
        traced=True,
    ),
)
BY_NAME = {face.name: face for face in FACES}


def address(release_path: str, name: str) -> str:
    """Where a face of a release is, from the address of its page."""
    return f"{release_path}/faces/{name}"


def face(name: str, release_path: str) -> Face:
    """The face of a name, letters in any case. Raises NotFoundError with near names of the release asked."""
    found = BY_NAME.get(name.lower())
    if found is None:
        raise NotFoundError(
            f"There is no face {name!r}.",
            remedy=f"A release has {len(FACES)}: {', '.join(BY_NAME)}.",
            near=tuple((one, address(release_path, one)) for one in near(name, BY_NAME)),
        )
    return found
