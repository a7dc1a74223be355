"""Runs of three jobs, with names that addresses must escape, for tests of protocols."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from catalogue import registry
from tests import events

ODD = "odd/name%2F?#:é"
LOCAL = "/srv/files/in.csv"


def fill(engine: Engine) -> None:
    """LOCAL and court.file → extract → abc.cases → view (twice) → ODD → derive, which failed."""
    parameters = [{"key": "project", "value": "1661"}, {"key": "password", "value": "hidden"}]
    run_facets = {"executionParameters": events.facet(parameters=parameters)}
    code = {"sourceCodeLocation": events.facet(type="git", url="https://code.example/x", version="abc")}
    kind = {**code, "jobType": events.facet(processingType="BATCH", integration="DBT")}
    made = events.place("abc.cases", "1", rows=1200, columns={"LAW": [("court.file", "LAW")]})
    told: list[dict[str, Any]] = []
    told += events.ran(
        1, "2020-01-01", job="extract", inputs=[events.place("court.file"), events.place(LOCAL)], outputs=[made],
        run_facets=run_facets, job_facets=kind,
    )  # fmt: skip
    for run, day in ((2, "2020-02-01"), (3, "2020-02-02")):
        view = events.place(ODD, str(run))
        told += events.ran(run, day, job="view", inputs=[events.place("abc.cases", "1")], outputs=[view])
    told += [
        events.event(4, "START", "2020-03-01T09:00:00Z", inputs=[events.place(ODD, "3")]),
        events.event(4, "FAIL", "2020-03-01T09:00:01.500Z", inputs=[events.place(ODD, "3")]),
    ]
    registry.accept(engine, events.body(*told))
