"""What all commands share: how they open the register, show progress, print JSON, and end.

Exit codes: 0 all is well; 1 refused, not found or not as sealed; 2 the command line cannot be understood;
3 a setting or the database stands in the way.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ParamSpec

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from tqdm import tqdm

from catalogue.errors import CatalogueError, Problem, SettingsError, StoreError
from catalogue.progress import Progress
from catalogue.settings import Settings, load
from catalogue.store.engine import is_there, open_engine
from catalogue.store.schema import is_empty, require_current, upgrade

REFUSED, UNUSABLE = 1, 3
Parameters = ParamSpec("Parameters")

as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on standard output.")


def report_errors(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """End a command with a message and an exit code where the program knows what is wrong."""

    @functools.wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except CatalogueError as error:
            _fail(error, as_json=bool(kwargs.get("as_json", False)))
        except DBAPIError as error:
            unusable = StoreError(f"The database answers: {error.orig}.", remedy="See CATALOGUE_DATABASE_URL.")
            _fail(unusable, as_json=bool(kwargs.get("as_json", False)))

    return run


def _fail(error: CatalogueError, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "error": {"code": error.code, "title": error.title, "detail": error.detail, "remedy": error.remedy},
                "problems": problems_as_json(error.problems),
            }
        )
    else:
        print_problems(error.problems)
        click.echo(f"{error.title}: {error.detail}", err=True)
        if error.remedy:
            click.echo(error.remedy, err=True)
    sys.exit(UNUSABLE if isinstance(error, SettingsError | StoreError) else REFUSED)


def print_problems(problems: Sequence[Problem]) -> None:
    """One line a problem on standard error: severity, rule, place, message, remedy.

    A warning that is the same about several packages as wholes is told once, so that it hides none of the others.
    """
    told: dict[Problem, dict[str, None]] = {}
    for problem in problems:
        whole = problem.severity == "warning" and not (problem.table or problem.variable or problem.path)
        told.setdefault(replace(problem, file="") if whole else problem, {})[problem.file] = None
    for problem, files in told.items():
        places = ", ".join(filter(None, files))
        many = f"{len(files):,} packages, listed below: " if len(files) > 1 else ""
        line = problem if many else replace(problem, file=places)
        click.echo(f"{problem.severity}: [{problem.rule}] {many}{line.sentence()}", err=True)
        if many:
            click.echo(f"  {places}", err=True)


def problems_as_json(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Problems as plain data."""
    return [
        {
            "severity": problem.severity,
            "rule": problem.rule,
            "message": problem.message,
            "remedy": problem.remedy,
            "file": problem.file,
            "table": problem.table,
            "variable": problem.variable,
            "path": problem.path,
        }
        for problem in problems
    ]


def print_json(value: Any) -> None:
    """A value as indented JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


@contextmanager
def opened(*, create: bool = False) -> Iterator[tuple[Settings, Engine]]:
    """The settings and the register's engine; `create` makes or migrates the tables, else they must be there."""
    settings = load()
    engine = open_engine(settings.database_url, settings.lock_seconds)
    try:
        if create:
            upgrade(engine)
        else:
            require_current(engine)
        yield settings, engine
    finally:
        engine.dispose()


@contextmanager
def opened_if_any() -> Iterator[tuple[Settings, Engine | None]]:
    """The settings and the register's engine, or None where there is no register; none is made."""
    settings = load()
    engine = open_engine(settings.database_url, settings.lock_seconds) if is_there(settings.database_url) else None
    try:
        if engine is not None and not is_empty(engine):
            require_current(engine)
            yield settings, engine
        else:
            yield settings, None
    finally:
        if engine is not None:
            engine.dispose()


@contextmanager
def progress_bar(*, quiet: bool = False) -> Iterator[Progress]:
    """A progress bar on standard error while it is a terminal; otherwise silence, so that logs stay readable."""
    with tqdm(disable=quiet or not sys.stderr.isatty(), file=sys.stderr, leave=False) as bar:

        def show(step: str, done: int = 0, total: int | None = None) -> None:
            bar.total = total
            bar.set_description_str(step, refresh=False)
            bar.n = done
            bar.refresh()

        yield show
