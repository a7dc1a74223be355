"""Face `bibtex`: for LaTeX, and for programs that keep references."""

from __future__ import annotations

from catalogue.harvest.citation import CATALOGUE, Citation, of_release, one_line
from catalogue.harvest.subject import Subject

# Braces count for BibTeX even behind a backslash, so they are written as commands, whose own braces are in pairs.
_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)


def write(subject: Subject) -> bytes:
    """One entry, UTF-8."""
    return entry(of_release(subject)).encode()


def entry(citation: Citation) -> str:
    """A citation as an entry. A field that says nothing is left out."""
    fields = {name: value for name, value in _fields(citation).items() if value}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{citation.key},\n{lines}\n}}\n"


def _fields(citation: Citation) -> dict[str, str]:
    return {
        # Inner braces keep the name of a body in one piece, and the capitals of a title as they are.
        "author": f"{{{escape(citation.author)}}}" if citation.author else "",
        "title": f"{{{escape(citation.title)}}}",
        "year": citation.year,
        "date": citation.issued,
        "version": escape(citation.version),
        "publisher": escape(CATALOGUE),
        "howpublished": escape(f"{CATALOGUE}, {citation.edition}"),
        "url": citation.address,
        "doi": citation.doi,
        "note": escape(citation.identity),
    }


def escape(text: str) -> str:
    """A text as BibTeX reads it: nothing in it is a command, and its braces are in pairs."""
    return one_line(text).translate(_ESCAPED)
