"""Telling programs elsewhere of changes: in order, at least once, again after growing waits, through the one gate.

What a webhook still has to be told follows from the journal and the serial up to which it was told. So a worker that
is killed between an answer and writing it down tells the same entry again, and none is ever left out.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from queue import Queue, SimpleQueue
from threading import Thread

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue import outbound
from catalogue.errors import CatalogueError, ConflictError, InvalidRequestError
from catalogue.following import signature
from catalogue.following.changes import change
from catalogue.following.news import subject_of
from catalogue.model import Webhook
from catalogue.registry import acts
from catalogue.settings import VERSION, Settings
from catalogue.store import feed, find, journal
from catalogue.store import webhooks as kept
from catalogue.store.engine import reading, writing
from catalogue.store.journal import MOMENT, Entry

# Between attempts, in seconds; after the last one the webhook is given up.
WAITS = (60, 300, 1800, 7200, 28800, 86400)
# How long one attempt may keep others from trying: longer than its time-out, so that only who was killed is waited for.
CLAIM = timedelta(seconds=60)
SECONDS = 10.0
LONGEST_URL = 500
AT_ONCE = 20
MOST_RECEIVERS = 8
ACCEPTED = range(200, 300)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attempt. said: in words, for operators."""

    accepted: bool
    said: str


def add(engine: Engine, settings: Settings, url: str, dataset: str, kinds: Sequence[str]) -> tuple[Webhook, str]:
    """Keep a webhook that is told of entries from now on; returns it and its secret, which is shown this once.

    dataset: slug of the one that it is told of, or empty for all. Raises OutboundError for an address to which this
    site may not speak, NotFoundError for an unknown dataset, SettingsError without a secret key.
    """
    if not url.startswith(("http://", "https://")) or len(url) > LONGEST_URL or not url.isprintable():
        raise InvalidRequestError(f"{url[:100]!r} is no address of a webhook.", remedy="Write it as https://host/path.")
    outbound.require(url, settings.outbound)
    salt = secrets.token_hex(16)
    secret = signature.secret_of(settings.secret_key, salt)
    with writing(engine) as session:
        hook = Webhook(
            url=url,
            dataset=find.dataset(session, dataset).key if dataset else "",
            kinds=",".join(kinds),
            salt=salt,
            check=signature.check(secret),
            created=journal.now(),
            told=journal.head(session).serial,
        )
        kept.add(session, hook)
        acts.record(session, acts.OPERATOR, "added webhook", f"webhook:{hook.id}", {"url": url})
    return hook, signature.shown(secret)


def remove(engine: Engine, number: int) -> None:
    """Tell it of nothing any more. Raises NotFoundError."""
    with writing(engine) as session:
        kept.get(session, number)
        kept.remove(session, number)
        acts.record(session, acts.OPERATOR, "removed webhook", f"webhook:{number}")


def resume(engine: Engine, number: int) -> None:
    """Try again at once, going on where it stopped. Raises NotFoundError."""
    with writing(engine) as session:
        kept.get(session, number)
        kept.change(session, number, {"failures": 0, "due": "", "given_up": None})
        acts.record(session, acts.OPERATOR, "resumed webhook", f"webhook:{number}")


def test(engine: Engine, settings: Settings, number: int) -> Result:
    """Send a message of the kind `test`, now and once. Raises NotFoundError, ConflictError, SettingsError."""
    with reading(engine) as session:
        hook = kept.get(session, number)
    body: dict[str, object] = {"kind": "test", "webhook": str(number), "recorded": journal.now()}
    return _attempt(settings, hook, f"msg_test_{secrets.token_hex(8)}", body)


class Deliveries:
    """Telling receivers side by side: one that is slow delays nobody else.

    Webhooks of one receiver (scheme, host and port) are served one after the other. At most `MOST_RECEIVERS` are told
    at a time; when so many hang, the others wait for a time-out.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._waiting: Queue[tuple[str, list[Webhook], datetime] | None] = Queue()
        self._busy: set[str] = set()
        self._threads: list[Thread] = []
        self._said: SimpleQueue[str | Exception] = SimpleQueue()

    def begin(self, moment: datetime | None = None) -> list[str]:
        """Begin to tell every receiver that is due and is not being told already; waits for none of them.

        moment: now, UTC. Returns what operators ought to know of those before, and raises what stood in their way.
        """
        now = moment or datetime.now(UTC)
        with reading(self._engine) as session:
            due = kept.due(session, now.strftime(MOMENT))
        hooks: dict[str, list[Webhook]] = {}
        for hook in due:
            hooks.setdefault(outbound.origin(hook.url), []).append(hook)
        for receiver in hooks.keys() - self._busy:
            self._busy.add(receiver)
            self._waiting.put((receiver, hooks[receiver], now))
            if len(self._threads) < min(MOST_RECEIVERS, len(self._busy)):
                # A worker that is stopped does not wait for one that hangs: it is told again.
                self._threads.append(Thread(target=self._work, daemon=True))
                self._threads[-1].start()
        return self._heard()

    def finish(self) -> list[str]:
        """Wait for all that were begun, and end; returns and raises as `begin` does."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        return self._heard()

    def _work(self) -> None:
        while (wanted := self._waiting.get()) is not None:
            receiver, hooks, now = wanted
            try:
                for hook in hooks:
                    for message in _tell(self._engine, self._settings, hook, now):
                        self._said.put(message)
            except Exception as error:  # noqa: BLE001 - raised again in the thread that hears of it
                self._said.put(error)
            self._busy.discard(receiver)

    def _heard(self) -> list[str]:
        messages: list[str] = []
        while not self._said.empty():
            said = self._said.get()
            if isinstance(said, Exception):
                raise said
            messages.append(said)
        return messages


def deliver(engine: Engine, settings: Settings, moment: datetime | None = None) -> list[str]:
    """Tell every webhook that is due what it has not been told, and wait for all of them.

    moment: now, UTC. Returns what operators ought to know.
    """
    deliveries = Deliveries(engine, settings)
    return [*deliveries.begin(moment), *deliveries.finish()]


def _tell(engine: Engine, settings: Settings, hook: Webhook, now: datetime) -> list[str]:
    """Tell one webhook what it has not been told, in order, until it does not accept."""
    messages: list[str] = []
    for _ in range(AT_ONCE):
        with reading(engine) as session:
            entry, told = _next(session, hook)
            slugs = feed.slugs(session) if entry else {}
        if entry is None:
            if told > hook.told:
                _note(engine, hook, {"told": told})
            break
        if not _claimed(engine, hook, now):
            break
        result = _attempt(settings, hook, f"msg_{entry.hash[:32]}", change(entry, slugs, settings.base_url))
        messages += _settle(engine, hook, entry, result, now)
        if not result.accepted:
            break
        hook.told = entry.serial
    return messages


def _next(session: Session, hook: Webhook) -> tuple[Entry | None, int]:
    """The next entry to tell of, or None and the serial up to which there is none."""
    kinds, told = hook.kinds.split(","), hook.told
    while batch := journal.since(session, told, kinds=kinds):
        for entry in batch:
            if not hook.dataset or subject_of(entry, [hook.dataset])[0] == hook.dataset:
                return entry, told
            told = entry.serial
    return None, told


def _claimed(engine: Engine, hook: Webhook, now: datetime) -> bool:
    with writing(engine) as session:
        return kept.claim(session, hook, now.strftime(MOMENT), (datetime.now(UTC) + CLAIM).strftime(MOMENT))


def _attempt(settings: Settings, hook: Webhook, message: str, body: dict[str, object]) -> Result:
    try:
        secret = signature.secret_of(settings.secret_key, hook.salt)
        if signature.check(secret) != hook.check:
            raise ConflictError(
                "It was made with another CATALOGUE_SECRET_KEY.",
                remedy="Add it anew, and give its secret to the receiver.",
            )
        payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = signature.headers(secret, message, int(datetime.now(UTC).timestamp()), payload)
        headers["User-Agent"] = f"cafcass-catalogue/{VERSION}"
        with outbound.client(settings.outbound, seconds=SECONDS) as client:
            status = outbound.status(
                client, outbound.request(client, "POST", hook.url, content=payload, headers=headers)
            )
    except CatalogueError as error:
        return Result(accepted=False, said=error.detail)
    if status in ACCEPTED:
        return Result(accepted=True, said=f"Answered {status}.")
    redirected = " Redirects are not followed." if status in range(300, 400) else ""
    return Result(accepted=False, said=f"Answered {status}.{redirected}")


def _settle(engine: Engine, hook: Webhook, entry: Entry, result: Result, now: datetime) -> list[str]:
    """Write down what came of an attempt."""
    if result.accepted:
        _note(engine, hook, {"told": entry.serial, "failures": 0, "due": "", "said": result.said})
        return []
    failures = hook.failures + 1
    if failures > len(WAITS):
        _note(engine, hook, {"given_up": now.strftime(MOMENT), "failures": failures, "due": "", "said": result.said})
        return [
            f"Webhook {hook.id} is given up at journal entry {entry.serial} after {failures} attempts: {result.said}"
        ]
    due = now + timedelta(seconds=WAITS[failures - 1])
    _note(engine, hook, {"failures": failures, "due": due.strftime(MOMENT), "said": result.said})
    return [f"Webhook {hook.id} was not told of journal entry {entry.serial}: {result.said}"]


def _note(engine: Engine, hook: Webhook, values: dict[str, object]) -> None:
    with writing(engine) as session:
        kept.change(session, hook.id or 0, values)
