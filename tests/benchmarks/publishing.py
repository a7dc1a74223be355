"""Sealing one large package: the whole command, its phases, and the time until its variables are found."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from catalogue import registry, work
from catalogue.packages.limits import limits_of
from catalogue.registry.files import publish_paths
from catalogue.settings import load
from catalogue.store.engine import open_engine
from catalogue.store.schema import upgrade
from tests.benchmarks import processes
from tests.benchmarks.stage import Stage
from tests.benchmarks.synthetic import SLUG, words
from tests.benchmarks.tables import Table, holds, median

SEALED_SECONDS = 5.0
FOUND_SECONDS = 15.0
STEPS = {"checking": "read and check", "preparing": "build objects and digests", "sealing": "rows, journal, commit"}
INDEXING = "search index"


class Phases:
    """Told the steps of the work; keeps the seconds of each. A step lasts until the next one begins."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._since = "", time.perf_counter()

    def __call__(self, step: str, done: int = 0, total: int | None = None) -> None:
        """Another step begins; its first word tells which, `done` and `total` do not matter here."""
        del done, total
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = step.split(" ", maxsplit=1)[0], now


def measure(stage: Stage) -> Iterator[Table]:
    """Both tables of this subject."""
    yield _whole(stage)
    yield _phases(stage)


def _whole(stage: Stage) -> Table:
    table = Table(
        f"Sealing a package of {stage.scale.size}",
        ("what", "median s", "worst s", "target s", "holds"),
        "`catalogue publish` of a folder on disk into an empty register, from starting the program to its end; and, "
        "with `catalogue serve` beside it, from the same start until a search over HTTP finds one of its variables.",
    )
    as_yaml = _as_yaml(stage)
    timings: list[tuple[str, Callable[[], float], float]] = [
        ("publish, JSON descriptor", lambda: _publish(stage, stage.package), SEALED_SECONDS),
        ("publish, YAML descriptor", lambda: _publish(stage, as_yaml), SEALED_SECONDS),
        ("publish again: nothing changed", lambda: _publish_again(stage), SEALED_SECONDS),
        ("publish until found", lambda: _until_found(stage), FOUND_SECONDS),
    ]
    for name, timed, target in timings:
        seconds = [timed() for _ in range(stage.scale.repeats)]
        table.add(name, median(seconds), max(seconds), target, holds(median(seconds), target))
    return table


def _as_yaml(stage: Stage) -> Path:
    folder = stage.copy(stage.package, "package-yaml")
    descriptor = folder / "datapackage.json"
    facts = json.loads(descriptor.read_text(encoding="utf-8"))
    # Codes are texts that look like numbers; dumping quotes them, so they stay texts.
    text = yaml.dump(facts, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False)
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8")
    descriptor.unlink()
    return folder


def _publish(stage: Stage, package: Path) -> float:
    return processes.run(stage.new_folder("published"), "publish", str(package))


def _publish_again(stage: Stage) -> float:
    return processes.run(stage.copy(stage.large_register, "again"), "publish", str(stage.package))


def _until_found(stage: Stage) -> float:
    data = stage.new_folder("until-found")
    quality, aspect, subject, _ = words(0)
    address = f"/api/v1/search?q={quality}+{aspect}+{subject}&kind=variable"
    with processes.serving(data) as (port, _):
        client = processes.Client(port)
        begin = time.perf_counter()
        publishing = subprocess.Popen(
            processes.catalogue("publish", str(stage.package)),
            cwd=processes.ROOT,
            env=processes.environment(data, port),
            stdout=subprocess.DEVNULL,
        )
        try:
            while time.perf_counter() - begin < processes.PATIENCE:
                answer = client.get(address)
                if answer.status == 200 and answer.record()["total"] > 0:
                    return time.perf_counter() - begin
                time.sleep(0.05)
        finally:
            publishing.wait(processes.PATIENCE)
            client.close()
    raise RuntimeError(f"{address} found nothing of {SLUG} within {processes.PATIENCE:g} s")


def _phases(stage: Stage) -> Table:
    table = Table(
        f"Where the time goes: {stage.scale.size}",
        ("phase", "median s", "share %"),
        "The same steps inside one process that has everything imported, each into an empty register.",
    )
    runs = [_phases_once(stage) for _ in range(stage.scale.repeats)]
    names = [*STEPS.values(), INDEXING]
    medians = {name: median([seconds.get(name, 0.0) for seconds in runs]) for name in names}
    total = sum(medians.values())
    for name in names:
        table.add(name, medians[name], 100 * medians[name] / total)
    table.add("all", total, 100.0)
    return table


def _phases_once(stage: Stage) -> dict[str, float]:
    settings = load({"CATALOGUE_DATA": str(stage.new_folder("phases"))})
    engine = open_engine(settings.database_url, settings.lock_seconds)
    upgrade(engine)
    phases = Phases()
    publish_paths(engine, [stage.package], limits_of(settings), registry.Wish(), phases)
    phases("done")
    begin = time.perf_counter()
    work.drain(engine, settings.index_path)
    indexing = time.perf_counter() - begin
    engine.dispose()
    return {**{name: phases.seconds.get(step, 0.0) for step, name in STEPS.items()}, INDEXING: indexing}
