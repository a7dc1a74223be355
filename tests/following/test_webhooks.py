"""Webhooks against a real receiver: signed, in order, at least once, again after growing waits, through the gate."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from catalogue import registry
from catalogue.cli import main
from catalogue.errors import InvalidRequestError, NotFoundError, OutboundError, SettingsError
from catalogue.following import webhooks
from catalogue.model import Webhook
from catalogue.model.kinds import DEFAULT_FEED_KINDS
from catalogue.settings import PACKAGE, Settings
from catalogue.store import acts
from catalogue.store import webhooks as kept
from catalogue.store.engine import reading
from tests.api.test_contract import check, closed
from tests.following.receiver import Receiver, receiving
from tests.samples import small

NOW = datetime.now(UTC)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def allowed(settings: Settings, receiver: Receiver) -> Settings:
    """Settings of a site that may speak to the receiver."""
    return replace(settings, outbound=(receiver.address,))


def add(engine: Engine, settings: Settings, receiver: Receiver, dataset: str = "") -> tuple[int, str]:
    hook, secret = webhooks.add(engine, settings, f"{receiver.address}/hook", dataset, DEFAULT_FEED_KINDS)
    return hook.id or 0, secret


def state(engine: Engine, number: int) -> Webhook:
    with reading(engine) as session:
        return kept.get(session, number)


def test_every_change_is_told_once_in_order_and_signed(
    any_engine: Engine, allowed: Settings, receiver: Receiver
) -> None:
    registry.publish(any_engine, [small("before")])
    number, secret = add(any_engine, allowed, receiver)
    registry.publish(any_engine, [small(), small("other")])
    registry.retract(any_engine, "small", "1.0.0", "It was wrong.")
    assert webhooks.deliver(any_engine, allowed) == []
    assert receiver.serials == [3, 4, 5]
    assert all(one.verified(secret) and one.path == "/hook" for one in receiver.got)
    assert not receiver.got[0].verified("whsec_" + "A" * 44)
    assert len({one.id for one in receiver.got}) == 3
    assert webhooks.deliver(any_engine, allowed) == []
    assert len(receiver.got) == 3
    assert state(any_engine, number).told == 5


def test_a_message_is_an_item_of_the_change_feed(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    from catalogue.app import create_app  # noqa: PLC0415 - the site is needed here alone

    add(engine, allowed, receiver)
    registry.publish(engine, [small()])
    webhooks.deliver(engine, allowed)
    client = create_app(allowed).test_client()
    feed = client.get("/api/v1/changes").get_json()
    assert [one.message for one in receiver.got] == feed["items"]
    check(closed(client.get("/api/openapi.json").get_json()), "/api/v1/changes", 200, feed)


def test_one_dataset_alone_whatever_it_is_called(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    registry.publish(engine, [small(), small("other")])
    number, _ = add(engine, allowed, receiver, "small")
    registry.rename(engine, "small", "tiny")
    registry.publish(engine, [small("third"), small("other", version="1.1.0", issued="2021-01-01", LAW="New.")])
    registry.retract(engine, "tiny", "1.0.0", "It was wrong.")
    registry.publish(engine, [small("fourth")])
    webhooks.deliver(engine, allowed)
    assert [one.message["kind"] for one in receiver.got] == ["rename", "retraction"]
    # It does not look through what does not concern it again.
    assert state(engine, number).told == 8


def test_a_receiver_that_fails_is_told_again_later_and_in_order(
    engine: Engine, allowed: Settings, receiver: Receiver
) -> None:
    number, secret = add(engine, allowed, receiver)
    registry.publish(engine, [small(), small("other")])
    receiver.answer = lambda count: (500 if count <= 3 else 200, "")
    later = NOW
    for wait in (0, 59, 1, 300, 1800):
        later += timedelta(seconds=wait)
        webhooks.deliver(engine, allowed, later)
    # The first entry four times, at none of which it is too early, then the others.
    assert receiver.serials == [1, 1, 1, 1, 2, 3]
    assert len({one.id for one in receiver.got[:4]}) == 1
    assert all(one.verified(secret) for one in receiver.got)
    assert (state(engine, number).failures, state(engine, number).told) == (0, 3)


def test_a_dead_receiver_is_given_up_and_said_so(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    number, _ = add(engine, allowed, receiver)
    registry.publish(engine, [small()])
    receiver.answer = lambda _count: (503, "")
    later, messages = NOW, []
    for wait in (0, *webhooks.WAITS, 10**7):
        later += timedelta(seconds=wait)
        messages += webhooks.deliver(engine, allowed, later)
    assert receiver.serials == [1] * 7
    assert "given up at journal entry 1 after 7 attempts: Answered 503." in messages[-1]
    assert state(engine, number).given_up is not None
    webhooks.resume(engine, number)
    receiver.answer = lambda _count: (200, "")
    webhooks.deliver(engine, allowed, later)
    assert receiver.serials[7:] == [1, 2]


def test_a_slow_receiver_delays_no_other(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    """While one hangs, another is told of what happened before and of what happens now; the first one in order."""
    with receiving() as slow:
        both = replace(allowed, outbound=(receiver.address, slow.address))
        add(engine, both, slow)
        add(engine, both, receiver)
        registry.publish(engine, [small()])
        let_go = Event()
        slow.answer = lambda _count: (204 if let_go.wait(20) else 500, "")
        deliveries = webhooks.Deliveries(engine, both)
        assert deliveries.begin() == []
        wait_until(lambda: receiver.serials == [1, 2])
        registry.publish(engine, [small("other")])
        wait_until(lambda: [*deliveries.begin(), *receiver.serials] == [1, 2, 3])
        assert slow.serials == [1], "it is told one at a time"
        let_go.set()
        wait_until(lambda: [*deliveries.begin(), *slow.serials] == [1, 2, 3])
        assert deliveries.finish() == []


def test_no_more_than_some_receivers_are_told_at_a_time(
    engine: Engine, allowed: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "MOST_RECEIVERS", 1)
    with receiving() as other:
        both = replace(allowed, outbound=(receiver.address, other.address))
        for one in (receiver, other):
            add(engine, both, one)
        at_once, most = 0, []

        def answer(_count: int) -> tuple[int, str]:
            nonlocal at_once
            at_once += 1
            most.append(at_once)
            time.sleep(0.02)
            at_once -= 1
            return 204, ""

        receiver.answer = other.answer = answer
        registry.publish(engine, [small()])
        assert webhooks.deliver(engine, both) == []
        assert (receiver.serials, other.serials, max(most)) == ([1, 2], [1, 2], 1)


def test_what_stands_in_the_way_is_heard(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    """A fault of the register in a thread is a fault of whoever began it."""
    add(engine, allowed, receiver)
    registry.publish(engine, [small()])
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE dataset RENAME TO away"))
    with pytest.raises(DBAPIError):
        webhooks.deliver(engine, allowed)


def test_a_redirect_is_no_acceptance_and_is_not_followed(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    with receiving() as forbidden:
        add(engine, allowed, receiver)
        registry.publish(engine, [small()])
        receiver.answer = lambda _count: (307, f"{forbidden.address}/steal")
        (message,) = webhooks.deliver(engine, allowed)
        assert "Answered 307. Redirects are not followed." in message
        assert (len(receiver.got), forbidden.got) == (1, [])


def test_a_host_that_is_not_allowed_is_told_of_nothing(engine: Engine, settings: Settings, receiver: Receiver) -> None:
    with pytest.raises(OutboundError, match="not among the hosts"):
        add(engine, settings, receiver)
    number, _ = add(engine, replace(settings, outbound=(receiver.address,)), receiver)
    registry.publish(engine, [small()])
    # It was allowed, and is not any more.
    (message,) = webhooks.deliver(engine, settings)
    assert "not among the hosts" in message
    assert receiver.got == []
    assert state(engine, number).failures == 1


@pytest.mark.parametrize("host", ["xn--allowed", "allowed..example.org", "\uff41llowed", "x" * 64])
def test_a_host_that_cannot_be_stops_nobody_else(
    engine: Engine, allowed: Settings, receiver: Receiver, host: str
) -> None:
    both = replace(allowed, outbound=(receiver.address, f"http://{host}"))
    webhooks.add(engine, both, f"http://{host}/hook", "", DEFAULT_FEED_KINDS)
    add(engine, both, receiver)
    registry.publish(engine, [small()])
    assert len(webhooks.deliver(engine, both)) == 1
    assert receiver.serials == [1, 2]


@pytest.mark.parametrize(
    "url",
    ["", "ftp://x", "smtp://mail.example.org", "http://[", "https://a:b@c/", "https://a/\nX: y", "https://a" * 99],
)
def test_what_is_no_address_is_refused(engine: Engine, settings: Settings, url: str) -> None:
    open_to_all = replace(settings, outbound=("https://a", "https://c", "smtp://mail.example.org"))
    with pytest.raises((InvalidRequestError, OutboundError)):
        webhooks.add(engine, open_to_all, url, "", DEFAULT_FEED_KINDS)


def test_secrets_are_made_and_not_kept(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    number, secret = add(engine, allowed, receiver)
    row = state(engine, number)
    assert secret.removeprefix("whsec_") not in str(row.model_dump())
    other, another = add(engine, allowed, receiver)
    assert another != secret
    registry.publish(engine, [small()])
    messages = webhooks.deliver(engine, replace(allowed, secret_key="another key " * 4))
    assert len(messages) == 2
    assert "made with another CATALOGUE_SECRET_KEY" in messages[0]
    assert receiver.got == []
    with pytest.raises(SettingsError):
        webhooks.add(engine, replace(allowed, secret_key="k" * 31), f"{receiver.address}/", "", DEFAULT_FEED_KINDS)
    webhooks.remove(engine, other)
    with pytest.raises(NotFoundError):
        webhooks.test(engine, allowed, other)


def test_what_operators_do_is_written_down(engine: Engine, allowed: Settings, receiver: Receiver) -> None:
    number, secret = add(engine, allowed, receiver)
    webhooks.resume(engine, number)
    webhooks.remove(engine, number)
    with reading(engine) as session:
        found = list(acts.since(session))
    assert [one.deed for one in found] == ["added webhook", "resumed webhook", "removed webhook"]
    assert secret not in str([one.detail for one in found])


def environment(settings: Settings, receiver: Receiver) -> dict[str, str]:
    return {
        "CATALOGUE_DATA": str(settings.data),
        "CATALOGUE_SECRET_KEY": settings.secret_key,
        "CATALOGUE_OUTBOUND": receiver.address,
        "CATALOGUE_WORK_SECONDS": "0.05",
        "PYTHONPATH": str(PACKAGE.parent),
    }


def test_the_commands(engine: Engine, settings: Settings, receiver: Receiver) -> None:
    runner = CliRunner(env=environment(settings, receiver))
    made = runner.invoke(main, ["webhook", "add", f"{receiver.address}/x", "--all", "--kind", "retraction", "--json"])
    assert made.exit_code == 0, made.output
    secret = json.loads(made.stdout)["secret"]
    assert runner.invoke(main, ["webhook", "test", "1"]).stdout == "Answered 204.\n"
    assert receiver.got[0].verified(secret)
    assert receiver.got[0].message["kind"] == "test"
    registry.publish(engine, [small()])
    registry.retract(engine, "small", "1.0.0", "It was wrong.")
    receiver.answer = lambda _count: (500, "")
    once = runner.invoke(main, ["work", "--once"])
    assert (once.exit_code, "was not told of journal entry 3: Answered 500." in once.stderr) == (0, True)
    assert "failed 1 times" in runner.invoke(main, ["webhook", "list"]).stdout
    assert runner.invoke(main, ["webhook", "test", "1"]).exit_code == 1
    assert secret not in runner.invoke(main, ["webhook", "list", "--json"]).stdout
    assert runner.invoke(main, ["webhook", "resume", "1"]).exit_code == 0
    assert runner.invoke(main, ["webhook", "remove", "1"]).exit_code == 0
    assert runner.invoke(main, ["webhook", "remove", "1"]).exit_code == 1
    for wrong in (["--all", "--dataset", "small"], []):
        assert runner.invoke(main, ["webhook", "add", receiver.address, *wrong]).exit_code == 1


def wait_until(true: object) -> None:
    """Wait for something for a while."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if callable(true) and true():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_a_worker_that_is_killed_leaves_nothing_out_and_a_slow_receiver_delays_no_index(
    engine: Engine, settings: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    allowed = replace(settings, outbound=(receiver.address,))
    number, _ = add(engine, allowed, receiver)

    def hang(count: int) -> tuple[int, str]:
        time.sleep(60 if count == 1 else 0)
        return 200, ""

    receiver.answer = hang
    registry.publish(engine, [small()])
    command = [sys.executable, "-m", "catalogue", "work"]
    with subprocess.Popen(command, env={**os.environ, **environment(settings, receiver)}, cwd=tmp_path) as worker:
        wait_until(lambda: receiver.got)
        # The receiver hangs, the index goes on.
        registry.publish(engine, [small("other")])
        wait_until(lambda: indexed(settings) == 3)
        assert state(engine, number).told == 0
        worker.send_signal(signal.SIGKILL)
    later = datetime.now(UTC) + webhooks.CLAIM
    assert webhooks.deliver(engine, allowed) == []
    assert webhooks.deliver(engine, allowed, later) == []
    assert receiver.serials == [1, 1, 2, 3]


def indexed(settings: Settings) -> int:
    from catalogue.search.index import committed  # noqa: PLC0415 - needed here alone

    found = committed(settings.index_path)
    return 0 if found is None else found.serial
