"""The command that makes the synthetic sample, and how the demonstration starts it behind the site."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from catalogue.commands.common import as_json, opened, print_json, report_errors
from catalogue.delivery import notice
from catalogue.delivery.notice import Notice
from catalogue.errors import CatalogueError, SettingsError
from catalogue.settings import load

NEEDED = ("duckdb", "sqlglot", "openlineage")
INSTALL = "python -m pip install 'cafcass-catalogue[demo]'"
# The site is served on the same machine: it comes first.
NICE = 10


def missing() -> list[str]:
    """The libraries of the extra `demo` that are not installed."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def sample_command(port: int) -> Sequence[str]:
    """The process that makes the sample, and tells the site on a port of this machine of its runs."""
    return [sys.executable, "-m", "catalogue", "sample", "--site", f"http://127.0.0.1:{port}"]


def forget(data: Path) -> None:
    """Say no more of a process that was ended on purpose; the next start goes on."""
    notice.remove(data)


def tell_of_end(data: Path, code: int) -> None:
    """Say on every page that the process ended badly, unless it said itself why. code: 0, or below 0 for a signal."""
    said = notice.read(data)
    if code == 0 or (said is not None and said.failed):
        return
    how = f"ended by signal {-code}" if code < 0 else f"ended with {code}"
    notice.write(
        data, Notice(f"The sample pipeline {how}. Start the demonstration again to make the sample.", failed=True)
    )


@click.command()
@click.option(
    "--site", default="", help="Address of a site that serves this register; it is told of the runs over HTTP."
)
@as_json
@report_errors
def sample(site: str, *, as_json: bool) -> None:
    """Run the sample pipeline twice, and publish what it makes: synthetic statistics with their whole lineage.

    What the register holds already is not made again. Needs the extra `demo`.
    """
    if missing():
        raise SettingsError(f"Not installed: {', '.join(missing())}.", remedy=f"Run {INSTALL}.")
    # Only here: the libraries that it needs are no part of what a server imports.
    from catalogue.demo.pipeline import StepFailedError  # noqa: PLC0415
    from catalogue.demo.sample import BusyError, make  # noqa: PLC0415

    os.nice(NICE)
    data = load().data

    def tell(text: str) -> None:
        notice.write(data, Notice(f"The sample pipeline is running: {text}."))

    with opened(create=True) as (settings, engine):
        try:
            outcomes = make(engine, settings, tell, site)
        except StepFailedError as failed:
            notice.write(data, Notice(f"The sample pipeline failed in “{failed.step}”: {failed.reason}", failed=True))
            raise CatalogueError(str(failed), remedy="Run it again; what was published before is reused.") from failed
        except BusyError:
            raise
        except CatalogueError as refused:
            notice.write(data, Notice(f"The sample pipeline failed: {refused.detail}", failed=True))
            raise
    notice.remove(data)
    sealed = [outcome for outcome in outcomes if outcome.outcome == "sealed"]
    if as_json:
        print_json({"outcomes": [asdict(outcome) for outcome in sealed]})
        return
    for outcome in sealed:
        click.echo(outcome.message)
    click.echo(f"{len(sealed)} releases of the sample were made." if sealed else "The sample is there already.")
