"""Stata's .dta and SPSS's .sav: names, types, labels and value labels of a table, and no row.

Loaded by the command line alone: the libraries below are large, and belong to the extra `statistics`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

FORMATS = ("dta", "sav")
# How a type of a table becomes a column; what is not here is text.
_TYPES: Mapping[str, Any] = {
    "integer": pl.Int32,
    "year": pl.Int32,
    "number": pl.Float64,
    "boolean": pl.Int8,
    "date": pl.Date,
    "datetime": pl.Datetime,
}
NUMBERS = frozenset({"integer", "year", "number", "boolean"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column to describe. `type` is one of `NUMBERS`, date, datetime or string; `values` are labels by code."""

    name: str
    label: str
    type: str
    values: Mapping[str, str] = field(default_factory=dict)


def written(columns: Sequence[Column], title: str, kind: str) -> bytes:
    """The file. kind: `dta` or `sav`. Value labels that it cannot hold are left out: Stata labels numbers alone."""
    frame = pl.DataFrame(schema={one.name: _TYPES.get(one.type, pl.String) for one in columns})
    labels: dict[str, str | None] = {one.name: one.label for one in columns}
    values = {one.name: _values(one, kind) for one in columns}
    options: dict[str, Any] = {"file_label": title, "column_labels": labels}
    options["variable_value_labels"] = {name: found for name, found in values.items() if found}
    write: Callable[..., None] = pyreadstat.write_dta if kind == "dta" else pyreadstat.write_sav
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"table.{kind}")
        write(frame, str(path), **options)
        return path.read_bytes()


def _values(one: Column, kind: str) -> dict[Any, str]:
    if one.type in NUMBERS:
        return {int(code): label for code, label in one.values.items()}
    return dict(one.values) if kind == "sav" and one.type not in {"date", "datetime"} else {}
