"""A variable through all of its names."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.store.renames import through_all_names
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


def told(engine: Engine, table_name: str, name: str) -> dict[str, str]:
    """What it is called in each release."""
    with reading(engine) as session:
        releases = find.dataset(session, "d").releases
        states = through_all_names(session, releases, table_name, name)
    return {one.release.version: f"{one.table.name}.{one.variable.name}" for one in states}


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
    assert told(engine, "t", "B") == {"1.0.0": "t.A", "2.0.0": "t.B"}


def test_what_goes_without_a_word_is_gone(engine: Engine) -> None:
    publish(engine, {"1.0.0": [("t", [], "A", [])], "2.0.0": [("t", [], "B", [])]})
    assert told(engine, "t", "A") == {"1.0.0": "t.A"}
    assert told(engine, "t", "nothing") == {}


def test_a_variable_with_one_name_takes_two_queries(engine: Engine) -> None:
    publish(engine, {"1.0.0": [("t", [], "A", [])], "2.0.0": [("t", [], "A", []), ("t", [], "B", [])]})
    with reading(engine) as session:
        releases = find.dataset(session, "d").releases
    with counting(engine) as queries, reading(engine) as session:
        through_all_names(session, releases, "t", "A")
    assert len(queries) == 2


def test_withdrawn_releases_do_not_say_what_it_is_called(engine: Engine) -> None:
    publish(engine, {name: CHAIN[name] for name in ("1.0.0", "2.0.0")})
    registry.retract(engine, "d", "2.0.0", "It was wrong.")
    assert told(engine, "t", "A") == {"1.0.0": "t.A"}
