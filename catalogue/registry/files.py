"""Publishing what lies in a folder: vocabulary first, then packages in (issued, version) order."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import Engine

from catalogue.errors import CatalogueError, PackageRefusedError, Problem
from catalogue.model.names import is_version, version_key
from catalogue.packages.limits import Limits
from catalogue.packages.read import Package, Vocabulary, find_packages, read_package, read_vocabulary
from catalogue.progress import Progress, quiet
from catalogue.registry.journal import Outcome
from catalogue.registry.prepare import Terms, Wish
from catalogue.registry.publish import publish, rehearse

# Checking is a matter of computing alone: from so many packages on, two processes share it.
SHARED_FROM, READERS = 8, 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from the paths given, ready to be checked further or published.

    outcomes: what publishing would make of it, once that was rehearsed and nothing stood in the way.
    """

    packages: tuple[Package, ...]
    terms: Terms
    problems: tuple[Problem, ...]
    outcomes: tuple[Outcome, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that block."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_paths(paths: Sequence[Path], limits: Limits, progress: Progress = quiet) -> Reading:
    """Read and check everything under the paths. Faults of all packages are collected, none stops the others."""
    packages: list[Package] = []
    problems: list[Problem] = []
    vocabulary = Vocabulary()
    for path in paths:
        try:
            vocabulary = _merged(vocabulary, read_vocabulary(path, limits))
        except PackageRefusedError as refused:
            problems += refused.problems
        found = find_packages(path)
        if not found and vocabulary == Vocabulary() and not problems:
            problems.append(
                Problem(
                    "nothing-found",
                    f"There is no data package under {path}.",
                    "Name a datapackage.yaml or datapackage.json, or a folder that holds some.",
                    str(path),
                )
            )
        for number, read in enumerate(_read_all(found, limits)):
            progress(f"checking {found[number].parent.name}", number, len(found))
            if isinstance(read, Package):
                packages.append(read)
                problems += read.warnings
            else:
                problems += read
    terms = Terms(vocabulary.code_lists, vocabulary.organisations, vocabulary.concepts, vocabulary.pathways)
    return Reading(tuple(sorted(packages, key=_order)), terms, tuple(problems))


def _read_all(found: Sequence[Path], limits: Limits) -> Iterator[Package | tuple[Problem, ...]]:
    """Each package, or the problems for which it is refused, in order; many of them by two processes."""
    read = partial(_read_one, limits=limits)
    if len(found) < SHARED_FROM:
        yield from map(read, found)
    else:
        with ProcessPoolExecutor(READERS, get_context("fork"), initializer=_end_with, initargs=(os.getpid(),)) as pool:
            yield from pool.map(read, found)


def _end_with(parent: int) -> None:
    """Let this process end soon after the one that it works for, however that one ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _read_one(descriptor: Path, limits: Limits) -> Package | tuple[Problem, ...]:
    try:
        return read_package(descriptor, limits)
    except PackageRefusedError as refused:
        return refused.problems


def _merged(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    return Vocabulary(
        code_lists={**one.code_lists, **other.code_lists},
        concepts={**one.concepts, **other.concepts},
        organisations={**one.organisations, **other.organisations},
        pathways={**one.pathways, **other.pathways},
    )


def _order(package: Package) -> tuple[str, str, tuple[object, ...]]:
    version = package.release.version or ""
    return package.slug, package.release.issued or "9999", version_key(version) if is_version(version) else ()


def publish_paths(
    engine: Engine, paths: Sequence[Path], limits: Limits, wish: Wish, progress: Progress = quiet
) -> tuple[Reading, list[Outcome]]:
    """Check and publish everything under the paths, all or nothing.

    Raises PackageRefusedError with every problem found; then nothing is written.
    """
    reading = read_paths(paths, limits, progress)
    if reading.errors:
        raise PackageRefusedError(f"{len(reading.errors)} errors; nothing was published.", problems=reading.problems)
    return reading, publish(engine, reading.packages, reading.terms, wish=wish, progress=progress)


def check_paths(
    engine: Engine, paths: Sequence[Path], limits: Limits, wish: Wish, progress: Progress = quiet
) -> Reading:
    """What publishing would say, without writing: problems of the packages, and what the gate finds in them."""
    reading = read_paths(paths, limits, progress)
    try:
        outcomes = rehearse(engine, reading.packages, reading.terms, wish, progress)
    except PackageRefusedError as refused:
        return Reading(reading.packages, reading.terms, (*reading.problems, *refused.problems))
    except CatalogueError as error:
        problem = Problem("conflict", error.detail, error.remedy)
        return Reading(reading.packages, reading.terms, (*reading.problems, problem))
    found = (problem for outcome in outcomes for problem in outcome.warnings)
    return Reading(reading.packages, reading.terms, (*reading.problems, *found), tuple(outcomes))
