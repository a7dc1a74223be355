"""`catalogue demo` from an empty folder: how long until somebody can read, search and download."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.benchmarks import processes
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import Table, holds, median
from tests.postgres import free_port

SERVED_SECONDS = 10.0
ADDRESSES = {"home page": "/", "a search": "/api/v1/search?q=gender"}


def measure(stage: Stage) -> Iterator[Table]:
    """One table: the first start, which publishes everything, and a second one, which finds it published."""
    table = Table(
        "`catalogue demo` until it answers",
        ("start", "answer", "median s", "worst s", "target s", "holds"),
        "From starting the program to the first 200 over HTTP, on a new folder and again on the same one.",
    )
    first: dict[str, list[float]] = {name: [] for name in ADDRESSES}
    again: dict[str, list[float]] = {name: [] for name in ADDRESSES}
    for _ in range(stage.scale.repeats):
        data = stage.new_folder("demo")
        for kept in (first, again):
            _start(stage, str(data), kept)
    for start, kept in (("on a new folder", first), ("again", again)):
        for name, seconds in kept.items():
            table.add(
                start, name, median(seconds), max(seconds), SERVED_SECONDS, holds(median(seconds), SERVED_SECONDS)
            )
    yield table


def _start(stage: Stage, data: str, kept: dict[str, list[float]]) -> None:
    port = free_port()
    log = stage.new_folder("demo.log")
    command = processes.catalogue("demo", "--port", str(port), "--data", data)
    env = processes.environment(stage.folder, port)
    begin = time.perf_counter()
    with processes.started(command, env, log) as process:
        for name, path in ADDRESSES.items():
            processes.wait_for(port, path, process, log)
            kept[name].append(time.perf_counter() - begin)
