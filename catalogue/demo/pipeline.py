"""One run of the sample pipeline: every step in its order, reported as it begins and as it ends."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from openlineage.client.transport import Transport

from catalogue.demo.columns import Made, Name, trace
from catalogue.demo.engine import Engine, Table
from catalogue.demo.events import Code, Reporter, Started
from catalogue.demo.generate import COLUMNS
from catalogue.demo.steps import GENERATOR, STEPS, Parameters, Step
from catalogue.settings import PACKAGE, VERSION

# What can go wrong with a step: its SQL, the memory, the disk.
FAULTS = (duckdb.Error, OSError)
# Told before each step: its number, as its file has it, and the step.
Watch = Callable[[int, Step], None]


class StepFailedError(Exception):
    """A step could not be done; `step` is its title and `reason` one line without any place of this machine."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f"{step}: {reason}")
        self.step, self.reason = step, reason


@dataclass(slots=True)
class Result:
    """What a run made. runs: UUIDs by name of step. tables: everything written, by schema and name."""

    parameters: Parameters
    pipeline: str
    runs: dict[str, str] = field(default_factory=dict)
    tables: dict[Name, Table] = field(default_factory=dict)


def run(parameters: Parameters, work: Path, transport: Transport, watch: Watch = lambda _number, _step: None) -> Result:
    """Run all steps. Published tables stand afterwards as CSV under `work`, in a folder for each package.

    Raises StepFailedError, after the step and the pipeline were reported as failed.
    """
    reporter = Reporter(transport, parameters, code())
    result = Result(parameters, reporter.pipeline.id)
    reporter.begin()
    with Engine(work) as engine:
        for number, step in enumerate(STEPS):
            watch(number, step)
            _run_step(step, result, engine, reporter, work)
    reporter.end()
    return result


def _run_step(step: Step, result: Result, engine: Engine, reporter: Reporter, work: Path) -> None:
    sql = result.parameters.fill(step.sql)
    if step is GENERATOR:
        made = [Made(("files", name), dict.fromkeys(columns, ()), ()) for name, columns in COLUMNS.items()]
    else:
        made = trace(sql, {name: tuple(table.columns) for name, table in result.tables.items()})
    started = reporter.begin_step(step, _inputs(made, result.tables), [one.table for one in made])
    result.runs[step.name] = started.id
    try:
        if step is GENERATOR:
            engine.load_case_files(result.parameters.seed)
        else:
            engine.run(sql)
        written = [(engine.table(one.table, _stays(one.table, work)), one) for one in made]
    except FAULTS as fault:
        raise _failed(step, fault, work, reporter, started) from fault
    result.tables.update({table.name: table for table, _ in written})
    reporter.end_step(started, written)


def _failed(step: Step, fault: Exception, work: Path, reporter: Reporter, started: Started) -> StepFailedError:
    reason = str(fault).splitlines()[0].replace(str(work), "the working folder")
    reporter.fail((started, reporter.pipeline), reason)
    return StepFailedError(step.title, reason)


def _inputs(made: list[Made], tables: Mapping[Name, Table]) -> list[Table]:
    """What a step reads, each table once, in order of use."""
    names = dict.fromkeys(edge.table for one in made for edge in one.edges())
    return [tables[name] for name in names]


def _stays(name: Name, work: Path) -> Path | None:
    """Where the CSV of a table stays: that of a published one under its package."""
    schema, table = name
    if not schema.startswith("sample-"):
        return None
    folder = work / "packages" / schema / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{table}.csv"


def code() -> Code:
    """Which code this is: the commit of a checkout, else the version of the program."""
    root = PACKAGE.parent
    if (root / ".git").exists():
        told = subprocess.run(  # noqa: S603 - our own words
            ["git", "-C", str(root), "rev-parse", "HEAD"],  # noqa: S607 - whichever git is here
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode == 0:
            return Code("git", told.stdout.strip())
    return Code("package", VERSION)
