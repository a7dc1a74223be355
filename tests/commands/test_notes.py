"""The commands about notes and questions, through the front door."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalogue.cli import main
from catalogue.registry import questions
from catalogue.registry.questions import Asked, Limits
from catalogue.settings import load
from catalogue.store.engine import open_engine
from tests.packages_on_disk import write

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against a register with one release."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CATALOGUE_DATABASE_URL", raising=False)

    def call(*words: str, typed: str | bytes = "") -> Result:
        raw = typed if isinstance(typed, bytes) else typed.encode()
        return CliRunner().invoke(main, list(words), input=io.BytesIO(raw))

    assert call("publish", str(write(tmp_path / "package"))).exit_code == 0
    return call


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_add_list_withdraw(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "text.md"
    text.write_text("Not *before* 2012.", encoding="utf-8")
    where = ("--table", "cases", "--variable", "law", "--to", "2011", "--severity", "notice")
    said = ("--kind", "caveat", "--title", "Take care.", "--text", str(text), "--by", "A. Steward")
    (outcome,) = told(run("note", "add", "small", *where, *said, "--json"))["outcomes"]
    (note,) = told(run("note", "list", "small", "--json"))["notes"]
    assert (note["serial"], note["variable"], note["body"]) == (outcome["serial"], "LAW", "Not *before* 2012.")
    assert "caveat on all releases/cases/LAW" in run("note", "list", "small").stdout
    assert run("note", "withdraw", str(note["serial"]), "--reason", "Not so.").exit_code == 0
    assert run("note", "withdraw", str(note["serial"]), "--reason", "Not so.").exit_code == 1
    assert "ended by entry" in run("note", "list", "small").stdout
    assert run("verify").exit_code == 0


def test_a_text_is_typed_or_refused(run: Run) -> None:
    words = ("note", "add", "small", "--kind", "erratum", "--title", "Wrong.", "--text", "-")
    assert run(*words, typed="Typed.").exit_code == 0
    for typed, said in (("", "has no text"), (b"\xff\xfe", "not UTF-8")):
        refused = run(*words, typed=typed)
        assert refused.exit_code == 1
        assert said in refused.stderr


def test_an_answer_is_published_and_the_address_told_once(run: Run) -> None:
    engine = open_engine(load().database_url)
    for number in (1, 2):
        questions.ask(engine, Asked("small/cases/LAW", f"Why {number}?\nAnd how?", "a@b.example"), "", Limits(9, 9))
    engine.dispose()
    listed = run("question", "list")
    assert "1: small/cases/LAW" in listed.stdout
    assert "    And how?" in listed.stdout
    assert "a@b.example" not in listed.output
    done = run("question", "answer", "1", "--title", "So.", "--text", "-", "--question", "Why?", typed="It is so.")
    assert done.exit_code == 0
    assert "a@b.example" in done.stderr
    assert run("question", "answer", "1", "--title", "So.", "--text", "-", typed="Again.").exit_code == 1
    assert run("question", "decline", "2", "--reason", "No.").exit_code == 0
    assert told(run("question", "list", "--json")) == {"questions": []}
    assert {one["state"] for one in told(run("question", "list", "--all", "--json"))["questions"]} == {
        "answered",
        "declined",
    }
