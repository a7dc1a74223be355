"""The whole sample: two runs of the pipeline with one parameter changed, and a release of each dataset from each.

The register says what is there already: a release that it holds is not made again. What a killed attempt left
unfinished is reported as aborted, and made anew.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from catalogue import registry
from catalogue.demo import pipeline, release
from catalogue.demo.steps import STEPS, Parameters, Step
from catalogue.errors import ConflictError
from catalogue.registry import Outcome
from catalogue.settings import Settings

# Version to what its run is told. The second run goes a year further, and is told nothing else.
RUNS = (
    ("1.0.0", Parameters(until=date(2018, 3, 31))),
    ("1.1.0", Parameters(until=date(2019, 3, 31))),
)
Tell = Callable[[str], None]


class BusyError(ConflictError):
    """Another process makes the sample in the same folder."""


def make(engine: Engine, settings: Settings, tell: Tell = lambda _text: None) -> list[Outcome]:
    """Make what the register lacks of the sample; gives what became of each package, nothing when all was there.

    tell: told in a few words how far it is. Raises BusyError, pipeline.StepFailedError, and what
    publishing raises.
    """
    folder = settings.data / "sample"
    outcomes: list[Outcome] = []
    with _alone(folder):
        ledger = Ledger(folder / "unfinished", lambda body: registry.accept(engine, body))
        ledger.abort()
        for number, (version, parameters) in enumerate(RUNS, start=1):
            if release.is_published(engine, version):
                continue
            work = folder / version
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=True)
            watch = _watch(number, tell)
            result = pipeline.run(parameters, work, ledger.send, watch)
            tell(f"run {number} of {len(RUNS)}, publishing")
            outcomes += release.publish(engine, settings, result, work, version)
    return outcomes


def _watch(number: int, tell: Tell) -> pipeline.Watch:
    def watch(place: int, step: Step) -> None:
        tell(f"run {number} of {len(RUNS)}, step {place} of {len(STEPS) - 1}: {step.title}")

    return watch


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for oneself. Raises BusyError while another process makes the sample there."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                "The sample is being made by another process.", remedy="Wait until it is done; it takes a minute."
            ) from None
        yield


class Ledger:
    """Passes events on, and keeps those of runs that have begun and not ended, one file for each run."""

    def __init__(self, folder: Path, send: Callable[[bytes], object]) -> None:
        self._folder, self._send = folder, send
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, body: bytes) -> None:
        """Pass an event on."""
        event = json.loads(body)
        file = self._folder / f"{event['run']['runId']}.json"
        if event["eventType"] == "START":
            # A file is there whole or not at all.
            written = file.with_suffix(".partial")
            written.write_bytes(body)
            written.replace(file)
            self._send(body)
        else:
            self._send(body)
            file.unlink(missing_ok=True)

    def abort(self) -> None:
        """Report every run that a killed process left as aborted."""
        for file in sorted(self._folder.glob("*.json")):
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            event = {**json.loads(file.read_bytes()), "eventType": "ABORT", "eventTime": now}
            self._send(json.dumps(event).encode("utf-8"))
            file.unlink()
