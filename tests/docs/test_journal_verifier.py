"""The manual's program sees whatever was done to an exported journal, and the command what was done to a register."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from catalogue import registry
from catalogue.cli import main
from catalogue.store.engine import open_engine, writing
from tests.docs import manual
from tests.samples import small

Lines = list[dict[str, Any]]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an export, a head and a key that were kept, and the program of the manual."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    for name in ("CATALOGUE_DATABASE_URL", "CATALOGUE_SIGNING_KEY"):
        monkeypatch.delenv(name, raising=False)
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'register.db'}")
    assert run("journal", "key").exit_code == 0
    assert run("work", "--once").exit_code == 0
    registry.publish(engine, [small(), small("other")])
    registry.publish(engine, [small(version="1.1.0", issued="2021-01-01", LAW="Said better.")])
    registry.retract(engine, "small", "1.1.0", "Said worse than before, so naïve.")
    assert "Signed the head" in run("work", "--once").stdout
    (tmp_path / "head.json").write_text((tmp_path / "data" / "heads.jsonl").read_text(encoding="utf-8"))
    (tmp_path / "key.pem").write_text(run("journal", "key").stdout)
    (tmp_path / "key.json").write_text(run("journal", "key", "--json").stdout)
    registry.rename(engine, "other", "another")
    engine.dispose()
    told = run("journal", "export", "--objects", str(tmp_path / "objects"), "--acts", str(tmp_path / "acts.jsonl"))
    assert told.exit_code == 0, told.output
    (tmp_path / "journal.jsonl").write_text(told.stdout, encoding="utf-8")
    programs = [block.code for block in manual.blocks(manual.page("verifying")) if block.language == "python"]
    (tmp_path / "journal.py").write_text(programs[1], encoding="utf-8")
    return tmp_path


def check(folder: Path, *more: str, flags: Sequence[str] = ("-I", "-S")) -> subprocess.CompletedProcess[str]:
    """Run the program of the manual, without anything that is installed beside Python unless told otherwise."""
    command = [sys.executable, *flags, "journal.py", "journal.jsonl", *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


KEPT = ("--head", "head.json", "--key", "key.pem")


def alter(folder: Path, change: Callable[[Lines], object]) -> None:
    path = folder / "journal.jsonl"
    lines: Lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(lines)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def put(lines: Lines, at: int, member: str, value: Any) -> None:
    lines[at][member] = value


def take(lines: Lines, at: int) -> None:
    del lines[at]


@pytest.mark.parametrize("key", ["key.pem", "key.json"])
@pytest.mark.parametrize("flags", [("-I", "-S"), ("-I",)])
def test_a_sound_export_holds(exported: Path, key: str, flags: Sequence[str]) -> None:
    ended = check(exported, "--head", "head.json", "--key", key, "--objects", "objects", flags=flags)
    assert ended.returncode == 0, ended.stderr
    assert "holds: 6 entries, 1 to 6" in ended.stdout
    # One in the export, one that was kept.
    assert "holds: 2 heads\n" in ended.stdout
    assert len(ended.stdout.splitlines()) == 3
    assert check(exported).returncode == 0


@pytest.mark.parametrize("member", ["serial", "kind", "subject", "digest", "recorded", "previous", "hash"])
def test_every_altered_value_is_seen(exported: Path, member: str) -> None:
    sound = (exported / "journal.jsonl").read_text(encoding="utf-8")
    for number in range(6):
        (exported / "journal.jsonl").write_text(sound, encoding="utf-8")
        value: Any = 99 if member == "serial" else "0" * 63 + "1"
        alter(exported, partial(put, at=number, member=member, value=value))
        assert check(exported).returncode == 1, (number, member)


def test_every_removed_entry_is_seen(exported: Path) -> None:
    sound = (exported / "journal.jsonl").read_text(encoding="utf-8")
    for number in range(1, 5):
        (exported / "journal.jsonl").write_text(sound, encoding="utf-8")
        alter(exported, partial(take, at=number))
        ended = check(exported)
        assert (ended.returncode, "missing or in another order" in ended.stderr) == (1, True), number


def test_the_first_entry_is_missed_by_a_head_before_it(exported: Path) -> None:
    alter(exported, lambda lines: lines.__delitem__(slice(0, 6)))
    assert "cut short" in check(exported).stderr


def test_another_order_is_seen(exported: Path) -> None:
    alter(exported, lambda lines: lines.insert(2, lines.pop(4)))
    assert "in another order" in check(exported).stderr


def test_truncation_is_seen_against_a_head(exported: Path) -> None:
    """Cut together with the heads in it, an export agrees with itself; the head that was kept does not."""
    alter(exported, lambda lines: lines.__delitem__(slice(4, None)))
    assert check(exported).returncode == 0
    ended = check(exported, *KEPT)
    assert (ended.returncode, "cut short" in ended.stderr) == (1, True)


def test_a_head_in_the_export_shows_truncation_too(exported: Path) -> None:
    alter(exported, lambda lines: lines.__delitem__(slice(4, 6)))
    assert "cut short" in check(exported).stderr


def test_a_journal_that_was_written_anew_is_seen(exported: Path, tmp_path: Path) -> None:
    """Another register: every hash of it holds, and none is the one that was signed."""
    other = open_engine(f"sqlite:///{tmp_path / 'elsewhere' / 'register.db'}")
    assert (
        CliRunner(env={"CATALOGUE_DATA": str(tmp_path / "elsewhere")}).invoke(main, ["work", "--once"]).exit_code == 0
    )
    registry.publish(other, [small(), small("other"), small("third"), small("fourth"), small("fifth")])
    other.dispose()
    told = CliRunner(env={"CATALOGUE_DATA": str(tmp_path / "elsewhere")}).invoke(main, ["journal", "export"])
    (exported / "journal.jsonl").write_text(told.stdout, encoding="utf-8")
    assert check(exported).returncode == 0
    assert "written anew" in check(exported, *KEPT).stderr


@pytest.mark.parametrize("flags", [("-I", "-S"), ("-I",)])
def test_a_head_that_nobody_signed_is_seen(exported: Path, flags: Sequence[str]) -> None:
    body = (exported / "head.json").read_text(encoding="utf-8")
    (exported / "head.json").write_text(body.replace('"serial":2', '"serial":1').replace('"serial":5', '"serial":4'))
    ended = check(exported, *KEPT, flags=flags)
    assert (ended.returncode, "signature does not hold" in ended.stderr) == (1, True)


def test_every_altered_object_is_seen(exported: Path) -> None:
    for path in sorted((exported / "objects").iterdir()):
        body = path.read_bytes()
        path.write_bytes(bytes([body[0] ^ 1]) + body[1:])
        assert "was altered" in check(exported, "--objects", "objects").stderr, path.name
        path.unlink()
        assert "is missing" in check(exported, "--objects", "objects").stderr, path.name
        path.write_bytes(body)


def test_acts_go_to_a_private_file_alone(exported: Path) -> None:
    assert (exported / "acts.jsonl").stat().st_mode & 0o777 == 0o600
    again = run("journal", "export", "--acts", str(exported / "acts.jsonl"))
    assert (again.exit_code, "does not exist yet" in again.stderr) == (1, True)


# The command, against the register itself


def test_the_command_holds_the_register_to_a_head(exported: Path) -> None:
    for key in ((), ("--key", str(exported / "key.pem")), ("--key", str(exported / "key.json"))):
        told = run("verify", "--since", str(exported / "head.json"), *key)
        assert told.exit_code == 0, told.output
        assert "holds, and everything since follows from it" in told.stdout
    (exported / "pretty.json").write_text(json.dumps(json.loads((exported / "head.json").read_text()), indent=1))
    assert run("verify", "--since", str(exported / "pretty.json"), "--json").exit_code == 0


def test_the_command_sees_what_was_cut_off(exported: Path) -> None:
    engine = open_engine(f"sqlite:///{exported / 'data' / 'register.db'}")
    with writing(engine) as session:
        for statement in (
            "DELETE FROM outbox",
            "DELETE FROM signed_head",
            "UPDATE release SET retraction_id = NULL",
            "DELETE FROM slug_alias",
            "UPDATE dataset SET slug = 'other' WHERE slug = 'another'",
            "DELETE FROM change WHERE serial >= 5",
            "DELETE FROM object WHERE kind IN ('retraction', 'rename')",
        ):
            session.execute(text(statement))
    engine.dispose()
    # What stays is in order, and only the heads beside it tell that there was more.
    (exported / "data" / "heads.jsonl").rename(exported / "moved.jsonl")
    assert run("verify").exit_code == 0
    told = run("verify", "--since", str(exported / "head.json"))
    assert (told.exit_code, "cut short" in told.stderr) == (1, True)
    assert "cut short" in run("verify", "--since", str(exported / "moved.jsonl")).stderr
    (exported / "moved.jsonl").rename(exported / "data" / "heads.jsonl")
    assert "cut short" in run("verify").stderr


def test_the_command_wants_a_head_and_a_key(exported: Path) -> None:
    assert run("verify", "--since", str(exported / "journal.py")).exit_code == 1
    assert run("verify", "--since", str(exported / "head.json"), "--key", str(exported / "head.json")).exit_code == 1
    other = exported / "data" / "other.pem"
    assert run("journal", "key", "--json").exit_code == 0
    (exported / "other.pem").write_text(
        CliRunner(env={"CATALOGUE_SIGNING_KEY": str(other)}).invoke(main, ["journal", "key"]).stdout
    )
    told = run("verify", "--since", str(exported / "head.json"), "--key", str(exported / "other.pem"))
    assert (told.exit_code, "none of those known" in told.stderr) == (1, True)
