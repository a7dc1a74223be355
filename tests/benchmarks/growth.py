"""A register that grows: many releases of a large dataset, one variable in a hundred reworded in each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from catalogue import registry, work
from catalogue.settings import load
from catalogue.store.engine import open_engine
from catalogue.store.schema import upgrade
from tests.benchmarks.stage import Stage
from tests.benchmarks.synthetic import Wording, concentrated, package, scattered
from tests.benchmarks.tables import Table, holds, median, p95

MOST_MEGABYTES = 60.0
MEGABYTE = 1_000_000


def measure(stage: Stage) -> Iterator[Table]:
    """One table: the two ways that changes can lie."""
    scale = stage.scale
    table = Table(
        f"{scale.releases} releases of {scale.size}",
        (
            "changes", "database MB", "index MB", "data folder MB", "target MB", "holds",
            "seal median s", "seal p95 s", "index median s", "index p95 s",
        ),
        "Each release rewords as many variables as one table holds. Scattered: one in every table, so that no table "
        "stays as it was (the worst case). Concentrated: all of one table. Each release is indexed before the next; "
        "sizes are of all files once the database has taken in its write-ahead log.",
    )  # fmt: skip
    ways: list[tuple[str, Callable[[int], Wording]]] = [
        ("scattered", lambda release: scattered(release, scale.variables)),
        ("concentrated", lambda release: concentrated(release, scale.tables)),
    ]
    for name, way in ways:
        _grow(stage, table, name, way)
    yield table


def _grow(stage: Stage, table: Table, name: str, way: Callable[[int], Wording]) -> None:
    scale, sealing, indexing = stage.scale, [], []
    settings = load({"CATALOGUE_DATA": str(stage.new_folder(name))})
    engine = open_engine(settings.database_url, settings.lock_seconds)
    upgrade(engine)
    for release in range(scale.releases):
        sample = package(scale.tables, scale.variables, release, way(release))
        begin = time.perf_counter()
        outcome = registry.publish(engine, [sample])[-1]
        sealed = time.perf_counter()
        work.drain(engine, settings.index_path)
        done = time.perf_counter()
        if outcome.outcome != "sealed":
            raise RuntimeError(f"{name} release {release}: {outcome.message}")
        sealing.append(sealed - begin)
        indexing.append(done - sealed)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    index, whole = megabytes(settings.index_path), megabytes(settings.data)
    table.add(
        name, whole - index, index, whole, MOST_MEGABYTES, holds(whole, MOST_MEGABYTES),
        median(sealing), p95(sealing), median(indexing), p95(indexing),
    )  # fmt: skip


def megabytes(folder: Path) -> float:
    """Size of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MEGABYTE
