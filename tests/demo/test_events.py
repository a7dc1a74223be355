"""What runs of the sample pipeline report: accepted by the register, valid by the official schemas, exact versions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.demo import engine as duck
from catalogue.demo import pipeline
from catalogue.demo.ledger import Direct
from catalogue.demo.pipeline import StepFailedError
from catalogue.demo.steps import GENERATOR, STEPS
from catalogue.model.sail import SchemaKind, parse
from tests.demo.conftest import EARLY, Ran
from tests.lineage import official


def finished(early: Ran) -> dict[str, dict[str, Any]]:
    """The last event of each step by the name of its job."""
    return {event["job"]["name"]: event for event in early.events if event["eventType"] == "COMPLETE"}


def named(dataset: dict[str, Any]) -> tuple[str, str]:
    """Namespace and name."""
    return dataset["namespace"], dataset["name"]


def identity(dataset: dict[str, Any]) -> tuple[str, str]:
    """Version and digest."""
    facets = dataset["facets"]
    return facets["version"]["datasetVersion"], facets["digest"]["value"]


def test_each_step_begins_and_ends_once_under_the_pipeline(early: Ran) -> None:
    told = Counter((event["job"]["name"], event["eventType"]) for event in early.events)
    assert set(told.values()) == {1}
    assert len(told) == 2 * (len(STEPS) + 1)
    whole = early.result.pipeline
    for event in early.events[1:-1]:
        assert event["run"]["facets"]["parent"]["run"]["runId"] == whole
    times = [event["eventTime"] for event in early.events]
    assert times == sorted(times)


def test_the_register_accepts_every_event(early: Ran, engine: Engine) -> None:
    for body in early.bodies:
        accepted = registry.accept(engine, body)
        assert (accepted.events, accepted.new) == (1, 1)
        assert registry.accept(engine, body).new == 0


def test_the_official_schemas_accept_every_event(early: Ran) -> None:
    official.require()
    assert [fault for event in early.events for fault in official.faults(event, exact=False)] == []


def test_a_broken_event_is_found(early: Ran) -> None:
    official.require()
    event = early.events[-2]
    event["outputs"][0]["facets"]["schema"]["fields"] = "none"
    assert official.faults(event, exact=False)


def test_what_is_read_is_exactly_what_was_written(early: Ran) -> None:
    written: dict[tuple[str, str], tuple[str, str]] = {}
    for event in early.events:
        for dataset in event.get("inputs", ()):
            assert identity(dataset) == written[named(dataset)]
        if event["eventType"] == "COMPLETE":
            written.update({named(dataset): identity(dataset) for dataset in event.get("outputs", ())})
    assert len(written) == len(early.result.tables)


def test_outputs_tell_rows_and_digests(early: Ran) -> None:
    for event in finished(early).values():
        for dataset in event.get("outputs", ()):
            schema, table = dataset["name"].split(".")
            facts = early.result.tables[schema, table]
            assert dataset["outputFacets"]["outputStatistics"]["rowCount"] == facts.rows
            assert dataset["facets"]["dataQualityMetrics"]["rowCount"] == facts.rows
            assert [field["name"] for field in dataset["facets"]["schema"]["fields"]] == list(facts.columns)


def test_every_column_has_an_input_or_is_a_constant(early: Ran) -> None:
    constants = set()
    for job, event in finished(early).items():
        if job.endswith((GENERATOR.name, "sample-pipeline")):
            continue
        inputs = {
            named(dataset): {one["name"] for one in dataset["facets"]["schema"]["fields"]}
            for dataset in event["inputs"]
        }
        for dataset in event["outputs"]:
            lineage = dataset["facets"]["columnLineage"]
            assert set(lineage["fields"]) == {one["name"] for one in dataset["facets"]["schema"]["fields"]}
            edges = [(column, edge) for column, one in lineage["fields"].items() for edge in one["inputFields"]]
            assert all(edge["field"] in inputs[named(edge)] for _, edge in edges)
            assert all(way["description"] for _, edge in edges for way in edge["transformations"])
            constants |= {column for column, one in lineage["fields"].items() if not one["inputFields"]}
    assert constants == {
        *("AVAIL_FROM_DT", "EXTRACT_DT", "TABLE_NAME", "MEASURE"),
        *("mark", "publisher", "source", "reported", "vintage"),
    }


def test_a_published_figure_leads_back_to_the_court(early: Ran) -> None:
    """From the mean duration up, by column edges alone."""
    made_of: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for event in finished(early).values():
        for dataset in event.get("outputs", ()):
            for column, one in dataset["facets"]["columnLineage"]["fields"].items():
                edges = {(edge["name"], edge["field"]) for edge in one["inputFields"]}
                made_of.setdefault((dataset["name"], column), set()).update(edges)
    found, asked = set(), [("sample-care-proceedings-duration.figures", "weeks")]
    while asked:
        one = asked.pop()
        if one not in found:
            found.add(one)
            asked += made_of[one]
    assert {("court.APPLICATIONS", "DATE_ISSUED"), ("court.ORDERS", "DATE_MADE")} <= found
    assert ("files.court_applications", "DATE_ISSUED") in found


def test_encrypted_identifiers_are_masked(early: Ran) -> None:
    masked = {
        (dataset["name"].partition(".")[0], column)
        for event in finished(early).values()
        for dataset in event.get("outputs", ())
        for column, one in dataset["facets"]["columnLineage"]["fields"].items()
        for edge in one["inputFields"]
        for way in edge["transformations"]
        if way.get("masking")
    }
    assert {("file_3", "ALF"), ("SAILSMPLV", "ALF_E"), ("SAIL0000V", "ALF_PE")} <= masked
    assert {column for schema, column in masked if schema == "SAIL0000V"} >= {"ID_PE", "CASE_ID_PE", "SYSTEM_ID_PE"}


def test_tables_of_the_databank_are_named_by_its_rules(early: Ran) -> None:
    kinds = set()
    for event in finished(early).values():
        for dataset in event.get("outputs", ()):
            assert "/" not in dataset["namespace"].removeprefix(dataset["namespace"].split("//")[0] + "//")
            if dataset["namespace"] == "sail://sample":
                name = parse(dataset["name"])
                assert name is not None
                assert name.kind is SchemaKind.WRITABLE or name.snapshot == EARLY.snapshot
                kinds.add(name.kind)
    assert kinds == {SchemaKind.CORE, SchemaKind.REFERENCE, SchemaKind.PROJECT, SchemaKind.WRITABLE}


def test_no_event_names_a_place_of_this_machine_or_a_key(early: Ran, tmp_path: Path) -> None:
    everything = b"".join(early.bodies).decode()
    for secret in ("third party 1989", "databank 1989", "project 0000 1989", str(tmp_path.parent), str(Path.home())):
        assert secret not in everything


def test_a_step_that_fails_is_reported_with_the_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(f"No space left on device: {tmp_path}")

    monkeypatch.setattr(duck.Engine, "run", fail)
    bodies: list[bytes] = []
    with pytest.raises(StepFailedError, match="Court application") as failed:
        pipeline.run(EARLY, tmp_path, Direct(bodies.append))
    assert str(tmp_path) not in failed.value.reason
    events = Ran(pipeline.Result(EARLY, ""), tuple(bodies), tmp_path).events
    assert [event["eventType"] for event in events[-2:]] == ["FAIL", "FAIL"]
    assert [event["job"]["name"] for event in events[-2:]] == ["sample-pipeline.court-application", "sample-pipeline"]
    message = events[-1]["run"]["facets"]["errorMessage"]["message"]
    assert message == "No space left on device: the working folder"
    official.require()
    assert official.faults(events[-1], exact=False) == []
