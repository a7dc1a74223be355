"""Accepting events of runs over HTTP into SQLite: many in one body, and one at a time from several pipelines."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalogue.people.tokens import Scope, create
from catalogue.settings import load
from catalogue.store.engine import open_engine
from catalogue.store.schema import upgrade
from tests.benchmarks import processes
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import Table, median
from tests.openlineage import pair

PATH = "/api/v1/lineage"
BATCHED_A_SECOND, SINGLE_A_SECOND = 5000.0, 500.0
# Runs of one body, and bodies in a row; pipelines that send at the same time, and runs of each.
BODY_RUNS, BODIES = 5000, 3
PIPELINES, SINGLE_RUNS = 8, 250


def measure(stage: Stage) -> Iterator[Table]:
    """The one table of this subject."""
    table = Table(
        "Accepting events of runs over HTTP",
        ("what", "events", "median events/s", "worst events/s", "target events/s", "holds"),
        "`catalogue serve` with two processes over SQLite; a client on the same machine and cores. Each run has two "
        "events, one input, one output and eight edges of columns. Everything is on the disk before it is answered.",
    )
    quick = stage.scale.repeats == 1
    runs, bodies, single = (100, 1, 5) if quick else (BODY_RUNS, BODIES, SINGLE_RUNS)
    data = stage.new_folder("lineage")
    token = _token(data)
    with processes.serving(data) as (port, _):
        first = 0
        for name, packed in ((f"bodies of {2 * runs:,}", False), (f"bodies of {2 * runs:,}, gzip", True)):
            rates = []
            for _ in range(bodies):
                rates.append(_batched(port, token, range(first, first + runs), packed=packed))
                first += runs
            _add(table, name, 2 * runs, rates, BATCHED_A_SECOND)
        for pipelines in (1, PIPELINES):
            rates = []
            for _ in range(stage.scale.repeats):
                numbers = range(first, first + pipelines * single)
                rates.append(_single(port, token, numbers, pipelines))
                first = numbers.stop
            name = "one event a request, one pipeline" if pipelines == 1 else f"… {pipelines} pipelines at once"
            _add(table, name, 2 * pipelines * single, rates, SINGLE_A_SECOND if pipelines > 1 else None)
    yield table


def _add(table: Table, name: str, events: int, rates: Sequence[float], target: float | None) -> None:
    middle = median(rates)
    holds = None if target is None else "yes" if middle >= target else "NO"
    table.add(name, events, middle, min(rates), target, holds)


def _token(data: Path) -> str:
    engine = open_engine(load({"CATALOGUE_DATA": str(data)}).database_url)
    upgrade(engine)
    token, _ = create(engine, Scope.LINEAGE)
    engine.dispose()
    return token


def _batched(port: int, token: str, numbers: range, *, packed: bool) -> float:
    """Events a second of one body."""
    body = json.dumps([event for number in numbers for event in pair(number)]).encode()
    headers = {"Content-Encoding": "gzip"} if packed else {}
    sent = gzip.compress(body, 1) if packed else body
    begin = time.perf_counter()
    _send(_connect(port), token, sent, headers)
    return 2 * len(numbers) / (time.perf_counter() - begin)


def _single(port: int, token: str, numbers: range, pipelines: int) -> float:
    """Events a second when each is a request of its own, from several pipelines at the same time."""
    bodies = [[json.dumps(event).encode() for event in pair(number)] for number in numbers]
    shares = [[body for run in bodies[place::pipelines] for body in run] for place in range(pipelines)]

    def send(share: Sequence[bytes]) -> None:
        connection = _connect(port)
        for body in share:
            _send(connection, token, body, {})

    begin = time.perf_counter()
    with ThreadPoolExecutor(pipelines) as pool:
        list(pool.map(send, shares))
    return 2 * len(numbers) / (time.perf_counter() - begin)


def _connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(processes.LOOPBACK, port, timeout=processes.TIMEOUT)


def _send(connection: http.client.HTTPConnection, token: str, body: bytes, headers: dict[str, str]) -> None:
    given = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
    connection.request("POST", PATH, body, given)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != http.client.CREATED:
        raise RuntimeError(f"POST {PATH} answers {answer.status}: {said[:500]!r}")
