"""The commands that ask what differs and what was made from something: what they print, as words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from tests.commands.test_trace import run

__all__ = ["run"]
Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("impact court.file --before 1990", ["abc 1.0.0: physical (period not known)",
                                             "abc 2.0.0: physical (period not known)",
                                             "derived 1.0.0: physical, through abc 1.0.0 (period not known)",
                                             "derived 2.0.0: physical, through abc 2.0.0 (period not known)",
                                             "4 sealed releases."]),
        ("impact --commit commit2", ["derived 2.0.0: commit (period not known)", "1 sealed releases."]),
        ("diff derived", ["derived 1.0.0 → derived 2.0.0", "  input abc cases: changed (1.0.0 → 2.0.0)",
                          "  job derive: changed", "    code version: commit1 → commit2",
                          "    parameter threshold: 1 → 2", "    rows derived.cases: 50 → 100"]),
        ("why derived CASES law 1.0.0 2.0.0", ["LAW in derived 1.0.0 cases → derived 2.0.0 cases: changed: description",
                                               "  input court.file: unknown (no version told → no version told)",
                                               "  input abc cases: changed (1.0.0 → 2.0.0)", "  job derive: changed",
                                               "    code version: commit1 → commit2",
                                               "    parameter threshold: 1 → 2"]),
        ("stale", ["0 stale inputs."]),
        ("unbound", ["0 runs without release, 0 releases without run."]),
    ],
)  # fmt: skip
def test_words(run: Run, words: str, lines: list[str]) -> None:
    result = run(*words.split())
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == lines


@pytest.mark.parametrize(
    "words",
    [
        "impact court.file",
        "impact --dataset abc --table cases --variable LAW",
        "diff derived 1.0.0 2.0.0",
        "why derived cases LAW",
        "stale",
        "unbound",
    ],
)
def test_json(run: Run, words: str) -> None:
    result = run(*words.split(), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)


def test_refusals(run: Run) -> None:
    for words in ("impact", "diff abd", "diff abc 1.0.0 9.9.9", "impact x --before April", "why derived cases NOTHING"):
        assert run(*words.split()).exit_code == 1, words
