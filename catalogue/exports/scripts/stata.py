"""Stata, version 14 or later."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.exports.cells import one_line
from catalogue.exports.rows import missing_values
from catalogue.exports.scripts.common import (
    Rules,
    codes_of,
    comment,
    file_names,
    head_lines,
    is_identifier,
    label_of,
    no_codes_note,
    whole_codes,
)
from catalogue.exports.selection import Group, Selection, State

RULES = Rules(
    name=32,
    label=80,
    value_label=32_000,
    reserved=frozenset(
        {"_all", "_b", "_coef", "_cons", "_n", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float", "if", "in"}
        | {"int", "long", "str", "strl", "using", "with"}
    ),
)
_NUMBERS = {"integer", "year", "number", "boolean"}


def script(selection: Selection) -> str:
    """The do-file. A content stands in compound quotes with its macro signs taken out, or behind a comment's sign."""
    groups = selection.groups
    where = "Set the folder that holds the files, one CSV file a table, in the line that begins with: global folder"
    lines = [
        *comment(map(_plain, head_lines(selection, where)), "//"),
        "version 14",
        "clear all",
        'global folder "."',
        "",
    ]
    for group, file in zip(groups, file_names(groups), strict=True):
        lines += _table(group, file)
    return "\n".join(lines) + "\n"


def _table(group: Group, file: str) -> list[str]:
    names = RULES.names(state.variable.name for state in group.states)
    renamed = [f"{old} is called {new} here, as Stata names it" for old, new in names.items() if old != new]
    notes = [note for note in map(no_codes_note, group.states) if note]
    lines = comment(map(_plain, [f"{group.physical}, from {file}", *renamed, *notes]), "//")
    lines += [
        f'import delimited using "${{folder}}/{file}", ///',
        '    varnames(1) case(preserve) stringcols(_all) encoding("utf-8") clear',
    ]
    lines.append(f"keep {' '.join(names.values())}")
    value_labels = RULES.names(f"{name}_codes" for name in names.values())
    for state in group.states:
        name = names[state.variable.name]
        lines += _column(state, name, value_labels[f"{name}_codes"])
    stem = RULES.names([file.removesuffix(".csv")])[file.removesuffix(".csv")]
    return [
        *lines,
        f"label data {quoted(RULES.fitted(group.physical))}",
        "describe",
        f'save "${{folder}}/{stem}.dta", replace',
        "",
    ]


def _column(state: State, name: str, value_label: str) -> Iterable[str]:
    kind = state.variable.type
    for text in missing_values(state):
        yield f'replace {name} = "" if {name} == {quoted(text)}'
    if kind == "boolean":
        yield f'replace {name} = "1" if lower({name}) == "true"'
        yield f'replace {name} = "0" if lower({name}) == "false"'
    numeric = kind in _NUMBERS and not is_identifier(state)
    if numeric:
        yield f"destring {name}, replace"
    elif kind in {"date", "datetime"}:
        function, form = ("date", "%td") if kind == "date" else ("clock", "%tc")
        mask = "YMD" if kind == "date" else "YMDhms"
        yield f'generate double date_of_import = {function}({name}, "{mask}")'
        yield f"drop {name}"
        yield f"rename date_of_import {name}"
        yield f"format {name} {form}"
    yield f"label variable {name} {quoted(RULES.fitted(label_of(state)))}"
    codes = codes_of(state)
    if numeric and codes and whole_codes(state):
        yield f"label define {value_label} ///"
        for place, code in enumerate(codes):
            end = "" if place == len(codes) - 1 else " ///"
            yield f"    {code.code} {quoted(RULES.fitted_value(code.label or code.code))}{end}"
        yield f"label values {name} {value_label}"
    elif codes:
        yield "// Stata labels whole numbers alone. The codes of this variable are texts:"
        yield from comment((_plain(f"  {code.code} = {code.label or code.code}") for code in codes), "//")


def quoted(text: str) -> str:
    """A text in compound quotes. Stata would take ` and $ for macros, and a closing quote for its end."""
    plain = one_line(text).replace("`", "\N{LEFT SINGLE QUOTATION MARK}").replace("$", "\N{FULLWIDTH DOLLAR SIGN}")
    return f'`"{plain.replace(chr(34) + chr(39), chr(34) + " " + chr(39))}{" " if plain.endswith(chr(34)) else ""}"\''


def _plain(line: str) -> str:
    """A line of a comment: it must not go on in the next one, nor begin a block."""
    kept = line if line.startswith(" ") else one_line(line)
    return one_line(kept).replace("///", "/ / /").replace("/*", "/ *").replace("*/", "* /").rstrip("\\")
