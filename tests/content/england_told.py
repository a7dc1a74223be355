"""What the facts that the catalogue was written from tell of the England extract: its lists of tables, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MARKS = {"D": "documented", "C": "seen-in-code"}

_NAME = re.compile(r"\b[A-Z][A-Z0-9_]{2,}\b")
_ASIDE = re.compile(r"\([^()]*\)")
_NO_COLUMNS = {"BIGINT", "SMALLINT", "VARCHAR", "TIME"}
# A row that describes several tables at once writes their columns with this in place of the first word of one.
_SINGULAR = {
    "ETHNICITIES": "ETHNICITY",
    "RELIGIONS": "RELIGION",
    "NATIONALITIES": "NATIONALITY",
    "LANGUAGES": "LANGUAGE",
    "DISABILITIES": "DISABILITY",
}


@dataclass(slots=True)
class Told:
    """A table as the facts tell of it. columns: mark by name. counted: columns that its source counts, if it does."""

    name: str
    mark: str
    columns: dict[str, str] = field(default_factory=dict)
    counted: int | None = None
    named_only: bool = False


def section(text: str, heading: str) -> str:
    """The lines below a heading of the third level, up to the next."""
    start = text.index(f"\n### {heading}") + 1
    return text[start : text.find("\n### ", start)]


def tables(text: str) -> dict[str, Told]:
    """Every table that the section on the England extract names in its two tables, by physical name."""
    found: dict[str, Told] = {}
    last: list[Told] = []
    for line in section(text, "a.3").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not cells[0].startswith(("ECMS_", "CMS_", "- extra")) or len(cells) != 4:
            continue
        name, _, columns, mark = cells
        if name.startswith("- extra"):
            for told in last:
                told.columns |= dict.fromkeys(_names(columns), MARKS[mark])
            continue
        last = list(_row(name, columns, mark))
        found |= {told.name: told for told in last}
    return found


def _row(name: str, columns: str, mark: str) -> Iterator[Told]:
    if mark.startswith("D name"):
        for each in name.split(","):
            yield Told(_NAME.findall(each)[0], MARKS["D"], counted=_count(each), named_only=True)
        return
    names = [each.split()[0] for each in name.split(" / ")]
    names = [f"{names[0].partition('_')[0]}{each}" if each.startswith("_") else each for each in names]
    parts = columns.split(" / ") if len(names) > 1 and " / " in columns else [columns] * len(names)
    exceptions = mark.partition("(")[2]
    for each, part in zip(names, parts, strict=True):
        bare = each.partition("_")[2]
        own = MARKS["C"] if bare in exceptions else MARKS[mark[0]]
        singular = _SINGULAR.get(bare, "")
        told = Told(each, own, dict.fromkeys(_names(part.replace("<X>", singular)), own), _count(name))
        for column in re.findall(r"([A-Z][A-Z0-9_]+) \(C\)", part):
            told.columns[column] = MARKS["C"]
        yield told


def _names(columns: str) -> list[str]:
    return [name for name in _NAME.findall(_ASIDE.sub("", columns)) if name not in _NO_COLUMNS]


def _count(name: str) -> int | None:
    match = re.search(r"\((\d+)", name)
    return int(match[1]) if match else None


def lookups(text: str) -> dict[str, list[str]]:
    """Every look-up table that the section names, by physical name, with the columns that it names beside it."""
    lines = section(text, "a.3").partition("**Reference schema")[2]
    listed = lines.partition(": ")[2].partition(" Pattern:")[0].replace("\n", " ")
    newer, _, older = listed.partition("CMS_TLKP:")
    found: dict[str, list[str]] = {}
    for prefix, part in (("ECMS_", newer.replace("ECMS_ ", "")), ("CMS_TLKP", older)):
        for name, columns in re.findall(r"([A-Z]{4,})(?: \(([^()]*)\))?", _rows_aside(part)):
            found[prefix + name] = _NAME.findall(columns)
    return found


def _rows_aside(part: str) -> str:
    return re.sub(r"; at least \d+ rows", "", part)
