"""Whatever the order, the repetition and the delay of events, and however they are cut into batches: one graph.

20 trials each time, 100 when slow trials run, 1,000 with CATALOGUE_SOAK.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.lineage import fold
from catalogue.lineage.events import read
from catalogue.store import lineage_rows as rows
from catalogue.store.engine import open_engine, reading
from tests import events
from tests.empty import lay_out
from tests.openlineage import event

TRIALS, SLOW_TRIALS = 20, 1000 if os.environ.get("CATALOGUE_SOAK") else 100
Fact = dict[str, Any]
STATES = ("START", "RUNNING", "OTHER", "COMPLETE", "FAIL", "ABORT")
NAMES = ("a", "b", "c", "d")
LONG = "c" * 199


@st.composite
def datasets(draw: st.DrawFn) -> list[Fact]:
    """A few datasets, with or without versions and columns; the same one maybe twice, with columns that collide."""
    found = []
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=3)):
        columns = draw(
            st.none()
            | st.dictionaries(
                st.sampled_from(("x", "y", f"{LONG}12", f"{LONG}13")),
                st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(("x", "y"))), max_size=2),
                max_size=3,
            )
        )
        found.append(events.place(name, draw(st.sampled_from(("", "v1", "v2"))), columns=columns))
    return found


@st.composite
def told(draw: st.DrawFn) -> Fact:
    """One event, of a few runs, jobs and moments, so that they meet."""
    second = draw(st.integers(0, 4))
    kind = draw(st.sampled_from((*["run"] * 6, "job", "dataset")))
    name = draw(st.sampled_from(NAMES))
    if kind == "job":
        return {**events.of_job(name), "eventTime": f"2024-01-01T00:00:0{second}Z", "inputs": draw(datasets())}
    if kind == "dataset":
        place = events.place(name, draw(st.sampled_from(("", "v1"))))
        return {**events.of_dataset(name), "eventTime": f"2024-01-01T00:00:0{second}Z", "dataset": place}
    facets = draw(st.dictionaries(st.sampled_from(("one", "two")), st.integers(0, 3).map(lambda n: events.facet(n=n))))
    if draw(st.booleans()):
        facets["parent"] = events.facet(run={"runId": events.uid(9)}, job={"namespace": "test", "name": name})
    run = {"runId": events.uid(draw(st.integers(1, 2))), "facets": facets}
    state = draw(st.sampled_from(STATES))
    return event(1, state, second, name, run=run, inputs=draw(datasets()), outputs=draw(datasets()))


def graph(engine: Engine) -> dict[str, list[Any]]:
    """All rows by their natural names; the serials of journal entries, which tell of batches, left out."""
    with reading(engine) as session:
        return {
            "physical": sorted(rows.physical(session), key=str),
            "jobs": sorted(rows.jobs(session), key=str),
            "runs": sorted(((*row[:8], row[9]) for row in rows.runs(session)), key=str),
            "inputs": sorted(rows.inputs(session), key=str),
            "outputs": sorted(rows.outputs(session), key=str),
            "columns": sorted(rows.columns(session), key=str),
            "events": sorted((row[0], *row[3:]) for row in rows.events(session) if row[3]),
        }


def accepted(batches: Sequence[Sequence[Fact]]) -> dict[str, list[Any]]:
    """The graph of a new register that was sent these batches, one after another, and is sound."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'register.db'}")
        try:
            lay_out(engine)
            for batch in batches:
                registry.accept(engine, json.dumps(batch).encode())
            found = graph(engine)
            assert verify(engine).findings == ()
        finally:
            engine.dispose()
    return found


def muddled(sent: Sequence[Fact], seed: int) -> list[list[Fact]]:
    """The events shuffled, some of them again, and cut into batches anywhere."""
    chance = random.Random(seed)  # noqa: S311 - trials are to be repeated
    again = [*sent, *(one for one in sent if chance.random() < 0.4)]
    chance.shuffle(again)
    cuts = sorted(chance.sample(range(len(again) + 1), k=min(len(again), chance.randint(0, 4))))
    return [again[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(again)], strict=True)]


def holds(sent: Sequence[Fact], seed: int) -> None:
    """One trial."""
    assert accepted(muddled(sent, seed)) == accepted([sent])


SENT = st.lists(told(), min_size=2, max_size=10)
SEEDS = st.integers(0, 2**32)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=TRIALS, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(SENT, SEEDS)
def test_any_order_gives_the_same_graph(sent: list[Fact], seed: int) -> None:
    holds(sent, seed)


@pytest.mark.slow
@settings(max_examples=SLOW_TRIALS, deadline=None, suppress_health_check=QUIET)
@given(SENT, SEEDS)
def test_any_order_gives_the_same_graph_in_many_trials(sent: list[Fact], seed: int) -> None:
    holds(sent, seed)


@settings(max_examples=5 * TRIALS, deadline=None)
@given(st.lists(told().filter(lambda one: "run" in one), min_size=3, max_size=3))
def test_joining_is_commutative_associative_and_idempotent(sent: list[Fact]) -> None:
    one, two, three = (fold.of_event(found) for found in read(json.dumps(sent).encode()))
    assert fold.join(one, two) == fold.join(two, one)
    assert fold.join(fold.join(one, two), three) == fold.join(one, fold.join(two, three))
    assert fold.join(one, one) == one
    assert fold.join(fold.empty(), one) == one


def test_a_late_event_takes_names_back() -> None:
    """A job and a dataset that only a superseded event named are gone, as if it had come in order."""
    early = event(1, "START", 0, "early", outputs=[events.place("t", columns={"x": [("right", "x")]})])
    late = event(1, "COMPLETE", 1, "late", outputs=[events.place("t", columns={"x": [("wrong", "x")]})])
    later = event(1, "OTHER", 2, "late", outputs=[events.place("t", columns={"x": [("right", "x")]})])
    found = accepted([[late], [early], [later]])
    assert found == accepted([[early, late, later]])
    assert [row[1] for row in found["physical"]] == ["right", "t"]
    assert [row[2] for row in found["jobs"]] == ["early"]
