"""What the gate takes for a large release, judged alone and as a part of sealing."""

from __future__ import annotations

import time
from collections.abc import Iterator

from catalogue import registry
from catalogue.releases import gate
from catalogue.settings import load
from catalogue.store.engine import open_engine
from catalogue.store.schema import upgrade
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import Table, holds, median
from tests.samples import small, wide

SECONDS = 5.0
SMALL_SECONDS = 0.1
SMALL_TABLES, SMALL_VARIABLES = 4, 50


def measure(stage: Stage) -> Iterator[Table]:
    """The one table of this subject."""
    scale = stage.scale
    table = Table(
        "The gate",
        ("what", "median s", "worst s", "target s", "holds"),
        f"{scale.size}: every rule and the score, on a description that is in memory; a draft of "
        f"{SMALL_TABLES * SMALL_VARIABLES} variables; and a whole publish, which the gate is a part of.",
    )
    for name, tables, variables, target in (
        ("judging a release", scale.tables, scale.variables, SECONDS),
        ("judging a draft", SMALL_TABLES, SMALL_VARIABLES, SMALL_SECONDS),
    ):
        seconds = [_judge(tables, variables) for _ in range(scale.repeats)]
        table.add(name, median(seconds), max(seconds), target, holds(median(seconds), target))
    taken = _publish(stage)
    table.add("publishing the release", taken, taken, None, None)
    yield table


def _judge(tables: int, variables: int) -> float:
    sample = wide("broad", tables, variables)
    begin = time.perf_counter()
    verdict = gate.judge(gate.subject(sample.dataset, sample.tables, sample.code_lists))
    taken = time.perf_counter() - begin
    if verdict.failed:
        raise RuntimeError("the generated release does not pass the gate")
    return taken


def _publish(stage: Stage) -> float:
    engine = open_engine(load({"CATALOGUE_DATA": str(stage.new_folder("gate"))}).database_url)
    upgrade(engine)
    # The first write of a register prepares statements, which is no part of any release.
    registry.publish(engine, [small()])
    begin = time.perf_counter()
    registry.publish(engine, [wide("broad", stage.scale.tables, stage.scale.variables)])
    taken = time.perf_counter() - begin
    engine.dispose()
    return taken
