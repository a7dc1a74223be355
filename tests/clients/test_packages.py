"""The package files as others see them: `frictionless validate` over HTTP, and the official schema of version 2."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from catalogue.demo.release import DATASETS
from catalogue.demo.sample import RUNS
from catalogue.settings import SITE
from tests.clients.at_work import free_port, site_at_work, wait_for_sample
from tests.packages.conformance import available, official_faults

RELEASES = ("1.0.0", "2.0.0")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, served as people run it."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    with site_at_work(folder, port, ["demo", "--port", str(port), "--data", str(folder / "data")]) as address:
        wait_for_sample(address)
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


def everything(site: str) -> list[str]:
    """Address of the descriptor of every release of every dataset, as the API lists them."""
    datasets = json.loads(fetch(f"{site}/api/v1/datasets?limit=1000"))["items"]
    slugs = [one["slug"] for one in datasets]
    versions = {
        slug: [one["version"] for one in json.loads(fetch(f"{site}/api/v1/datasets/{slug}/releases"))["items"]]
        for slug in slugs
    }
    return [
        f"{site}/datasets/{slug}/releases/{version}/files/datapackage.json"
        for slug in slugs
        for version in versions[slug]
    ]


@pytest.mark.system
def test_frictionless_accepts_every_release_of_every_dataset(site: str) -> None:
    folders = {path.parent for path in (SITE / "metadata" / "packages").rglob("datapackage.yaml")}
    addresses = everything(site)
    assert len(addresses) == len(folders) + len(DATASETS) * len(RUNS)
    with ThreadPoolExecutor(2) as pool:
        reports = dict(zip(addresses, pool.map(validate, addresses), strict=True))
    assert {address: report for address, (code, report) in reports.items() if code or not report["valid"]} == {}


@pytest.mark.system
def test_the_official_schema_accepts_every_release_of_every_dataset(site: str) -> None:
    if not available():
        pytest.fail("the official schemas are not here; name their folder in CATALOGUE_CONFORMANCE")
    descriptors = {address: json.loads(fetch(address)) for address in everything(site)}
    faults = {address: official_faults(descriptor) for address, descriptor in descriptors.items()}
    assert {address: found for address, found in faults.items() if found} == {}
    assert all(official_faults({**descriptor, "resources": []}) for descriptor in descriptors.values())


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
