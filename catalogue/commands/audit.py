"""Commands about whether everything is still as sealed: verify, and the journal with its signed heads."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy import Engine

from catalogue.audit import Finding, heads, keys, signing
from catalogue.audit import verify as audit
from catalogue.commands.common import REFUSED, as_json, opened, print_json, progress_bar, report_errors
from catalogue.errors import InvalidRequestError
from catalogue.model.kinds import PRIVATE_OBJECT_KINDS
from catalogue.settings import Settings, load
from catalogue.store import acts, rows
from catalogue.store import heads as kept
from catalogue.store import journal as entries
from catalogue.store.engine import reading

FEED = 1000
OWNER_ONLY = 0o600
file_option = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--since", type=file_option, help="A signed head that was kept elsewhere, to hold the journal to.")
@click.option("--key", type=file_option, help="The public key that signed it; without it, the key of this site.")
@as_json
@report_errors
def verify(since: Path | None, key: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Recompute every digest, replay the journal, compare every row and every signed head.

    Exit code 1, with each release that is not as sealed, when anything differs. With a head that was kept elsewhere it
    also shows that the journal was neither cut short nor written anew since.
    """
    with opened() as (settings, engine), progress_bar(quiet=as_json) as progress:
        given, own = _given(since), signing.lines(settings.data / signing.FILE)
        known = _keys(settings, engine)
        asked = [keys.read_public(key.read_text(encoding="utf-8", errors="replace"))] if key else known
        signatures = [
            *(finding for head in given for finding in heads.check_signature(head, asked)),
            *(finding for head in own for finding in heads.check_signature(head, known)),
            *heads.check_order(own),
        ]
        verdict = audit(engine, progress, [*given, *own])
    findings = tuple(dict.fromkeys([*verdict.findings, *signatures]))
    told = [f"The {head.label} holds, and everything since follows from it." for head in given]
    seen = f"{verdict.releases} releases, {verdict.entries} journal entries, {verdict.objects} objects"
    _tell(findings, {**asdict(verdict), "since": [head.document() for head in given]}, [*told, seen], as_json=as_json)


def _tell(findings: Iterable[Finding], verdict: dict[str, object], told: list[str], *, as_json: bool) -> None:
    """Print what was found, and end with exit code 1 when anything was."""
    found = list(findings)
    if as_json:
        print_json({"sound": not found, **verdict, "findings": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            click.echo(f"{finding.subject}: {finding.message}", err=True)
        *held, seen = told
        for line in held if not found else ():
            click.echo(line)
        click.echo(f"{len(found)} findings in {seen}." if found else f"Sound: {seen}.")
    if found:
        sys.exit(REFUSED)


def _given(path: Path | None) -> list[heads.SignedHead]:
    """The head of a file: the whole of it as JSON, or its last line."""
    if path is None:
        return []
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    try:
        return [heads.read(text, str(path))]
    except InvalidRequestError:
        return [heads.read(text.splitlines()[-1] if text else "", str(path))]


def _keys(settings: Settings, engine: Engine) -> list[keys.PublicKey]:
    """The key of this site, and those that it signed with before."""
    own = keys.load(settings.signing_key)
    with reading(engine) as session:
        former = heads.keys_of(kept.after(session))
    return [*([own.public] if own is not None else []), *former]


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


@journal.command("key")
@as_json
@report_errors
def journal_key(as_json: bool) -> None:  # noqa: FBT001
    """The public key that checks signed heads. Makes the key that signs them, where there is none.

    The key that signs is a file that only its owner can read; CATALOGUE_SIGNING_KEY says where.
    """
    path = load().signing_key
    made = keys.make(path)
    key = keys.load(path)
    if key is None:
        raise InvalidRequestError(f"{path} was taken away.", remedy="Run the command again.")
    if as_json:
        print_json({"id": key.public.id, "publicKey": key.public.base64, "pem": key.public.pem, "file": str(path)})
        return
    if made:
        click.echo(f"Made {path}. Keep a copy where only operators reach it; it is in no backup.", err=True)
    click.echo(f"Key {key.public.id}", err=True)
    click.echo(key.public.pem, nl=False)


@journal.command("export")
@click.option("--since", type=click.IntRange(min=0), default=0, help="Only entries after this serial.")
@click.option(
    "--acts",
    "acts_file",
    type=click.Path(path_type=Path),
    help="Also write the private record of acts to a new file.",
)
@click.option(
    "--objects",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write the objects, each under its digest, to this folder.",
)
@report_errors
def journal_export(since: int, acts_file: Path | None, objects: Path | None) -> None:
    """Every entry, then every signed head, as one line of JSON each on standard output, in order.

    The file of acts tells who signed in, edited and approved: its owner alone can read it, and it is not for
    publication. Events of pipelines as they were sent are not among the objects.
    """
    with opened() as (settings, engine):
        if acts_file is not None:
            _write_acts(engine, acts_file)
        if objects is not None:
            _write_objects(engine, objects)
        for line in _lines(settings, engine, since):
            click.echo(json.dumps(line, ensure_ascii=False))


def _lines(settings: Settings, engine: Engine, since: int) -> Iterator[dict[str, object]]:
    with reading(engine) as session:
        serial = since
        while batch := entries.since(session, serial, limit=FEED):
            yield from map(asdict, batch)
            serial = batch[-1].serial
        # The file is what was vouched for; the database has a copy, for machines that do not sign.
        signed = signing.lines(settings.data / signing.FILE) or [heads.of_row(row) for row in kept.after(session)]
    yield from (one.document() for one in signed if one.head.journal.serial > since)


def _write_acts(engine: Engine, path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except OSError as error:
        raise InvalidRequestError(
            f"{path} cannot be made: {error.strerror}.", remedy="Name a file that does not exist yet."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file, reading(engine) as session:
        for act in acts.since(session):
            file.write(json.dumps(act.model_dump(), ensure_ascii=False) + "\n")


def _write_objects(engine: Engine, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with reading(engine) as session:
        for row in rows.objects(session):
            if row.kind not in PRIVATE_OBJECT_KINDS and row.body is not None:
                (folder / row.digest).write_bytes(row.body)
