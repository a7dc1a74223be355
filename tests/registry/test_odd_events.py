"""Events as odd as they come: kept or refused, never half-kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.errors import InvalidRequestError
from catalogue.store import lineage_rows as rows
from catalogue.store.engine import reading
from tests import events
from tests.openlineage import event, pair
from tests.registers import counts

Fact = dict[str, Any]


def send(engine: Engine, *sent: Fact) -> registry.Accepted:
    return registry.accept(engine, json.dumps(sent).encode())


def found(engine: Engine, name: str) -> list[tuple[Any, ...]]:
    with reading(engine) as session:
        return list(getattr(rows, name)(session))


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": value}
    return value


class TestKept:
    """What is odd, and may be."""

    def test_cycles_and_self_loops(self, any_engine: Engine) -> None:
        places = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "d")]
        sent = [
            event(number, inputs=[events.place(before)], outputs=[events.place(after, columns={"x": [(after, "x")]})])
            for number, (before, after) in enumerate(places)
        ]
        assert send(any_engine, *sent).new == 4
        assert len(found(any_engine, "columns")) == 4
        assert verify(any_engine).findings == ()

    def test_runs_that_are_their_own_parents(self, any_engine: Engine) -> None:
        own = events.facet(run={"runId": events.uid(1)}, job={"namespace": "test", "name": "job"})
        assert send(any_engine, event(1, run={"runId": events.uid(1), "facets": {"parent": own}})).new == 1

    def test_a_run_that_never_ends(self, any_engine: Engine) -> None:
        send(any_engine, event(1, "START", 1), event(1, "RUNNING", 2, outputs=[events.place("t")]))
        (run,) = found(any_engine, "runs")
        assert (run[3], run[5]) == ("RUNNING", None)
        (output,) = found(any_engine, "outputs")
        assert output[-1] == 0, "what it wrote is no version"

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
    def test_two_ends(self, any_engine: Engine, order: Sequence[int]) -> None:
        sent = [event(1, "COMPLETE", 5), event(1, "COMPLETE", 9), event(1, "FAIL", 7)]
        for place in order:
            send(any_engine, sent[place])
        (run,) = found(any_engine, "runs")
        assert (run[3], run[5]) == ("COMPLETE", "2024-01-01T00:00:05.000000Z")

    def test_clocks_that_go_wrong(self, any_engine: Engine) -> None:
        """An end before the beginning, a run in the far past and one in the far future, any zone."""
        send(any_engine, event(1, "START", 9), event(1, "COMPLETE", 3))
        for number, time in enumerate(("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-01-01T12:00:00+14:00"), 2):
            send(any_engine, {**event(number), "eventTime": time})
        ends = {run[0]: run[5] for run in found(any_engine, "runs")}
        assert ends[events.uid(1)] == "2024-01-01T00:00:03.000000Z"
        assert ends[events.uid(2)] == "0001-01-01T00:00:00.000000Z"
        assert ends[events.uid(4)] == "2023-12-31T22:00:00.000000Z"
        assert verify(any_engine).findings == ()

    def test_ten_thousand_columns(self, any_engine: Engine) -> None:
        columns = {f"C{number}": [] if number % 2 else [("before", "x")] for number in range(10_000)}
        facets = events.place("wide", columns=columns)
        assert len(json.dumps(facets)) > 1_000_000
        with pytest.raises(InvalidRequestError, match="1 of 1 events are refused"):
            send(any_engine, event(1, outputs=[facets]))
        del facets["facets"]["columnLineage"]
        assert send(any_engine, event(1, outputs=[facets])).new == 1

    @pytest.mark.parametrize(
        "name",
        [
            "x" * 1000,
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "a\u202egnp.exe",
            "é" * 500,
            "' OR 1=1 --",
            " ",
            "%00",
        ],
    )
    def test_hostile_names(self, any_engine: Engine, name: str) -> None:
        place = {"namespace": name, "name": name, "facets": {name: events.facet(x=name)}}
        sent = event(1, job=name, inputs=[place], outputs=[{**place, "name": f"{name[1:]}o"}])
        assert send(any_engine, sent).new == 1
        assert found(any_engine, "inputs")[0][1:3] == (name, name)
        assert verify(any_engine).findings == ()

    def test_texts_that_a_database_does_not_take(self, any_engine: Engine) -> None:
        """NUL in what is kept as it came, and in what rows are made of; texts longer than their columns."""
        way = {"type": "\0" * 50, "subtype": "s" * 99, "description": "d" * 9999}
        field = {"namespace": "n", "name": "m", "field": "f\0" * 999, "transformations": [way]}
        lineage = events.facet(fields={"c\0" * 999: {"inputFields": [field]}})
        output = {**events.place("t", "v\0"), "outputFacets": {"digest": events.facet(sha256="\0")}}
        output["facets"]["columnLineage"] = lineage
        output["facets"]["other"] = events.facet(text="\0")
        assert send(any_engine, event(1, outputs=[output])).new == 1
        assert found(any_engine, "outputs")[0][3] == "v\ufffd"
        assert verify(any_engine).findings == ()

    @pytest.mark.parametrize("version", ["1-0-0", "1-0-5", "2-0-0", "2-0-2", "2-9-9"])
    def test_other_versions_of_the_specification(self, engine: Engine, version: str) -> None:
        schema = f"https://openlineage.io/spec/{version}/OpenLineage.json#/$defs/RunEvent"
        assert send(engine, {**event(1), "schemaURL": schema}).new == 1

    def test_a_body_that_names_an_event_twice(self, any_engine: Engine) -> None:
        one = event(1)
        turned = dict(reversed(one.items()))
        assert send(any_engine, one, turned, one).new == 1

    def test_depth_up_to_the_limit(self, any_engine: Engine) -> None:
        told: list[str] = []
        for levels in range(200, 300, 3):
            deep = event(levels, run={"runId": events.uid(levels), "facets": {"deep": events.facet(x=nested(levels))}})
            before = counts(any_engine)
            try:
                send(any_engine, deep)
            except InvalidRequestError as error:
                told.append(error.problems[0].message)
                assert counts(any_engine) == before
        assert set(told) == {"This is nested too deeply to be kept."}
        assert counts(any_engine)["run"] + len(told) == 34
        assert verify(any_engine).findings == ()


REFUSED: dict[str, tuple[Fact, str]] = {
    "control signs": ({"job": {"namespace": "a", "name": "b\n"}}, "/job/name"),
    "NUL": ({"job": {"namespace": "a\0", "name": "b"}}, "/job/namespace"),
    "1001 letters": ({"job": {"namespace": "a", "name": "x" * 1001}}, "/job/name"),
    "1001 bytes": ({"job": {"namespace": "a", "name": "é" * 501}}, "/job/name"),
    "no name": ({"job": {"namespace": "a", "name": ""}}, "/job/name"),
    "no UUID": ({"run": {"runId": "../../1"}}, "/run/runId"),
    "a UUID in another spelling": ({"run": {"runId": f"urn:uuid:{events.uid(1)}"}}, "/run/runId"),
    "no state": ({"eventType": "FINISHED"}, "/eventType"),
    "no zone": ({"eventTime": "2024-01-01T00:00:00"}, "/eventTime"),
    "no such day": ({"eventTime": "2024-02-30T00:00:00Z"}, "/eventTime"),
    "beyond the calendar": ({"eventTime": "9999-12-31T23:59:59-14:00"}, "/eventTime"),
    "version 3": ({"schemaURL": "https://openlineage.io/spec/3-0-0/OpenLineage.json"}, "/schemaURL"),
    "no producer": ({"producer": "me"}, "/producer"),
    "a facet without its base": ({"run": {"runId": events.uid(1), "facets": {"x": {}}}}, "/run/facets/x"),
    "a facet that is a list": ({"run": {"runId": events.uid(1), "facets": {"x": []}}}, "/run/facets/x"),
    "a long version": ({"outputs": [events.place("t", "v" * 501)]}, "/outputs/0/facets/version/datasetVersion"),
    "too many outputs": ({"outputs": [{"namespace": "a", "name": "b"}] * 10_001}, "/outputs"),
    "a parent without a run": (
        {"run": {"runId": events.uid(1), "facets": {"parent": events.facet(job={"namespace": "a", "name": "b"})}}},
        "/run/facets/parent",
    ),
}


class TestRefused:
    """What breaks the shape, told with its path; the good events beside it are not kept either."""

    @pytest.mark.parametrize("name", REFUSED)
    def test_it_is_named_and_nothing_is_kept(self, engine: Engine, name: str) -> None:
        changed, path = REFUSED[name]
        before = counts(engine)
        with pytest.raises(InvalidRequestError) as refused:
            send(engine, *pair(1), {**event(2), **changed}, *pair(3))
        (problem,) = refused.value.problems
        assert problem.path == f"/2{path}"
        assert counts(engine) == before

    def test_an_event_of_fifty_megabytes(self, engine: Engine) -> None:
        before = counts(engine)
        large = event(1, run={"runId": events.uid(1), "facets": {"x": events.facet(x="y" * 50_000_000)}})
        with pytest.raises(InvalidRequestError) as refused:
            send(engine, event(2), large)
        assert "at most 1000000 are taken" in refused.value.problems[0].message
        assert len(str(refused.value.problems)) < 1000
        assert counts(engine) == before

    def test_many_refusals_are_told_in_few_words(self, engine: Engine) -> None:
        with pytest.raises(InvalidRequestError, match="5000 of 5000 events are refused") as refused:
            send(engine, *({} for _ in range(5000)))
        assert len(refused.value.problems) == 1000


def test_a_fault_in_the_middle_undoes_all(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    send(engine, *pair(1))
    before = counts(engine)

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("catalogue.store.runs.put_edges", fail)
        with pytest.raises(ZeroDivisionError):
            send(engine, *pair(2))
    assert counts(engine) == before
    assert send(engine, *pair(2)).serial == before["change"] + 1
