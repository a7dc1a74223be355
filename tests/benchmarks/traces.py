"""Walking back through 100,000 runs with 1,000,000 edges, beside networkx over the same runs in memory.

Runs lie in layers, as the steps of pipelines do. Every run writes one thing and reads nine that runs of the layer
before wrote: 100,000 edges of outputs and 891,000 of inputs. How far apart those nine lie decides how many runs are
behind one.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import networkx as nx
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.lineage import graph
from catalogue.lineage.tell import MOST_RUNS
from catalogue.settings import load
from catalogue.store import lineage
from catalogue.store.engine import open_engine, reading
from catalogue.store.schema import upgrade
from tests.benchmarks.stage import Stage
from tests.benchmarks.tables import MILLI, Table, holds, median, p95

MOST_MILLISECONDS = 50.0
DEPTH, READS, LAYERS = 10, 9, 100
EARLIEST = "2020-01-01T00:00:00.000000Z"
# How many runs of the layer before the reads of a run are drawn from: as the steps of one pipeline, as several
# pipelines that share tables, as a warehouse in which everything reads everything.
WIDTHS = {"one pipeline": 9, "shared tables": 18, "a warehouse": 60}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Runs 1, 2, … in layers of equal size; `reads` are pairs of reader and writer."""

    runs: int
    reads: list[tuple[int, int]]


def draw(runs: int, width: int) -> Drawn:
    """Runs whose reads lie at most `width` runs apart in the layer before. The same every time."""
    chance = random.Random(width)  # noqa: S311 - nothing is kept secret
    size = runs // LAYERS
    reads = []
    for number in range(size, runs):
        layer, place = divmod(number, size)
        begin = (layer - 1) * size
        near = place // width * width
        choice = range(near, min(near + width, size))
        picked = chance.sample(choice, min(READS, len(choice)))
        reads += [(number + 1, begin + one + 1) for one in picked]
    return Drawn(runs, reads)


def measure(stage: Stage) -> Iterator[Table]:
    """One table: three ways in which runs can lie."""
    scale = stage.scale
    table = Table(
        f"Upstream to depth {DEPTH} among {scale.runs:,} runs",
        (
            "runs lie as in", "edges", "filled in s", "runs behind", "inputs behind", "p50 ms", "p95 ms", "target ms",
            "holds", "networkx p50 ms", "networkx load s",
        ),
        f"Every run reads {READS} of the outputs before it, by version. From runs of the last layer, each once: the "
        "walk of seals and pages, with how each input leads to its writer. networkx has the same reads in memory, with "
        "no versions to resolve: its time is that of `bfs_tree`, whose edges go from reader to writer.",
    )  # fmt: skip
    for name, width in WIDTHS.items():
        _measure(stage, table, name, draw(scale.runs, width))
    yield table


def _measure(stage: Stage, table: Table, name: str, drawn: Drawn) -> None:
    settings = load({"CATALOGUE_DATA": str(stage.new_folder(f"traces-{name.replace(' ', '-')}"))})
    engine = open_engine(settings.database_url, settings.lock_seconds)
    upgrade(engine)
    begin = time.perf_counter()
    fill(engine, drawn)
    filled = time.perf_counter() - begin
    last = range(drawn.runs - drawn.runs // LAYERS + 1, drawn.runs + 1)
    starts = random.Random(1).sample(last, stage.scale.traces)  # noqa: S311 - nothing is kept secret
    gc.freeze()  # a stop to look through a million pairs would be the benchmark's own
    sizes: list[tuple[int, int]] = []
    with reading(engine) as session:
        walk(session, starts[0])
        times = [timed(lambda start: sizes.append(walk(session, start)), start) for start in starts]
    begin = time.perf_counter()
    memory = nx.DiGraph()
    memory.add_edges_from(drawn.reads)
    loaded = time.perf_counter() - begin
    beside = [timed(lambda start: nx.bfs_tree(memory, start, depth_limit=DEPTH), start) for start in starts]
    gc.unfreeze()
    engine.dispose()
    table.add(
        name, drawn.runs + len(drawn.reads), filled, int(median([runs for runs, _ in sizes])),
        int(median([inputs for _, inputs in sizes])), median(times), p95(times), MOST_MILLISECONDS,
        holds(median(times), MOST_MILLISECONDS), median(beside), loaded,
    )  # fmt: skip


def walk(session: Session, start: int) -> tuple[int, int]:
    """How many runs, and inputs, are behind a run."""
    found = graph.upstream(
        [start], lambda ids: lineage.inputs_of(session, ids), lambda _: set(), most=MOST_RUNS, depth=DEPTH
    )
    return len(found.members), len(found.inputs)


def timed(work: Callable[[int], object], start: int) -> float:
    """How long something takes from a run, in milliseconds."""
    begin = time.perf_counter()
    work(start)
    return (time.perf_counter() - begin) * MILLI


def moment(layer: int) -> str:
    """When the runs of a layer ended; the next one begins then."""
    return f"{2020 + layer // 12:04d}-{layer % 12 + 1:02d}-01T00:00:00.000000Z"


def fill(engine: Engine, drawn: Drawn) -> None:
    """Put the runs straight into the tables, past events and journal."""
    size = drawn.runs // LAYERS
    rows = range(drawn.runs)
    empty = "0" * 64
    with engine.begin() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO object (digest, kind, size, body) VALUES (?, 'runs', 0, x'')", (empty,))
        run("INSERT INTO change (serial, kind, subject, object_id, recorded, previous, hash) "
            "VALUES (1, 'runs', 'runs', 1, ?, ?, ?)", (EARLIEST, empty, empty))  # fmt: skip
        run("INSERT INTO job (id, key, namespace, name) VALUES (?, ?, 'benchmark', ?)",
            [(one + 1, f"{one:016x}", f"job {one}") for one in range(size)])  # fmt: skip
        run("INSERT INTO physical_dataset (id, namespace, name) VALUES (?, 'benchmark', ?)",
            [(one + 1, f"table_{one}") for one in rows])  # fmt: skip
        run("INSERT INTO run (id, uuid, job_id, state, started, ended, read_at, wrote_at, serial, folded) "
            "VALUES (?, ?, ?, 'COMPLETE', ?, ?, ?, ?, 1, x'')",
            [(one + 1, f"00000000-0000-0000-0000-{one:012d}", one % size + 1, *2 * (moment(one // size),
              moment(one // size + 1))) for one in rows])  # fmt: skip
        run("INSERT INTO run_output (run_id, physical_id, version, digest, at, complete) VALUES (?, ?, ?, '', ?, 1)",
            [(one + 1, one + 1, f"v{one}", moment(one // size + 1)) for one in rows])  # fmt: skip
        read = [(reader, writer, f"v{writer - 1}", moment((reader - 1) // size)) for reader, writer in drawn.reads]
        run("INSERT INTO run_input (run_id, physical_id, version, digest, at, via) VALUES (?, ?, ?, '', ?, 'inputs')",
            read)  # fmt: skip
