"""Every import points down, every library stays home, and the database is spoken to in one room.

The rule for the database: `select`, `Session(...)` and every method of a session stand in `store`. `registry`, `audit`,
`work` and the pages may name the types `Session` and `Engine` and pass on what they were handed, because one
transaction or one moment of the register spans several calls into `store`; they may do nothing else with it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalogue.settings import PACKAGE
from tests.house.floors import DATABASE, HANDED_ON, HOMES, LEVEL, STORE, faults, room_of, sources

FILES = sources(PACKAGE)
# A line of the map: rooms, then at least two blanks, then what they are for.
MAP_LINE = re.compile(r"^    ([a-z_]+(?:, [a-z_]+)*) {2,}\S", re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down_and_libraries_stay_home(path: Path) -> None:
    assert not faults(path, PACKAGE)


def test_the_door_holds_only_the_map() -> None:
    """Importing any room runs `catalogue/__init__.py` first: it must bring nothing with it."""
    lines = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    module = compile(lines, "catalogue", "exec")
    assert module.co_names in {("__doc__",), ()}, "catalogue/__init__.py does more than describe the house"


def test_the_map_names_every_room_in_its_place() -> None:
    """What the docstring of the package tells a newcomer is the order that is asserted here."""
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    mapped = [[room.strip() for room in rooms.split(",")] for rooms in MAP_LINE.findall(text)]
    standing = {room_of(path, PACKAGE) for path in FILES} - {"__main__"}
    assert {room for rooms in mapped for room in rooms} == standing
    levels = [LEVEL[room] for rooms in mapped for room in rooms]
    assert levels == sorted(levels), "the map's order is not the order of the floors"


def test_every_home_is_a_room() -> None:
    assert {room for rooms in HOMES.values() for room in rooms} <= set(LEVEL)
    assert {name.partition(".")[0] for name in HANDED_ON} == DATABASE
    assert STORE in LEVEL


@pytest.mark.parametrize(
    ("file", "code", "told"),
    [
        ("store/find.py", "from catalogue.registry import publish", "stands above"),
        ("api/pages.py", "from catalogue.web import addresses", "neighbour"),
        ("audit/verify.py", "from catalogue.registry import publish", "neighbour"),
        ("web/home.py", "from catalogue import api", "neighbour"),
        ("errors.py", "import catalogue.settings", "stands above"),
        ("web/home.py", "from . import addresses", "relative"),
        ("web/home.py", "import whoosh.index", "belongs in search"),
        ("web/home.py", "from sqlmodel import Session, select", "sqlmodel.select belongs in model, store"),
        ("registry/publish.py", "from sqlalchemy import text", "belongs in dictionaries, model, store"),
        ("registry/publish.py", "from sqlalchemy.orm import Session", "belongs in dictionaries, model, store"),
        ("store/rows.py", "import pandas", "belongs in no room"),
        ("releases/seal.py", "def late():\n    from flask import request", "belongs in"),
        ("releases/seal.py", "def late():\n    from catalogue.web import home", "stands above"),
        ("registry/amend.py", "def change(session):\n    session.add(1)", "session.add"),
        ("web/home.py", "with Session(engine) as held:\n    pass", "opened in store alone"),
        ("cellar/wine.py", "import json", "stands on no floor"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, file: str, code: str, told: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
    found = faults(path, tmp_path)
    assert len(found) == 1, found
    assert told in found[0]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("web/home.py", "from sqlmodel import Session\nfrom catalogue.store import find\nimport catalogue.web"),
        ("registry/publish.py", "from sqlalchemy import Engine\ndef f(session):\n    return write(session, 1)"),
        ("delivery/problems.py", "from sqlalchemy.exc import OperationalError"),
        ("store/find.py", "from sqlmodel import Session, select\ndef f(session):\n    return session.exec(select(1))"),
        ("cli.py", "import click\nfrom catalogue.commands import serve"),
    ],
)
def test_what_the_plan_allows_passes(tmp_path: Path, file: str, code: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
    assert not faults(path, tmp_path)
