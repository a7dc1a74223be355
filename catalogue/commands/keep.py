"""Commands of operators: reindex, backup, restore."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from catalogue import work
from catalogue.audit import verify as audit
from catalogue.commands.common import REFUSED, as_json, opened, print_json, progress_bar, report_errors
from catalogue.store.backup import backup as write_backup
from catalogue.store.backup import restore as read_backup


@click.command()
@as_json
@report_errors
def reindex(as_json: bool) -> None:  # noqa: FBT001
    """Build the search index anew beside the one in use, then swap. Searches go on meanwhile."""
    with opened(create=True) as (settings, engine), progress_bar(quiet=as_json) as progress:
        state = work.rebuild(engine, settings.index_path, progress)
    if as_json:
        print_json(asdict(state))
    else:
        click.echo(f"The index holds everything up to journal entry {state.serial}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@report_errors
def backup(file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Write the whole register to FILE while it goes on being used."""
    with opened() as (_, engine), progress_bar(quiet=as_json) as progress:
        manifest = write_backup(engine, file, progress)
    if as_json:
        print_json(manifest)
    else:
        click.echo(f"{file} holds everything up to journal entry {manifest['serial']}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@report_errors
def restore(file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Fill an empty register from a backup, verify it, and build its index."""
    with opened(create=True) as (settings, engine), progress_bar(quiet=as_json) as progress:
        manifest = read_backup(engine, file, progress)
        verdict = audit(engine, progress)
        work.rebuild(engine, settings.index_path, progress)
    if as_json:
        print_json({**manifest, "sound": verdict.sound, "findings": [asdict(one) for one in verdict.findings]})
    else:
        for finding in verdict.findings:
            click.echo(f"{finding.subject}: {finding.message}", err=True)
        click.echo(
            f"Restored up to journal entry {manifest['serial']}; {'sound' if verdict.sound else 'NOT as sealed'}."
        )
    if not verdict.sound:
        sys.exit(REFUSED)
