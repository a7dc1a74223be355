"""Commands about runs of pipelines."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import click

from catalogue import registry
from catalogue.commands import questions, trace
from catalogue.commands.common import as_json, opened, print_json, progress_bar, report_errors
from catalogue.errors import CatalogueError
from catalogue.lineage.bodies import recorded
from catalogue.registry.runs import limits_of


@click.group()
def lineage() -> None:
    """Runs of pipelines, as OpenLineage tells them."""


@lineage.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@report_errors
def load(files: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001
    """Take in recorded OpenLineage events, all or nothing for each file.

    FILES hold one event, a JSON array of them, or one event a line, packed with gzip or not. What is known already is
    not kept again. A file that is refused ends the command with exit code 1; the files before it stay.
    """
    taken = []
    with opened(create=True) as (settings, engine), progress_bar(quiet=as_json) as progress:
        for number, file in enumerate(files):
            progress(f"reading {file.name}", number, len(files))
            try:
                body = recorded(file.read_bytes(), settings.events_bytes)
                accepted = registry.accept(engine, body, limits_of(settings))
            except CatalogueError as error:
                error.problems = tuple(replace(one, file=str(file)) for one in error.problems)
                error.detail = f"{file}: {error.detail}"
                raise
            taken.append({"file": str(file), **asdict(accepted)})
            if not as_json:
                click.echo(f"{file}: {accepted.events} events, {accepted.new} of them new.")
    if as_json:
        print_json({"files": taken})


for question in (
    trace.upstream,
    trace.downstream,
    questions.impact,
    questions.diff,
    questions.why,
    questions.stale,
    questions.unbound,
):
    lineage.add_command(question)
