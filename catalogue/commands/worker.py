"""The command of the worker: takes what is journalled into the index, signs the end of the journal, tells webhooks."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from catalogue import work
from catalogue.audit import keys, signing
from catalogue.commands.common import as_json, opened, print_json, progress_bar, report_errors
from catalogue.errors import CatalogueError, IndexUnavailableError
from catalogue.following import letters, webhooks
from catalogue.following.atom import Entry
from catalogue.registry import questions
from catalogue.search.index import IndexBusyError
from catalogue.settings import Settings
from catalogue.store import journal

# What stands in the way stands there for longer than a moment: it is told again after these.
BUSY_SECONDS = 2.0
REFUSED_SECONDS = 60.0
# How often it looks for senders of questions that are to be forgotten.
TIDY_SECONDS = 3600.0


@click.command("work")
@click.option("--once", is_flag=True, help="Bring everything up to date, then end.")
@as_json
@report_errors
def work_command(once: bool, as_json: bool) -> None:  # noqa: FBT001
    """Take published changes into the search index, sign the end of the journal, tell webhooks, again and again."""
    with opened(create=True) as (settings, engine):
        if not once:
            run(settings, engine)
            return
        with progress_bar(quiet=as_json) as progress:
            state = work.drain(engine, settings.index_path, progress)
        key = keys.load(settings.signing_key)
        signed = signing.keep_signed(engine, settings.data, key) if key is not None else None
        for message in (*webhooks.deliver(engine, settings), *letters.send_due(engine, settings, finder(settings))):
            click.echo(message, err=True)
    if as_json:
        print_json({"serial": state.serial, "applied": state.applied, "signed": signed and signed.document()})
    else:
        click.echo(f"{state.applied} changes taken in; the index stands at journal entry {state.serial}.")
        if signed is not None:
            click.echo(f"Signed the {signed.label}.")


def run(settings: Settings, engine: Engine) -> None:
    """Work until a signal asks to stop."""
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    signer = Signer(settings)
    tell(settings, engine, lambda: stopping)
    tidy = 0.0
    while not stopping:
        try:
            work.drain(engine, settings.index_path)
        except IndexBusyError as busy:
            click.echo(str(busy), err=True)
            time.sleep(BUSY_SECONDS)
        signer.keep_signed(engine)
        if time.monotonic() >= tidy:
            questions.forget(engine)
            tidy = time.monotonic() + TIDY_SECONDS
        time.sleep(settings.work_seconds)


def finder(settings: Settings) -> letters.Finder:
    """How followers of a search are told what it finds: as its feed does, once the index has taken everything in."""

    def find(session: Session, query: str) -> Sequence[Entry] | None:
        # Pages are needed for a search alone, and only where somebody follows one.
        from catalogue.search.searcher import Searcher  # noqa: PLC0415
        from catalogue.web.contexts.asking import read_query  # noqa: PLC0415
        from catalogue.web.contexts.feeds import search_feed  # noqa: PLC0415

        try:
            found = Searcher.open(settings.index_path, max_terms=settings.query_terms, max_length=settings.query_length)
        except IndexUnavailableError:
            return None
        if found.serial < journal.head(session).serial:
            return None
        return search_feed(session, found, read_query(query), settings.base_url).entries

    return find


def tell(settings: Settings, engine: Engine, stopping: Callable[[], bool]) -> None:
    """Begin to tell webhooks and to send mails, in threads of their own: what is slow or dead delays nothing else."""
    deliveries = webhooks.Deliveries(engine, settings)
    find = finder(settings)
    loops: dict[str, Callable[[], list[str]]] = {
        "Webhooks could not be told": deliveries.begin,
        "Mails could not be sent": lambda: letters.send_due(engine, settings, find),
    }
    for what, loop in loops.items():
        threading.Thread(target=_again_and_again, args=(what, loop, settings, stopping), daemon=True).start()


def _again_and_again(
    what: str, loop: Callable[[], list[str]], settings: Settings, stopping: Callable[[], bool]
) -> None:
    while not stopping():
        try:
            for message in loop():
                click.echo(message, err=True)
        except (CatalogueError, DBAPIError) as error:
            click.echo(f"{what}: {error}", err=True)
            time.sleep(BUSY_SECONDS)
        time.sleep(settings.work_seconds)


class Signer:
    """Signs whenever it is due. What stands in the way is said once a minute, and never ends the worker."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._again = 0.0

    def keep_signed(self, engine: Engine) -> None:
        """Sign the end of the journal, if it is time."""
        if time.monotonic() < self._again:
            return
        try:
            key = keys.load(self._settings.signing_key)
            if key is None:
                self._wait("The end of the journal is not signed: there is no key. `catalogue journal key` makes one.")
            else:
                signing.keep_signed(engine, self._settings.data, key)
        except CatalogueError as error:
            self._wait(str(error))
        except OSError as error:
            self._wait(f"The end of the journal could not be signed: {error}.")

    def _wait(self, why: str) -> None:
        click.echo(why, err=True)
        self._again = time.monotonic() + REFUSED_SECONDS
