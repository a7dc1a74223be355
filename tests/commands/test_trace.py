"""The commands that ask about lineage: what they print, as words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalogue.cli import main
from catalogue.settings import load
from catalogue.store.engine import open_engine
from tests import events
from tests.empty import lay_out
from tests.lineage import scene

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against a register that knows runs."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    for name in ("CATALOGUE_DATABASE_URL", "CATALOGUE_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    settings = load({"CATALOGUE_DATA": str(tmp_path / "data"), "CATALOGUE_PUBLIC_PARAMETERS": "threshold"})
    engine = open_engine(settings.database_url, settings.lock_seconds)
    lay_out(engine)
    scene.fill(engine)
    engine.dispose()

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, ["lineage", *words])

    return call


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_upstream_is_a_list_that_goes_in(run: Run) -> None:
    lines = run("upstream", "derived@2.0.0").stdout.splitlines()
    assert [line.strip().split(" [")[0] for line in lines] == [
        "derived 2.0.0",
        "derived 2.0.0 cases",
        f"run derive COMPLETE commit2 {events.uid(22)}",
        "view.cases w2",
        f"run view COMPLETE {events.uid(12)}",
        "abc 2.0.0 cases",
        f"run extract COMPLETE {events.uid(2)}",
        "court.file",
    ]
    assert lines[-1] == " " * 14 + "court.file [source]"
    assert run("upstream", "derived@2.0.0", "--depth", "1").stdout.endswith("view.cases w2 [version] …\n")


def test_a_release_may_be_named_by_a_time(run: Run) -> None:
    assert run("upstream", "derived", "--as-of", "2021-12-31").stdout.startswith("derived 1.0.0\n")
    assert run("upstream", "derived", "--as-of", "derived@1.0.0").stdout.startswith("derived 1.0.0\n")
    first = run("upstream", "derived", "--as-of", "1")
    assert (first.exit_code, "was in force then" in first.stderr) == (1, True)
    assert "is no time" in run("upstream", "derived", "--as-of", "yesterday").stderr
    assert run("upstream", "derived", "--variable", "LAW").exit_code == 2


def test_downstream_of_a_variable(run: Run) -> None:
    found = told(run("downstream", "abc@1.0.0", "--table", "CASES", "--variable", "law", "--json"))
    assert [one["name"] for one in found["columnsDownstream"]["nodes"]] == ["cases", "view.cases", "cases"]
    words = run("downstream", "abc@1.0.0", "--table", "CASES", "--variable", "law").stdout
    assert "view.cases: LAW [DIRECT, IDENTITY, as it is] ?" in words


def test_what_is_not_there_is_refused_with_a_reason(run: Run) -> None:
    result = run("upstream", "derive@2.0.0", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "not-found"
