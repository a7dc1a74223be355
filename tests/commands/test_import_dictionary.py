"""`catalogue import-dictionary` through the front door: folders on disk, exit codes, what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalogue.cli import main
from catalogue.packages.limits import Limits
from catalogue.packages.read import read_package

Run = Callable[..., Result]
LINES = """Table,Variable,Label,Type,Values,Sensitive
CASES,CASE_ID,Case,BIGINT,,yes
CASES,SEX,Sex,VARCHAR(1),1=Male; 2=Female,
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in a folder of its own, which holds one dictionary."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    put(tmp_path, LINES)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, ["import-dictionary", *words])

    return call


def put(folder: Path, text: str, name: str = "dict.csv") -> None:
    """Write a dictionary."""
    (folder / name).write_text(text, encoding="utf-8")


def described(folder: Path, name: str) -> dict[str, Any]:
    """A variable of the package that was written."""
    package = read_package(folder, Limits())
    (found,) = (one for table in package.tables for one in table["variables"] if one["name"] == name)
    return dict(found)


def edit(folder: Path, old: str, new: str) -> None:
    """Change the descriptor by hand."""
    path = folder / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_package_is_written_that_lacks_only_what_the_dictionary_does(run: Run, tmp_path: Path) -> None:
    ended = run("dict.csv", "--into", "out", "--title", "Cases of examples", "--name", "cases")
    assert ended.exit_code == 0, ended.output
    assert "cases: 2 variables" in ended.stdout
    assert "Sensitive" in ended.stdout
    assert described(tmp_path / "out", "SEX")["codeList"] == "cases-sex"
    checked = CliRunner().invoke(main, ["check", "out", "--version", "1.0.0"])
    errors = [line for line in checked.stderr.splitlines() if line.startswith("error:")]
    assert [line.partition("]")[0] for line in errors] == ["error: [table-undefined"], checked.output
    again = run("dict.csv", "--into", "out")
    assert again.exit_code == 1
    assert "there already" in again.stderr


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    ended = run("dict.csv", "--dry-run", "--json")
    assert ended.exit_code == 0
    told = json.loads(ended.stdout)
    assert told["written"] == []
    assert told["dictionaries"][0]["tables"] == [{"name": "cases", "variables": 2}]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dict.csv"]


def test_rows_with_errors_stop_it_unless_they_are_left_out(run: Run, tmp_path: Path) -> None:
    put(tmp_path, f"{LINES}CASES,sex,Again,INT,,\n")
    ended = run("dict.csv", "--into", "out")
    assert ended.exit_code == 1
    assert "row 4" in ended.stderr
    assert not (tmp_path / "out").exists()
    assert run("dict.csv", "--into", "out", "--leave-out").exit_code == 0
    report = json.loads((tmp_path / "out/import.json").read_text(encoding="utf-8"))
    assert report["files"][0]["unmapped"][0]["place"] == "row 4"


def test_the_same_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("dict.csv", "--into", "out")
    before = (tmp_path / "out/datapackage.json").read_bytes()
    ended = run("dict.csv", "--into", "out", "--merge", "--json")
    assert ended.exit_code == 0, ended.output
    told = json.loads(ended.stdout)
    assert told["added"] == told["changed"] == told["conflicts"] == told["vanished"] == []
    assert (tmp_path / "out/datapackage.json").read_bytes() == before


def test_what_was_written_by_hand_is_asked_about(run: Run, tmp_path: Path) -> None:
    run("dict.csv", "--into", "out")
    edit(tmp_path / "out", '"title": "Sex"', '"title": "Sex of the child"')
    put(tmp_path, LINES.replace("SEX,Sex", "SEX,Sex at birth").replace(",Case,", ",The case,") + "CASES,NEW,,,,\n")
    ended = run("dict.csv", "--into", "out", "--merge")
    assert ended.exit_code == 1
    assert "mine:   Sex of the child" in ended.stdout
    assert "theirs: Sex at birth" in ended.stdout
    assert described(tmp_path / "out", "CASE_ID")["title"] == "Case"
    kept = run("dict.csv", "--into", "out", "--merge", "--mine")
    assert kept.exit_code == 0, kept.output
    assert described(tmp_path / "out", "SEX")["title"] == "Sex of the child"
    assert described(tmp_path / "out", "CASE_ID")["title"] == "The case"
    assert described(tmp_path / "out", "NEW")["type"] == "string"
    assert run("dict.csv", "--into", "out", "--merge").exit_code == 0
    put(tmp_path, LINES.replace("SEX,Sex", "SEX,Third"))
    assert run("dict.csv", "--into", "out", "--merge", "--theirs").exit_code == 0
    assert described(tmp_path / "out", "SEX")["title"] == "Third"


def test_a_package_written_by_hand_keeps_every_word(run: Run, tmp_path: Path) -> None:
    run("dict.csv", "--into", "out")
    (tmp_path / "out/import.json").unlink()
    edit(tmp_path / "out", '"title": "Sex"', '"title": "Mine"')
    put(tmp_path, LINES.replace("VARCHAR(1)", "INT"), "other.csv")
    ended = run("other.csv", "--into", "out", "--merge", "--json")
    assert ended.exit_code == 1
    conflicts = {(one["place"], one["property"]) for one in json.loads(ended.stdout)["conflicts"]}
    assert conflicts == {
        ("dict-sex", "title"), ("cases · SEX", "title"), ("cases · SEX", "physicalType"), ("cases · SEX", "type"),
    }  # fmt: skip


def test_a_variable_that_is_gone_stays_and_is_told(run: Run, tmp_path: Path) -> None:
    run("dict.csv", "--into", "out")
    put(tmp_path, LINES.partition("CASES,SEX")[0])
    ended = run("dict.csv", "--into", "out", "--merge")
    assert ended.exit_code == 0, ended.output
    assert "no longer in the dictionary, and kept: cases · SEX" in ended.stdout
    assert described(tmp_path / "out", "SEX")["title"] == "Sex"


def test_several_files_are_one_dataset_and_their_lists_stay_apart(run: Run, tmp_path: Path) -> None:
    put(tmp_path, LINES.replace("CASES", "PEOPLE").replace("1=Male", "M=Male"), "people.csv")
    ended = run("dict.csv", "people.csv", "--into", "out")
    assert ended.exit_code == 0, ended.output
    package = read_package(tmp_path / "out", Limits())
    assert [table["name"] for table in package.tables] == ["cases", "people"]
    assert [source["title"] for source in package.dataset["sources"]] == ["dict.csv", "people.csv"]
    assert package.tables[1]["source"] == "dictionary-2"
    assert sorted(package.code_lists) == ["dict-people-sex", "dict-sex"]
    again = run("dict.csv", "people.csv", "--into", "out", "--merge", "--json")
    assert json.loads(again.stdout)["changed"] == [], again.stdout


def test_a_yaml_descriptor_is_kept_beside(run: Run, tmp_path: Path) -> None:
    run("dict.csv", "--into", "out")
    path = tmp_path / "out/datapackage.json"
    path.rename(tmp_path / "out/datapackage.yaml")
    assert run("dict.csv", "--into", "out", "--merge").exit_code == 0
    assert (tmp_path / "out/datapackage.yaml.before").is_file()
    assert described(tmp_path / "out", "SEX")["title"] == "Sex"


def test_every_refused_file_is_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "", "empty.csv")
    put(tmp_path, "<codeBook>", "half.xml")
    ended = run("dict.csv", "empty.csv", "half.xml", "--into", "out", "--json")
    assert ended.exit_code == 1
    assert {one["file"] for one in json.loads(ended.stdout)["problems"]} == {"empty.csv", "half.xml"}
    assert not (tmp_path / "out").exists()


def test_what_may_be_data_is_asked_about(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "CASE_ID,OPENED\n7,2020-01-01\n", "cases.csv")
    ended = run("cases.csv")
    assert ended.exit_code == 1
    assert "--format data" in ended.stderr
    assert run("cases.csv", "--format", "data", "--into", "out").exit_code == 0
    assert described(tmp_path / "out", "OPENED")["type"] == "date"
    assert "2020-01-01" not in "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.*"))


@pytest.mark.parametrize("words", [[], ["dict.csv", "--database", "sqlite://"], ["dict.csv", "--mine", "--theirs"]])
def test_a_line_that_says_too_little_or_too_much(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_merging_needs_a_folder_that_holds_a_package(run: Run) -> None:
    assert "needs a folder" in run("dict.csv", "--merge").stderr
    assert run("dict.csv", "--merge", "--into", "nowhere").exit_code == 1
