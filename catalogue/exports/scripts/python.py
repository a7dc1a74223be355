"""Python, standard library alone; pandas when the reader asks for it."""

from __future__ import annotations

from pprint import pformat

from catalogue.exports.rows import missing_values
from catalogue.exports.scripts.common import (
    Rules,
    codes_of,
    comment,
    file_names,
    head_lines,
    label_of,
    no_codes_note,
)
from catalogue.exports.selection import Group, Selection

RULES = Rules(name=200, label=10_000, value_label=10_000)
_TOOLS = '''
import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

FOLDER = Path(".")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
# How a text becomes a value. Types that are not here stay text.
CONVERT = {
    "integer": int,
    "year": int,
    "number": Decimal,
    "boolean": lambda text: BOOLEANS[text.lower()],
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
TABLES = {}


def read(name):
    """The rows of a table: one dictionary each, missing values as None, only the columns that were chosen."""
    table = TABLES[name]
    with (FOLDER / table["file"]).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        absent = [column for column in table["columns"] if column not in (rows.fieldnames or ())]
        if absent:
            raise SystemExit(f"{table['file']} has no column {', '.join(absent)}")
        return [{column: value(name, column, row[column]) for column in table["columns"]} for row in rows]


def value(name, column, text):
    """A cell as a value; a text that does not fit its type stays text."""
    about = TABLES[name]["columns"][column]
    if text == "" or text in about["missing"]:
        return None
    try:
        return CONVERT.get(about["type"], str)(text)
    except (ArithmeticError, KeyError, ValueError):
        return text


def label(name, column, found):
    """The label of a code; the code itself when it has none."""
    return TABLES[name]["columns"][column]["codes"].get(str(found), found)


def to_pandas(name):
    """The rows as a data frame of pandas, with labels under `.attrs`."""
    import pandas

    frame = pandas.DataFrame(read(name), columns=list(TABLES[name]["columns"]))
    frame.attrs["labels"] = {column: about["label"] for column, about in TABLES[name]["columns"].items()}
    return frame

'''
_MAIN = """
if __name__ == "__main__":
    for name, table in TABLES.items():
        print(f"{name}: {table['physical']}, {len(read(name))} rows")
        for column, about in table["columns"].items():
            print(f"  {column}: {about['label']}")
            for code, said in about["codes"].items():
                print(f"    {code} = {said}")
"""


def script(selection: Selection) -> str:
    """The script. Texts are literals as Python itself writes them, in ASCII."""
    groups = selection.groups
    where = "Set FOLDER below to the folder that holds the files, one CSV file a table."
    lines = [*comment((line.encode("ascii", "replace").decode() for line in head_lines(selection, where)), "#"), _TOOLS]
    for group, file in zip(groups, file_names(groups), strict=True):
        for note in filter(None, map(no_codes_note, group.states)):
            lines += comment([note.encode("ascii", "replace").decode()], "#")
        lines.append(f"TABLES[{file.removesuffix('.csv')!a}] = {_literal(_table(group, file))}\n")
    return "\n".join([*lines, _MAIN])


def _table(group: Group, file: str) -> dict[str, object]:
    return {
        "file": file,
        "physical": group.physical,
        "columns": {
            state.variable.name: {
                "label": RULES.fitted(label_of(state)),
                "type": state.variable.type,
                "missing": list(missing_values(state)),
                "codes": {code.code: RULES.fitted_value(code.label or code.code) for code in codes_of(state)},
            }
            for state in group.states
        },
    }


def _literal(value: object) -> str:
    """A literal over several lines. `pformat` writes what `repr` writes; letters outside ASCII become escapes."""
    written = pformat(value, width=110, sort_dicts=False)
    return "".join(sign if sign.isascii() else sign.encode("unicode_escape").decode() for sign in written)
