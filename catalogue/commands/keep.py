"""Commands of operators: reindex, verify, journal, backup, restore."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from catalogue import work
from catalogue.audit import verify as audit
from catalogue.commands.common import REFUSED, as_json, opened, print_json, progress_bar, report_errors
from catalogue.store import journal as entries
from catalogue.store.backup import backup as write_backup
from catalogue.store.backup import restore as read_backup
from catalogue.store.engine import reading

FEED = 1000


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
@as_json
@report_errors
def verify(as_json: bool) -> None:  # noqa: FBT001
    """Recompute every digest, replay the journal, compare every row.

    Exit code 1, with each release that is not as sealed, when anything differs.
    """
    with opened() as (_, engine), progress_bar(quiet=as_json) as progress:
        verdict = audit(engine, progress)
    if as_json:
        print_json({"sound": verdict.sound, **asdict(verdict)})
    else:
        for finding in verdict.findings:
            click.echo(f"{finding.subject}: {finding.message}", err=True)
        seen = f"{verdict.releases} releases, {verdict.entries} journal entries, {verdict.objects} objects"
        click.echo(f"Sound: {seen}." if verdict.sound else f"{len(verdict.findings)} findings in {seen}.")
    if not verdict.sound:
        sys.exit(REFUSED)


@click.group()
def journal() -> None:
    """The append-only record of everything that was published."""


@journal.command("head")
@as_json
@report_errors
def journal_head(as_json: bool) -> None:  # noqa: FBT001
    """The last entry's serial and hash: note them elsewhere, and nobody can cut the journal short unseen."""
    with opened() as (_, engine), reading(engine) as session:
        head = entries.head(session)
    if as_json:
        print_json(asdict(head))
    else:
        click.echo(f"{head.serial} {head.hash or 'empty'}")


@journal.command("export")
@click.option("--since", type=click.IntRange(min=0), default=0, help="Only entries after this serial.")
@report_errors
def journal_export(since: int) -> None:
    """Every entry as one line of JSON on standard output, in commit order."""
    with opened() as (_, engine), reading(engine) as session:
        while batch := entries.since(session, since, limit=FEED):
            for entry in batch:
                click.echo(json.dumps(asdict(entry), ensure_ascii=False))
            since = batch[-1].serial


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
