"""SPSS syntax, which PSPP runs as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from catalogue.exports.cells import one_line
from catalogue.exports.rows import missing_values
from catalogue.exports.scripts.common import (
    Rules,
    codes_of,
    file_names,
    head_lines,
    is_identifier,
    label_of,
    no_codes_note,
)
from catalogue.exports.selection import Group, Selection, State
from catalogue.model.code_lists import Code

# Names are 64 bytes, labels of variables 255, of values 120. Labels of texts stand only for texts of some length.
RULES = Rules(
    name=64,
    label=255,
    value_label=120,
    in_bytes=True,
    reserved=frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}),
)
LONGEST_CODE = 120
# A text that is declared missing has at most eight bytes, and there are at most three of them.
LONGEST_MISSING, MOST_MISSING = 8, 3
# Lines of syntax are read up to 251 bytes; a longer text is written in pieces.
PIECE = 60
WIDTH = 120
_FORMATS = {"integer": "F12.0", "year": "F4.0", "number": "F20.0", "date": "SDATE10", "boolean": "A5"}
_NUMBERS = {"integer", "year", "number"}


def script(selection: Selection) -> str:
    """The syntax. A content cannot end a command: it stands in quotes, or on one line of a comment."""
    groups = selection.groups
    where = "Set the folder that holds the files, one CSV file a table, in the line that begins with CD"
    lines = ["* Encoding: UTF-8.", *_comments(head_lines(selection, where)), ""]
    lines += [
        *_comments(["Each file has exactly the columns that are listed, in that order, and names in its first line."]),
        "CD '.'.",
        "",
    ]
    for group, file in zip(groups, file_names(groups), strict=True):
        lines += _table(group, file)
    return "\n".join(lines) + "\n"


def _comments(lines: Iterable[str]) -> list[str]:
    return [f"* {one_line(line).rstrip('.')}." for line in lines]


def _table(group: Group, file: str) -> list[str]:
    names = RULES.names(state.variable.name for state in group.states)
    renamed = [f"{one_line(old)} is called {new} here" for old, new in names.items() if old != new]
    notes = [note for note in map(no_codes_note, group.states) if note]
    columns = [f"  {names[state.variable.name]} {_format(state)}" for state in group.states]
    lines = [
        *_comments([f"{group.physical}, from {file}", *renamed, *notes]),
        f"GET DATA /TYPE=TXT /FILE={quoted(file)} /ENCODING='UTF8'",
        '  /ARRANGEMENT=DELIMITED /DELCASE=LINE /FIRSTCASE=2 /DELIMITERS="," /QUALIFIER=\'"\'',
        "  /VARIABLES=",
        *columns[:-1],
        f"{columns[-1]}.",
    ]
    for state in group.states:
        lines += _labels(state, names[state.variable.name])
    return [*lines, "DISPLAY DICTIONARY.", f"SAVE OUTFILE={quoted(file.removesuffix('.csv') + '.sav')}.", ""]


def _numeric(state: State) -> bool:
    return state.variable.type in _NUMBERS and not is_identifier(state)


def _format(state: State) -> str:
    if _numeric(state):
        return _FORMATS[state.variable.type]
    if state.variable.type in _FORMATS and state.variable.type not in _NUMBERS:
        return _FORMATS[state.variable.type]
    lengths = [len(code.code.encode()) for code in codes_of(state)]
    stated = re.fullmatch(r"(?:VAR)?CHAR\w*\s*\(\s*(\d{1,4})\s*\)", state.variable.physical_type, re.IGNORECASE)
    width = int(stated.group(1)) if stated else 20 if is_identifier(state) else WIDTH
    return f"A{max([min(max(width, 1), 32767), *lengths])}"


def _labels(state: State, name: str) -> Iterable[str]:
    if state.variable.type == "number" and _numeric(state):
        yield f"FORMATS {name} (F12.4)."
    yield f"VARIABLE LABELS {name}"
    yield f"  {pieces(RULES.fitted(label_of(state)))}."
    numeric = _numeric(state)
    codes = [code for code in codes_of(state) if not numeric or _is_whole(code.code)]
    if state.variable.type not in {"date", "datetime"} and codes:
        yield from _value_labels(name, codes, numeric=numeric)
    missing = missing_values(state)
    fitting = [text for text in missing if (_is_whole(text) if numeric else len(text.encode()) <= LONGEST_MISSING)]
    if fitting and len(fitting) <= MOST_MISSING and state.variable.type not in {"date", "datetime"}:
        yield f"MISSING VALUES {name} ({' '.join(text if numeric else quoted(text) for text in fitting)})."
    elif missing:
        yield from _comments([f"Missing values of {name} are written as {', '.join(map(one_line, missing))}"])


def _value_labels(name: str, codes: Sequence[Code], *, numeric: bool) -> Iterable[str]:
    labelled = [code for code in codes if numeric or 0 < len(code.code.encode()) <= LONGEST_CODE]
    for code in codes:
        if code not in labelled:
            yield from _comments([f"{name}: {code.code} stands for {code.label}"])
    if labelled:
        yield f"VALUE LABELS {name}"
        for place, code in enumerate(labelled):
            end = "." if place == len(labelled) - 1 else ""
            value = code.code if numeric else pieces(code.code)
            yield f"  {value} {pieces(RULES.fitted_value(code.label or code.code))}{end}"


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"-?\d{1,9}", text, re.ASCII) is not None


def quoted(text: str) -> str:
    """A text in quotes, those inside it doubled."""
    return "'" + one_line(text).replace("'", "''") + "'"


def pieces(text: str) -> str:
    """A text in quotes, a long one in pieces that the program joins."""
    # A code may be nothing but blanks, and then each of them counts.
    plain = one_line(text) or " " * len(text)
    parts = [plain[start : start + PIECE] for start in range(0, len(plain), PIECE)] or [""]
    return " +\n    ".join("'" + part.replace("'", "''") + "'" for part in parts)
