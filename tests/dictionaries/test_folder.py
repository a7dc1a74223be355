"""Data as CSV: names of columns and guessed types, and no value of any row anywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalogue.dictionaries import folder
from catalogue.errors import DictionaryRefusedError
from tests.dictionaries.made import LIMITS, only, read, rules, written

ROWS = """CASE_ID,CODE,RATE,OPENED,MOMENT,OPEN,NAME,EMPTY
7001,007,1.5,2020-01-02,2020-01-02T03:04:05,true,Zebedee,
7002,008,,2021-02-03,2020-01-02 03:04,FALSE,NA,
"""


def test_types_are_guessed_and_marked_as_such(tmp_path: Path) -> None:
    found = read(ROWS, "cases.csv", "data")
    types = [one.type for one in only(found).variables]
    assert types == ["integer", "string", "number", "date", "datetime", "boolean", "string", "string"]
    package = written(found, tmp_path)
    assert {one["mark"] for one in package.tables[0]["variables"]} == {"inferred"}
    assert rules(found) == [("warning", "dict-type")]


def test_no_value_is_kept_anywhere(tmp_path: Path) -> None:
    found = read(ROWS, "cases.csv", "data")
    written(found, tmp_path)
    whole = repr(found) + "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.*"))
    for value in ("7001", "007", "Zebedee", "2020-01-02"):
        assert value not in whole


@pytest.mark.parametrize("text", ["7001,Zebedee\n7002,Yolanda\n", "Zebedee,2020-01-02\n", "Zebedee,,x\n", ""])
def test_a_first_line_of_values_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(DictionaryRefusedError) as refused:
        read(text, "cases.csv", "data")
    told = str(refused.value) + "".join(one.sentence() for one in refused.value.problems)
    assert "Zebedee" not in told


def test_a_folder_is_read_file_by_file_and_links_are_not_followed(tmp_path: Path) -> None:
    source = tmp_path / "extract"
    source.mkdir()
    (source / "CASES.csv").write_text(ROWS, encoding="utf-8")
    (source / "people.CSV").write_bytes("PERSON_ID;N\u00e4me\n1;x\n".encode("cp1252"))
    (source / "values.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    (source / "notes.txt").write_text("not data", encoding="utf-8")
    (source / "link.csv").symlink_to(source / "CASES.csv")
    found = folder.read_folder(source, LIMITS)
    assert [table.name for table in found.tables] == ["cases", "people"]
    assert [one.name for one in found.tables[1].variables] == ["PERSON_ID", "N\u00e4me"]
    assert ("error", "dict-header") in rules(found)
    assert {one.place for one in found.unmapped} == {"link.csv", "values.csv", "notes.txt"}
    assert written(found, tmp_path / "package").slug == "extract"


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DictionaryRefusedError, match="no CSV file"):
        folder.read_folder(tmp_path, LIMITS)


def test_only_the_beginning_of_a_large_file_is_looked_at() -> None:
    text = "A,B\n" + "1,caf\u00e9\n" * 700_000
    found = read(text, "large.csv", "data")
    assert [one.type for one in only(found).variables] == ["integer", "string"]


def test_what_is_no_csv_file_is_listed_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID\n1\n")
    (tmp_path / "notes.docx").write_text("x")
    (tmp_path / "below.csv").mkdir()
    (tmp_path / os.fsdecode(b"b\xff.csv")).write_text("ID\n1\n")
    found = folder.read_folder(tmp_path, LIMITS)
    assert [table.physical_name for table in found.tables] == ["a", "b\ufffd"]
    assert [one.place for one in found.unmapped] == ["notes.docx", "below.csv"]
