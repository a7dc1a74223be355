"""Signing in: what is kept, what slows guessing down, when a sign-in ends; nobody learns who has an account."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from catalogue.errors import InvalidRequestError, NotFoundError, TooOftenError, UnauthenticatedError
from catalogue.model.authority import Grant, Role
from catalogue.people import accounts, moments, passwords, signing_in
from catalogue.people.accounts import THE_OPERATOR
from catalogue.people.signing_in import Limits
from catalogue.people.slowing import FREE, LONGEST_WAIT, wait
from catalogue.settings import PACKAGE
from catalogue.store.backup import backup
from catalogue.store.engine import reading

PASSWORD = "four words that wander"  # noqa: S105 - of nobody
LIMITS = Limits(timedelta(hours=8), timedelta(days=7))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HERE = "192.0.2.7"


def anna(engine: Engine, password: str = PASSWORD) -> None:
    accounts.make(engine, THE_OPERATOR, "anna", "Anna Morgan", (), "anna@example.org", password)


def enter(engine: Engine, password: str = PASSWORD, name: str = "anna", now: datetime = NOON, at: str = HERE) -> str:
    return signing_in.with_password(engine, LIMITS, name, password, at, now)


def test_a_password_is_kept_as_argon2_alone(engine: Engine, tmp_path: Path) -> None:
    anna(engine)
    secret = enter(engine)
    with reading(engine) as session:
        kept = session.execute(text("SELECT password FROM account")).scalar_one()
        digests = session.execute(text("SELECT digest FROM sign_in")).scalars().all()
        acts = session.execute(text("SELECT * FROM act")).all()
    assert kept.startswith("$argon2id$")
    assert digests == [hashlib.sha256(secret.encode()).hexdigest()]
    assert PASSWORD not in str(acts)
    assert secret not in str(acts)
    backup(engine, tmp_path / "backup.zip")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert PASSWORD.encode() not in file.read_bytes(), file
            assert secret.encode() not in file.read_bytes(), file


def test_a_hash_costs_what_is_recommended() -> None:
    """In a process of its own, for in this one it is made cheap."""
    told = "from catalogue.people.passwords import hashed; print(hashed('four words that wander'))"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert ran.stdout.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_sign_in_is_somebody_with_roles_as_they_are_now(any_engine: Engine) -> None:
    anna(any_engine)
    secret = enter(any_engine, name="  ANNA ")
    found = signing_in.find(any_engine, LIMITS, secret, NOON)
    assert found is not None
    assert (found.person.name, found.person.grants, found.must_change) == ("anna", (), False)
    grant = Grant(Role.STEWARD)
    accounts.give(any_engine, THE_OPERATOR, "anna", grant)
    again = signing_in.find(any_engine, LIMITS, secret, NOON)
    assert again is not None
    assert again.person.grants == (grant,)


def test_each_sign_in_has_a_secret_of_its_own(engine: Engine) -> None:
    anna(engine)
    one, other = enter(engine), enter(engine)
    assert one != other
    assert len(one) == 43


@pytest.mark.parametrize("secret", ["", "x", "é\udcff\0", "x" * 5000])
def test_what_is_no_secret_is_nobody(engine: Engine, secret: str) -> None:
    assert signing_in.find(engine, LIMITS, secret, NOON) is None


def test_a_sign_in_runs_out_when_it_is_not_used(any_engine: Engine) -> None:
    anna(any_engine)
    secret = enter(any_engine)
    assert signing_in.find(any_engine, LIMITS, secret, NOON + timedelta(hours=7, minutes=59)) is not None
    assert signing_in.find(any_engine, LIMITS, secret, NOON + timedelta(hours=15)) is not None, "it was used since"
    assert signing_in.find(any_engine, LIMITS, secret, NOON + timedelta(hours=23, minutes=1)) is None


def test_a_sign_in_runs_out_however_much_it_is_used(engine: Engine) -> None:
    anna(engine)
    secret = enter(engine)
    for hours in range(0, 7 * 24, 6):
        assert signing_in.find(engine, LIMITS, secret, NOON + timedelta(hours=hours)) is not None
    assert signing_in.find(engine, LIMITS, secret, NOON + timedelta(days=7)) is None


def test_signing_out_ends_one_sign_in_and_a_new_password_all(engine: Engine) -> None:
    anna(engine)
    now = moments.now()
    one, other, third = (enter(engine, now=now) for _ in range(3))
    who = signing_in.find(engine, LIMITS, one, now)
    assert who is not None
    assert len(signing_in.open_of(engine, who, LIMITS)) == 3
    signing_in.end(engine, who, signing_in.digest(third)[:12])
    assert signing_in.find(engine, LIMITS, third) is None
    with pytest.raises(NotFoundError):
        signing_in.end(engine, who, signing_in.digest(third)[:12])
    fresh = signing_in.change_password(engine, LIMITS, who, PASSWORD, "other words that stay", HERE)
    assert signing_in.find(engine, LIMITS, one) is None
    assert signing_in.find(engine, LIMITS, other) is None
    assert signing_in.find(engine, LIMITS, fresh) is not None
    with pytest.raises(UnauthenticatedError):
        enter(engine, now=now)


def test_nobody_ends_the_sign_in_of_another(engine: Engine) -> None:
    anna(engine)
    accounts.make(engine, THE_OPERATOR, "bob", "Bob", (), password=PASSWORD)
    now = moments.now()
    mine, theirs = enter(engine, now=now), enter(engine, name="bob", now=now)
    who = signing_in.find(engine, LIMITS, mine, now)
    assert who is not None
    with pytest.raises(NotFoundError):
        signing_in.end(engine, who, signing_in.digest(theirs))
    assert signing_in.find(engine, LIMITS, theirs, now) is not None


def test_closing_an_account_ends_its_sign_ins_and_lets_nobody_in(engine: Engine) -> None:
    anna(engine)
    secret = enter(engine)
    accounts.close(engine, THE_OPERATOR, "anna")
    assert signing_in.find(engine, LIMITS, secret, NOON) is None
    with pytest.raises(UnauthenticatedError, match="do not belong together"):
        enter(engine)
    accounts.reopen(engine, THE_OPERATOR, "anna")
    assert signing_in.find(engine, LIMITS, secret, NOON) is None, "an ended sign-in stays ended"
    assert enter(engine)


def test_a_one_time_password_is_to_be_changed(engine: Engine) -> None:
    _, once = accounts.make(engine, THE_OPERATOR, "carl", "Carl", ())
    who = signing_in.find(engine, LIMITS, enter(engine, once, "carl"), NOON)
    assert who is not None
    assert who.must_change
    fresh = signing_in.change_password(engine, LIMITS, who, once, PASSWORD, HERE)
    again = signing_in.find(engine, LIMITS, fresh)
    assert again is not None
    assert not again.must_change


def test_an_unknown_name_is_answered_in_the_same_words_after_the_same_work(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna(engine)
    asked: list[str | None] = []
    real = passwords.matches

    def matches(kept: str | None, password: str) -> bool:
        asked.append(kept)
        return real(kept, password)

    verified: list[str] = []
    hasher = passwords._hasher()
    verify = type(hasher).verify

    def count(_self: object, kept: str, password: str) -> bool:
        verified.append(kept)
        return bool(verify(hasher, kept, password))

    monkeypatch.setattr(passwords, "matches", matches)
    monkeypatch.setattr(type(hasher), "verify", count)
    told = []
    for name in ("anna", "nobody", ""):
        with pytest.raises(UnauthenticatedError) as refused:
            enter(engine, "not the password", name)
        told.append(str(refused.value))
    assert len(set(told)) == 1
    assert [kept is None for kept in asked] == [False, True, True]
    assert len(verified) == 3, "the hasher ran for each"
    assert all(kept.startswith("$argon2id$") for kept in verified)
    parameters = {kept.rsplit("$", 2)[0] for kept in verified}
    assert len(parameters) == 1, "with the same parameters"


def test_guessing_a_name_is_slowed_down_from_wherever_it_comes(any_engine: Engine) -> None:
    anna(any_engine)
    for number in range(FREE["name"]):
        with pytest.raises(UnauthenticatedError):
            enter(any_engine, "wrong", at=f"192.0.2.{number}")
    with pytest.raises(TooOftenError, match="Signing in failed too often") as refused:
        enter(any_engine, at="198.51.100.1")
    assert 1 <= refused.value.seconds <= 2
    assert enter(any_engine, now=NOON + timedelta(seconds=2), at="198.51.100.1"), "and it is over after the wait"
    with pytest.raises(UnauthenticatedError):
        enter(any_engine, "wrong", now=NOON + timedelta(seconds=3))


def test_who_guesses_from_one_address_does_not_shut_out_the_owner(engine: Engine) -> None:
    anna(engine)
    for attempt in range(FREE["pair"] + 5):
        now = NOON + timedelta(minutes=attempt)
        with pytest.raises((UnauthenticatedError, TooOftenError)):
            enter(engine, "wrong", now=now, at="203.0.113.66")
        if attempt >= FREE["pair"]:
            assert enter(engine, now=now), "the owner comes from elsewhere"


def test_guessing_from_an_address_is_slowed_down_whatever_the_name(engine: Engine) -> None:
    anna(engine)
    for number in range(FREE["address"]):
        with pytest.raises(UnauthenticatedError):
            enter(engine, "wrong", f"name{number}", at=f"2001:db8::{number:x}")
    with pytest.raises(TooOftenError):
        enter(engine, at="2001:db8::ffff")
    assert enter(engine, at="2001:db8:0:1::1"), "another network is not slowed down"


def test_a_right_password_clears_the_name_and_not_the_address(engine: Engine) -> None:
    """Else who has one account could guess at others for ever."""
    anna(engine)
    for number in range(FREE["address"]):
        with pytest.raises(UnauthenticatedError):
            enter(engine, "wrong", f"name{number}")
        if number < FREE["address"] - 1:
            enter(engine)
    with pytest.raises(TooOftenError):
        enter(engine)


def test_addresses_of_ipv4_inside_ipv6_are_many(engine: Engine) -> None:
    """A server that listens for both sees them so, and one who guesses must not shut out everybody."""
    anna(engine)
    for number in range(FREE["address"]):
        with pytest.raises(UnauthenticatedError):
            enter(engine, "wrong", f"name{number}", at="::ffff:203.0.113.66")
    with pytest.raises(TooOftenError):
        enter(engine, at="203.0.113.66")
    assert enter(engine, at="::ffff:192.0.2.7")


def test_what_failed_meanwhile_stays_counted(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a right password is looked at, others fail from the same address."""
    anna(engine)
    real = passwords.matches

    def matches(kept: str | None, password: str) -> bool:
        if password == PASSWORD:
            for number in range(FREE["address"] - 1):
                with pytest.raises(UnauthenticatedError):
                    enter(engine, "wrong", f"name{number}")
        return real(kept, password)

    monkeypatch.setattr(passwords, "matches", matches)
    assert enter(engine)
    with pytest.raises(UnauthenticatedError):
        enter(engine, "wrong", "another")
    with pytest.raises(TooOftenError):
        enter(engine, "wrong", "another")


@pytest.mark.parametrize("change", [accounts.close, accounts.give_password], ids=["closed", "given another password"])
@pytest.mark.parametrize("what", ["signs in", "changes the password"])
def test_an_account_that_is_changed_meanwhile_lets_nobody_in(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, change: Callable[..., object], what: str
) -> None:
    """Somebody who has the password is in the middle of signing in when an administrator takes it from them."""
    anna(engine)
    now = moments.now()
    who = signing_in.find(engine, LIMITS, enter(engine, now=now), now)
    assert who is not None
    real = passwords.matches

    def matches(kept: str | None, password: str) -> bool:
        found = real(kept, password)
        change(engine, THE_OPERATOR, "anna")
        return found

    monkeypatch.setattr(passwords, "matches", matches)
    attempts = {
        "signs in": lambda: enter(engine, now=now),
        "changes the password": lambda: signing_in.change_password(
            engine, LIMITS, who, PASSWORD, "other words that stay", HERE
        ),
    }
    with pytest.raises(UnauthenticatedError, match="changed just now"):
        attempts[what]()
    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM sign_in WHERE ended IS NULL")).scalar_one() == 0


def test_a_waiting_name_is_not_even_hashed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    anna(engine)
    for _ in range(FREE["pair"]):
        with pytest.raises(UnauthenticatedError):
            enter(engine, "wrong")

    def matches(_kept: str | None, _password: str) -> bool:
        raise AssertionError("it was looked at")

    monkeypatch.setattr(passwords, "matches", matches)
    with pytest.raises(TooOftenError):
        enter(engine)


def test_what_is_typed_as_a_name_is_kept_nowhere(engine: Engine) -> None:
    with pytest.raises(UnauthenticatedError):
        enter(engine, "wrong", "my password by mistake")
    with reading(engine) as session:
        assert "mistake" not in str(session.execute(text("SELECT * FROM attempt")).all())


@given(st.integers(0, 10_000), st.sampled_from(sorted(FREE)))
def test_waits_grow_and_end(failures: int, kind: str) -> None:
    assert timedelta(0) <= wait(failures, kind) <= wait(failures + 1, kind) <= LONGEST_WAIT[kind]
    assert (wait(failures, kind) == timedelta(0)) == (failures < FREE[kind])


@pytest.mark.parametrize(
    "password",
    ["", "short", "elevenchars", "anna-anna-anna", "annaanna12345678", "Password12345", "aaaaaaaaaaaaaa", "x" * 1001],
)
def test_a_password_that_anybody_would_try_is_refused(password: str) -> None:
    with pytest.raises(InvalidRequestError):
        passwords.require_good(password, "anna")


@given(st.text(max_size=40))
def test_a_password_of_any_signs_is_taken_or_refused_in_words(password: str) -> None:
    try:
        passwords.require_good(password, "anna")
    except InvalidRequestError as error:
        told = error.remedy
    else:
        told = "taken"
    assert told


def test_a_password_is_the_same_however_the_keyboard_composes_it(engine: Engine) -> None:
    anna(engine, "cafe\u0301 au lait le matin")
    assert enter(engine, "caf\u00e9 au lait le matin")


def test_older_parameters_are_renewed_at_a_sign_in(engine: Engine) -> None:
    from argon2 import PasswordHasher  # noqa: PLC0415

    anna(engine)
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with engine.begin() as connection:
        connection.execute(text("UPDATE account SET password = :weak"), {"weak": weak})
    enter(engine)
    with reading(engine) as session:
        kept = session.execute(text("SELECT password FROM account")).scalar_one()
    assert kept != weak
    assert not passwords.is_outdated(kept)


@pytest.mark.parametrize("kept", ["", "$argon2id$broken", "plain"])
def test_a_hash_that_cannot_be_read_opens_nothing(kept: str) -> None:
    assert not passwords.matches(kept, "")
    assert not passwords.matches(kept, "plain")


def test_one_time_passwords_are_good_and_differ() -> None:
    some = {passwords.one_time() for _ in range(50)}
    assert len(some) == 50
    for one in some:
        passwords.require_good(one, "anna")
