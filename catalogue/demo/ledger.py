"""Where events go: to a site over HTTP with a token made for the purpose, or straight into the register.

On the way those of runs that have begun and not ended are kept, so that a killed process leaves none that never ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from openlineage.client.client import Event
from openlineage.client.serde import Serde
from openlineage.client.transport import Transport
from openlineage.client.transport.http import HttpConfig, HttpTransport
from sqlalchemy import Engine

from catalogue import registry
from catalogue.people import tokens
from catalogue.people.tokens import Scope

# The site may still be starting: it is asked again for about a minute.
RETRY = {"total": 40, "connect": 40, "backoff_factor": 0.1, "backoff_max": 2.0}
TIMEOUT = 30.0
DAYS = 1


class Direct(Transport):
    """Hands events on as bytes."""

    kind = "direct"

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send

    def emit(self, event: Event) -> None:
        """Hand one event on."""
        self._send(Serde.to_json(event).encode("utf-8"))


class Ledger(Transport):
    """Passes events on, and keeps those of runs that have begun and not ended, one file for each run."""

    kind = "ledger"

    def __init__(self, folder: Path, onward: Transport) -> None:
        self._folder, self._onward = folder, onward
        folder.mkdir(parents=True, exist_ok=True)

    def emit(self, event: Event) -> None:
        """Pass an event on."""
        told = json.loads(Serde.to_json(event))
        file = self._folder / f"{told['run']['runId']}.json"
        if told["eventType"] == "START":
            # A file is there whole or not at all.
            written = file.with_suffix(".partial")
            written.write_text(json.dumps(told), encoding="utf-8")
            written.replace(file)
            self._onward.emit(event)
        else:
            self._onward.emit(event)
            file.unlink(missing_ok=True)


def abort(folder: Path, engine: Engine) -> None:
    """Record every run that a killed process left unfinished as aborted."""
    for file in sorted(folder.glob("*.json")):
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        event = {**json.loads(file.read_bytes()), "eventType": "ABORT", "eventTime": now}
        registry.accept(engine, json.dumps(event).encode("utf-8"))
        file.unlink()


@contextmanager
def transport(engine: Engine, site: str) -> Iterator[Transport]:
    """The way to a site at an address, or into the register when there is none.

    The token for the site is made here, and revoked when the block ends.
    """
    if not site:
        yield Direct(lambda body: registry.accept(engine, body))
        return
    token, record = tokens.create(engine, Scope.LINEAGE, days=DAYS)
    auth = {"type": "api_key", "apiKey": token}
    http = HttpTransport(HttpConfig.from_dict({"url": site, "timeout": TIMEOUT, "auth": auth, "retry": RETRY}))
    # A proxy of the environment leads out of this machine.
    http.session.trust_env = False
    try:
        yield http
    finally:
        http.close()
        tokens.revoke(engine, record.id)
