"""The verdict of frictionless, the standard's reference implementation, on a descriptor and on rows.

It never sees a path, address or profile that came from outside: descriptors are handed over with plain file names,
and rows as files that are written here into a folder of our own.

Checking a descriptor costs frictionless about 70 microseconds a variable, most of it for asking the same question
again: what it looks at in a variable is the type, format and constraints, of which a package has few combinations.
So each combination of a table is shown to it once (`_distinct`), and a test compares with showing it everything.
Row validation takes seconds for thousands of variables, and is run for tables that hold rows alone.
"""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import frictionless

from catalogue.packages.check_names import tables_of, variables_of
from catalogue.packages.rules import MOST_OF_A_KIND, Findings, Rule
from catalogue.packages.write import STANDARD

_BOM = b"\xef\xbb\xbf"
# What frictionless looks at. Names, titles and descriptions of variables are texts, which the profile has seen to;
# further properties it keeps without a look.
_OF_PACKAGE = frozenset(
    {
        "name", "type", "title", "description", "homepage", "licenses", "sources", "contributors", "keywords", "image",
        "version", "missingValues", "fields",
    }
)  # fmt: skip
_OF_TABLE = frozenset({"name", "title", "description", "homepage", "licenses", "sources", "dialect", "missingValues"})
_OF_VARIABLE = frozenset(
    {
        "type", "format", "missingValues", "constraints", "rdfType", "example", "required", "bareNumber", "floatNumber",
        "decimalChar", "groupChar", "trueValues", "falseValues", "arrayItem",
    }
)  # fmt: skip
_ROW_MESSAGES = {
    "type-error": "the value is not of the variable's type",
    "constraint-error": "the value breaks a constraint of the variable",
    "unique-error": "the value stands in another row as well",
    "primary-key": "the primary key stands in another row as well, or is empty",
    "foreign-key": "the reference leads to no row",
    "missing-cell": "there are fewer cells than columns",
    "extra-cell": "there are more cells than columns",
    "blank-row": "the row is empty",
}


def check_descriptor(document: dict[str, Any], findings: Findings) -> None:
    """Note what frictionless has against the descriptor, apart from files and rows."""
    descriptor = {
        "$schema": STANDARD,
        **{key: value for key, value in document.items() if key in _OF_PACKAGE},
        "resources": [_slim(name, table) for name, table in tables_of(document)],
    }
    # A copy, because frictionless writes into what it is given.
    report = frictionless.Package.validate_descriptor(copy.deepcopy(descriptor))
    for error in report.errors:
        findings.add(
            Rule.FRICTIONLESS,
            f"frictionless says: {error.message}",
            "See the Data Package standard at https://datapackage.org for this property.",
        )


def _slim(name: str, table: dict[str, Any]) -> dict[str, Any]:
    schema = dict(table["schema"])
    named = set(schema.get("primaryKey", ()))
    for foreign in schema.get("foreignKeys", ()):
        named.update(foreign["fields"])
    schema["fields"] = list(_distinct(table, named))
    kept = {key: value for key, value in table.items() if key in _OF_TABLE}
    return {**kept, "path": f"{name}.csv", "schema": schema}


def _distinct(table: dict[str, Any], named: set[str]) -> Iterator[dict[str, Any]]:
    """One variable of each combination of what frictionless looks at, and those that keys name."""
    seen: set[str] = set()
    for name, variable in variables_of(table):
        looked_at = {key: variable[key] for key in sorted(_OF_VARIABLE & variable.keys())}
        combination = repr(looked_at)
        if combination not in seen or name in named:
            seen.add(combination)
            yield {**looked_at, "name": name}


def check_rows(document: dict[str, Any], data: Mapping[str, bytes], findings: Findings) -> None:
    """Note rows that break types, constraints and keys; at most 100 of a table. Values are never quoted.

    A reference to a table that holds no rows cannot be checked and is left aside.
    """
    if not data:
        return
    with tempfile.TemporaryDirectory(prefix="catalogue-rows-") as folder:
        resources = []
        files: dict[str, str] = {}
        for number, (name, table) in enumerate(tables_of(document)):
            if name in data:
                file = f"{number}.csv"
                (Path(folder) / file).write_bytes(data[name].removeprefix(_BOM))
                files[file] = name
                resources.append(_with_rows(table, file, data))
        package = frictionless.Package.from_descriptor(
            copy.deepcopy({"$schema": STANDARD, "name": "rows", "resources": resources}), basepath=folder
        )
        report = package.validate(limit_errors=MOST_OF_A_KIND)
    for error in report.errors:
        findings.add(Rule.ROW_VALUE, f"The rows cannot be checked: {error.type}.", "Check that the file is plain CSV.")
    for task in report.tasks:
        for error in task.errors:
            _note_row(error, files.get(task.place, task.name), findings)


def _with_rows(table: dict[str, Any], file: str, data: Mapping[str, bytes]) -> dict[str, Any]:
    schema = dict(table["schema"])
    schema["foreignKeys"] = [
        foreign for foreign in schema.get("foreignKeys", ()) if foreign["reference"]["resource"] in data
    ]
    # Said outright, so that the delimiter is not guessed from the rows.
    dialect = {"delimiter": ",", **table.get("dialect", {})}
    return {
        "name": table["name"],
        "type": "table",
        "path": file,
        "format": "csv",
        "encoding": "utf-8",
        "dialect": dialect,
        "schema": schema,
    }


def _note_row(error: Any, table: str, findings: Findings) -> None:
    kind = str(error.type)
    what = _ROW_MESSAGES.get(kind, f"{str(error.title).lower()} ({kind})")
    row = getattr(error, "row_number", None)
    variable = str(getattr(error, "field_name", "") or "")
    place = f"Row {row}: " if row else ""
    message = f"{place}{what}."
    findings.add(
        Rule.ROW_VALUE,
        message[0].upper() + message[1:],
        "Correct the row, or the variable's type and constraints.",
        table=table,
        variable=variable,
    )
