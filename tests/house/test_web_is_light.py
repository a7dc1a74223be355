"""A web worker stays small: what only commands need is never imported by one, whatever it is asked.

In a process of its own, because this one has imported everything already.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from catalogue import registry, work
from catalogue.exports.formats import FORMATS
from catalogue.settings import PACKAGE, Settings
from tests.samples import small

HEAVY = (
    "alembic",
    "argon2",
    "authlib",
    "duckdb",
    "frictionless",
    "httpx",
    "hypothesis",
    "joserfc",
    "jsonschema",
    "openlineage",
    "openpyxl",
    "pandas",
    "polars",
    "prov",
    "pyreadstat",
    "pytest",
    "rdflib",
    "sqlglot",
    "tqdm",
)
PROGRAM = """
import sys
{before}
from catalogue.app import create_app
from catalogue.settings import load

client = create_app(load()).test_client()
for address in {addresses!r}:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:1000])
print(" ".join(sorted({heavy!r} & {{name.partition(".")[0] for name in sys.modules}})))
"""
ADDRESSES = (
    "/",
    "/search?q=law",
    "/datasets",
    "/datasets/small",
    "/datasets/small/access",
    "/datasets/small/releases/1.0.0",
    "/datasets/small/releases/1.0.0/tables/cases",
    "/datasets/small/releases/1.0.0/tables/cases/variables/LAW",
    "/datasets/small/variables/cases/LAW",
    "/datasets/small/releases/1.0.0/files/datapackage.json",
    "/datasets/small/releases/1.0.0/package.zip",
    "/datasets/small/releases/1.0.0/diagram",
    "/datasets/small/releases/1.0.0/faces/bibtex",
    "/datasets/small/releases/1.0.0/faces/lock",
    "/datasets/small/releases/1.0.0/faces/prov-json",
    "/datasets/small/releases/1.0.0/faces/prov-o",
    "/codelists/law-type",
    "/basket?v=small@1.0.0/cases/LAW",
    "/steward/sign-in",
    "/compare?v=small@1.0.0/cases/LAW",
    *(f"/basket/{form}?v=small@1.0.0" for form in FORMATS if form != "xlsx"),
    "/help",
    "/readyz",
    "/metrics",
    "/api/openapi.json",
    "/api/v1/datasets/small/releases/1.0.0",
    "/api/v1/variables",
    "/api/v1/changes",
)


@pytest.fixture
def environment(engine: Engine, settings: Settings) -> dict[str, str]:
    """The environment of a worker process with a register of one release and its index."""
    registry.publish(engine, [small()])
    work.drain(engine, settings.index_path)
    return {
        **os.environ,
        "CATALOGUE_DATA": str(settings.data),
        "CATALOGUE_SECRET_KEY": settings.secret_key,
        "PYTHONPATH": str(PACKAGE.parent),
    }


def imported(environment: dict[str, str], folder: Path, *, before: str = "") -> set[str]:
    """Heavy libraries that are loaded after a worker has answered every address."""
    program = PROGRAM.format(before=before, addresses=ADDRESSES, heavy=set(HEAVY))
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.split())


def test_a_worker_imports_nothing_heavy(environment: dict[str, str], tmp_path: Path) -> None:
    assert imported(environment, tmp_path) == set()


def test_a_heavy_import_is_found(environment: dict[str, str], tmp_path: Path) -> None:
    assert imported(environment, tmp_path, before="import jsonschema") == {"jsonschema"}
