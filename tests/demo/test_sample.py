"""The sample in a register: two releases of each dataset, made once, and whole again after a kill at any moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from catalogue import registry
from catalogue.audit.verify import verify
from catalogue.cli import main
from catalogue.commands import sample as command
from catalogue.delivery import notice
from catalogue.delivery.notice import Notice
from catalogue.demo import ledger, release, sample
from catalogue.demo.events import Code, Reporter
from catalogue.demo.sample import BusyError, SiteError
from catalogue.demo.steps import STEPS
from catalogue.people import tokens
from catalogue.settings import PACKAGE, Settings
from catalogue.store import lineage, releases
from catalogue.store.engine import reading
from catalogue.store.journal import head
from catalogue.store.objects import get_objects
from tests.demo.conftest import EARLY
from tests.docs.site import served

VERSIONS = ["1.0.0", "1.1.0"]


def sealed(engine: Engine) -> dict[str, list[str]]:
    """Versions by dataset."""
    with reading(engine) as session:
        return {one.slug: [item.version for item in one.releases] for one in releases.all_datasets(session)}


def pinned(engine: Engine) -> dict[str, list[tuple[str, str]]]:
    """Of each release the step that its seal names, and how its tables were found among what that step wrote."""
    numbers = {f"sample-pipeline.{step.name}": step.file[:2] for step in STEPS}
    found: dict[str, list[tuple[str, str]]] = {}
    with reading(engine) as session:
        for dataset in releases.all_datasets(session):
            for one in dataset.releases:
                told = json.loads(get_objects(session, [one.seal])[one.seal])["run"]
                (how,) = {output["how"] for output in told["outputs"]}
                found.setdefault(dataset.slug, []).append((numbers[told["job"]["name"]], how))
    return found


def run(settings: Settings) -> subprocess.Popen[bytes]:
    """`catalogue sample` in a process of its own."""
    environment = {**os.environ, "CATALOGUE_DATA": str(settings.data), "PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.Popen([sys.executable, "-m", "catalogue", "sample"], env=environment)


def test_two_releases_of_each_are_made_once(engine: Engine, settings: Settings) -> None:
    told: list[str] = []
    outcomes = sample.make(engine, settings, told.append)
    assert sealed(engine) == dict.fromkeys(sorted(release.DATASETS), VERSIONS)
    assert {outcome.outcome for outcome in outcomes} == {"sealed", "recorded", "unchanged"}
    assert told[0] == "run 1 of 2, step 0 of 13: Case files, made up"
    assert told[-1] == "run 2 of 2, publishing"
    assert not list((settings.data / "sample" / "unfinished").iterdir())
    assert pinned(engine) == {
        slug: [("07", "name"), ("07", "name")] if slug == release.EXTRACT else [("13", "digest"), ("13", "digest")]
        for slug in release.DATASETS
    }
    assert verify(engine).sound
    with reading(engine) as session:
        before = head(session).serial
    assert sample.make(engine, settings, told.append) == []
    with reading(engine) as session:
        assert head(session).serial == before


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [3.0, 6.0, 9.0])
def test_a_kill_in_the_middle_ends_whole(engine: Engine, settings: Settings, seconds: float) -> None:
    killed = run(settings)
    time.sleep(seconds)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert run(settings).wait(120) == 0
    assert sealed(engine) == dict.fromkeys(sorted(release.DATASETS), VERSIONS)
    assert not list((settings.data / "sample" / "unfinished").iterdir())
    assert notice.read(settings.data) is None
    assert verify(engine).sound


def test_runs_that_a_kill_left_are_reported_as_aborted(engine: Engine, tmp_path: Path) -> None:
    way = ledger.Ledger(tmp_path, ledger.Direct(lambda body: registry.accept(engine, body)))
    reporter = Reporter(way, EARLY, Code("package", "0"))
    reporter.begin()
    done, left = (reporter.begin_step(step, [], []) for step in STEPS[:2])
    reporter.end_step(done, [])
    for _ in range(2):
        ledger.abort(tmp_path, engine)
        with reading(engine) as session:
            found = lineage.runs_by_uuid(session, [reporter.pipeline.id, done.id, left.id])
        assert {one.id: found[one.id].state for one in (reporter.pipeline, done, left)} == {
            reporter.pipeline.id: "ABORT",
            done.id: "COMPLETE",
            left.id: "ABORT",
        }


def test_a_site_is_told_with_a_token_of_that_time_alone(engine: Engine, settings: Settings) -> None:
    with served(settings) as address:
        with ledger.transport(engine, address) as way:
            reporter = Reporter(way, EARLY, Code("package", "0"))
            reporter.begin()
            with reading(engine) as session:
                assert reporter.pipeline.id in lineage.runs_by_uuid(session, [reporter.pipeline.id])
            (token,) = tokens.every(engine)
            assert (token.scope, tokens.standing(token)) == ("lineage", "valid")
        (token,) = tokens.every(engine)
        assert tokens.standing(token) == "revoked"
        with pytest.raises(OSError, match="401"):
            reporter.end()


def test_a_site_that_refuses_ends_the_run_with_a_word(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: bytes) -> None:
        raise ConnectionError("nobody there")

    @contextmanager
    def nowhere(*_: object) -> Iterator[ledger.Direct]:
        yield ledger.Direct(refuse)

    monkeypatch.setattr(ledger, "transport", nowhere)
    with pytest.raises(SiteError, match="ConnectionError"):
        sample.make(engine, settings)


def test_two_at_once_are_refused(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*_: object) -> bool:
        with pytest.raises(BusyError):
            sample.make(engine, settings)
        return True

    monkeypatch.setattr(sample, "is_published", meanwhile)
    assert sample.make(engine, settings) == []


def test_without_its_libraries_the_command_says_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOGUE_DATA", str(settings.data))
    monkeypatch.setattr(command, "missing", lambda: ["duckdb"])
    result = CliRunner().invoke(main, ["sample"])
    assert result.exit_code == 3
    assert "duckdb" in result.output
    assert "cafcass-catalogue[demo]" in result.output


@pytest.mark.parametrize(("code", "how"), [(-9, "ended by signal 9"), (1, "ended with 1")])
def test_a_bad_end_is_said_on_every_page(tmp_path: Path, code: int, how: str) -> None:
    notice.write(tmp_path, Notice("The sample pipeline is running: step 1."))
    command.tell_of_end(tmp_path, code)
    said = notice.read(tmp_path)
    assert said is not None
    assert said.failed
    assert how in said.text


def test_why_it_failed_is_not_written_over(tmp_path: Path) -> None:
    notice.write(tmp_path, Notice("The sample pipeline failed in “Extract”.", failed=True))
    command.tell_of_end(tmp_path, 1)
    assert notice.read(tmp_path) == Notice("The sample pipeline failed in “Extract”.", failed=True)
