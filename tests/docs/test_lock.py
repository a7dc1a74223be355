"""The program in the manual holds a table's columns against a lock file of the real site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import manual
from tests.docs.site import fetch

COLUMNS = ["RECORD1ID_PE", "record2id_pe", "RECORD1ROLEIDNAME", "RECORD2ROLEIDNAME", "AVAIL_FROM_DT"]


@pytest.fixture
def files(site: str, tmp_path: Path) -> tuple[Path, Path]:
    """The program of the manual, and a lock file."""
    (code,) = [block.code for block in manual.blocks(manual.page("citing")) if block.language == "python"]
    program, lock = tmp_path / "check_lock.py", tmp_path / "cafw.lock.json"
    program.write_text(code, encoding="utf-8")
    lock.write_bytes(fetch(f"{site}/datasets/cafw/releases/2.0.0/faces/lock"))
    return program, lock


def run(files: tuple[Path, Path], columns: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the program with the standard library alone."""
    program, lock = files
    command = [sys.executable, "-I", "-S", str(program), str(lock), "cafcass_relationships", *columns]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_columns_that_are_as_they_were_pass(files: tuple[Path, Path]) -> None:
    ended = run(files, COLUMNS)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_column_that_went_or_came_is_told(files: tuple[Path, Path]) -> None:
    ended = run(files, [*COLUMNS[1:], "NEWCOMER"])
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == ["NEWCOMER is in the table alone", "RECORD1ID_E is in the lock alone"]


def test_the_program_is_short() -> None:
    (code,) = [block.code for block in manual.blocks(manual.page("citing")) if block.language == "python"]
    assert len([line for line in code.splitlines() if line.strip()]) <= 11
