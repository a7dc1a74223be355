"""One run of the sample pipeline for all tests of it: what it made, what it reported, and its packages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.demo import pipeline, release
from catalogue.demo.ledger import Direct
from catalogue.demo.pipeline import Result
from catalogue.demo.steps import Parameters

# An early day: fewer rows, all steps.
EARLY = Parameters(until=date(2015, 3, 31))
VERSION = "1.0.0"


@dataclass(frozen=True)
class Ran:
    """A run of the pipeline. bodies: its events as they were sent. packages: the folder of what it would publish."""

    result: Result
    bodies: tuple[bytes, ...]
    packages: Path

    @property
    def events(self) -> list[dict[str, Any]]:
        """Its events in the order of sending."""
        return [json.loads(body) for body in self.bodies]


def ran(parameters: Parameters, work: Path) -> Ran:
    """Run the pipeline in a folder, with nobody listening but the test."""
    bodies: list[bytes] = []
    result = pipeline.run(parameters, work, Direct(bodies.append))
    return Ran(result, tuple(bodies), release.write_packages(result, work, VERSION))


@pytest.fixture(scope="session")
def early(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The run that tests share."""
    return ran(EARLY, tmp_path_factory.mktemp("early"))
