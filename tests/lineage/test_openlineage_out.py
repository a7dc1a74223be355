"""Public events of runs: what they say, that the official schemas accept them, and what they never say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InvalidRequestError
from catalogue.lineage import events, fold, openlineage_out
from catalogue.lineage.facts import PublicRules, public_name
from catalogue.lineage.rows import job_key, run_row
from catalogue.store.lineage import RunRecord
from tests import events as made
from tests.lineage import official

RULES = PublicRules(frozenset({"project"}))
CODE = {"type": "git", "url": "https://me:secret@code.example/a b/é?t=1#x", "version": "abc123", "path": "steps/x.sql"}
PARENT = {"run": {"runId": made.uid(9)}, "job": {"namespace": "/srv/jobs", "name": "whole"}}


def told(*bodies: dict[str, Any], rules: PublicRules = RULES) -> list[dict[str, Any]]:
    """What is public of the run that some events are of."""
    folded = fold.fold(events.read(made.body(*bodies)))
    row = run_row(folded)
    record = RunRecord(
        1, made.uid(1), job_key(*row.job), *row.job, row.parent, row.state, row.started, row.ended, 1, folded
    )  # fmt: skip
    return openlineage_out.events(record, rules, official.SITE_ADDRESS)


def full(rows: int = 1200) -> list[dict[str, Any]]:
    """Events of a run of which everything is known that may be public."""
    written = made.place("out", "2", digest="ab" * 32, rows=rows, columns={"LAW": [("in", "LAW"), ("other", "X")]})
    whole = {"namespace": made.SPACE, "name": "in", "field": "YEAR", "transformations": [{"type": "INDIRECT"}]}
    written["facets"]["columnLineage"]["dataset"] = [whole]
    return made.ran(
        1,
        "2020-01-01",
        inputs=[made.place("in", "1", rows=3), made.place("/srv/files/in.csv")],
        outputs=[written],
        run_facets={
            "parent": made.facet(**PARENT),
            "nominalTime": made.facet(nominalStartTime="2020-01-01T00:00:00+01:00"),
            "executionParameters": made.facet(parameters=[{"key": "project", "value": "7"}, {"key": "password"}]),
            "processing_engine": made.facet(name="duckdb", version="2.0.0"),
            "environmentVariables": made.facet(environmentVariables=[]),
        },
        job_facets={
            "sourceCodeLocation": made.facet(**CODE),
            "jobType": made.facet(processingType="BATCH", integration="DBT", jobType="MODEL"),
            "sql": made.facet(query="SELECT 1"),
        },
    )


def test_a_run_is_told_as_start_and_end() -> None:
    start, end = told(*full())
    assert (start["eventType"], start["eventTime"]) == ("START", "2020-01-01T09:00:00.000000Z")
    assert "inputs" not in start
    assert "facets" not in start["run"]
    assert (end["eventType"], end["eventTime"]) == ("COMPLETE", "2020-01-01T10:00:00.000000Z")
    assert [one["name"] for one in end["inputs"]] == ["in", "local:" + _digits("/srv/files/in.csv"), "other"]
    facets = end["run"]["facets"]
    assert facets["executionParameters"]["parameters"] == [{"key": "project", "value": "7"}]
    assert (facets["withheld"]["facets"], facets["withheld"]["parameters"]) == (["environmentVariables", "sql"], 1)
    assert facets["parent"]["job"] == {"namespace": "local:" + _digits("/srv/jobs"), "name": "whole"}
    assert end["job"]["facets"]["sourceCodeLocation"]["url"] == "https://code.example/a%20b/%C3%A9"
    (out,) = end["outputs"]
    assert out["facets"]["version"]["datasetVersion"] == "2"
    assert out["outputFacets"]["outputStatistics"]["rowCount"] == 1200
    lineage = out["facets"]["columnLineage"]
    assert [one["field"] for one in lineage["fields"]["LAW"]["inputFields"]] == ["LAW", "X"]
    assert [one["field"] for one in lineage["dataset"]] == ["YEAR"]
    assert end["inputs"][0]["facets"]["withheld"]["rowCount"] == "fewer than 10"


def _digits(text: str) -> str:
    return public_name(text, RULES).removeprefix("local:")


@pytest.mark.parametrize(
    ("bodies", "states"),
    [
        (made.ran(1, "2020-01-01")[:1], ["START"]),
        (made.ran(1, "2020-01-01")[1:], ["COMPLETE"]),
        ([made.event(1, "START", "2020-01-01T01:00:00Z"), made.event(1, "RUNNING", "2020-01-01T02:00:00Z")],
         ["START", "RUNNING"]),
        ([made.event(1, "FAIL", "2020-01-01T01:00:00Z"), made.event(1, "COMPLETE", "2020-01-01T02:00:00Z")], ["FAIL"]),
        ([made.event(1, "OTHER", "2020-01-01T01:00:00Z")], ["OTHER"]),
    ],
)  # fmt: skip
def test_only_what_was_heard_is_told(bodies: list[dict[str, Any]], states: list[str]) -> None:
    assert [one["eventType"] for one in told(*bodies)] == states


def test_facets_that_lack_what_they_must_have_are_left_out() -> None:
    bodies = made.ran(
        1,
        "2020-01-01",
        run_facets={"processing_engine": made.facet(version="not a word", name="x")},
        job_facets={"sourceCodeLocation": made.facet(type="git", url="file:///srv/x")},
    )
    end = told(*bodies)[-1]
    assert end["run"]["facets"] == {}
    assert end["job"]["facets"] == {}


def test_the_official_schemas_accept_every_event() -> None:
    official.require()
    for bodies in (full(), full(3), full(0), made.ran(1, "2020-01-01"), made.ran(1, "2020-01-01")[:1]):
        for event in told(*bodies):
            assert official.faults(event) == []


@given(st.text(), st.text(), st.integers(-5, 50))
def test_the_official_schemas_accept_events_of_odd_names(name: str, version: str, rows: int) -> None:
    official.require()
    place = made.place(f"x{name}", version, rows=rows, columns={name or "x": [(f"y{name}", version or "x")]})
    facet = made.facet(type="git", url=f"https://code.example/{name}", version=version)
    try:
        checked = events.read(made.body(made.ran(1, "2020-01-01", outputs=[place])[1]))
    except InvalidRequestError:  # what is refused is never shown
        return
    assert checked
    for event in told(*made.ran(1, "2020-01-01", outputs=[place], job_facets={"sourceCodeLocation": facet})):
        assert official.faults(event) == []


@pytest.mark.parametrize("damage", ["state", "run", "producer", "time", "engine", "columns", "rows", "own", "schema"])
def test_the_official_schemas_refuse_a_broken_event(damage: str) -> None:
    official.require()
    event = told(*full())[-1]
    if damage == "state":
        event["eventType"] = "FINISHED"
    elif damage == "run":
        event["run"]["runId"] = "seven"
    elif damage == "producer":
        del event["run"]["facets"]["withheld"]["_producer"]
    elif damage == "time":
        del event["eventTime"]
    elif damage == "engine":
        del event["run"]["facets"]["processing_engine"]["version"]
    elif damage == "columns":
        del event["outputs"][0]["facets"]["columnLineage"]["fields"]["LAW"]["inputFields"][0]["field"]
    elif damage == "rows":
        event["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] = "many"
    elif damage == "own":
        event["run"]["facets"]["withheld"]["planted"] = "x"
    else:
        event["run"]["facets"]["parent"]["_schemaURL"] = "https://example.org/schema.json"
    assert official.faults(event)


def test_versions_of_facets_are_those_of_the_specification() -> None:
    official.require()
    known = {path.stem for path in (official.HOME / "facets").glob("*.json")}
    assert {one.partition("/")[2] for one in openlineage_out.OFFICIAL.values()} <= known
    for name in openlineage_out.OFFICIAL:
        assert list(official._check(f"{openlineage_out.SPEC}/facets/{openlineage_out.OFFICIAL[name]}.json", {})) == []


def test_events_can_be_accepted_again_and_say_the_same() -> None:
    once = told(*full())
    again = told(*once)
    assert again[0] == once[0]
    for name in ("inputs", "outputs"):
        assert [one["name"] for one in again[1][name]] == [one["name"] for one in once[1][name]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://me:secret@db.example:5432", "postgres://db.example:5432"),
        ("https://me@host.example/x?token=secret", "https://host.example/x"),
        ("jdbc:sqlserver://host.example;password=secret", "jdbc:sqlserver://host.example"),
        ("sail://court@home", "sail://home"),
        ("plain?name;with#signs", "plain?name;with#signs"),
        ("SAILCAFWV.CAFCASS_ALF_20230622", "SAILCAFWV.CAFCASS_ALF_20230622"),
    ],
)
def test_nobody_is_signed_in_by_a_name(text: str, shown: str) -> None:
    assert public_name(text, PublicRules()) == shown


def test_a_public_name_is_bare_too() -> None:
    assert public_name("db://me:pw@h/x?y=1", PublicRules(names={"db://": "court://"})) == "court://h/x"
