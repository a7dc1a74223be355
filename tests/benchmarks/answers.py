"""Pages, search and files over HTTP: made anew, again, and unchanged (304); and the memory of the processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from itertools import cycle, islice

import psutil

from tests.benchmarks import addresses, processes
from tests.benchmarks.addresses import Kind
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import MILLI, Table, holds, median, p95

PAGE_MS = 30.0
UNCHANGED_MS = 3.0
WORKER_MEGABYTES = 130.0
MEGABYTE = 1_000_000
# Connections opened before anything is timed, so that every process has imported and opened what it needs.
WARMING = 20
PER_CONNECTION = 10


def measure(stage: Stage) -> Iterator[Table]:
    """Answers of both registers, then the memory that their workers came to hold."""
    memory = Table(
        "Private memory of a worker",
        ("register", "requests", "workers", "mean USS MB", "largest USS MB", "target MB", "holds"),
        "Unique set size of each process that answers, after requests of every kind above over many connections.",
    )
    registers = {"real content": stage.real_register, stage.scale.size: stage.large_register}
    for name, data in registers.items():
        with processes.serving(data) as (port, process):
            client = processes.Client(port)
            kinds = addresses.kinds(client, stage.scale.requests)
            client.close()
            _warm(port, kinds)
            yield _answers(name, port, kinds)
            _hold(port, kinds, stage.scale.held)
            sizes = [worker.memory_full_info().uss / MEGABYTE for worker in workers(process.pid)]
            memory.add(
                name, stage.scale.held, len(sizes), sum(sizes) / len(sizes), max(sizes), WORKER_MEGABYTES,
                holds(max(sizes), WORKER_MEGABYTES),
            )  # fmt: skip
    yield memory


def workers(supervisor: int) -> list[psutil.Process]:
    """The processes that answer requests, below the one that `catalogue serve` runs in."""
    servers = [one for one in psutil.Process(supervisor).children() if "gunicorn" in " ".join(one.cmdline())]
    return [worker for server in servers for worker in server.children()]


def _warm(port: int, kinds: Sequence[Kind]) -> None:
    for _ in range(WARMING):
        client = processes.Client(port)
        for kind in kinds:
            if kind.promised:
                client.ok(kind.paths[0])
        client.close()


def _hold(port: int, kinds: Sequence[Kind], count: int) -> None:
    """Ask for everything in turn, from new connections now and then."""
    paths = [path for kind in kinds for path in kind.paths]
    step = max(1, len(paths) // count)
    client = processes.Client(port)
    for number, path in enumerate(islice(cycle(paths[::step]), count)):
        if number % PER_CONNECTION == 0:
            client.close()
            client = processes.Client(port)
        client.ok(path)
    client.close()


def _answers(name: str, port: int, kinds: Sequence[Kind]) -> Table:
    table = Table(
        f"Answers: {name}",
        (
            "request", "addresses", "kB", "anew p50 ms", "anew p95 ms", "target ms", "holds",
            "again p50 ms", "304 p50 ms", "304 p95 ms", "304 target ms", "304 holds",
        ),
        "One client, one keep-alive connection, no compression. Anew: each address for the first time. Again: asked "
        "a second time while nothing has changed. 304: with the ETag of the first answer.",
    )  # fmt: skip
    for kind in kinds:
        _add(table, port, kind)
    return table


def _add(table: Table, port: int, kind: Kind) -> None:
    # The first address has been asked for while warming up.
    paths = kind.paths[1:] if kind.promised and len(kind.paths) > 1 else kind.paths
    client = processes.Client(port)
    anew = [client.ok(path) for path in paths]
    again = [client.ok(path).seconds * MILLI for path in paths]
    unchanged = []
    for path, answer in zip(paths, anew, strict=True):
        checked = client.get(path, {"If-None-Match": answer.headers["ETag"]})
        if checked.status != HTTPStatus.NOT_MODIFIED or checked.body:
            raise RuntimeError(f"GET {path} with its own ETag answers {checked.status}")
        unchanged.append(checked.seconds * MILLI)
    client.close()
    times = [answer.seconds * MILLI for answer in anew]
    table.add(
        kind.name,
        len(paths),
        sum(len(answer.body) for answer in anew) / len(anew) / 1000,
        median(times),
        p95(times),
        PAGE_MS if kind.promised else None,
        holds(median(times), PAGE_MS) if kind.promised else None,
        median(again),
        median(unchanged),
        p95(unchanged),
        UNCHANGED_MS,
        holds(median(unchanged), UNCHANGED_MS),
    )
