"""Dictionaries read by a process of their own: the same as without one, and what goes wrong there is told here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from catalogue.dictionaries import apart
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.errors import DictionaryRefusedError
from catalogue.settings import PACKAGE
from tests.dictionaries.made import LIMITS, read, workbook

BOOK = workbook(
    {
        "CASES": [["Variable", "Label", "Primary key", "Values", "Missing", "Colour"],
                  ["A", "=1+1", "yes", "1=Yes; 2=No", "-9; '-9", "red"], ["a", "again"]],
        "Notes": [["Ask Ann."]],
    }
)  # fmt: skip


def test_a_dictionary_is_the_same_as_without_a_process_of_its_own() -> None:
    assert apart.read(BOOK, "dict.xlsx", LIMITS) == read(BOOK, "dict.xlsx")


def test_a_refusal_is_the_same_with_all_its_problems() -> None:
    data = b"Variable,Label\n,nobody\n"
    with pytest.raises(DictionaryRefusedError) as here:
        read(data)
    with pytest.raises(DictionaryRefusedError) as there:
        apart.read(data, "dictionary.csv", LIMITS)
    assert (there.value.detail, there.value.remedy) == (here.value.detail, here.value.remedy)
    assert there.value.problems == here.value.problems != ()


@pytest.mark.parametrize(
    ("limits", "told", "blank"),
    [
        ({"memory_bytes": 60_000_000}, "memory", 20_000_000),
        ({"seconds": 0}, "seconds", 0),
        ({"told_bytes": 100}, "bytes", 0),
    ],
)
def test_too_much_is_told_in_words(limits: dict[str, Any], told: str, blank: int) -> None:
    with pytest.raises(DictionaryRefusedError, match=told):
        apart.read(b"Variable,Label\nA,a\n" + b"\n" * blank, "dictionary.csv", DictionaryLimits(**limits))


PROGRAM = """
import json, sys
from pathlib import Path
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.drafts.importing import read_dictionary
found = [read_dictionary(Path(name).read_bytes(), name, DictionaryLimits()).format for name in sys.argv[1:]]
loaded = {name.partition(".")[0] for name in sys.modules}
print(json.dumps([found, sorted({"lxml", "openpyxl", "pyreadstat"} & loaded)]))
"""


def test_who_takes_a_file_of_a_steward_never_loads_its_reader(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(BOOK)
    (tmp_path / "b.xml").write_text('<codeBook><dataDscr><var name="A"/></dataDscr></codeBook>')
    words = [sys.executable, "-c", PROGRAM, "a.xlsx", "b.xml"]
    ended = subprocess.run(
        words, cwd=tmp_path, env={"PYTHONPATH": str(PACKAGE.parent)}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == [["excel", "ddi"], []]
