"""Commands about accounts: who signs in, and what they may do. Here whoever runs the machine may do everything."""

from __future__ import annotations

import sys
from typing import Any

import click

from catalogue.commands.common import as_json, opened, print_json, report_errors
from catalogue.errors import InvalidRequestError, SettingsError
from catalogue.model.authority import Grant, Role
from catalogue.people import accounts
from catalogue.people.accounts import THE_OPERATOR, Known, told

password_option = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from the first line of standard input; else a one-time password is made and printed once.",
)


@click.group()
def user() -> None:
    """Accounts of people who sign in: made, listed, given roles, closed. The first administrator is made here alone."""


@user.command("add")
@click.argument("name")
@click.option("--title", required=True, help="What others see, such as `Anna Morgan`.")
@click.option(
    "--email", default="", help="E-mail address; links the account to a verified identity at its first sign-in."
)
@click.option("--administrator", is_flag=True, help="Let them say who may do what, for every publisher.")
@password_option
@as_json
@report_errors
def add(name: str, title: str, email: str, *, administrator: bool, password_stdin: bool, as_json: bool) -> None:
    """Make an account. A one-time password is printed this once, and is to be changed at the first sign-in."""
    password = _read_password() if password_stdin else ""
    grants = (Grant(Role.ADMINISTRATOR),) if administrator else ()
    with opened(create=True) as (_, engine):
        made, once = accounts.make(engine, THE_OPERATOR, name, title, grants, email, password)
        known = accounts.get(engine, THE_OPERATOR, made.name)
    _tell_password(_plain(known), once, f"Account {made.name} is made.", as_json=as_json)


@user.command("list")
@as_json
@report_errors
def list_users(*, as_json: bool) -> None:
    """All accounts that were ever made, with their roles."""
    with opened() as (_, engine):
        found = accounts.seen_by(engine, THE_OPERATOR)
    if as_json:
        print_json({"accounts": [_plain(one) for one in found]})
        return
    for one in found:
        roles = "; ".join(map(_words, one.grants)) or "no role"
        closed = f", closed since {one.account.closed[:10]}" if one.account.closed else ""
        click.echo(f"{one.account.name}: {one.account.title}, {roles}{closed}")


@user.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice([one.value for one in Role]))
@click.option("--publisher", default="", help="The publisher that it holds for; every publisher when left out.")
@click.option("--dataset", default="", help="The one dataset of the publisher that it holds for; all when left out.")
@click.option("--take", is_flag=True, help="Take the role away.")
@as_json
@report_errors
def role(name: str, role: str, publisher: str, dataset: str, *, take: bool, as_json: bool) -> None:
    """Give an account a role, or take it away. It holds from the next request on."""
    grant = Grant(Role(role), publisher, dataset)
    with opened() as (_, engine):
        change = accounts.take if take else accounts.give
        changed = change(engine, THE_OPERATOR, name, grant)
        known = accounts.get(engine, THE_OPERATOR, name)
    if as_json:
        print_json({**_plain(known), "changed": changed})
    elif changed:
        click.echo(f"{name} is {'no longer' if take else 'now'} {_words(grant)}.")
    else:
        click.echo(f"{name} {'was not' if take else 'is already'} {_words(grant)}; nothing was changed.")


@user.command("close")
@click.argument("name")
@as_json
@report_errors
def close(name: str, *, as_json: bool) -> None:
    """Let nobody sign in with an account any more, and end its sign-ins. What was done keeps its name."""
    with opened() as (_, engine):
        accounts.close(engine, THE_OPERATOR, name)
        known = accounts.get(engine, THE_OPERATOR, name)
    _tell(known, f"Account {name} is closed.", as_json=as_json)


@user.command("reopen")
@click.argument("name")
@as_json
@report_errors
def reopen(name: str, *, as_json: bool) -> None:
    """Let a closed account sign in again, with the roles that it had."""
    with opened() as (_, engine):
        accounts.reopen(engine, THE_OPERATOR, name)
        known = accounts.get(engine, THE_OPERATOR, name)
    _tell(known, f"Account {name} is open.", as_json=as_json)


@user.command("password")
@click.argument("name")
@password_option
@as_json
@report_errors
def password(name: str, *, password_stdin: bool, as_json: bool) -> None:
    """Give an account another password and end its sign-ins. A one-time password is printed this once."""
    chosen = _read_password() if password_stdin else ""
    with opened() as (_, engine):
        once = accounts.give_password(engine, THE_OPERATOR, name, chosen)
        known = accounts.get(engine, THE_OPERATOR, name)
    _tell_password(_plain(known), once, f"Account {name} has another password.", as_json=as_json)


@user.command("link")
@click.argument("name")
@click.option("--subject", required=True, help="What the provider calls the person: `sub` of its ID tokens.")
@click.option("--issuer", default="", help="The provider; `CATALOGUE_OIDC_ISSUER` when left out.")
@as_json
@report_errors
def link(name: str, subject: str, issuer: str, *, as_json: bool) -> None:
    """Let an identity at a provider of OpenID Connect sign in with an account."""
    with opened() as (settings, engine):
        issuer = issuer or settings.oidc_issuer
        if not issuer:
            raise SettingsError("CATALOGUE_OIDC_ISSUER is empty.", remedy="Set it, or name the provider by --issuer.")
        accounts.link(engine, THE_OPERATOR, name, issuer, subject)
        known = accounts.get(engine, THE_OPERATOR, name)
    _tell(known, f"{subject} at {issuer} signs in as {name}.", as_json=as_json)


def _read_password() -> str:
    text = sys.stdin.readline().rstrip("\r\n")
    if not text:
        raise InvalidRequestError("Standard input holds no password.", remedy="Write it to the first line.")
    return text


def _tell(known: Known, said: str, *, as_json: bool) -> None:
    if as_json:
        print_json(_plain(known))
    else:
        click.echo(said)


def _tell_password(plain: dict[str, Any], once: str, said: str, *, as_json: bool) -> None:
    """Tell a one-time password alone on standard output, so that it can be handed on without being read."""
    if as_json:
        print_json({**plain, **({"oneTimePassword": once} if once else {})})
        return
    if once:
        click.echo(once)
        said += " The password above is good for one sign-in, and is not shown again."
    click.echo(said, err=bool(once))


def _plain(known: Known) -> dict[str, Any]:
    one = known.account
    return {
        "name": one.name,
        "title": one.title,
        "email": one.email,
        "created": one.created,
        "closed": one.closed,
        "hasPassword": one.has_password,
        "roles": [told(grant) for grant in known.grants],
    }


def _words(grant: Grant) -> str:
    where = grant.publisher or "every publisher"
    return f"{grant.role.value} for {f'{grant.dataset} of ' if grant.dataset else ''}{where}"
