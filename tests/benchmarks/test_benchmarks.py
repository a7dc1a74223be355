"""The benchmarks work: each subject runs at a small scale and prints every table. No time is judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.synthetic import as_first_published, concentrated, package, scattered, words
from tests.benchmarks.tables import Table, median, p95

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "publishing": 2,
    "growth": 1,
    "starting": 1,
    "answers": 3,
    "peer": 2,
    "quality": 2,
    "lineage": 1,
    "traces": 1,
    "differences": 1,
    "gate": 1,
    "drafts": 1,
    "profile": 1,
}


@pytest.mark.slow
@pytest.mark.parametrize("subject", TABLES)
def test_a_subject_runs_and_prints_its_tables(subject: str, tmp_path: Path) -> None:
    file = tmp_path / "tables.json"
    command = [sys.executable, "-m", "tests.benchmarks", subject, "--quick", "--json", str(file)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tables = json.loads(file.read_text(encoding="utf-8"))["tables"]
    assert len(tables) == TABLES[subject]
    for table in tables:
        assert table["rows"], table["title"]
        assert f"### {table['title']}" in done.stdout


def test_markdown_lines_up() -> None:
    table = Table("Example", ("what", "s"))
    table.add("one", 1.234)
    table.add("twelve", 1234.5)
    assert table.markdown().splitlines() == [
        "### Example",
        "",
        "| what   |     s |",
        "| ------ | ----: |",
        "| one    |  1.23 |",
        "| twelve | 1,234 |",
    ]


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table("Example", ("what", "s")).add("one")


def test_median_and_p95() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (median(values), p95(values)) == (50.5, 96.0)
    assert p95([2.0, 1.0]) == 2.0


def test_made_up_variables_differ() -> None:
    assert len({words(index) for index in range(10_000)}) == 10_000
    sample = package(4, 25)
    names = {variable["name"] for table in sample.tables for variable in table["variables"]}
    assert len(names) == 100


@pytest.mark.parametrize(("way", "tables_touched"), [("scattered", 10), ("concentrated", 1)])
def test_a_release_rewords_one_variable_in_a_hundred(way: str, tables_touched: int) -> None:
    def definitions(release: int) -> dict[tuple[str, str], str]:
        wording = scattered(release, 10) if way == "scattered" else concentrated(release, 10)
        return {
            (str(table["name"]), str(variable["name"])): str(variable["description"])
            for table in package(10, 10, release, wording).tables
            for variable in table["variables"]
        }

    first = package(10, 10, 0, as_first_published)
    assert definitions(0) == {
        (str(table["name"]), str(variable["name"])): str(variable["description"])
        for table in first.tables
        for variable in table["variables"]
    }
    for release in (1, 9, 10, 11, 25):
        before, after = definitions(release - 1), definitions(release)
        changed = [place for place in after if after[place] != before[place]]
        assert len(changed) == 10
        assert len({table for table, _ in changed}) == tables_touched
