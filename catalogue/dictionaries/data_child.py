"""Reads what a file of Stata or SPSS says of its columns, and no row; a program of its own.

The library that reads such files is written in C, and files come from strangers: a broken one may end the process or
ask for all memory. So it runs alone, within limits that it sets itself, and prints JSON.

    python -m catalogue.dictionaries.data_child FILE SECONDS BYTES KIND
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from catalogue.dictionaries import bounded

_FIELDS = (
    "column_names", "column_names_to_labels", "original_variable_types", "readstat_variable_types",
    "missing_user_values", "variable_measure", "file_label", "table_name", "notes", "file_encoding",
)  # fmt: skip


def described(kind: str, path: str) -> dict[str, Any]:
    """The metadata of the file as plain data. kind: `dta`, `sav` or `por`."""
    import pyreadstat  # noqa: PLC0415 - only after the limits are set

    readers: dict[str, Callable[..., Any]] = {
        "dta": pyreadstat.read_dta,
        "sav": pyreadstat.read_sav,
        "por": pyreadstat.read_por,
    }
    options: dict[str, Any] = {"metadataonly": True, "output_format": "dict"}
    if kind != "por":
        # Without it, the library leaves out which values mean that there is none.
        options["user_missing"] = True
    encoding = None
    try:
        _, found = readers[kind](path, **options)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        if "convert" not in str(error) and not isinstance(error, UnicodeDecodeError):
            raise
        # Old files do not say their encoding; Western ones are mostly in this one.
        encoding = "windows-1252"
        _, found = readers[kind](path, **options, encoding=encoding)
    facts = {name: getattr(found, name, None) for name in _FIELDS}
    facts["labels"] = {name: _pairs(values) for name, values in (found.variable_value_labels or {}).items()}
    facts["missing"] = {
        name: [[_code(one["lo"]), _code(one["hi"])] for one in ranges]
        for name, ranges in (found.missing_ranges or {}).items()
    }
    return {**facts, "guessed_encoding": encoding}


def _pairs(values: Mapping[Any, Any]) -> list[list[str]]:
    return [[_code(code), str(label)] for code, label in values.items()]


def _code(value: Any) -> str:
    """A value as the data show it: whole numbers without decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def main() -> None:
    """Set the limits, read, print; a fault ends with exit code 1 and one line that says it."""
    path, seconds, memory, kind = sys.argv[1:5]
    bounded.confine(seconds, memory)
    try:
        facts = described(kind, path)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told to the parent and ends this process
        sys.stderr.write(f"{error or type(error).__name__}"[:500])
        sys.exit(1)
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main()
