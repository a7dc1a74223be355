"""`catalogue lineage load` and `catalogue token`: recorded events in every form in which they are found."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalogue.cli import main
from tests.events import of_job
from tests.openlineage import event, pair

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against a register of its own."""
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CATALOGUE_DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, list(words))


def lines(events: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(one) + "\n" for one in events)


EVENTS = [*pair(1), of_job("job"), *pair(2)]
FORMS: dict[str, bytes] = {
    "array.json": json.dumps(EVENTS).encode(),
    "indented.json": json.dumps(EVENTS, indent=2).encode(),
    "lines.ndjson": lines(EVENTS).encode(),
    "windows.ndjson": lines(EVENTS).replace("\n", "\r\n\r\n").encode(),
    "array.json.gz": gzip.compress(json.dumps(EVENTS).encode()),
    "lines.ndjson.gz": gzip.compress(lines(EVENTS[:2]).encode()) + gzip.compress(lines(EVENTS[2:]).encode()),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_taken_once(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(FORMS[name])
    told = json.loads(run("lineage", "load", str(file), "--json").stdout)
    assert told["files"][0]["new"] == told["files"][0]["events"] == 5
    assert len(told["files"][0]["runs"]) == 2
    again = run("lineage", "load", str(file), str(file))
    assert again.stdout == 2 * f"{file}: 5 events, 0 of them new.\n"
    assert json.loads(run("journal", "head", "--json").stdout)["serial"] == 1


@pytest.mark.parametrize("indent", [None, 2])
def test_one_event_a_file(run: Run, tmp_path: Path, indent: int | None) -> None:
    files = []
    for number, one in enumerate(EVENTS):
        files.append(tmp_path / f"event-{number}.json")
        files[-1].write_text(json.dumps(one, indent=indent) + "\n", encoding="utf-8")
    told = json.loads(run("lineage", "load", *map(str, files), "--json").stdout)
    assert [one["new"] for one in told["files"]] == [1] * 5


def test_a_file_is_taken_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    good, bad, after = (tmp_path / name for name in ("good.ndjson", "bad.ndjson", "after.ndjson"))
    good.write_text(lines(pair(1)), encoding="utf-8")
    bad.write_text(lines([*pair(2), event(3, "FINISHED")]), encoding="utf-8")
    after.write_text(lines(pair(4)), encoding="utf-8")
    ended = run("lineage", "load", *map(str, (good, bad, after)))
    assert ended.exit_code == 1
    assert ended.stdout == f"{good}: 2 events, 2 of them new.\n"
    assert f"error: [event] {bad} · /2/eventType: " in ended.stderr
    assert f"{bad}: 1 of 3 events are refused; nothing was kept." in ended.stderr
    assert json.loads(run("journal", "head", "--json").stdout)["serial"] == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"a": 1}\n{"b": 2', "Line 2 is not JSON"),
        (b"", "not JSON"),
        (b"\x1f\x8bnothing", "not gzip"),
        (gzip.compress(b"[" * 1000)[:-4], "ends in the middle"),
        (gzip.compress(b" " * 70_000_000), "more than 64000000 bytes"),
    ],
    # Packed bytes hold the time of day, and processes that share the tests must name them alike.
    ids=["json lines", "nothing", "no gzip", "cut short", "too large"],
)
def test_what_cannot_be_read_is_named(run: Run, tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "events"
    file.write_bytes(content)
    ended = run("lineage", "load", str(file))
    assert ended.exit_code == 1, ended.output
    assert told in ended.stderr
    assert str(file) in ended.stderr
    assert json.loads(run("journal", "head", "--json").stdout)["serial"] == 0


def test_a_token_is_printed_once(run: Run) -> None:
    made = run("token", "create", "--scope", "lineage")
    token = made.stdout.strip()
    assert token.startswith("cat_")
    assert "\n" not in token
    listed = run("token", "list")
    assert listed.stdout.startswith("1: lineage, until ")
    assert listed.stdout.endswith(", valid\n")
    assert token not in listed.output
    assert run("token", "revoke", "1").stdout == "Token 1 is revoked.\n"
    assert json.loads(run("token", "list", "--json").stdout)["tokens"][0]["standing"] == "revoked"
    assert run("token", "revoke", "2").exit_code == 1
    assert run("token", "create", "--scope", "publish", "--publisher", "nobody").exit_code == 1
    assert run("token", "create", "--scope", "everything").exit_code == 2
    short = json.loads(run("token", "create", "--scope", "read", "--days", "1", "--json").stdout)
    assert set(short) == {"token", "id", "scope", "publisher", "account", "created", "expires", "revoked", "standing"}
