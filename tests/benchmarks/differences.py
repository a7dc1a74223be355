"""What two large releases do not say alike: read from the register and compared, and as page and JSON over HTTP."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from catalogue import registry
from catalogue.registry.differences import between
from catalogue.settings import load
from catalogue.store import find
from catalogue.store.engine import open_engine, reading
from catalogue.store.schema import upgrade
from tests.benchmarks import processes
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import Table, holds, median
from tests.samples import Facts, wide

SLUG = "broad"
SECONDS = 1.0
JSON, PAGE = "/api/v1/datasets/{0}/diff?from={1}&to={2}", "/datasets/{0}/compare/{1}...{2}"
# Of how many releases, so that no pair is asked for twice: what differs between two is kept.
RELEASES = 8


def measure(stage: Stage) -> Iterator[Table]:
    """The one table of this subject."""
    scale, data = stage.scale, stage.new_folder("differences")
    changed = scale.tables * scale.variables // 2
    table = Table(
        "What differs between two releases",
        ("what", "median s", "worst s", "target s", "holds"),
        f"{scale.size}, of which {changed:,} are defined in other words. Each pair is asked for once, since a process "
        "keeps what differs between two sealed releases. Sealing includes the comparison with the release before.",
    )
    sealed = _fill(data, scale.tables, scale.variables, changed)
    table.add("sealing a release, without the first", median(sealed), max(sealed), None, None)
    read = _between(data)
    table.add("reading both and comparing", median(read), max(read), SECONDS, holds(median(read), SECONDS))
    with processes.serving(data) as (port, _):
        there = list(pairwise(_versions()))
        # The other direction, so that the page does not show what the JSON left.
        back = [(after, before) for before, after in there]
        for name, path, pairs in (("as JSON over HTTP", JSON, there), ("as a page over HTTP", PAGE, back)):
            seconds = [_get(port, path.format(SLUG, *pair)) for pair in pairs]
            table.add(name, median(seconds), max(seconds), SECONDS, holds(median(seconds), SECONDS))
    yield table


def _versions() -> list[str]:
    return [f"1.{number}.0" for number in range(RELEASES)]


def _fill(data: Path, tables: int, variables: int, changed: int) -> list[float]:
    """Seal the releases; the seconds that each took but the first."""
    engine = open_engine(load({"CATALOGUE_DATA": str(data)}).database_url)
    upgrade(engine)
    seconds = []
    for number, version in enumerate(_versions()):
        sample = wide(SLUG, tables, variables, version=version, changed=changed)
        dated = Facts(version, issued=f"20{number + 10}-01-01")
        begin = time.perf_counter()
        registry.publish(engine, [replace(sample, release=dated)])
        seconds.append(time.perf_counter() - begin)
    engine.dispose()
    return seconds[1:]


def _between(data: Path) -> list[float]:
    engine = open_engine(load({"CATALOGUE_DATA": str(data)}).database_url)
    seconds = []
    with reading(engine) as session:
        record = find.dataset(session, SLUG)
        for before, after in pairwise(_versions()):
            pair = find.pair(session, record, before, after)
            begin = time.perf_counter()
            between(session, *pair)
            seconds.append(time.perf_counter() - begin)
    engine.dispose()
    return seconds


def _get(port: int, path: str) -> float:
    connection = http.client.HTTPConnection(processes.LOOPBACK, port, timeout=processes.TIMEOUT)
    begin = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - begin
    connection.close()
    if answer.status != http.client.OK:
        raise RuntimeError(f"GET {path} answers {answer.status}")
    return seconds
