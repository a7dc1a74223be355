"""Signed heads: made when they are due, refused when the journal is not what was signed, and held against it later."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from catalogue import registry
from catalogue.audit import heads, keys, signing, verify
from catalogue.audit.heads import End
from catalogue.errors import ConflictError, InvalidRequestError, SettingsError
from catalogue.registry import acts
from catalogue.store import heads as kept
from catalogue.store.engine import reading, writing
from tests.samples import small

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def key_at(path: Path) -> keys.SigningKey:
    """A key of a file, made if need be."""
    keys.make(path)
    key = keys.load(path)
    assert key is not None
    return key


@pytest.fixture
def key(tmp_path: Path) -> keys.SigningKey:
    return key_at(tmp_path / "key.pem")


def lines(data: Path) -> list[heads.SignedHead]:
    return signing.lines(data / signing.FILE)


def told(engine: Engine, kept_elsewhere: list[heads.SignedHead]) -> str:
    return "\n".join(f"{one.subject}: {one.message}" for one in verify(engine, kept=kept_elsewhere).findings)


def execute(engine: Engine, *statements: str) -> None:
    """What an intruder does to the database."""
    with writing(engine) as session:
        for statement in statements:
            session.execute(text(statement))


# Keys


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key.pem"
    assert keys.load(path) is None
    assert [keys.make(path), keys.make(path)] == [True, False]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["key.pem"]


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    keys.make(tmp_path / "key.pem")
    (tmp_path / "key.pem").chmod(0o640)
    with pytest.raises(SettingsError, match="Others than its owner"):
        keys.load(tmp_path / "key.pem")


@pytest.mark.parametrize("body", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(body)
    path.chmod(0o600)
    with pytest.raises(SettingsError):
        keys.load(path)


def test_public_keys_are_read_as_they_are_written(key: keys.SigningKey) -> None:
    assert keys.read_public(key.public.pem) == keys.read_public(f"{key.public.base64}\n") == key.public
    for wrong in ("", "x", key.public.base64[:-4], "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"):
        with pytest.raises(InvalidRequestError):
            keys.read_public(wrong)


# One head


def test_a_head_is_read_as_it_is_written(key: keys.SigningKey) -> None:
    signed = heads.sign(key, End(3, "a" * 64), End(0, "0" * 64), "2026-11-26T12:00:00.000000Z")
    served = {"id": "1", "url": "https://x", **signed.document()}
    assert heads.read(json.dumps(served), "it") == signed
    assert list(heads.check_signature(signed, [key.public])) == []


@pytest.mark.parametrize("member", ["format", "serial", "hash", "acts", "signed", "key"])
def test_every_member_of_a_head_is_signed(key: keys.SigningKey, member: str) -> None:
    signed = heads.sign(key, End(3, "a" * 64), End(2, "b" * 64), "2026-11-26T12:00:00.000000Z")
    document = signed.document()
    changed: dict[str, object] = {
        "format": "catalogue-head/2", "serial": 4, "hash": "c" * 64, "acts": {"serial": 1, "hash": "b" * 64},
        "signed": "2026-11-26T12:00:00.000001Z", "key": "0" * 16,
    }  # fmt: skip
    document["head"][member] = changed[member]
    try:
        altered = heads.read(json.dumps(document), "it")
    except InvalidRequestError:
        assert member == "format"
    else:
        assert list(heads.check_signature(altered, [key.public]))


def test_a_signature_of_somebody_else_does_not_hold(key: keys.SigningKey, tmp_path: Path) -> None:
    other = key_at(tmp_path / "other.pem")
    signed = heads.sign(other, End(3, "a" * 64), End(0, "0" * 64), "2026-11-26T12:00:00.000000Z")
    assert "none of those known" in next(heads.check_signature(signed, [key.public])).message
    posing = replace(signed, head=replace(signed.head, key=key.public.id))
    assert "does not hold" in next(heads.check_signature(posing, [key.public])).message


@given(
    st.one_of(
        st.text(max_size=50),
        st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)).map(
            json.dumps
        ),
        st.dictionaries(st.sampled_from(["head", "signature"]), st.none() | st.text() | st.just({})).map(json.dumps),
    )
)
def test_anything_else_is_no_head(wrong: str) -> None:
    with pytest.raises(InvalidRequestError):
        heads.read(wrong, "it")


def test_members_that_are_not_signed_are_no_part_of_a_head(key: keys.SigningKey) -> None:
    document = heads.sign(key, End(3, "a" * 64), End(0, "0" * 64), "2026-11-26T12:00:00.000000Z").document()
    document["head"]["note"] = "believe me"
    with pytest.raises(InvalidRequestError):
        heads.read(json.dumps(document), "it")


# When heads are made


def test_nothing_is_signed_before_there_is_something(any_engine: Engine, tmp_path: Path, key: keys.SigningKey) -> None:
    assert signing.keep_signed(any_engine, tmp_path, key) is None
    assert lines(tmp_path) == []


def test_growth_and_an_hour_are_signed(any_engine: Engine, tmp_path: Path, key: keys.SigningKey) -> None:
    registry.publish(any_engine, [small()])
    first = signing.keep_signed(any_engine, tmp_path, key, NOON)
    assert first is not None
    assert signing.keep_signed(any_engine, tmp_path, key, NOON + timedelta(minutes=59)) is None
    again = signing.keep_signed(any_engine, tmp_path, key, NOON + timedelta(hours=1))
    registry.retract(any_engine, "small", "1.0.0", "It was wrong.")
    grown = signing.keep_signed(any_engine, tmp_path, key, NOON + timedelta(hours=1, seconds=1))
    assert again is not None
    assert grown is not None
    assert [one.head.journal.serial for one in (first, again, grown)] == [2, 2, 3]
    with reading(any_engine) as session:
        stored = [heads.of_row(row) for row in kept.after(session)]
    assert lines(tmp_path) == stored == [first, again, grown]
    assert verify(any_engine, kept=stored).sound


def test_a_clock_that_was_put_right_does_not_keep_the_next_head_waiting(
    engine: Engine, tmp_path: Path, key: keys.SigningKey
) -> None:
    registry.publish(engine, [small()])
    wrong = signing.keep_signed(engine, tmp_path, key, NOON + timedelta(days=3650))
    assert signing.keep_signed(engine, tmp_path, key, NOON + timedelta(days=3650) - timedelta(seconds=5)) is None
    assert signing.keep_signed(engine, tmp_path, key, NOON) is not None
    assert signing.keep_signed(engine, tmp_path, key, NOON + timedelta(minutes=59)) is None
    assert signing.keep_signed(engine, tmp_path, key, NOON + timedelta(hours=1)) is not None
    assert wrong is not None
    assert verify(engine, kept=lines(tmp_path)).sound


def test_a_crash_in_the_middle_leaves_at_most_a_repeated_head(
    engine: Engine, tmp_path: Path, key: keys.SigningKey
) -> None:
    registry.publish(engine, [small()])
    signing.keep_signed(engine, tmp_path, key, NOON)
    # The file has the line, the database does not.
    execute(engine, "DELETE FROM signed_head")
    with (tmp_path / signing.FILE).open("ab") as file:
        file.write(b'{"head":{"acts"')
    assert len(lines(tmp_path)) == 1
    assert signing.keep_signed(engine, tmp_path, key, NOON + timedelta(seconds=1)) is not None
    assert [one.head.journal.serial for one in lines(tmp_path)] == [2, 2]
    assert verify(engine, kept=lines(tmp_path)).sound


# What is not signed, and what is found out later


def cut(engine: Engine) -> None:
    execute(engine, "DELETE FROM outbox", "DELETE FROM change WHERE serial = 4")


def written_anew(engine: Engine) -> None:
    execute(engine, f"UPDATE change SET hash = '{'f' * 64}' WHERE serial = 4")


def acts_cut(engine: Engine) -> None:
    execute(engine, "DELETE FROM act")


@pytest.mark.parametrize(
    ("intrude", "why"), [(cut, "cut short"), (written_anew, "written anew"), (acts_cut, "record of acts has no act 2")]
)
def test_a_journal_that_is_not_what_was_signed_is_not_signed(
    any_engine: Engine, tmp_path: Path, key: keys.SigningKey, intrude: Callable[[Engine], None], why: str
) -> None:
    registry.publish(any_engine, [small()])
    registry.publish(any_engine, [small("other")])
    registry.rename(any_engine, "other", "another")
    with writing(any_engine) as session:
        acts.record(session, acts.OPERATOR, "made account", "account:anna")
    signed = signing.keep_signed(any_engine, tmp_path, key, NOON)
    assert signed is not None
    intrude(any_engine)
    with pytest.raises(ConflictError, match=why):
        signing.keep_signed(any_engine, tmp_path, key, NOON + timedelta(hours=2))
    assert why in signing.refused(tmp_path)
    assert len(lines(tmp_path)) == 1
    assert why in told(any_engine, [signed])
    # Even when the database forgets that it was ever signed, the file does not.
    execute(any_engine, "DELETE FROM signed_head")
    with pytest.raises(ConflictError, match=why):
        signing.keep_signed(any_engine, tmp_path, key, NOON + timedelta(hours=2))


def test_a_register_that_is_in_order_again_is_signed_again(
    engine: Engine, tmp_path: Path, key: keys.SigningKey
) -> None:
    registry.publish(engine, [small()])
    signing.keep_signed(engine, tmp_path, key, NOON)
    path = tmp_path / signing.FILE
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"serial":2', b'"serial":1'))
    with pytest.raises(ConflictError, match="signature does not hold"):
        signing.keep_signed(engine, tmp_path, key, NOON + timedelta(hours=2))
    path.write_bytes(b"nonsense\n")
    with pytest.raises(ConflictError, match="holds no signed head"):
        signing.keep_signed(engine, tmp_path, key, NOON + timedelta(hours=2))
    path.write_bytes(whole)
    assert signing.keep_signed(engine, tmp_path, key, NOON + timedelta(hours=2)) is not None
    assert signing.refused(tmp_path) == ""


def test_what_came_since_must_chain_on(engine: Engine, tmp_path: Path, key: keys.SigningKey) -> None:
    registry.publish(engine, [small()])
    signing.keep_signed(engine, tmp_path, key, NOON)
    registry.publish(engine, [small("other")])
    execute(engine, "UPDATE change SET recorded = '2020-01-01T00:00:00.000000Z' WHERE serial = 3")
    with pytest.raises(ConflictError, match="journal entry 3: does not follow"):
        signing.keep_signed(engine, tmp_path, key, NOON)


@pytest.mark.parametrize("column", ["serial", "hash", "acts_serial", "acts_hash", "signed", "key", "signature"])
def test_an_altered_head_in_the_database_is_found(
    engine: Engine, tmp_path: Path, key: keys.SigningKey, column: str
) -> None:
    registry.publish(engine, [small()])
    signing.keep_signed(engine, tmp_path, key, NOON)
    value: dict[str, object] = {"serial": 1, "acts_serial": 7, "signed": "2026-11-26T12:00:01.000000Z"}
    with writing(engine) as session:
        session.execute(text(f"UPDATE signed_head SET {column} = :new"), {"new": value.get(column, "0" * 16)})
    assert "head of" in told(engine, [])


@pytest.mark.parametrize("wrong", ["", "nonsense", base64.b64encode(b"k" * 32).decode()])
def test_another_key_beside_a_head_is_found(engine: Engine, tmp_path: Path, key: keys.SigningKey, wrong: str) -> None:
    registry.publish(engine, [small()])
    signing.keep_signed(engine, tmp_path, key, NOON)
    with writing(engine) as session:
        session.execute(text("UPDATE signed_head SET public_key = :new"), {"new": wrong})
    assert "none of those known" in told(engine, [])


def test_heads_in_another_order_are_found(key: keys.SigningKey) -> None:
    made = [heads.sign(key, End(n, str(n) * 64), End(0, "0" * 64), "2026-11-26T12:00:00.000000Z") for n in (1, 2, 2, 3)]
    assert list(heads.check_order(made)) == []
    assert list(heads.check_order(made[::-1]))
    other = heads.sign(key, End(2, "f" * 64), End(0, "0" * 64), "2026-11-26T12:00:00.000000Z")
    assert list(heads.check_order([*made[:3], other]))


@given(st.lists(st.text("ab\n", max_size=4), max_size=6), st.text("ab", max_size=3))
def test_the_last_whole_line_is_found(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], unfinished: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"lines.{os.getpid()}"
    body = "".join(f"{line}\n" for line in before)
    path.write_text(body + unfinished, encoding="utf-8")
    assert signing.last_line(path) == (body.split("\n")[-2] if body else "")
