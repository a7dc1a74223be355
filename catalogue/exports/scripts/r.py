"""R, base packages alone. Labels become attributes that `haven` and `labelled` know; nothing else is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
)
from catalogue.exports.selection import Group, Selection, State

RULES = Rules(
    name=200,
    label=10_000,
    value_label=10_000,
    allowed="_.",
    reserved=frozenset(
        {"if", "else", "repeat", "while", "function", "for", "next", "break", "true", "false", "null", "inf", "nan"}
        | {"na", "c", "t", "folder", "read_columns", "convert", "describe", "as_labels", "show_labels"}
    ),
)
# What becomes of a column; a number that names something stays text, for R keeps only 15 digits of it.
_TYPES = {
    "integer": "integer",
    "year": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}
_TOOLS = """
read_columns <- function(file, columns) {
  found <- read.csv(file.path(folder, file), colClasses = "character", na.strings = "", check.names = FALSE,
                    fileEncoding = "UTF-8")
  absent <- setdiff(columns, names(found))
  if (length(absent)) stop(file, " has no column ", paste(absent, collapse = ", "))
  found[columns]
}

convert <- function(text, type, missing = character()) {
  text[text %in% missing] <- NA
  value <- suppressWarnings(switch(type,
    integer = as.integer(text),
    number = as.numeric(text),
    boolean = ifelse(tolower(text) %in% c("true", "1"), TRUE, ifelse(tolower(text) %in% c("false", "0"), FALSE, NA)),
    date = as.Date(text, format = "%Y-%m-%d"),
    datetime = as.POSIXct(text, tz = "UTC", tryFormats = c("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"), optional = TRUE),
    text))
  lost <- sum(is.na(value) & !is.na(text))
  if (lost) warning(lost, " values are no ", type, call. = FALSE)
  value
}

describe <- function(value, label, codes = NULL, code_labels = NULL) {
  attr(value, "label") <- label
  if (is.numeric(value) && !is.null(codes)) codes <- as.numeric(codes)
  if (!is.null(codes)) attr(value, "labels") <- setNames(codes, code_labels)
  value
}

# A column with the labels of its codes in place of the codes. A code without a label stays as it is.
as_labels <- function(value) {
  labels <- attr(value, "labels")
  if (is.null(labels)) return(value)
  other <- setdiff(sort(unique(as.character(value[!is.na(value)]))), as.character(labels))
  factor(as.character(value), levels = c(as.character(labels), other), labels = make.unique(c(names(labels), other)))
}

# Name, label and codes of every column of a table.
show_labels <- function(table) {
  for (name in names(table)) {
    cat(name, ": ", attr(table[[name]], "label"), "\\n", sep = "")
    labels <- attr(table[[name]], "labels")
    for (index in seq_along(labels)) cat("  ", format(labels[[index]]), " = ", names(labels)[index], "\\n", sep = "")
  }
}
"""


def script(selection: Selection) -> str:
    """The script. It is ASCII throughout, so that it runs the same in every locale."""
    groups = selection.groups
    names = RULES.names(f"{group.release.slug}_{group.release.version}_{group.table.name}" for group in groups)
    short = RULES.names(group.table.name for group in groups)
    objects = list(short.values()) if len(short) == len(groups) else list(names.values())
    where = "Set the folder that holds the files, one CSV file a table, in the line that begins with: folder <-"
    lines = [*comment(map(_ascii, head_lines(selection, where)), "#"), "", 'folder <- "."', _TOOLS]
    for group, file, name in zip(groups, file_names(groups), objects, strict=True):
        lines += _table(group, file, name)
    return "\n".join(lines)


def _table(group: Group, file: str, name: str) -> list[str]:
    columns = ",\n  ".join(text(state.variable.name) for state in group.states)
    return [
        f"# {_ascii(group.physical)}, from {file}",
        f"{name} <- read_columns({text(file)}, c(\n  {columns}))",
        *(line for state in group.states for line in _column(state, name)),
        f"show_labels({name})",
        "",
    ]


def _column(state: State, table: str) -> Iterable[str]:
    note = no_codes_note(state)
    if note:
        yield f"# {_ascii(note)}"
    column = f"{table}[[{text(state.variable.name)}]]"
    kind = "character" if is_identifier(state) else _TYPES.get(state.variable.type, "character")
    missing = f", {vector(missing_values(state))}" if missing_values(state) else ""
    yield f"{column} <- convert({column}, {text(kind)}{missing})"
    codes = codes_of(state)
    numbers = kind in {"integer", "number"} and all(_is_number(code.code) for code in codes)
    if codes and (numbers or kind == "character"):
        values, labels = (
            vector([code.code for code in codes]),
            vector([RULES.fitted_value(code.label or code.code) for code in codes]),
        )
        yield f"{column} <- describe({column}, {text(RULES.fitted(label_of(state)))},\n  {values},\n  {labels})"
    else:
        yield f"{column} <- describe({column}, {text(RULES.fitted(label_of(state)))})"


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def vector(values: Sequence[str]) -> str:
    """Texts as a vector."""
    return f"c({', '.join(text(value) for value in values)})"


def text(value: str) -> str:
    """A text as R reads it in any locale: everything outside ASCII by its number, and nothing that could end it."""
    shown = []
    for sign in value:
        if sign in '"\\':
            shown.append(f"\\{sign}")
        else:
            shown.append(sign if " " <= sign <= "~" else f"\\U{{{ord(sign):x}}}")
    return f'"{"".join(shown)}"'


def _ascii(line: str) -> str:
    """A comment without letters that a locale could stumble over."""
    kept = line if line.startswith(" ") else one_line(line)
    return "".join(sign if " " <= sign <= "~" else "?" for sign in kept)
