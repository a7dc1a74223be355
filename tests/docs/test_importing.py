"""The page about dictionaries says what the code does: formats, names of columns, codes of problems."""

from __future__ import annotations

import re

from catalogue.dictionaries.columns import NAMES
from catalogue.dictionaries.dictionary import Fault
from catalogue.dictionaries.recognise import FORMATS
from tests.docs import manual


def rows(head: str) -> dict[str, str]:
    """The table below a header line: its first cells with the second ones."""
    _, _, rest = manual.page("importing").partition(f"{head}\n")
    lines = rest.splitlines()[1:]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[: lines.index("")]]
    return {first.strip().strip("`"): second.strip() for first, second, *_ in cells}


def test_every_name_of_a_column_is_told_in_the_order_of_the_code() -> None:
    told = {role: tuple(names.split(", ")) for role, names in rows("| column | names |").items()}
    assert told == {role.value: names for role, names in NAMES.items()}


def test_every_format_is_told() -> None:
    assert set(rows("| format | what it is | what is taken |")) == set(FORMATS)


def test_every_problem_of_a_dictionary_is_told() -> None:
    assert set(rows("| code | what it means |")) == set(Fault)
