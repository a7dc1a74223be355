"""Commands of stewards: check, publish, retract, rename."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from catalogue import registry
from catalogue.commands.common import (
    REFUSED,
    as_json,
    opened,
    print_json,
    print_problems,
    problems_as_json,
    progress_bar,
    report_errors,
)
from catalogue.drafts.handing_in import THE_OPERATOR, as_draft
from catalogue.model.kinds import ApprovalMode
from catalogue.packages.limits import limits_of
from catalogue.registry.acts import OPERATOR
from catalogue.registry.files import Reading, check_paths, publish_paths
from catalogue.registry.journal import Outcome
from catalogue.registry.lineage import rules_of

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
version_option = click.option("--version", help="Version of the release, instead of the package's own.")


def print_outcomes(outcomes: list[Outcome], *, as_json: bool) -> None:
    """What became of each thing."""
    if as_json:
        print_json({"outcomes": [asdict(outcome) for outcome in outcomes]})
        return
    for outcome in outcomes:
        if outcome.outcome != "unchanged" or outcome.version:
            click.echo(outcome.message)
    same = sum(outcome.outcome == "unchanged" and not outcome.version for outcome in outcomes)
    if same:
        click.echo(f"{same} terms of the vocabulary are as recorded.")


def verdict(outcome: Outcome) -> str:
    """What a receipt says, in one line."""
    receipt = outcome.receipt or {}
    counts, score = receipt["counts"], receipt["score"]
    parts = ", ".join(f"{one['name']} {one['points']} of {one['weight']}" for one in score["parts"] if one["weight"])
    told = f"score {score['points']} of 100 ({parts})" if score.get("points") is not None else "no score"
    was = "as sealed: " if outcome.outcome == "unchanged" else ""
    return (
        f"{outcome.subject} {outcome.version}: {was}{counts['passed']} rules of the gate passed, "
        f"{counts['warned']} warned, {counts['notApplicable']} had nothing to look at; {told}."
    )


def _packages(reading: Reading) -> list[dict[str, Any]]:
    """The packages read, each with its receipt; without one when something stands in the way of sealing."""
    sealed = [outcome for outcome in reading.outcomes if outcome.version]
    receipts = [outcome.receipt for outcome in sealed] or [None] * len(reading.packages)
    return [
        {
            "name": package.slug,
            "version": package.release.version,
            "tables": len(package.tables),
            "receipt": receipt,
        }
        for package, receipt in zip(reading.packages, receipts, strict=True)
    ]


@click.command()
@paths_argument
@version_option
@as_json
@report_errors
def check(paths: tuple[Path, ...], version: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Check packages without publishing them.

    PATHS are descriptors, their folders, zips, or a folder that holds several. Prints every problem and, for each
    release, what the gate says and its score; exit code 1 when a problem would stop publishing.
    """
    with opened(create=True) as (settings, engine), progress_bar(quiet=as_json) as progress:
        wish = registry.Wish(version=version, rules=rules_of(settings))
        reading = check_paths(engine, paths, limits_of(settings), wish, progress)
    if as_json:
        print_json(
            {
                "ok": not reading.errors,
                "packages": _packages(reading),
                "problems": problems_as_json(reading.problems),
            }
        )
    else:
        print_problems(reading.problems)
        for outcome in reading.outcomes:
            if outcome.receipt is not None:
                click.echo(verdict(outcome))
        warnings = len(reading.problems) - len(reading.errors)
        click.echo(f"{len(reading.packages)} packages read, {len(reading.errors)} errors, {warnings} warnings.")
    if reading.errors:
        sys.exit(REFUSED)


@click.command()
@paths_argument
@version_option
@click.option("--notes", help="Notes on the release, Markdown; they are sealed with it.")
@click.option("--corrects", help="Version of the release that it puts right; the notes say what was wrong.")
@click.option("--run", type=click.UUID, help="The run that made it; without it, tables are matched by their bytes.")
@click.option("--run-later", is_flag=True, help="The run may be reported after the release is sealed.")
@as_json
@report_errors
def publish(
    paths: tuple[Path, ...],
    version: str | None,
    notes: str | None,
    corrects: str | None,
    run: UUID | None,
    *,
    run_later: bool,
    as_json: bool,
) -> None:
    """Check packages and seal them as releases, all or nothing.

    Packages of a publisher who wants a second person become drafts, which a reviewer approves.

    Content that the register already holds writes nothing and says so. Exit code 1 on any error, with nothing written.
    """
    with opened(create=True) as (settings, engine), progress_bar(quiet=as_json) as progress:
        wish = registry.Wish(
            version=version,
            notes=notes,
            usual=ApprovalMode(settings.approval),
            instead=as_draft(THE_OPERATOR),
            corrects=corrects,
            run=str(run) if run else None,
            run_later=run_later,
            rules=rules_of(settings),
        )
        reading, outcomes = publish_paths(engine, paths, limits_of(settings), wish, progress)
    if not as_json:
        # What a release that is sealed already was warned of stands in its receipt.
        warnings = (one for outcome in outcomes if outcome.outcome == "sealed" for one in outcome.warnings)
        print_problems((*reading.problems, *warnings))
    print_outcomes(outcomes, as_json=as_json)


@click.command()
@click.argument("dataset")
@click.argument("version")
@click.option("--reason", required=True, help="Why; shown to everybody on the tombstone.")
@click.option("--successor", help="The release to use instead; by default the one then in force.")
@click.option("--by", default=OPERATOR, show_default=True, help="Name of who withdraws it; public like the reason.")
@as_json
@report_errors
def retract(dataset: str, version: str, reason: str, successor: str | None, by: str, *, as_json: bool) -> None:
    """Withdraw a release. Its pages become a tombstone; what it said stays sealed. This cannot be undone."""
    with opened() as (_, engine):
        outcome = registry.retract(engine, dataset, version, reason, successor, by=by)
    print_outcomes([outcome], as_json=as_json)


@click.command()
@click.argument("dataset")
@click.argument("name")
@as_json
@report_errors
def rename(dataset: str, name: str, as_json: bool) -> None:  # noqa: FBT001
    """Give a dataset another short name. Old addresses redirect for ever."""
    with opened() as (_, engine):
        outcome = registry.rename(engine, dataset, name)
    print_outcomes([outcome], as_json=as_json)
