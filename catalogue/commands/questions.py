"""Commands that ask what was made from something, what differs, and what wants a look."""

from __future__ import annotations

from typing import Any

import click

from catalogue.commands.common import as_json, opened, print_json, report_errors
from catalogue.lineage.questions import differences, watch
from catalogue.lineage.questions.impact import Thing
from catalogue.lineage.questions.impact import impact as impact_of
from catalogue.lineage.questions.periods import asked
from catalogue.registry.lineage import rules_of
from catalogue.store import find
from catalogue.store.engine import reading

Facts = dict[str, Any]
MOST = 10_000


@click.command("impact")
@click.argument("name", required=False, default="")
@click.option("--dataset", default="", help="Tables of this dataset.")
@click.option("--version", default="", help="Of this release of it alone.")
@click.option("--table", default="", help="Of this table of it alone.")
@click.option("--variable", default="", help="Of this variable of the table alone.")
@click.option("--caveat", default="", help="Name of a caveat of it; its period counts like --after and --before.")
@click.option("--run", default="", help="A run, by its UUID.")
@click.option("--commit", default="", help="Code of this commit; its beginning is enough.")
@click.option("--after", default="", help="Only data of this year, month or day, or later.")
@click.option("--before", default="", help="Only data from before this year, month or day.")
@as_json
@report_errors
def impact(name: str, after: str, before: str, as_json: bool, **named: str) -> None:  # noqa: FBT001
    """Which sealed releases were made from something, at any remove.

    NAME is that of data as runs give it, with or without schema and day: `ECMS_LEGALOUTPUTS`. What is given must all
    hold. Releases whose data are of another time are left out; where that is not known, they stay.
    """
    with opened() as (_, engine), reading(engine) as session:
        told = impact_of(session, Thing(physical=name, **named), asked(after, before))
    if as_json:
        print_json(told)
        return
    for one in told["releases"]:
        through = "".join(f", through {_release(other)}" for other in one["through"])
        period = f"{one['begins'] or '…'} to {one['ends'] or '…'}" if one["periodKnown"] else "period not known"
        gone = ", withdrawn" if one["withdrawn"] else ""
        click.echo(f"{_release(one['release'])}: {one['by']}{through} ({period}{gone})")
    click.echo(f"{len(told['releases'])} sealed releases.")


@click.command("diff")
@click.argument("dataset")
@click.argument("first", metavar="FROM", required=False, default="")
@click.argument("second", metavar="TO", required=False, default="")
@as_json
@report_errors
def diff(dataset: str, first: str, second: str, as_json: bool) -> None:  # noqa: FBT001
    """What differs in the lineage of two releases of DATASET: inputs, commits, parameters, counts, durations.

    FROM and TO are versions; without them, the release in force and the one before it.
    """
    with opened() as (settings, engine), reading(engine) as session:
        left, right = find.pair(session, find.dataset(session, dataset), first, second)
        told = differences.difference(session, left, right, rules_of(settings))
    if as_json:
        print_json(told)
        return
    click.echo(f"{_release(told['from'])} → {_release(told['to'])}")
    _print_changes(told)


@click.command("why")
@click.argument("dataset")
@click.argument("table")
@click.argument("variable")
@click.argument("first", metavar="FROM", required=False, default="")
@click.argument("second", metavar="TO", required=False, default="")
@as_json
@report_errors
def why(dataset: str, table: str, variable: str, first: str, second: str, as_json: bool) -> None:  # noqa: FBT001
    """Why a variable is not what it was: code, parameters, inputs and steps that differ on the way to it.

    FROM and TO are versions; without them, the release in force and the one before it.
    """
    with opened() as (settings, engine), reading(engine) as session:
        left, right = find.pair(session, find.dataset(session, dataset), first, second)
        told = differences.why(session, left, right, table, variable, rules_of(settings))
    if as_json:
        print_json(told)
        return
    state = told["state"]
    differs = f": {', '.join(state['differs'])}" if state["differs"] else ""
    click.echo(f"{told['variable']} in {_release(told['from'])} → {_release(told['to'])}: {state['status']}{differs}")
    if not told["columnsKnown"]:
        click.echo("  No run tells of its columns; this is what differs behind the whole releases.")
    _print_changes(told)
    for one in told["steps"]:
        way = ", ".join(filter(None, (one["kind"], one["subtype"], one["description"])))
        click.echo(f"  {one['status']}: {one['source']} → {one['target']} in {one['job']['name']} [{way}]")


@click.command("stale")
@as_json
@report_errors
def stale(as_json: bool) -> None:  # noqa: FBT001
    """Releases in force that were made from a release that is no longer in force."""
    with opened() as (_, engine), reading(engine) as session:
        found = watch.stale(session)
    if as_json:
        print_json({"items": found})
        return
    for one in found:
        instead = _release(one["newest"]) if one["newest"] else "nothing"
        gone = ", withdrawn" if one["withdrawn"] else ""
        click.echo(f"{_release(one['release'])} was made from {_release(one['input'])}{gone}; in force is {instead}.")
    click.echo(f"{len(found)} stale inputs.")


@click.command("unbound")
@as_json
@report_errors
def unbound(as_json: bool) -> None:  # noqa: FBT001
    """Runs that no seal names, and releases whose seal names no run that had been reported."""
    with opened() as (settings, engine), reading(engine) as session:
        runs = watch.runs_without_release(session, rules_of(settings), most=MOST)
        releases = watch.releases_without_run(session)
    if as_json:
        print_json({"runs": runs, "releases": releases})
        return
    for run in runs:
        click.echo(f"run {run['id']} of {run['job']['name']}, {run['state']}, {run['at'][:10]}")
    for one in releases:
        later = f", run {one['run']} to be reported" if one["run"] else ""
        click.echo(f"release {_release(one['release'])}{later}")
    click.echo(f"{len(runs)} runs without release, {len(releases)} releases without run.")


def _print_changes(told: Facts) -> None:
    """Inputs and jobs that are not the same."""
    for one in told["inputs"]:
        if one["status"] != "same":
            name = one.get("name") or f"{one['slug']} {one.get('table', '')}".rstrip()
            versions = " → ".join(", ".join(one[side]) or "no version told" for side in ("from", "to"))
            click.echo(f"  input {name}: {one['status']} ({versions})")
    for one in told["jobs"]:
        if one["status"] != "same":
            click.echo(f"  job {one['job']['name']}: {one['status']}")
        for change in one["changes"]:
            what = " ".join(filter(None, (change["what"], change["name"])))
            click.echo(f"    {what}: {_told(change['from'])} → {_told(change['to'])}")


def _told(value: str | None) -> str:
    return "not told" if value is None else value


def _release(told: Facts) -> str:
    return " ".join(filter(None, (told["slug"], told["version"], told.get("table", ""))))
