"""The whole sample: two runs of the pipeline with one parameter changed, and a release of each dataset from each.

The register says what is there already: a release that it holds is not made again. What a killed attempt left
unfinished is reported as aborted, and made anew.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from catalogue.demo import ledger, pipeline
from catalogue.demo.release import is_published, publish
from catalogue.demo.steps import STEPS, Parameters, Step
from catalogue.errors import CatalogueError, ConflictError
from catalogue.registry import Outcome
from catalogue.settings import Settings

# Version to what its run is told. The second run goes a year further, and is told nothing else.
RUNS = (
    ("1.0.0", Parameters(until=date(2018, 3, 31))),
    ("1.1.0", Parameters(until=date(2019, 3, 31))),
)
Tell = Callable[[str], None]


class SiteError(CatalogueError):
    """The site did not take an event, or did not answer."""


class BusyError(ConflictError):
    """Another process makes the sample in the same folder."""


def make(engine: Engine, settings: Settings, tell: Tell = lambda _text: None, site: str = "") -> list[Outcome]:
    """Make what the register lacks of the sample; gives what became of each package, nothing when all was there.

    tell: told in a few words how far it is. site: address of a site that serves this register, which is then told of
    the runs as any pipeline would. Raises BusyError, pipeline.StepFailedError, SiteError, and what publishing raises.
    """
    folder = settings.data / "sample"
    outcomes: list[Outcome] = []
    with _alone(folder):
        ledger.abort(folder / "unfinished", engine)
        wanted = [(number, *one) for number, one in enumerate(RUNS, start=1) if not is_published(engine, one[0])]
        if not wanted:
            return []
        with ledger.transport(engine, site) as onward:
            for number, version, parameters in wanted:
                work = folder / version
                shutil.rmtree(work, ignore_errors=True)
                work.mkdir(parents=True)
                try:
                    way = ledger.Ledger(folder / "unfinished", onward)
                    result = pipeline.run(parameters, work, way, _watch(number, tell))
                except OSError as fault:
                    raise SiteError(f"A run could not be reported: {type(fault).__name__}.") from fault
                tell(f"run {number} of {len(RUNS)}, publishing")
                outcomes += publish(engine, settings, result, work, version)
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
