"""A difference as Markdown for release notes: gravest first, each change with its reason, what is not known apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalogue.releases.diff.changes import Change, Difference, Place, Subject, Weight, substance
from catalogue.releases.diff.words import key_words, values, what_happened, whole

TITLES = {
    Weight.BREAKING: "Breaking: check programs that were written before",
    Weight.ADDITIVE: "Additive: there is more, or more is known",
    Weight.EDITORIAL: "Editorial: how it is told",
}


def markdown(before: str, after: str, difference: Difference) -> str:
    """Release notes from one version to another. Text of releases is escaped, so that it stays text."""
    return "\n".join([f"## From {before} to {after}", "", *_lines(difference)]).rstrip() + "\n"


def _lines(difference: Difference) -> Iterator[str]:
    if not difference.changes:
        yield "Nothing differs."
        yield ""
    for weight in Weight:
        told = substance(difference.of_weight(weight))
        if told:
            yield f"### {TITLES[weight]}"
            yield ""
            yield from (f"- {_line(one)}" for one in told)
            yield ""
    sourced = len(difference.changes) - len(substance(difference.changes))
    if sourced:
        yield f"In {sourced} places it is said otherwise how something is known."
        yield ""
    if difference.renames:
        yield "### Perhaps renamed"
        yield ""
        yield from (f"- {_code(old)} → {_code(new)}: {why}" for old, new, why in _renames(difference))
        yield ""
    if difference.unconfirmed:
        yield "### Carried forward, not confirmed"
        yield ""
        yield from (f"- {line}" for line in _unconfirmed(difference.unconfirmed))
        yield ""


def _line(change: Change) -> str:
    happened = what_happened(change)
    before, after = values(change)
    if happened:
        said = ": ".join(filter(None, (happened, "" if change.before and change.after else _escaped(whole(change)))))
    else:
        said = f"{_escaped(key_words(change))}: {_escaped(before) or 'not told'} → {_escaped(after) or 'not told'}"
    return f"{_named(change)}{said.rstrip('.')}. *{change.reason}*"


def _named(change: Change) -> str:
    """Where it is; nothing for the dataset itself."""
    place = change.place
    if change.subject is Subject.DATASET:
        return ""
    names = [place.code_list, place.code] if place.code_list else [place.table, place.variable]
    return f"{' '.join(_code(name) for name in names if name)}: "


def _renames(difference: Difference) -> Iterator[tuple[str, str, str]]:
    for one in difference.renames:
        place = one.place
        was = place.was_table or place.table
        if place.variable:
            yield f"{was} {place.was_variable}", f"{place.table} {place.variable}", one.why
        else:
            yield was, place.table, one.why


def _unconfirmed(places: Iterable[Place]) -> Iterator[str]:
    """A line for each table: all of it, or which of its variables."""
    by_table: dict[str, list[str]] = {}
    for place in places:
        by_table.setdefault(place.table, []).append(place.variable)
    for table, variables in by_table.items():
        named = ", ".join(_code(name) for name in variables if name)
        yield f"{_code(table)}: {named or 'all of it'}"


def _code(name: str) -> str:
    """A name as it is, in the voice of code. A fence longer than any in it (CommonMark 6.1)."""
    fence = "`" * (max(map(len, re.findall(r"`+", name)), default=0) + 1)
    space = " " if "`" in name else ""
    return f"{fence}{space}{name}{space}{fence}"


def _escaped(text: str) -> str:
    """Markdown of a text that is none."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|&~" else sign for sign in text)
