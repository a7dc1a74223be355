"""No file too long to be read in one go: Python under `catalogue/` is held to it, what browsers read is told of.

Lines are what an editor shows. A file that comes near the limit is to be divided by meaning, not cut in half.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from catalogue.settings import PACKAGE, SITE

MOST_LINES = 400
# Files of the site are reported beyond these; a template or stylesheet is divided when its readers say so.
REPORTED = {".html": 200, ".css": 700, ".js": 300}


def lines(path: Path) -> int:
    """How many lines an editor shows."""
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(paths: Iterable[Path], most: int = MOST_LINES) -> dict[str, int]:
    """The files with `most` lines or more, with their numbers of lines."""
    counted = {str(path): lines(path) for path in paths}
    return {name: count for name, count in counted.items() if count >= most}


def test_python_files_stay_readable() -> None:
    assert not too_long(PACKAGE.rglob("*.py"))


def test_a_file_that_is_too_long_is_found(tmp_path: Path) -> None:
    short, long = tmp_path / "short.py", tmp_path / "long.py"
    short.write_text("x = 1\n" * (MOST_LINES - 1), encoding="utf-8")
    long.write_text("x = 1\n" * MOST_LINES, encoding="utf-8")
    assert too_long([short, long]) == {str(long): MOST_LINES}


def test_long_files_of_the_site_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """Not a rule: the list stands in the report of the test run, for whoever changes one of them next."""
    found: dict[str, int] = {}
    for folder in ("templates", "static"):
        for suffix, most in REPORTED.items():
            found |= too_long((SITE / folder).rglob(f"*{suffix}"), most)
    with capsys.disabled():
        for name, count in sorted(found.items()):
            print(f"\nlong: {Path(name).relative_to(SITE)} has {count} lines", end="")
