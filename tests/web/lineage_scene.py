"""A made-up register of runs, in every state that lineage can be in. It describes no real data.

court file → extract (`feed`, two releases) → view → derive (`derived`, of the first release of `feed`); `late` was
reported after sealing, `awaited` never; a run that failed, one that goes on, and one whose names are hostile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from catalogue.app import create_app
from catalogue.registry import Wish, accept, publish
from catalogue.settings import Settings, load
from catalogue.store.engine import open_engine
from catalogue.work import drain
from tests import events
from tests.empty import lay_out
from tests.samples import small

HOSTILE = "<script>alert('x')</script>_\"javascript:alert(1)"
LOCAL = "/srv/somebody/secret_cases.csv"


def job_key(namespace: str, name: str) -> str:
    """The number of a job in addresses."""
    return hashlib.sha256(f"{namespace}\0{name}".encode()).hexdigest()[:16]


EXTRACT, VIEW, DERIVE, FAILED, GOING, STRANGE, EXTRACT_AGAIN, LATE, AWAITED = (events.uid(n) for n in range(1, 10))
CODE = {
    "sourceCodeLocation": events.facet(
        type="git", url="https://code.example/cafcass/pipeline", version="abc123", path="sql/derive.sql"
    ),
    "sql": events.facet(query="SELECT secret FROM anywhere"),
}
RUN = {
    "executionParameters": events.facet(
        parameters=[{"key": "until", "value": "2019-03-31"}, {"key": "password", "value": "hidden"}]
    ),
    "processing_engine": events.facet(name="DuckDB", version="1.0.0"),
}
FEED, DERIVED = "/datasets/feed/releases/1.0.0", "/datasets/derived/releases/1.0.0"
PAGES = (
    DERIVED,
    f"{DERIVED}/lineage",
    f"{DERIVED}/lineage?depth=1",
    f"{DERIVED}/lineage?dir=both&depth=all",
    f"{DERIVED}/lineage?table=cases&column=LAW",
    f"{FEED}/lineage?dir=down",
    "/datasets/late/releases/1.0.0/lineage",
    "/datasets/awaited/releases/1.0.0/lineage",
    "/datasets/alone/releases/1.0.0/lineage",
    f"{DERIVED}/tables/cases",
    f"{DERIVED}/tables/cases/variables/LAW",
    f"{FEED}/tables/cases/variables/LAW",
    "/jobs",
    "/jobs?namespace=test&name=ex",
    f"/jobs/{job_key('test', 'extract')}",
    f"/runs/{DERIVE}",
    f"/runs/{EXTRACT}",
    f"/runs/{FAILED}",
    f"/runs/{GOING}",
    f"/runs/{STRANGE}",
    f"/runs/{AWAITED}",
)


def _send(engine: Engine, *told: Sequence[dict[str, Any]]) -> None:
    accept(engine, events.body(*(event for run in told for event in run)))


def fill_lineage(engine: Engine) -> None:
    """Report and publish all of it."""
    extract = {"job": "extract", "inputs": [events.place("court.file"), events.place(LOCAL)]}
    _send(engine, events.ran(1, "2020-01-01", outputs=[events.place("feed.cases", "1", rows=5)], **extract))
    publish(engine, [small("feed")], wish=Wish(run=EXTRACT))
    laws = {"LAW_CODE": [("feed.cases", "LAW")], "CASE_ID": [("feed.cases", "CASE_ID")]}
    view = events.place("view.cases", "1", columns=laws, rows=1234)
    parent = {"parent": events.facet(run={"runId": VIEW}, job={"namespace": "test", "name": "view"})}
    derived = events.place("derived.cases", "1", columns={"LAW": [("view.cases", "LAW_CODE")]})
    _send(
        engine,
        events.ran(2, "2020-02-01", job="view", inputs=[events.place("feed.cases", "1", rows=5)], outputs=[view]),
        events.ran(
            3, "2020-03-01", inputs=[events.place("view.cases")], outputs=[derived], run_facets={**RUN, **parent},
            job_facets=CODE,
        ),
    )  # fmt: skip
    publish(engine, [small("derived")], wish=Wish(run=DERIVE))
    reads: dict[str, Any] = {"inputs": [events.place("view.cases", "1")]}
    _send(
        engine,
        [events.event(4, "FAIL", "2020-04-01T10:00:00Z", job="failing", outputs=[events.place("x.y")], **reads)],
        [events.event(5, "START", "2020-04-02T10:00:00Z", job="going", **reads)],
        events.ran(6, "2020-04-03", job=HOSTILE, outputs=[events.place(HOSTILE, HOSTILE)], **reads),
        events.ran(7, "2021-01-01", outputs=[events.place("feed.cases", "2")], **extract),
    )
    publish(engine, [small("feed", "2.0.0", "2021-01-02", LAW="Reworded.")], wish=Wish(run=EXTRACT_AGAIN))
    publish(engine, [small("late")], wish=Wish(run=LATE, run_later=True))
    publish(engine, [small("awaited")], wish=Wish(run=AWAITED, run_later=True))
    publish(engine, [small("alone")])
    _send(engine, events.ran(8, "2021-02-01", job="late", **reads))


def open_traced_site(folder: Path) -> tuple[Flask, Settings]:
    """The site over a register with this lineage alone, indexed, in a folder."""
    settings = load({"CATALOGUE_DATA": str(folder), "CATALOGUE_SECRET_KEY": "k" * 32})
    engine = open_engine(settings.database_url)
    lay_out(engine)
    fill_lineage(engine)
    drain(engine, settings.index_path)
    engine.dispose()
    return create_app(settings), settings
