"""The commands of stewards, through the front door: folders on disk, exit codes, what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalogue.cli import main
from tests.packages_on_disk import write
from tests.samples import small

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against a register of its own."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    for name in ("CATALOGUE_DATABASE_URL", "CATALOGUE_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


def told(result: Result) -> Any:
    """What a command printed as JSON."""
    return json.loads(result.stdout)


def test_check_writes_nothing_and_says_what_it_read(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "package")
    result = run("check", str(folder), "--json")
    assert result.exit_code == 0, result.output
    (package,) = told(result)["packages"]
    assert (package["name"], package["version"], package["tables"]) == ("small", "1.0.0", 2)
    assert package["receipt"]["format"] == "catalogue-receipt/1"
    assert told(run("journal", "head", "--json"))["serial"] == 0


def test_publish_seals_once(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "package")
    first = run("publish", str(folder), "--json")
    assert first.exit_code == 0, first.output
    assert [one["outcome"] for one in told(first)["outcomes"]] == ["sealed"]
    again = run("publish", str(folder))
    assert again.exit_code == 0
    assert "nothing was written" in again.stdout
    assert told(run("journal", "head", "--json"))["serial"] == 2
    assert run("verify").exit_code == 0


def test_a_version_may_be_given(run: Run, tmp_path: Path) -> None:
    result = run(
        "publish", str(write(tmp_path / "package")), "--version", "3.1.0", "--notes", "From the steward.", "--json"
    )
    assert told(result)["outcomes"][-1]["version"] == "3.1.0"


def test_errors_name_the_place_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "package")
    (folder / "tables" / "cases.csv").write_text("CASE_ID,OTHER\n", encoding="utf-8")
    result = run("publish", str(folder))
    assert result.exit_code == 1
    assert "cases" in result.stderr
    assert "LAW" in result.stderr
    assert told(run("journal", "head", "--json"))["serial"] == 0


def test_one_bad_package_stops_them_all(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "all" / "good", small("good"))
    bad = write(tmp_path / "all" / "bad", small("bad"))
    (bad / "tables" / "people.csv").unlink()
    assert run("publish", str(tmp_path / "all")).exit_code == 1
    assert told(run("journal", "head", "--json"))["serial"] == 0


def test_an_empty_folder_is_an_error(run: Run, tmp_path: Path) -> None:
    result = run("publish", str(tmp_path))
    assert result.exit_code == 1
    assert "no data package" in result.stderr


def test_retract_and_rename(run: Run, tmp_path: Path) -> None:
    run("publish", str(write(tmp_path / "one")))
    run("publish", str(write(tmp_path / "two", small(version="2.0.0", issued="2021-01-01", LAW="Better."))))
    assert run("retract", "small", "1.0.0", "--reason", "Half of it was missing.").exit_code == 0
    assert run("retract", "small", "1.0.0", "--reason", "Again.").exit_code == 1
    assert run("retract", "small", "9.0.0", "--reason", "Never was.").exit_code == 1
    assert run("retract", "small", "2.0.0").exit_code == 2
    assert run("rename", "small", "smaller").exit_code == 0
    assert run("verify", "--json").exit_code == 0


def test_journal_export_is_one_line_an_entry(run: Run, tmp_path: Path) -> None:
    run("publish", str(write(tmp_path / "package")))
    lines = [json.loads(line) for line in run("journal", "export").stdout.splitlines()]
    assert [line["serial"] for line in lines] == [1, 2]
    assert lines[1]["previous"] == lines[0]["hash"]
    assert run("journal", "export", "--since", "1").stdout.count("\n") == 1


def test_backup_and_restore(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("publish", str(write(tmp_path / "package")))
    head = told(run("journal", "head", "--json"))
    assert run("backup", str(tmp_path / "register.zip")).exit_code == 0
    assert run("backup", str(tmp_path / "register.zip")).exit_code == 3
    assert run("restore", str(tmp_path / "register.zip")).exit_code == 3
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "elsewhere"))
    restored = run("restore", str(tmp_path / "register.zip"), "--json")
    assert restored.exit_code == 0, restored.output
    assert told(restored)["sound"] is True
    assert told(run("journal", "head", "--json")) == head


def test_a_broken_backup_restores_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("publish", str(write(tmp_path / "package")))
    run("backup", str(tmp_path / "register.zip"))
    whole = (tmp_path / "register.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "elsewhere"))
    assert run("restore", str(tmp_path / "half.zip")).exit_code == 3
    assert told(run("journal", "head", "--json"))["serial"] == 0


def test_reindex_and_work(run: Run, tmp_path: Path) -> None:
    run("publish", str(write(tmp_path / "package")))
    assert told(run("work", "--once", "--json")) == {"serial": 2, "applied": 2, "signed": None}
    assert told(run("work", "--once", "--json")) == {"serial": 2, "applied": 0, "signed": None}
    assert told(run("reindex", "--json"))["serial"] == 2


def test_without_a_register_a_command_says_what_to_do(run: Run) -> None:
    result = run("verify")
    assert result.exit_code == 3
    assert "no register here yet" in result.stderr


def test_serve_refuses_a_short_key(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOGUE_SECRET_KEY", "short")
    result = run("serve")
    assert result.exit_code == 3
    assert "CATALOGUE_SECRET_KEY has 5 bytes" in result.stderr
    assert "32" in result.stderr


@pytest.mark.parametrize("setting", ["CATALOGUE_PAGE_SIZE", "CATALOGUE_LOCK_SECONDS", "CATALOGUE_BASE_URL"])
def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(setting, "many")
    result = run("verify")
    assert result.exit_code == 3
    assert setting in result.stderr


def test_a_warning_about_several_packages_is_told_once_and_kept_with_each(run: Run, tmp_path: Path) -> None:
    files = [write(tmp_path / "all" / name, small(name)) / "datapackage.json" for name in ("one", "two", "three")]
    lines = run("check", str(tmp_path / "all")).stderr.splitlines()
    at = next(number for number, line in enumerate(lines) if "[lineage-missing]" in line)
    assert sum("[lineage-missing]" in line for line in lines) == 1
    assert "3 packages, listed below: No run is named" in lines[at]
    assert sorted(Path(name).resolve() for name in lines[at + 1].strip().split(", ")) == sorted(files)
    # Where a warning has a place in a table, each is told.
    assert sum("[table-undescribed]" in line for line in lines) > len(files)
    problems = told(run("check", str(tmp_path / "all"), "--json"))["problems"]
    assert sum(one["rule"] == "lineage-missing" for one in problems) == len(files)
    alone = run("check", str(files[0].parent)).stderr
    assert f"[lineage-missing] {files[0]}: No run is named" in alone
