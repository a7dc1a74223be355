"""Physical names lead to the table of the release that would be named so, and to no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as some
from sqlalchemy import Engine

from catalogue import registry
from catalogue.model.sail import SailName, project_schema
from catalogue.store.engine import reading
from catalogue.store.physical import NamedTable, named_alike
from catalogue.store.releases import dataset_by_slug
from tests import events
from tests.samples import Facts, Sample, table, variable

SNAPSHOTS = {"1.0.0": "2022-01-31", "2.0.0": "2023-06-22"}
TABLES = ("alf", "case_2", "event_log")


def package(version: str) -> Sample:
    columns = [variable("CASE_ID_E", description=f"As of {version}.")]
    look_ups = table("kinds", columns, physicalSchema="SAILABCREFV", dated=False)
    tables = [*(table(name, columns) for name in TABLES), look_ups]
    facts = {"title": "Named", "physicalSchema": "SAILABCV"}
    return Sample("named", facts, tables, Facts(version, SNAPSHOTS[version], SNAPSHOTS[version]))


@pytest.fixture
def named(engine: Engine) -> Engine:
    """Two snapshots of a dataset whose tables stand in the databank."""
    for version in SNAPSHOTS:
        registry.publish(engine, [package(version)])
    return engine


def look(engine: Engine, *names: str) -> dict[str, tuple[str, str]]:
    def told(one: NamedTable) -> tuple[str, str]:
        return one.release.version, one.table

    with reading(engine) as session:
        return {name: told(one) for name, one in named_alike(session, names).items()}


@trials(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.sampled_from(sorted(SNAPSHOTS)),
    some.sampled_from(TABLES),
    some.one_of(some.none(), some.integers(1000, 9999)),
    some.sampled_from([str, str.lower, str.title]),
    some.sampled_from(["", "databank."]),
)
def test_what_the_rule_names_is_found(
    named: Engine, version: str, name: str, project: int | None, letters: Callable[[str], str], before: str
) -> None:
    core = SailName("SAILABCV", name.upper(), SNAPSHOTS[version].replace("-", ""))
    written = before + letters(str(core if project is None else core.in_project(str(project))))
    assert look(named, written) == {written: (version, name)}


@trials(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.sampled_from(["SAILABCV", "SAILXYZV", "SAILABCREFV", "SAILW1661V", project_schema("1661")]),
    some.sampled_from(["ALF", "ABC_ALF", "KINDS", "OTHER"]),
    some.one_of(some.just(""), some.dates(date(2020, 1, 1), date(2024, 1, 1)).map(lambda day: f"_{day:%Y%m%d}")),
)
def test_nothing_else_is_found(named: Engine, schema: str, name: str, day: str) -> None:
    written = f"{schema}.{name}{day}"
    days = {one.replace("-", "") for one in SNAPSHOTS.values()}
    meant: Any = {
        ("SAILABCV", "ALF"): bool(day) and day[1:] in days,
        ("SAIL1661V", "ABC_ALF"): bool(day) and day[1:] in days,
        ("SAILABCREFV", "KINDS"): not day,
    }
    assert bool(look(named, written)) is bool(meant.get((schema, name), False))


@trials(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(max_size=60))
def test_any_text_may_be_asked(named: Engine, text: str) -> None:
    assert look(named, text) == {}


def test_look_up_tables_lead_to_the_release_in_force(named: Engine) -> None:
    assert look(named, "SAILABCREFV.KINDS") == {"SAILABCREFV.KINDS": ("2.0.0", "kinds")}
    registry.retract(named, "named", "2.0.0", "It was wrong.")
    assert look(named, "SAILABCREFV.KINDS") == {"SAILABCREFV.KINDS": ("1.0.0", "kinds")}
    assert look(named, "SAILABCV.ALF_20230622") == {}


def test_a_view_without_a_run_is_pinned_by_name(named: Engine) -> None:
    view = "SAIL1661V.ABC_ALF_20220131"
    made = events.ran(1, "2024-01-01", inputs=[events.place(view)], outputs=[events.place("research.file")])
    registry.accept(named, events.body(*made))
    columns = [variable("CASE_ID_PE", description="A case.")]
    sample = Sample("research", {"title": "Research"}, [table("file", columns)], Facts("1.0.0", None, "2024-02-01"))
    registry.publish(named, [sample], wish=registry.Wish(run=events.uid(1)))
    with reading(named) as session:
        record = dataset_by_slug(session, "research")
    assert record is not None
    assert record.latest is not None
    (read,) = record.latest.sealed["run"]["inputs"]
    assert (read["name"], read["release"]["how"], read["release"]["version"], read["release"]["table"]) == (
        view, "name", "1.0.0", "alf",
    )  # fmt: skip
