"""A variable through all of its names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.store.history import VariableState
from catalogue.store.renames import Through, table_through_all_names, through_all_names
from tests.http import counting
from tests.samples import Facts, Sample, table, variable

# What is called how in which release: (table, variable) by version, and former names of both.
Names = dict[str, list[tuple[str, list[str], str, list[str]]]]


def publish(engine: Engine, releases: Names) -> None:
    """Releases of a dataset `d`, each with tables that have the variables and one more."""
    for number, (version, tables) in enumerate(releases.items()):
        made: dict[str, dict[str, Any]] = {}
        for table_name, former_tables, name, former in tables:
            facts: dict[str, Any] = {"formerNames": former} if former else {}
            whole = made.setdefault(table_name, table(table_name, [variable("OTHER")], formerNames=former_tables))
            whole["variables"].append(variable(name, **facts))
            if not former_tables:
                whole.pop("formerNames", None)
        sample = Sample("d", {"title": "D"}, list(made.values()), Facts(version, issued=f"20{number + 10}-01-01"))
        registry.publish(engine, [sample])


def through(engine: Engine, table_name: str, name: str, at: str = "") -> Through:
    """The variable that has the name now, or in a release."""
    with reading(engine) as session:
        record = find.dataset(session, "d")
        release = find.release_of(record, at) if at else None
        return through_all_names(session, record.releases, table_name, name, release)


def called(states: Iterable[VariableState]) -> dict[str, str]:
    """What it is called in each release."""
    return {one.release.version: f"{one.table.name}.{one.variable.name}" for one in states}


def told(engine: Engine, table_name: str, name: str, at: str = "") -> dict[str, str]:
    """The same of the variable that has the name now, or in a release."""
    return called(through(engine, table_name, name, at).states)


CHAIN: Names = {
    "1.0.0": [("t", [], "A", [])],
    "2.0.0": [("t", [], "B", ["A"])],
    "3.0.0": [("t", [], "C", ["B"])],
    "4.0.0": [("u", ["t"], "C", ["B"])],
}
WHOLE = {"1.0.0": "t.A", "2.0.0": "t.B", "3.0.0": "t.C", "4.0.0": "u.C"}


@pytest.mark.parametrize(("table_name", "name"), [("t", "A"), ("t", "b"), ("T", "C"), ("u", "C")])
def test_every_name_leads_to_all_of_it(engine: Engine, table_name: str, name: str) -> None:
    publish(engine, CHAIN)
    assert told(engine, table_name, name) == WHOLE


def test_a_name_that_is_used_again_is_a_new_variable(engine: Engine) -> None:
    publish(
        engine,
        {
            "1.0.0": [("t", [], "A", [])],
            "2.0.0": [("t", [], "B", ["A"])],
            "3.0.0": [("t", [], "A", [])],
        },
    )
    old, new = {"1.0.0": "t.A", "2.0.0": "t.B"}, {"3.0.0": "t.A"}
    for name, at, expected, other in (
        ("B", "", old, {}),
        ("A", "", new, {"2.0.0": "t.B"}),
        ("A", "3.0.0", new, {"2.0.0": "t.B"}),
        ("a", "1.0.0", old, new),
        ("A", "2.0.0", old, new),
        ("B", "3.0.0", {}, {}),
    ):
        found = through(engine, "t", name, at)
        assert (called(found.states), called(found.namesakes)) == (expected, other), (name, at)
        assert not found.taken


def test_a_variable_that_lost_its_name_to_a_rename_is_known_by_the_release_that_had_it(engine: Engine) -> None:
    publish(
        engine,
        {
            "1.0.0": [("t", [], "A", []), ("t", [], "X", [])],
            "2.0.0": [("t", [], "X", [])],
            "3.0.0": [("t", [], "A", ["X"])],
        },
    )
    assert told(engine, "t", "A") == {"1.0.0": "t.X", "2.0.0": "t.X", "3.0.0": "t.A"}
    lost = through(engine, "t", "A", "1.0.0")
    assert (called(lost.states), lost.taken, lost.newest.release.version) == ({"1.0.0": "t.A"}, True, "1.0.0")


def test_a_table_s_name_that_is_used_again_is_another_table_s(engine: Engine) -> None:
    publish(
        engine,
        {
            "1.0.0": [("t", [], "A", [])],
            "2.0.0": [("u", ["t"], "A", [])],
            "3.0.0": [("u", ["t"], "A", []), ("t", [], "A", [])],
        },
    )
    assert told(engine, "t", "A") == {"3.0.0": "t.A"}
    assert told(engine, "u", "A") == {"1.0.0": "t.A", "2.0.0": "u.A", "3.0.0": "u.A"}
    with reading(engine) as session:
        releases = find.dataset(session, "d").releases
        assert table_through_all_names(session, releases, "T", releases[2]) == {"2.0.0": "t", "3.0.0": "t"}
        assert table_through_all_names(session, releases, "t", releases[0]) == {
            "1.0.0": "t",
            "2.0.0": "u",
            "3.0.0": "u",
        }


def test_what_goes_without_a_word_is_gone(engine: Engine) -> None:
    publish(engine, {"1.0.0": [("t", [], "A", [])], "2.0.0": [("t", [], "B", [])]})
    assert told(engine, "t", "A") == {"1.0.0": "t.A"}
    assert told(engine, "t", "nothing") == {}


def test_a_variable_takes_three_queries_whatever_it_was_called(engine: Engine) -> None:
    publish(engine, CHAIN)
    told(engine, "t", "A")
    with reading(engine) as session:
        releases = find.dataset(session, "d").releases
    with counting(engine) as queries, reading(engine) as session:
        through_all_names(session, releases, "t", "A")
    assert len(queries) == 3


def test_withdrawn_releases_do_not_say_what_it_is_called(engine: Engine) -> None:
    publish(engine, {name: CHAIN[name] for name in ("1.0.0", "2.0.0")})
    registry.retract(engine, "d", "2.0.0", "It was wrong.")
    assert told(engine, "t", "A") == {"1.0.0": "t.A"}
