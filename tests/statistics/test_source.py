"""Files that mean harm, or are broken: nothing else is read, no name becomes a statement, no message tells a value."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from catalogue.errors import CatalogueError
from catalogue.statistics.profile import profile
from catalogue.statistics.source import opened
from tests.statistics.data import counts, of_file, told, written

HARMFUL = [
    "read_text('/etc/passwd')", 'c0"; DROP TABLE t; --', "a'b", 'a"b', "=cmd|'/c calc'!A1", "x;y", "naïve café",
    "SELECT", "c1", "  spaced  ",
]  # fmt: skip


def test_names_of_columns_are_names_and_nothing_more(tmp_path: Path) -> None:
    found = told(tmp_path, {name: ["v"] * 20 for name in HARMFUL})
    assert list(found) == HARMFUL
    assert all(counts(one) == {"v": 20, "missing": 0} for one in found.values())


@pytest.mark.parametrize(
    "name", ["it's.csv", "a;b.csv", "*.csv", "[ab].csv", "a?.csv", "x' ) --.csv", 'q".csv', "{a,b}.csv", "$HOME.csv"]
)
def test_names_of_files_are_names_and_nothing_more(tmp_path: Path, name: str) -> None:
    written(tmp_path / "other.csv", {"A": ["no"] * 50})
    assert counts(of_file(written(tmp_path / name, {"A": ["yes"] * 20}))["A"]) == {"yes": 20, "missing": 0}


def test_values_are_never_run(tmp_path: Path) -> None:
    value = "=cmd|'/c calc'!A1"
    assert counts(told(tmp_path, {"A": [value] * 20})["A"]) == {value: 20, "missing": 0}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{other}')",
        "SELECT content FROM read_text('/etc/passwd')",
        "COPY (SELECT 1) TO '{other}.out'",
        "ATTACH '{other}.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '64GB'",
        "FROM read_csv('https://example.org/x.csv')",
    ],
)
def test_the_database_reads_the_data_and_nothing_else(tmp_path: Path, statement: str) -> None:
    path = written(tmp_path / "t.csv", {"A": [1]})
    other = written(tmp_path / "other.csv", {"A": [1]})
    with opened([path]) as source, pytest.raises(duckdb.Error):
        source.connection.execute(statement.format(other=other))


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n\n",
    "header only": b"A,B\n",
    "twice the same name": b"A,A\n1,2\n",
    "a column without a name": b"A,\n1,2\n",
    "binary": bytes(range(256)) * 50,
    "not UTF-8": b"A,B\nsecret\xff\xfe,1\n" * 30,
    "Latin header": "prénom,B\n1,2\n".encode("latin-1"),
    "more cells than names": b"A,B\n1,2\nsecret,2,3\n",
    "fewer cells than names": b"A,B\n1,2\nsecret\n",
    "a quote without an end": b'A,B\n1,"secret\n2,3\n' * 3,
    "a name in two lines": b'"A\nA",B\r\nv,w\r\n',
    "UTF-16": "A,B\n1,2\n".encode("utf-16"),
    "a line without an end": b"A\n" + b"secret" * 4_000_000,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_read_is_refused_without_a_word_of_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(BROKEN[kind])
    with pytest.raises(CatalogueError) as caught:
        profile([path], "t", 10)
    assert "secret" not in str(caught.value)
    assert str(path) in caught.value.detail
    assert caught.value.remedy
    assert caught.value.__cause__ is None


def test_what_is_no_data_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("A\n1\n")
    (tmp_path / "x.parquet").write_bytes(b"PAR1 is what it says")
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("x.txt", "x.parquet", "none.csv", "pipe.csv", "."):
        with pytest.raises(CatalogueError):
            profile([tmp_path / name], "t", 10)
    one, other = written(tmp_path / "a.csv", {"A": [1]}), written(tmp_path / "b.csv", {"B": [1]})
    with pytest.raises(CatalogueError, match="same columns"):
        profile([one, other], "t", 10)


def test_a_link_is_read_as_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(written(tmp_path / "t.csv", {"A": ["v"] * 20}))
    assert counts(of_file(tmp_path / "link.csv")["A"]) == {"v": 20, "missing": 0}


def test_one_row_and_nothing_but_missing_values(tmp_path: Path) -> None:
    assert counts(told(tmp_path, {"A": ["v"]})["A"]) == {"missing": None, "with a value": None}
    assert counts(told(tmp_path, {"A": [None] * 20, "B": ["v"] * 20})["A"]) == {"missing": 20, "with a value": 0}
    # A threshold above the number of rows.
    assert counts(told(tmp_path, {"A": ["v"] * 20}, k=1000)["A"]) == {"missing": None, "with a value": None}


def test_a_column_that_the_package_does_not_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no variable"):
        told(tmp_path, {"A": [1] * 20}, known={})


def test_dates_that_no_calendar_of_ours_holds_are_no_dates(tmp_path: Path) -> None:
    found = told(tmp_path, {"FAR": ["290000-01-01"] * 20 + ["2020-01-01"] * 200, "EARLY": ["0044-03-15 (BC)"] * 220})
    assert {one["kind"] for one in found.values()} == {"category"}
    early = told(tmp_path, {"D": [f"{year:04d}-01-01" for year in range(1, 401)]})["D"]
    assert all(len(one["value"]) == 7 for one in early["figures"] if "value" in one)


@pytest.mark.parametrize("delimiter", ["ab", '"', "\n", "\0"])
def test_a_delimiter_that_can_be_none_is_refused(tmp_path: Path, delimiter: str) -> None:
    with pytest.raises(CatalogueError, match="cannot be read with the delimiter"):
        profile([written(tmp_path / "t.csv", {"A": [1] * 20})], "t", 10, delimiter=delimiter)
