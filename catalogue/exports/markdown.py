"""Chosen variables as Markdown, for an application or a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from catalogue.exports.cells import one_line
from catalogue.exports.rows import heads, left_out
from catalogue.exports.selection import Group, Selection, State
from catalogue.text import to_plain

_SIGNS = re.compile(r"([\\`*_\[\]<>|#&~])")


def document(selection: Selection) -> str:
    """A section a table, a row a variable, and the releases with their seals."""
    lines = ["# Chosen variables", ""]
    for group in selection.groups:
        lines += _section(group)
    lines += ["## Releases", ""]
    lines += [f"- {literal(one.line)}; seal `sha-256 {one.seal}`" for one in heads(selection)]
    reasons = left_out(selection)
    if reasons:
        lines += ["", "## Left out", "", *(f"- {literal(reason)}" for reason in reasons)]
    return "\n".join([*lines, ""])


def _section(group: Group) -> Iterable[str]:
    release = group.release
    yield f"## {literal(group.physical)}"
    yield ""
    yield f"{literal(release.facts.title)} {release.version}, issued {release.issued}."
    yield ""
    yield "| variable | label | type | what it means | codes | access |"
    yield "|---|---|---|---|---|---|"
    yield from (_row(state) for state in group.states)
    yield ""


def _row(state: State) -> str:
    one = state.variable
    meaning = to_plain(one.definition) or (
        f"Inferred: {to_plain(one.inferred_meaning)}" if one.inferred_meaning else ""
    )
    codes = f"{len(state.codes.codes)} in {state.codes.name}" if state.codes else "none"
    cells = (one.name, one.label, one.physical_type or one.type, meaning or "no definition", codes, one.availability)
    return f"| {' | '.join(literal(cell) for cell in cells)} |"


def literal(text: str) -> str:
    """Text that stands for itself: on one line, every sign of Markdown escaped."""
    return _SIGNS.sub(r"\\\1", one_line(text))
