"""Publishing what lies in a folder: vocabulary first, then packages in (issued, version) order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from catalogue.errors import CatalogueError, PackageRefusedError, Problem
from catalogue.model.names import is_version, version_key
from catalogue.packages.limits import Limits
from catalogue.packages.read import Package, Vocabulary, find_packages, read_package, read_vocabulary
from catalogue.progress import Progress, quiet
from catalogue.registry.journal import Outcome
from catalogue.registry.prepare import Terms, Wish, prepare
from catalogue.registry.publish import publish
from catalogue.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from the paths given, ready to be checked further or published."""

    packages: tuple[Package, ...]
    terms: Terms
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that block."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def limits_of(settings: Settings) -> Limits:
    """The limits in force, from the settings."""
    return Limits(
        descriptor_bytes=settings.descriptor_bytes,
        columns_per_table=settings.table_columns,
        columns_per_package=settings.package_columns,
        tables=settings.package_tables,
        data_bytes=settings.data_bytes,
    )


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
        for number, descriptor in enumerate(found):
            progress(f"checking {descriptor.parent.name}", number, len(found))
            try:
                package = read_package(descriptor, limits)
            except PackageRefusedError as refused:
                problems += refused.problems
            else:
                packages.append(package)
                problems += package.warnings
    terms = Terms(vocabulary.code_lists, vocabulary.organisations, vocabulary.concepts)
    return Reading(tuple(sorted(packages, key=_order)), terms, tuple(problems))


def _merged(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    return Vocabulary(
        code_lists={**one.code_lists, **other.code_lists},
        concepts={**one.concepts, **other.concepts},
        organisations={**one.organisations, **other.organisations},
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
    """What publishing would say, without writing: problems of the packages, and references that lead nowhere."""
    reading = read_paths(paths, limits, progress)
    try:
        prepare(engine, reading.packages, reading.terms, wish, progress)
    except PackageRefusedError as refused:
        return Reading(reading.packages, reading.terms, (*reading.problems, *refused.problems))
    except CatalogueError as error:
        problem = Problem("conflict", error.detail, error.remedy)
        return Reading(reading.packages, reading.terms, (*reading.problems, problem))
    return reading
