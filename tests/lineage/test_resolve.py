"""The rule by which an input leads to a run, alone and beside the database's answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import registry
from catalogue.lineage import fold
from catalogue.lineage.events import read
from catalogue.lineage.resolve import Ledger
from catalogue.lineage.rows import run_row
from catalogue.store import lineage
from catalogue.store.engine import open_engine, reading
from tests import events
from tests.empty import lay_out

DIGESTS = ["", "a" * 64, "b" * 64]
names = st.sampled_from(["one", "two"])
versions = st.sampled_from(["", "v1", "v2"])
digests = st.sampled_from(DIGESTS)
places = st.builds(lambda name, version, digest: events.place(name, version, digest=digest), names, versions, digests)
days = st.integers(1, 4).map(lambda day: f"2020-01-0{day}T0")
states = st.sampled_from(["COMPLETE", "COMPLETE", "FAIL", "RUNNING"])


@st.composite
def told(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Events of a few runs that read and write a few datasets at a few moments, ties and skewed clocks included."""
    found = []
    for number in range(1, draw(st.integers(2, 6))):
        inputs, outputs = draw(st.lists(places, max_size=2)), draw(st.lists(places, max_size=2))
        found.append(events.event(number, "START", f"{draw(days)}1:00:00Z", inputs=inputs))
        found.append(events.event(number, draw(states), f"{draw(days)}2:00:00Z", outputs=outputs))
    return found


def ledger_of(body: bytes) -> tuple[Ledger, dict[str, Any]]:
    runs: dict[str, Any] = {}
    for event in read(body):
        assert event.run is not None
        runs[event.run] = fold.fold([event], runs.get(event.run))
    ledger = Ledger()
    rows = {uuid: run_row(folded) for uuid, folded in runs.items()}
    for uuid, row in rows.items():
        ledger.take(uuid, row)
    return ledger, rows


@given(told())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_rule_agree(tmp_path_factory: pytest.TempPathFactory, items: list[dict[str, Any]]) -> None:
    folder: Path = tmp_path_factory.mktemp("register")
    engine = open_engine(f"sqlite:///{folder / 'register.db'}")
    lay_out(engine)
    registry.accept(engine, events.body(*items))
    ledger, rows = ledger_of(events.body(*items))
    with reading(engine) as session:
        runs = {one.id: uuid for uuid, one in lineage.runs_by_uuid(session, rows).items()}
        found = {
            (runs[one.run], one.namespace, one.name): (one.how or "source", runs.get(one.source or 0, ""))
            for one in lineage.inputs_of(session, runs)
        }
    engine.dispose()
    wanted = {(uuid, *one.dataset): ledger.writer(uuid, one) for uuid, row in rows.items() for one in row.inputs}
    assert found == wanted


def test_a_run_taken_again_forgets_what_it_wrote_before() -> None:
    first = events.body(
        *events.ran(1, "2020-01-01", outputs=[events.place("one", "v1")]),
        *events.ran(2, "2020-01-02", inputs=[events.place("one", "v1")]),
    )
    ledger, rows = ledger_of(first)
    (read_one,) = rows[events.uid(2)].inputs
    assert ledger.writer(events.uid(2), read_one) == ("version", events.uid(1))
    failed = events.body(*events.ran(1, "2020-01-01"), events.event(1, "FAIL", "2020-01-01T09:30:00Z"))
    ledger.take(events.uid(1), ledger_of(failed)[1][events.uid(1)])
    assert ledger.writer(events.uid(2), read_one) == ("source", "")
