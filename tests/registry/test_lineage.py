"""A release leads back to its run, and that run to the exact versions that it read, whatever comes later."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.errors import ConflictError
from catalogue.lineage.facts import PublicRules
from catalogue.store import lineage
from catalogue.store.engine import reading
from catalogue.store.objects import get_object
from catalogue.store.releases import dataset_by_slug
from tests import events
from tests.samples import Sample, small

SOURCE = "SAILABCV.CASES_20200101"
PART = {"type": "git", "url": "https://someone:secret@code.example/repo?token=secret", "version": "abc123"}


def seal_of(engine: Engine, slug: str, version: str) -> dict[str, Any]:
    with reading(engine) as session:
        record = dataset_by_slug(session, slug)
        assert record is not None
        release = record.release(version)
        assert release is not None
        return dict(release.sealed)


def document(engine: Engine, digest: str) -> dict[str, Any]:
    with reading(engine) as session:
        found = get_object(session, digest)
    assert found is not None
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def put(engine: Engine, package: Sample, run: int, **wish: Any) -> registry.Outcome:
    return registry.publish(engine, [package], wish=registry.Wish(run=events.uid(run), **wish))[-1]


def input_release(engine: Engine, number: int) -> None:
    """Release `number`.0.0 of the dataset that others are made from, and the run that made it."""
    day = f"20{10 + number}-01-01"
    registry.accept(engine, events.body(*events.ran(number, day, outputs=[events.place("abc.cases", f"v{number}")])))
    put(engine, small("abc", f"{number}.0.0", day, LAW=f"As of {number}."), number)


def derived_release(engine: Engine, number: int, *, says: str) -> None:
    """Release `number`.0.0 of a dataset that is made from release `number` of the other."""
    day = f"20{20 + number}-01-01"
    source = events.place("abc.cases", f"v{number}" if says == "version" else "")
    made = events.ran(10 + number, day, inputs=[source], outputs=[events.place("derived.cases", f"d{number}")])
    registry.accept(engine, events.body(*made))
    put(engine, small("derived", f"{number}.0.0", day, LAW=f"Derived from {number}."), 10 + number)


@pytest.mark.parametrize("says", ["version", "time"])
def test_each_release_keeps_its_own_input(any_engine: Engine, says: str) -> None:
    def shown(number: int) -> Any:
        (one,) = seal_of(any_engine, "derived", f"{number}.0.0")["run"]["inputs"]
        return one["release"]["version"], one["how"]

    for number in (1, 2):
        input_release(any_engine, number)
        if says == "time":  # what is newest when it reads
            derived_release(any_engine, number, says=says)
    if says == "version":
        for number in (1, 2):
            derived_release(any_engine, number, says=says)
    before = [shown(number) for number in (1, 2)]
    if says == "version":
        assert before == [("1.0.0", "version"), ("2.0.0", "version")]
    input_release(any_engine, 3)
    assert [shown(number) for number in (1, 2)] == before
    assert verify(any_engine).findings == ()


def test_the_seal_names_code_and_parameters_and_nothing_secret(any_engine: Engine) -> None:
    secret = "S3CRET"  # noqa: S105 - it stands for one
    parameters = [{"key": "project", "value": "1661"}, {"key": "password", "value": secret}]
    run_facets = {
        "executionParameters": events.facet(parameters=parameters, note=secret),
        "environmentVariables": events.facet(environmentVariables=[{"name": "KEY", "value": secret}]),
        "errorMessage": events.facet(message=secret, programmingLanguage="SQL"),
        "acme": events.facet(anything=secret),
    }
    job_facets = {"sourceCodeLocation": events.facet(**PART, path=f"/srv/{secret}"), "sql": events.facet(query=secret)}
    source = events.place("/srv/someone/S3CRET/cases.csv", documentation=events.facet(description=secret))
    made = events.ran(
        1, "2020-01-01", inputs=[source], outputs=[events.place("x.cases", rows=3)], run_facets=run_facets,
        job_facets=job_facets,
    )  # fmt: skip
    registry.accept(any_engine, events.body(*made))
    rules = PublicRules(parameters=frozenset({"project"}))
    put(any_engine, small(), 1, rules=rules)
    seal = seal_of(any_engine, "small", "1.0.0")
    run = seal["run"]
    assert run["code"] == {"type": "git", "version": "abc123", "url": "https://code.example/repo"}
    assert (run["parameters"], run["parametersWithheld"]) == ([{"key": "project", "value": "1661"}], 1)
    assert {"environmentVariables", "errorMessage", "acme", "sql", "documentation"} <= set(run["withheld"])
    upstream = document(any_engine, run["upstream"])
    assert upstream["outputs"][0]["rows"] == "fewer than 10"
    for told in (seal, upstream):
        assert secret not in json.dumps(told)
        assert "/srv" not in json.dumps(told)
    assert [one["table"] for one in run["outputs"]] == ["cases"]
    assert run["outputs"][0]["how"] == "name"


def test_a_run_that_is_not_known_is_refused_unless_it_comes_later(any_engine: Engine) -> None:
    with pytest.raises(ConflictError, match="is not known"):
        put(any_engine, small(), 7)
    put(any_engine, small(), 7, run_later=True)
    assert seal_of(any_engine, "small", "1.0.0")["run"] == {
        "id": events.uid(7),
        "reported": False,
        "outputs": [{"run": events.uid(7), "how": "run"}],
    }
    assert verify(any_engine).findings == ()


def test_a_table_is_found_by_its_bytes(any_engine: Engine) -> None:
    rows = b"CASE_ID,LAW\r\n1,Public\r\n"
    package = dataclasses.replace(small(), data={"cases": rows})
    written = events.place("anything.at.all", digest=hashlib.sha256(rows).hexdigest())
    registry.accept(any_engine, events.body(*events.ran(1, "2020-01-01", outputs=[written])))
    registry.publish(any_engine, [package])
    (one,) = seal_of(any_engine, "small", "1.0.0")["run"]["outputs"]
    assert (one["table"], one["run"], one["how"]) == ("cases", events.uid(1), "digest")


def test_runs_below_the_named_one_made_the_tables(any_engine: Engine) -> None:
    parent = events.facet(run={"runId": events.uid(1)}, job={"namespace": "test", "name": "pipeline"})
    whole = events.ran(1, "2020-01-01", job="pipeline")
    step = events.ran(2, "2020-01-01", run_facets={"parent": parent}, outputs=[events.place("small.people")])
    registry.accept(any_engine, events.body(*whole, *step))
    put(any_engine, small(), 1)
    run = seal_of(any_engine, "small", "1.0.0")["run"]
    assert run["id"] == events.uid(1)
    assert [(one["table"], one["run"]) for one in run["outputs"]] == [("people", events.uid(2))]


def test_verify_holds_what_is_pinned_against_what_had_been_reported(
    any_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    input_release(any_engine, 1)
    input_release(any_engine, 2)
    honest = lineage.inputs_of

    def mistaken(*asked: Any) -> list[lineage.Input]:
        return [one._replace(how="digest") for one in honest(*asked)]

    monkeypatch.setattr(lineage, "inputs_of", mistaken)
    derived_release(any_engine, 1, says="version")
    monkeypatch.undo()
    assert verify(any_engine).findings[0].subject == "derived 1.0.0"
    # What comes later, and would lead elsewhere now, is no fault of the seal.
    derived_release(any_engine, 2, says="time")
    input_release(any_engine, 3)
    assert [finding.subject for finding in verify(any_engine).findings] == ["derived 1.0.0"]
