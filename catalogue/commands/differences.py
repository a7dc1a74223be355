"""`catalogue diff`: what two releases do not say alike."""

from __future__ import annotations

import click

from catalogue.commands.common import as_json, opened, print_json, report_errors
from catalogue.registry.differences import between
from catalogue.releases.diff import Change, Difference, Weight, data, markdown, part, proposed, substance
from catalogue.releases.diff.words import key_words, values, what_happened, whole
from catalogue.store import find
from catalogue.store.engine import reading


@click.command("diff")
@click.argument("dataset")
@click.argument("first", metavar="FROM", required=False, default="")
@click.argument("second", metavar="TO", required=False, default="")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print release notes in Markdown.")
@as_json
@report_errors
def diff(dataset: str, first: str, second: str, as_markdown: bool, as_json: bool) -> None:  # noqa: FBT001
    """What changed between two releases of DATASET, how grave it is, and the version that it asks for.

    FROM and TO are versions; without them, the release in force and the one before it.
    """
    with opened() as (_, engine), reading(engine) as session:
        before, after = find.pair(session, find.dataset(session, dataset), first, second)
        told = between(session, before, after)
    if as_json:
        print_json(
            {"from": before.version, "to": after.version, "proposed": proposed(before.version, told), **data(told)}
        )
    elif as_markdown:
        click.echo(markdown(before.version, after.version, told), nl=False)
    else:
        click.echo(f"{dataset} {before.version} → {after.version}")
        _print(told)
        _print_version(before.version, told)


def _print(told: Difference) -> None:
    for weight in Weight:
        plain = substance(told.of_weight(weight))
        if plain:
            click.echo(f"\n{str(weight).capitalize()} ({len(plain)})")
        for one in plain:
            click.echo(f"  {_line(one)}")
    sourced = len(told.changes) - len(substance(told.changes))
    if sourced:
        click.echo(f"\n{sourced} marks, sources and evidence differ; --json lists them.")
    for rename in told.renames:
        place = rename.place
        old, new = (place.was_variable, place.variable) if place.variable else (place.was_table, place.table)
        click.echo(f"\nPerhaps renamed: {old} → {new} ({rename.why}).")
    if told.unconfirmed:
        click.echo(f"\n{len(told.unconfirmed)} tables or variables are carried forward, not confirmed.")


def _line(change: Change) -> str:
    place = change.place
    where = " ".join(filter(None, (place.code_list or place.table, place.code or place.variable))) or "dataset"
    happened = what_happened(change)
    if happened:
        return ": ".join(filter(None, (where, happened, whole(change) if not change.key else "")))
    before, after = values(change)
    return f"{where}: {key_words(change)}: {before or 'not told'} → {after or 'not told'}"


def _print_version(before: str, told: Difference) -> None:
    gravest = told.gravest
    if gravest is None:
        click.echo("Nothing differs.")
        return
    click.echo(f"\nAfter {before} comes {proposed(before, told)} at least: the {part(gravest.weight)} number rises.")
    click.echo(f"  {_line(gravest)}\n  {gravest.reason}")
