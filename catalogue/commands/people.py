"""Commands about who may do what: tokens."""

from __future__ import annotations

from dataclasses import asdict

import click

from catalogue.commands.common import as_json, opened, print_json, report_errors
from catalogue.people import tokens
from catalogue.people.tokens import USUAL_DAYS, Scope, standing
from catalogue.store.tokens import TokenRecord

MOST_DAYS = 3650


@click.group()
def token() -> None:
    """Bearer tokens, by which programs show that they may send or read something."""


@token.command("create")
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in Scope]),
    required=True,
    help="What it is good for: `publish`, `lineage` or `read`.",
)
@click.option("--publisher", help="The organisation that it speaks for.")
@click.option("--account", help="The account whose roles it has, so that what it hands in has an author.")
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=USUAL_DAYS, show_default=True, help="How long it holds."
)
@as_json
@report_errors
def create(scope: str, publisher: str | None, account: str | None, days: int, as_json: bool) -> None:  # noqa: FBT001
    """Make a token and print it, this once: the register keeps nothing of it but its SHA-256."""
    with opened(create=True) as (_, engine):
        made, kept = tokens.create(engine, Scope(scope), publisher, days, account)
    if as_json:
        print_json({"token": made, **_plain(kept)})
    else:
        click.echo(made)
        click.echo(f"Token {kept.id}, scope {kept.scope}, until {kept.expires[:10]}. It is not shown again.", err=True)


@token.command("list")
@as_json
@report_errors
def list_tokens(as_json: bool) -> None:  # noqa: FBT001
    """All tokens that were ever made: number, scope, until when, and whether they hold."""
    with opened() as (_, engine):
        found = tokens.every(engine)
    if as_json:
        print_json({"tokens": [_plain(one) for one in found]})
        return
    for one in found:
        publisher = f" for {one.publisher}" if one.publisher else ""
        click.echo(f"{one.id}: {one.scope}{publisher}, until {one.expires[:10]}, {standing(one)}")


@token.command("revoke")
@click.argument("number", type=click.IntRange(min=1))
@as_json
@report_errors
def revoke(number: int, as_json: bool) -> None:  # noqa: FBT001
    """Let a token hold no longer, from the next request on. This cannot be undone; make another one."""
    with opened() as (_, engine):
        gone = tokens.revoke(engine, number)
    if as_json:
        print_json(_plain(gone))
    else:
        click.echo(f"Token {gone.id} is revoked.")


def _plain(one: TokenRecord) -> dict[str, object]:
    return {**asdict(one), "standing": standing(one)}
