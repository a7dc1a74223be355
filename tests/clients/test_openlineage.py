"""The official client of OpenLineage, as it is, by address and token alone, against the real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from openlineage.client import OpenLineageClient
from openlineage.client import facet_v2 as facets
from openlineage.client.event_v2 import (
    DatasetEvent,
    InputDataset,
    Job,
    JobEvent,
    OutputDataset,
    Run,
    RunEvent,
    RunState,
    StaticDataset,
)
from openlineage.client.facet_v2 import DatasetFacet
from openlineage.client.uuid import generate_new_uuid
from sqlalchemy import Engine

from catalogue.cli import main
from catalogue.people.tokens import Scope, create
from catalogue.settings import load
from catalogue.store import lineage_rows as rows
from catalogue.store.engine import open_engine, reading
from tests.clients.at_work import free_port, site_at_work
from tests.empty import lay_out

PRODUCER = "https://example.org/pipeline"
SPACE = "duckdb://warehouse"
BEGIN = datetime(2024, 6, 26, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Live:
    """A site at work: its address, the register behind it, and a token for lineage."""

    address: str
    engine: Engine
    token: str


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The site as `catalogue serve` runs it."""
    folder, port = tmp_path_factory.mktemp("live"), free_port()
    engine = open_engine(load({"CATALOGUE_DATA": str(folder)}).database_url)
    lay_out(engine)
    token, _ = create(engine, Scope.LINEAGE)
    with site_at_work(folder, port, ["serve", "--port", str(port)]) as address:
        yield Live(address, engine, token)
    engine.dispose()


def client(address: str, token: str, **more: Any) -> OpenLineageClient:
    """The client as it is configured by its users."""
    auth = {"type": "api_key", "apiKey": token}
    return OpenLineageClient(config={"transport": {"type": "http", "url": address, "auth": auth, **more}})


def run_events(job: str) -> list[RunEvent]:
    """Begin and end of a run that makes a table."""
    run = Run(str(generate_new_uuid()), {"nominalTime": facets.nominal_time_run.NominalTimeRunFacet(BEGIN.isoformat())})
    transformation = facets.column_lineage_dataset.Transformation("DIRECT", "AGGREGATION", "counted by month")
    source = facets.column_lineage_dataset.InputField(SPACE, "cases", "RECEIVED", [transformation])
    written: dict[str, DatasetFacet] = {
        "version": facets.dataset_version_dataset.DatasetVersionDatasetFacet("v1"),
        "columnLineage": facets.column_lineage_dataset.ColumnLineageDatasetFacet(
            {"MONTH": facets.column_lineage_dataset.Fields([source])}
        ),
    }
    names = Job("pipeline", job)
    return [
        RunEvent(
            eventType=state,
            eventTime=(BEGIN + timedelta(minutes=minutes)).isoformat(),
            run=run,
            job=names,
            producer=PRODUCER,
            inputs=[InputDataset(SPACE, "cases")],
            outputs=[OutputDataset(SPACE, "months", facets=written)],
        )
        for state, minutes in ((RunState.START, 0), (RunState.COMPLETE, 5))
    ]


def other_events() -> list[DatasetEvent | JobEvent]:
    """What a dataset and a job are, without a run."""
    columns = [facets.schema_dataset.SchemaDatasetFacetFields("RECEIVED", "DATE")]
    dataset = StaticDataset(SPACE, "cases", facets={"schema": facets.schema_dataset.SchemaDatasetFacet(columns)})
    job = Job("pipeline", "later", {"jobType": facets.job_type_job.JobTypeJobFacet("BATCH", "TEST", "JOB")})
    time = BEGIN.isoformat()
    return [
        DatasetEvent(eventTime=time, dataset=dataset, producer=PRODUCER),
        JobEvent(eventTime=time, job=job, producer=PRODUCER),
    ]


def told(engine: Engine, run_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """What the register holds of a run."""
    with reading(engine) as session:
        every = {"runs": rows.runs, "inputs": rows.inputs, "outputs": rows.outputs, "columns": rows.columns}
        return {name: [row for row in read(session) if row[0] == run_id] for name, read in every.items()}


@pytest.mark.parametrize("more", [{}, {"compression": "gzip"}], ids=["plain", "gzip"])
def test_the_client_tells_of_runs_jobs_and_datasets(live: Live, more: dict[str, str]) -> None:
    sent = run_events(f"monthly {more}")
    official = client(live.address, live.token, **more)
    for event in [*sent, *other_events(), *sent]:
        official.emit(event)
    official.close()
    run_id = sent[0].run.runId
    found = told(live.engine, run_id)
    assert found["runs"][0][3:6] == ("COMPLETE", "2024-06-26T09:30:00.000000Z", "2024-06-26T09:35:00.000000Z")
    assert [row[1:4] for row in found["inputs"]] == [(SPACE, "cases", "")]
    assert [row[1:4] for row in found["outputs"]] == [(SPACE, "months", "v1")]
    (column,) = found["columns"]
    assert column[1:] == (SPACE, "months", "MONTH", SPACE, "cases", "RECEIVED", "DIRECT", "AGGREGATION", column[-1])
    assert column[-1] == "counted by month"
    with reading(live.engine) as session:
        datasets = {row[:2]: row[2] for row in rows.physical(session)}
        jobs = {row[2]: row[3] for row in rows.jobs(session)}
    assert "RECEIVED" in str(datasets[SPACE, "cases"])
    assert "BATCH" in str(jobs["later"])


@pytest.mark.parametrize("token", ["cat_wrong", None])
def test_the_client_is_told_that_its_token_is_no_good(live: Live, token: str | None) -> None:
    (event, _) = run_events("refused")
    sending = client(live.address, token or create(live.engine, Scope.READ)[0])
    with pytest.raises(requests.HTTPError, match="401 Client Error" if token else "403 Client Error"):
        sending.emit(event)
    sending.close()
    assert told(live.engine, event.run.runId)["runs"] == []


@pytest.mark.parametrize(("mode", "count"), [({"append": True}, 1), ({}, 2), ({"debug_mode": True}, 2)])
def test_files_that_the_client_wrote_are_loaded(
    live: Live, mode: dict[str, bool], count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "events")
    sent = run_events(f"recorded {mode}")
    official = OpenLineageClient(config={"transport": {"type": "file", "log_file_path": path, **mode}})
    for event in sent:
        official.emit(event)
    files = sorted(map(str, tmp_path.iterdir()))
    assert len(files) == count
    monkeypatch.setenv("CATALOGUE_DATABASE_URL", live.engine.url.render_as_string(hide_password=False))
    loaded = CliRunner().invoke(main, ["lineage", "load", *files])
    assert loaded.exit_code == 0, loaded.output
    assert told(live.engine, sent[0].run.runId)["runs"][0][3] == "COMPLETE"
