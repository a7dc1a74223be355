"""Programs that trials start as processes of their own: publishers that can be killed, and readers beside them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from catalogue import registry, work
from catalogue.store import journal
from catalogue.store.engine import open_engine, reading
from tests.samples import small, wide


def publish_many(url: str, slug: str, count: int) -> None:
    """Seal `count` releases of one dataset, each different from the one before."""
    engine = open_engine(url, 600)
    for number in range(count):
        outcome = registry.publish(engine, [small(slug, f"1.{number}.0", LAW=f"Wording {number}.")])
        assert outcome[-1].outcome == "sealed", outcome
    engine.dispose()


def publish_wide(url: str, version: str) -> None:
    """Seal one large release."""
    engine = open_engine(url, 600)
    print("ready", flush=True)
    registry.publish(engine, [wide("large", 60, 60, version=version, changed=600)])
    engine.dispose()


def follow(url: str, until: int, seconds: float) -> None:
    """Read the feed as it grows; end well when every entry came exactly once, in order, chained to the one before."""
    engine = open_engine(url, 600)
    last, previous, end = 0, "0" * 64, time.monotonic() + seconds
    while last < until:
        assert time.monotonic() < end, f"the feed stands at {last} of {until}"
        with reading(engine) as session:
            for entry in journal.since(session, last, limit=50):
                assert entry.serial == last + 1, f"entry {entry.serial} came after {last}"
                assert entry.previous == previous, f"entry {entry.serial} is not chained"
                last, previous = entry.serial, entry.hash
        time.sleep(0.005)
    engine.dispose()


def index(url: str, path: str) -> None:
    """Bring an index up to the journal, as the worker does."""
    engine = open_engine(url, 600)
    work.drain(engine, Path(path))
    engine.dispose()


if __name__ == "__main__":
    name, *words = sys.argv[1:]
    if name == "publish-many":
        publish_many(words[0], words[1], int(words[2]))
    elif name == "publish-wide":
        publish_wide(words[0], words[1])
    elif name == "work":
        index(words[0], words[1])
    elif name == "follow":
        follow(words[0], int(words[1]), float(words[2]))
    else:
        sys.exit(f"no trial {name!r}")
