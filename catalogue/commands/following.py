"""Commands about who is told of changes: programs by webhooks, people by mail."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from catalogue.commands.common import REFUSED, as_json, opened, print_json, report_errors
from catalogue.errors import InvalidRequestError
from catalogue.following import followers, webhooks
from catalogue.model import Webhook
from catalogue.model.kinds import DEFAULT_FEED_KINDS, ChangeKind
from catalogue.store import webhooks as kept
from catalogue.store.engine import reading

PUBLIC = ("url", "dataset", "kinds", "created", "told", "failures", "due", "given_up", "said")


@click.group()
def webhook() -> None:
    """Programs elsewhere that are told of every change as it is recorded."""


@webhook.command("add")
@click.argument("url")
@click.option("--dataset", default="", help="Tell it of this dataset.")
@click.option("--all", "everything", is_flag=True, help="Tell it of everything.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in ChangeKind]),
    help="Tell it of this kind of change, again and again for several; without it, of all but runs.",
)
@as_json
@report_errors
def add(url: str, dataset: str, everything: bool, kinds: Sequence[str], as_json: bool) -> None:  # noqa: FBT001
    """Tell URL of changes from now on, and print the secret that signs the messages, this once."""
    if bool(dataset) == everything:
        raise InvalidRequestError("Of what is it to be told?", remedy="Give either --dataset or --all.")
    with opened(create=True) as (settings, engine):
        hook, secret = webhooks.add(engine, settings, url, dataset, kinds or DEFAULT_FEED_KINDS)
    if as_json:
        print_json({"secret": secret, **_plain(hook)})
    else:
        click.echo(secret)
        click.echo(f"Webhook {hook.id}. Give the secret to whoever receives it; it is not shown again.", err=True)


@webhook.command("list")
@as_json
@report_errors
def list_hooks(as_json: bool) -> None:  # noqa: FBT001
    """All webhooks: address, up to which journal entry they were told, and what stands in the way."""
    with opened() as (_, engine), reading(engine) as session:
        found = kept.every(session)
    if as_json:
        print_json({"webhooks": [_plain(hook) for hook in found]})
        return
    for hook in found:
        click.echo(f"{hook.id}: {hook.url}, told up to journal entry {hook.told}, {_standing(hook)}")


def _standing(hook: Webhook) -> str:
    if hook.given_up:
        return f"given up on {hook.given_up[:10]} after {hook.failures} attempts: {hook.said}"
    if hook.failures:
        return f"failed {hook.failures} times, next attempt after {hook.due[:16].replace('T', ' ')} UTC: {hook.said}"
    return "in order"


@webhook.command("remove")
@click.argument("number", type=click.IntRange(min=1))
@report_errors
def remove(number: int) -> None:
    """Tell a webhook of nothing any more."""
    with opened() as (_, engine):
        webhooks.remove(engine, number)
    click.echo(f"Webhook {number} is removed.")


@webhook.command("resume")
@click.argument("number", type=click.IntRange(min=1))
@report_errors
def resume(number: int) -> None:
    """Try a webhook again at once. It goes on with the entry at which it stopped; none is left out."""
    with opened() as (_, engine):
        webhooks.resume(engine, number)
    click.echo(f"Webhook {number} is tried again.")


@webhook.command("test")
@click.argument("number", type=click.IntRange(min=1))
@report_errors
def test(number: int) -> None:
    """Send a webhook a message of the kind `test` now. Exit code 1 when it is not accepted."""
    with opened() as (settings, engine):
        result = webhooks.test(engine, settings, number)
    click.echo(result.said)
    if not result.accepted:
        sys.exit(REFUSED)


@click.command()
@click.argument("email")
@click.option("--dataset", default="", help="Follow this dataset.")
@click.option("--query", default="", help="Follow what a search finds: what stands behind the `?` of its address.")
@click.option(
    "--every", type=click.Choice(list(followers.PERIODS)), default="week", show_default=True, help="How often."
)
@report_errors
def follow(email: str, dataset: str, query: str, every: str) -> None:
    """Send EMAIL what changes, once a day or week. A mail asks to confirm it first; each has a link that ends it."""
    with opened(create=True) as (settings, engine):
        followers.ask(engine, settings, email, dataset, query, every)
    click.echo("The worker sends a mail that asks to confirm, unless it was asked before.")


def _plain(hook: Webhook) -> dict[str, object]:
    return {"id": hook.id, **{name: getattr(hook, name) for name in PUBLIC}}
