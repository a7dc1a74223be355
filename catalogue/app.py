"""Wiring: one application from settings. Nothing is opened when this is imported, and nobody below imports it."""

from __future__ import annotations

import gc
import os
import select
import sys
from pathlib import Path
from types import TracebackType

from flask import Flask, request

from catalogue.api import site
from catalogue.delivery import headers, hosts, json, problems, static, validators
from catalogue.delivery.services import EXTENSION, SearchIndex, Services
from catalogue.protocols.marquez import routes as marquez
from catalogue.settings import SITE, Settings, load
from catalogue.store.engine import open_engine
from catalogue.web import blueprint, operations

# Forms are short; addresses that take more set a limit of their own.
MOST_BODY_BYTES = 1_000_000
COLLECT_AFTER = 50_000
SWITCH_SECONDS = 0.0005
# How often a site that waits to be told looks whether anybody is left to tell it.
LISTEN_SECONDS = 0.5


class Site(Flask):
    """Flask, with the number of the request in the line of the log that tells of a fault."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Record a fault under the number that the client is given."""
        self.logger.error("Fault %s at %s %s", headers.request_id(), request.method, request.path, exc_info=exc_info)


def create_app(settings: Settings, *, folder: Path = SITE) -> Flask:
    """The site as a WSGI application.

    folder: holds `templates` and `static`. The database is opened by the first request, so that worker processes
    share no connection; `/readyz` says whether it is there.
    """
    app = Site(__name__, template_folder=str(folder / "templates"), static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key or None, MAX_CONTENT_LENGTH=MOST_BODY_BYTES)
    # An address with `//` in it is another address, not a redirect.
    app.url_map.merge_slashes = False
    engine = open_engine(settings.database_url, settings.lock_seconds)
    app.extensions[EXTENSION] = Services(settings, engine, SearchIndex(settings))
    json.init_app(app)
    hosts.init_app(app)
    problems.init_app(app, blueprint.render_problem)
    # Functions after a request run last come, first served: answers are finished, and then get their headers.
    headers.init_app(app)
    validators.init_app(app)
    static.init_app(app, folder / "static")
    site.init_app(app, settings)
    marquez.init_app(app)
    blueprint.init_app(app)
    app.register_blueprint(operations.blueprint)
    return app


def from_environment() -> Flask:
    """The site as the environment's settings say; what `catalogue serve` names to its server."""
    app = create_app(load())
    # What was made by now lives as long as the worker: the collector need not walk through it at every turn.
    gc.collect()
    gc.freeze()
    # A body of events is a million small things without a cycle among them: looking for cycles every few hundred of
    # them, as is usual, takes a quarter of the time that it takes to accept them.
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    # Whoever holds the lock for writing hands over to another thread with each statement; it should not wait long to
    # go on, for everybody waits for it.
    sys.setswitchinterval(SWITCH_SECONDS)
    return app


def when_told() -> Flask:
    """The same for a register that is being filled: the site is made, and answers nobody before a line of input comes.

    Ends the process when whoever started it is gone without a word.
    """
    parent = os.getppid()
    app = from_environment()
    # The end of the input alone does not show it: processes that were forked there may hold the other side.
    while not select.select([sys.stdin], [], [], LISTEN_SECONDS)[0]:
        if os.getppid() != parent:
            sys.exit("Whoever started the site is gone.")
    if not sys.stdin.readline():
        sys.exit("The site was never told to begin.")
    return app
