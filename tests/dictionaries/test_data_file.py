"""Files of Stata and SPSS, made by the real library: what they say of columns, and clear words for broken ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from catalogue.dictionaries.dictionary import Missing
from catalogue.errors import DictionaryRefusedError
from tests.dictionaries.made import codes, only, read, variable, written

FRAME = pl.DataFrame(
    {"CASE_ID": [1, 2], "SEX": [1.0, 2.0], "SEX2": [2.0, -9.0], "NAME": ["a", "b"], "AGE": [3.5, 4.5]},
    schema={"CASE_ID": pl.Int32, "SEX": pl.Float64, "SEX2": pl.Float64, "NAME": pl.String, "AGE": pl.Float64},
).with_columns(pl.date(2020, 1, 1).alias("OPENED"))
LABELS = {"CASE_ID": "Case", "SEX": "Sex of the child", "AGE": "Age"}
SEX = {1: "Male", 2: "Female", -9: "Not known"}


def made(kind: str, folder: Path, **options: Any) -> bytes:
    """A file of the kind with two rows."""
    writers: dict[str, Callable[..., None]] = {
        "dta": pyreadstat.write_dta, "sav": pyreadstat.write_sav, "zsav": pyreadstat.write_sav,
        "por": pyreadstat.write_por,
    }  # fmt: skip
    path = folder / f"made.{kind}"
    if kind == "zsav":
        options["compress"] = True
    options["column_labels"] = LABELS
    if kind != "por":
        options |= {"variable_value_labels": {"SEX": SEX, "SEX2": SEX}, "column_labels": {**LABELS, "AGE": "Ô âge"}}
    writers[kind](FRAME, str(path), file_label="Cases of examples", **options)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["dta", "sav", "zsav"])
def test_labels_types_and_shared_value_labels_are_read(kind: str, tmp_path: Path) -> None:
    found = read(made(kind, tmp_path), f"cases.{kind}")
    assert found.title == "Cases of examples"
    assert [one.name for one in only(found).variables] == FRAME.columns
    assert variable(found, "SEX").label == "Sex of the child"
    assert variable(found, "AGE").label == "Ô âge"
    assert codes(found, "SEX") == {"1": "Male", "2": "Female", "-9": "Not known"}
    assert variable(found, "SEX").code_list == variable(found, "SEX2").code_list
    assert variable(found, "OPENED").type == "date"
    assert variable(found, "NAME").type == "string"
    assert variable(found, "AGE").type == "number"
    assert len(found.code_lists) == 1
    assert written(found, tmp_path / "package").tables[0]["name"] == only(found).name
    assert b"3.5" not in b"".join(path.read_bytes() for path in (tmp_path / "package").rglob("*.csv"))


def test_missing_values_and_ranges_of_spss(tmp_path: Path) -> None:
    ranges = {"SEX": [-9], "SEX2": [{"lo": -99, "hi": -1}]}
    found = read(made("sav", tmp_path, missing_ranges=ranges), "cases.sav")
    assert variable(found, "SEX").missing == (Missing("-9", "Not known"),)
    assert variable(found, "SEX2").missing == (Missing("-9", "Not known"),)
    assert variable(found, "SEX2").extra["missing range"] == "-99 to -1"


def test_a_portable_file_is_read(tmp_path: Path) -> None:
    found = read(made("por", tmp_path), "cases.por")
    assert [one.name for one in only(found).variables] == FRAME.columns


@pytest.mark.parametrize("kind", ["dta", "sav", "zsav"])
@pytest.mark.parametrize("part", [0.1, 0.5])
def test_a_file_cut_short_is_refused_in_words(kind: str, part: float, tmp_path: Path) -> None:
    data = made(kind, tmp_path)
    with pytest.raises(DictionaryRefusedError, match="cut short") as refused:
        read(data[: int(len(data) * part)], f"cases.{kind}")
    assert refused.value.remedy


@pytest.mark.parametrize("kind", ["dta", "sav"])
def test_bytes_changed_at_random_never_end_this_process(kind: str, tmp_path: Path) -> None:
    data = bytearray(made(kind, tmp_path))
    data[200:900:7] = b"\xff" * len(range(200, 900, 7))
    try:
        told = len(read(bytes(data), f"cases.{kind}").tables)
    except DictionaryRefusedError as refused:
        told = len(refused.remedy)
    assert told
