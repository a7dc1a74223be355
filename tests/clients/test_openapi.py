"""The API under programs that other people wrote: openapi-spec-validator reads the document, schemathesis tries it.

Both run against the real server over the real metadata, and a small dataset that was renamed and has a withdrawn
release, so that redirects and tombstones are met. Each is shown to refuse what is broken.
"""

from __future__ import annotations

import copy
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from referencing.exceptions import Unresolvable

from catalogue import registry
from catalogue.commands.serve import server_command
from catalogue.settings import PACKAGE, SITE, load
from catalogue.store.engine import open_engine
from tests.samples import small

pytestmark = [pytest.mark.system, pytest.mark.slow]
START_SECONDS = 60
RUN_SECONDS = 150
EXAMPLES = 20
# Cursors cannot be told from what is not one by a pattern, so some that fit it are refused, and dates that are none.
LEFT_OUT = "positive_data_acceptance"
CONFIGURATION = """
[checks.negative_data_rejection]
# A withdrawn release is withdrawn, whatever follows it in the address; who has no token is not listened to.
expected-statuses = ["400", "401", "404", "410", "414"]
"""


@dataclass(frozen=True)
class Live:
    """A server at work: its address, and the OpenAPI document that it serves."""

    address: str
    document: dict[str, Any]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The site as `catalogue serve` runs it, over the metadata that comes with it."""
    folder = tmp_path_factory.mktemp("live")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "CATALOGUE_DATA": str(folder),
        "CATALOGUE_SECRET_KEY": "k" * 32,
        "CATALOGUE_BASE_URL": address,
        "PYTHONPATH": str(PACKAGE.parent),
    }
    catalogue(environment, "publish", str(SITE / "metadata"))
    engine = open_engine(load(environment).database_url)
    registry.publish(engine, [small("former"), small("former", "2.0.0", "2021-01-01", LAW="Another meaning.")])
    registry.retract(engine, "former", "1.0.0", "It was wrong.")
    registry.rename(engine, "former", "current")
    engine.dispose()
    catalogue(environment, "work", "--once")
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            list(server_command("127.0.0.1", port, 2)), env=environment, cwd=folder, stdout=output, stderr=output
        )
    try:
        yield Live(address, wait_for(f"{address}/api/openapi.json", log))
    finally:
        server.terminate()
        server.wait(15)


def catalogue(environment: dict[str, str], *words: str) -> None:
    """Run a command of the catalogue."""
    subprocess.run([sys.executable, "-m", "catalogue", *words], env=environment, check=True, capture_output=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(address: str, log: Path) -> dict[str, Any]:
    """What an address answers, once it does."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                found: dict[str, Any] = json.load(answer)
                return found
        except OSError:
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.2)


def test_the_document_is_valid(live: Live) -> None:
    validate(live.document)
    assert live.document["openapi"] == "3.1.0"


@pytest.mark.parametrize("damage", ["responses", "path", "reference", "type"])
def test_a_broken_document_is_refused(live: Live, damage: str) -> None:
    document = copy.deepcopy(live.document)
    operation = document["paths"]["/api/v1/datasets/{slug}"]["get"]
    if damage == "responses":
        operation["responses"] = {"fine": {"description": "No status at all."}}
    elif damage == "path":
        document["paths"]["/api/v1/datasets/{slug}"]["parameters"] = []
    elif damage == "reference":
        operation["responses"]["200"]["content"]["application/json"]["schema"] = {"$ref": "#/components/schemas/None"}
    else:
        document["components"]["schemas"]["Release"]["properties"]["version"]["type"] = "words"
    with pytest.raises((OpenAPIValidationError, Unresolvable)):
        validate(document)


def schemathesis(folder: Path, source: str, address: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A run of schemathesis, the same one each time."""
    configuration = folder / "schemathesis.toml"
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration), "run", source, "--url", address,
        "--seed", "1", "--generation-database", "none", "--exclude-checks", LEFT_OUT, "--no-color", *options,
    ]  # fmt: skip
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=RUN_SECONDS, check=False)


def test_nothing_unforeseen_happens(live: Live, tmp_path: Path) -> None:
    ended = schemathesis(tmp_path, f"{live.address}/api/openapi.json", live.address, "--max-examples", str(EXAMPLES))
    told = "\n".join(line[:300] for line in ended.stdout.splitlines())
    assert ended.returncode == 0, told + ended.stderr
    tested = re.search(r"Tested: (\d+)", told)
    cases = re.search(r"(\d+) generated, (\d+) passed", told)
    assert tested is not None, told
    assert cases is not None, told
    assert int(tested[1]) == len(live.document["paths"])
    assert int(cases[1]) == int(cases[2]) > EXAMPLES * len(live.document["paths"]) / 3


@pytest.mark.parametrize("damage", ["status", "field"])
def test_an_answer_that_is_not_documented_is_found(live: Live, tmp_path: Path, damage: str) -> None:
    document = copy.deepcopy(live.document)
    path = "/api/v1/datasets/{slug}"
    document["paths"] = {path: document["paths"][path]}
    if damage == "status":
        del document["paths"][path]["get"]["responses"]["404"]
    else:
        told = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        document["components"]["schemas"][told.rpartition("/")[2]]["properties"]["releases"]["type"] = "string"
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    ended = schemathesis(tmp_path, str(file), live.address, "--max-examples", "10")
    assert ended.returncode == 1, ended.stdout
    assert ("Undocumented" if damage == "status" else "Response violates schema") in ended.stdout
