"""Many processes write at once, some are killed, somebody reads along: the journal stays whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit import verify
from catalogue.errors import NotFoundError
from catalogue.search.index import committed
from catalogue.search.searcher import Searcher, SearchRequest
from catalogue.store import find, journal
from catalogue.store.backup import backup, restore
from catalogue.store.engine import open_engine, reading
from tests.empty import lay_out
from tests.samples import small, wide

ROOT = Path(__file__).resolve().parents[2]
SOAK = int(os.environ.get("CATALOGUE_SOAK", "0")) + 1


def start(*words: str) -> subprocess.Popen[str]:
    """A trial as a process of its own."""
    command = [sys.executable, "-m", "tests.trials", *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str], seconds: float) -> None:
    """Wait for a trial; fail with what it printed when it failed."""
    _, said = process.communicate(timeout=seconds)
    assert process.returncode == 0, said


def write_together(url: str, processes: int, count: int) -> None:
    """`processes` times `count` publishes with a reader alongside, then an audit."""
    # A dataset's first release also records the code list that all of them share, once.
    expected = processes * count + 1
    reader = start("follow", url, str(expected), "900")
    writers = [start("publish-many", url, f"dataset-{number}", str(count)) for number in range(processes)]
    for process in [*writers, reader]:
        finish(process, 900)
    engine = open_engine(url)
    verdict = verify(engine)
    engine.dispose()
    assert verdict.findings == ()
    assert (verdict.entries, verdict.releases) == (expected, processes * count)


def test_processes_write_together(any_engine: Engine, database_url: str) -> None:
    assert verify(any_engine).sound
    write_together(database_url, 3, 12)


@pytest.mark.slow
def test_four_processes_publish_five_hundred_times_each(any_engine: Engine, database_url: str) -> None:
    assert verify(any_engine).sound
    write_together(database_url, 4, 500 * SOAK)


def kill_at(url: str, version: str, moment: float) -> None:
    """Start sealing a large release and kill the process without warning after `moment` seconds of it."""
    process = start("publish-wide", url, version)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(moment)
    process.kill()
    process.communicate()


def wholly_there_or_absent(engine: Engine, version: str) -> bool:
    """Audit the register; tell whether the release is there."""
    verdict = verify(engine)
    assert verdict.findings == ()
    with reading(engine) as session:
        try:
            find.release(session, "large", version)
        except NotFoundError:
            return False
    return True


def how_long(url: str) -> float:
    """Seconds that sealing the large release takes on this machine."""
    process = start("publish-wide", url, "0.1.0")
    assert process.stdout is not None
    process.stdout.readline()
    begin = time.monotonic()
    finish(process, 120)
    return time.monotonic() - begin


def kill_many(engine: Engine, url: str, kills: int) -> None:
    """Kill at random moments from before the first row to after the commit."""
    chance, span = random.Random(20231122), how_long(url)  # noqa: S311 - repeatable, not secret
    there = []
    for number in range(kills):
        version = f"1.{number}.0"
        # Spread over the whole of it, the first at once: however the machine is loaded, one comes before the commit.
        kill_at(url, version, span * 1.1 * (number + chance.random() * min(1, number)) / kills)
        there.append(wholly_there_or_absent(engine, version))
    assert False in there, "no kill came early enough to matter"


def catches_up(engine: Engine, url: str, index: Path, kills: int) -> None:
    """Kill the worker at random moments; then one that is left alone ends where the journal ends, and audits well."""
    chance = random.Random(11)  # noqa: S311 - repeatable, not secret
    for number in range(kills):
        registry.publish(engine, [wide("indexed", 20, 20, version=f"1.{number}.0", changed=400)])
        process = start("work", url, str(index))
        time.sleep(chance.uniform(0.2, 2.5))
        process.kill()
        process.communicate()
    finish(start("work", url, str(index)), 120)
    state = committed(index)
    with reading(engine) as session:
        head = journal.head(session)
        assert journal.backlog(session) == 0
    assert state is not None
    assert (state.serial, state.stamp) == (head.serial, head.hash)
    hits = Searcher.open(index).search(SearchRequest(text=f'"worded in 1.{kills - 1}.0"', limit=5))
    assert hits.total == 400


def test_a_killed_worker_catches_up(any_engine: Engine, database_url: str, tmp_path: Path) -> None:
    catches_up(any_engine, database_url, tmp_path / "index", 3)


def test_a_killed_publish_leaves_all_or_nothing(any_engine: Engine, database_url: str) -> None:
    kill_many(any_engine, database_url, 4)


@pytest.mark.slow
def test_fifty_killed_publishes_leave_all_or_nothing(any_engine: Engine, database_url: str, tmp_path: Path) -> None:
    kill_many(any_engine, database_url, 50 * SOAK)
    catches_up(any_engine, database_url, tmp_path / "index", 10 * SOAK)


def test_a_backup_taken_while_publishing_restores_elsewhere(
    any_engine: Engine, database_url: str, tmp_path: Path
) -> None:
    registry.publish(any_engine, [small("first")])
    writer = start("publish-many", database_url, "busy", "40")
    file = tmp_path / "register.zip"
    with reading(any_engine) as session:
        while journal.head(session).serial < 10:
            session.rollback()
            time.sleep(0.01)
    manifest = backup(any_engine, file)
    finish(writer, 120)
    other = open_engine(f"sqlite:///{tmp_path / 'elsewhere' / 'register.db'}")
    lay_out(other)
    assert restore(other, file)["hash"] == manifest["hash"]
    assert verify(other).findings == ()
    with reading(other) as there, reading(any_engine) as here:
        restored = journal.since(there, 0)
        assert len(restored) == manifest["serial"] >= 10
        assert restored == journal.since(here, 0)[: len(restored)]
    registry.publish(other, [small("after", LAW="Goes on after the restore.")])
    assert verify(other).findings == ()
    other.dispose()


@pytest.mark.system
def test_a_backup_of_sqlite_restores_into_postgresql(engine: Engine, postgres_url: str, tmp_path: Path) -> None:
    registry.publish(engine, [small()])
    backup(engine, tmp_path / "register.zip")
    other = open_engine(postgres_url)
    lay_out(other)
    restore(other, tmp_path / "register.zip")
    registry.publish(other, [small("after", LAW="Row numbers go on after the restored ones.")])
    assert verify(other).findings == ()
    other.dispose()
