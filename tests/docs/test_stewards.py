"""The worked example for stewards is a real package: written out, it is accepted, sealed, withdrawn and renamed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.cli import main
from tests.docs import manual

# The name of a file closes the sentence before the block that holds it.
_FILE = re.compile(r"`(metadata/[^`<]+\.(?:yaml|csv))`[^`]*?:\s*\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """The files of the example by path."""
    return dict(_FILE.findall(manual.page("stewards")))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds the example, with a register of its own beside it."""
    for name, text in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "instance"))
    return tmp_path


def run(line: str) -> str:
    """The output of a command that must end well."""
    ended = CliRunner().invoke(main, manual.words(line)[1:])
    assert ended.exit_code == 0, f"{line}: {ended.output}"
    return ended.output


def test_the_example_holds_every_kind_of_file() -> None:
    assert {Path(name).parts[1] for name in files()} == {"codelists", "organisations", "packages"}
    assert len(files()) == 6


def test_every_step_of_the_example_works(folder: Path) -> None:
    lines = list(manual.shell_lines(manual.page("stewards")))
    assert [manual.words(line)[1] for line in lines] == ["check", "publish", "retract", "rename"]
    said = [run(line) for line in lines]
    assert "2 packages read, 0 errors, 2 warnings" in said[0]
    assert "warning: [lineage-missing] 2 packages" in said[0]
    assert "example-sessions 1.0.0 sealed" in said[1]
    assert "example-sessions 2.0.0 sealed" in said[1]
    assert run("catalogue verify").startswith("Sound: 2 releases")
    assert folder.is_dir()


def test_a_row_in_the_example_is_refused(folder: Path) -> None:
    table = folder / "metadata/packages/example-sessions/1.0.0/tables/sessions.csv"
    table.write_text(table.read_text(encoding="utf-8") + "1,2020-01-01,Held,W01000001\n", encoding="utf-8")
    ended = CliRunner().invoke(main, ["check", "metadata/", "--json"])
    assert ended.exit_code == 1
    problems = json.loads(ended.stdout)["problems"]
    assert "rows-restricted" in {problem["rule"] for problem in problems}
