"""`catalogue diff`: in words, as Markdown, as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalogue import registry
from catalogue.cli import main
from catalogue.settings import load
from catalogue.store.engine import open_engine
from tests.empty import lay_out
from tests.samples import small


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register with two releases of one dataset."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    for name in ("CATALOGUE_DATABASE_URL", "CATALOGUE_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    engine = open_engine(load({"CATALOGUE_DATA": str(tmp_path / "data")}).database_url)
    lay_out(engine)
    registry.publish(engine, [small()])
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Branch of family law.")])
    engine.dispose()


def diff(*words: str) -> Result:
    return CliRunner().invoke(main, ["diff", *words])


def test_it_says_what_changed_and_which_version_that_asks_for() -> None:
    result = diff("small")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "small 1.0.0 → 1.1.0",
        "",
        "Additive (1)",
        "  cases LAW: Definition: What a value of LAW means. → Branch of family law.",
        "",
        "After 1.0.0 comes 1.1.0 at least: the minor number rises.",
        "  cases LAW: Definition: What a value of LAW means. → Branch of family law.",
        "  It is defined in other words. Read them before values of both releases are used together.",
    ]


def test_nothing_differs_from_itself() -> None:
    assert diff("small", "1.0.0", "1.0.0").stdout == "small 1.0.0 → 1.0.0\nNothing differs.\n"


def test_release_notes() -> None:
    assert diff("small", "1.0.0", "1.1.0", "--markdown").stdout.startswith("## From 1.0.0 to 1.1.0\n\n### Additive")


def test_as_json_it_names_properties_as_descriptors_do() -> None:
    told = json.loads(diff("small", "--json").stdout)
    assert {name: told[name] for name in ("from", "to", "proposed", "weight")} == {
        "from": "1.0.0",
        "to": "1.1.0",
        "proposed": "1.1.0",
        "weight": "additive",
    }
    (change,) = told["changes"]
    assert (change["table"], change["variable"], change["key"]) == ("cases", "LAW", "description")


@pytest.mark.parametrize(
    ("words", "said"),
    [(("smal",), "smal"), (("small", "9.0.0", "1.1.0"), "9.0.0"), (("small", "1.0.0", "9.0.0"), "9.0.0")],
)
def test_what_is_not_there_is_refused(words: tuple[str, ...], said: str) -> None:
    result = diff(*words)
    assert result.exit_code == 1
    assert said in result.stderr
