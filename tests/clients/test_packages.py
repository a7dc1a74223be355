"""The package files as others see them: `frictionless validate` over HTTP, and the official schema of version 2."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.at_work import free_port, site_at_work
from tests.packages.conformance import available, official_faults

RELEASES = ("1.0.0", "2.0.0")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, served as people run it."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    with site_at_work(folder, port, ["demo", "--port", str(port), "--data", str(folder / "data")]) as address:
        yield address


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        body: bytes = answer.read()
    return body


def validate(source: str) -> tuple[int, dict[str, Any]]:
    """Exit code and report of the frictionless program."""
    command = [sys.executable, "-m", "frictionless", "validate", source, "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    report: dict[str, Any] = json.loads(ended.stdout)
    return ended.returncode, report


@pytest.mark.parametrize("version", RELEASES)
def test_frictionless_accepts_what_is_served(site: str, version: str) -> None:
    code, report = validate(f"{site}/datasets/cafw/releases/{version}/files/datapackage.json")
    assert code == 0, report
    assert report["valid"] is True
    assert report["stats"]["tasks"] == 14


@pytest.mark.system
@pytest.mark.parametrize("version", RELEASES)
def test_the_official_schema_accepts_what_is_served(site: str, version: str) -> None:
    if not available():
        pytest.fail("the official schemas are not here; name their folder in CATALOGUE_CONFORMANCE")
    descriptor = json.loads(fetch(f"{site}/datasets/cafw/releases/{version}/files/datapackage.json"))
    assert official_faults(descriptor) == []
    assert official_faults({**descriptor, "resources": []}) != []


@pytest.mark.parametrize("version", RELEASES)
def test_a_broken_copy_is_refused(site: str, version: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(fetch(f"{site}/datasets/cafw/releases/{version}/package.zip"))) as archive:
        archive.extractall(tmp_path)
    descriptor = next(tmp_path.rglob("datapackage.json"))
    assert validate(str(descriptor))[0] == 0
    table = descriptor.parent / "tables" / "cafcass_alf.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("ALF_E", "ALF_X"), encoding="utf-8")
    code, report = validate(str(descriptor))
    assert code == 1
    assert report["valid"] is False
