"""`dbt-ol build` as it is, by address and token alone, against the real server. Run by dbt_ol.sh, which makes its own
environment for dbt and names the program in DBT_OL."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.audit import verify
from catalogue.people.tokens import Scope, create
from catalogue.settings import load
from catalogue.store import lineage_rows as rows
from catalogue.store.engine import open_engine, reading
from catalogue.store.schema import upgrade
from tests.clients.at_work import free_port, site_at_work

Rows = list[tuple[Any, ...]]
SECONDS = 300
PROJECT = {
    "dbt_project.yml": "name: court\nversion: '1.0'\nprofile: court\nmodel-paths: [models]\nseed-paths: [seeds]\n",
    "profiles.yml": "court:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: court.duckdb, threads: 1}\n",
    "seeds/applications.csv": "case_id,received,kind\n1,2024-01-03,public\n2,2024-01-09,private\n3,2024-02-01,public\n",
    "models/public_law.sql": "select case_id, received from {{ ref('applications') }} where kind = 'public'\n",
    "models/monthly.sql": (
        "{{ config(materialized='table') }}\n"
        "select date_trunc('month', received) as month, count(case_id) as cases\n"
        "from {{ ref('public_law') }} group by 1\n"
    ),
    "models/checks.yml": (
        "models:\n  - name: monthly\n    columns:\n      - name: month\n        data_tests: [not_null, unique]\n"
    ),
}


def build(folder: Path, address: str, token: str) -> None:
    """Run `dbt-ol build` over the project."""
    for name, text in PROJECT.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    program = Path(os.environ["DBT_OL"])
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "OPENLINEAGE_URL": address,
        "OPENLINEAGE_API_KEY": token,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    ended = subprocess.run(
        [program, "build", "--profiles-dir", "."],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The register after dbt told of a build of its project."""
    folder, port = tmp_path_factory.mktemp("live"), free_port()
    engine = open_engine(load({"CATALOGUE_DATA": str(folder)}).database_url)
    upgrade(engine)
    token, _ = create(engine, Scope.LINEAGE)
    with site_at_work(folder, port, ["serve", "--port", str(port)]) as address:
        build(tmp_path_factory.mktemp("project"), address, token)
    yield engine
    engine.dispose()


def found(engine: Engine, read: Callable[[Session], Any]) -> Rows:
    """Rows of one kind."""
    with reading(engine) as session:
        return list(read(session))


def last(name: str) -> str:
    """The table that a physical name ends in."""
    return name.rpartition(".")[2]


def test_runs_and_jobs_are_there(engine: Engine) -> None:
    runs = found(engine, rows.runs)
    jobs = {row[0]: row[2] for row in found(engine, rows.jobs)}
    told = {jobs[row[1]]: row for row in runs}
    # dbt-ol tells nothing of the seeding itself.
    for name in ("dbt-run", "public_law.build.run", "monthly.build.run", "monthly.build.test"):
        assert any(name in job for job in told), f"{name} is in none of {sorted(told)}"
    assert {row[3] for row in runs} == {"COMPLETE"}
    assert any(row[2] for row in runs), "no run names the run that it is a part of"
    assert all(row[4] and row[5] for row in runs), "a run has no begin or no end"


def test_physical_datasets_are_there(engine: Engine) -> None:
    written = {last(row[2]) for row in found(engine, rows.outputs)}
    assert written == {"public_law", "monthly"}
    physical = found(engine, rows.physical)
    assert {last(row[1]) for row in physical} == {"applications", *written}
    assert all(row[0].startswith("duckdb://") for row in physical)


def test_column_edges_are_there(engine: Engine) -> None:
    edges = {(last(row[2]), row[3], last(row[5]), row[6]) for row in found(engine, rows.columns)}
    assert ("public_law", "received", "applications", "received") in edges
    assert ("monthly", "cases", "public_law", "case_id") in edges


def test_inputs_that_dbt_left_out_come_from_columns(engine: Engine) -> None:
    """For a model that is made from a seed dbt-ol sends no inputs, and columns that name the seed."""
    inputs = found(engine, rows.inputs)
    derived = [row for row in inputs if row[-1] == "columnLineage"]
    assert {last(row[2]) for row in derived} == {"applications"}, inputs
    assert any(last(row[2]) == "public_law" and row[-1] == "inputs" for row in inputs)


def test_the_register_is_sound(engine: Engine) -> None:
    assert verify(engine).findings == ()
