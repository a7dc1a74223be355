"""Tokens: kept by digest alone, good for one thing, for a while, until they are revoked."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from catalogue import registry
from catalogue.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from catalogue.people import accounts, moments
from catalogue.people.tokens import PREFIX, Scope, authorise, create, every, revoke, standing
from catalogue.store.backup import backup, restore
from catalogue.store.engine import open_engine, reading
from tests.empty import lay_out


def bearer(token: str) -> str:
    return f"Bearer {token}"


def test_a_token_opens_what_it_is_for(any_engine: Engine) -> None:
    token, kept = create(any_engine, Scope.LINEAGE)
    assert token.startswith(PREFIX)
    assert len(token) > 40
    assert authorise(any_engine, bearer(token), Scope.LINEAGE) == kept
    assert authorise(any_engine, f"  bearer   {token} ", Scope.LINEAGE) == kept
    for other in (Scope.PUBLISH, Scope.READ):
        with pytest.raises(ForbiddenError, match="is for the scope `lineage`"):
            authorise(any_engine, bearer(token), other)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "cat_x",
        "Bearer cat_unknown",
        "Bearer é\udcff\0",
        f"Bearer {'x' * 9999}",
    ],
)
def test_what_is_no_token_opens_nothing(engine: Engine, header: str) -> None:
    create(engine, Scope.LINEAGE)
    with pytest.raises(UnauthenticatedError):
        authorise(engine, header, Scope.LINEAGE)


def test_only_its_digest_is_kept(engine: Engine, tmp_path: Path) -> None:
    token, _ = create(engine, Scope.READ)
    path = tmp_path / "backup.zip"
    backup(engine, path)
    with reading(engine) as session:
        rows = session.execute(text("SELECT * FROM token")).mappings().all()
    assert [row["digest"] for row in rows] == [hashlib.sha256(token.encode()).hexdigest()]
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert token.encode() not in file.read_bytes(), file


def test_a_revoked_token_opens_nothing(any_engine: Engine) -> None:
    token, kept = create(any_engine, Scope.LINEAGE)
    gone = revoke(any_engine, kept.id)
    assert standing(gone) == "revoked"
    assert revoke(any_engine, kept.id) == gone, "the moment of the first time stays"
    with pytest.raises(UnauthenticatedError, match="unknown, has expired, was revoked"):
        authorise(any_engine, bearer(token), Scope.LINEAGE)
    with pytest.raises(NotFoundError):
        revoke(any_engine, kept.id + 1)


@pytest.mark.parametrize("scope", Scope)
def test_a_token_of_a_closed_account_opens_nothing_until_it_is_opened_again(engine: Engine, scope: Scope) -> None:
    accounts.make(engine, accounts.THE_OPERATOR, "anna", "Anna", ())
    token, kept = create(engine, scope, account="anna")
    assert authorise(engine, bearer(token), scope) == kept
    accounts.close(engine, accounts.THE_OPERATOR, "anna")
    with pytest.raises(UnauthenticatedError, match="its account is closed"):
        authorise(engine, bearer(token), scope)
    accounts.reopen(engine, accounts.THE_OPERATOR, "anna")
    assert authorise(engine, bearer(token), scope) == kept


def test_an_expired_token_opens_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    token, kept = create(engine, Scope.LINEAGE, days=1)
    assert standing(kept) == "valid"

    later = moments.now() + timedelta(days=366)
    monkeypatch.setattr(moments, "now", lambda: later)
    assert standing(kept) == "expired"
    with pytest.raises(UnauthenticatedError):
        authorise(engine, bearer(token), Scope.LINEAGE)


def test_a_publisher_must_be_an_organisation(engine: Engine) -> None:
    with pytest.raises(NotFoundError, match="no organisation"):
        create(engine, Scope.PUBLISH, "keeper")
    registry.publish(engine, [], registry.Terms(organisations={"keeper": {"name": "keeper", "title": "The Keeper"}}))
    _, kept = create(engine, Scope.PUBLISH, "keeper")
    assert every(engine) == [kept]
    assert kept.publisher == "keeper"


def test_tokens_survive_a_backup(engine: Engine, tmp_path: Path) -> None:
    registry.publish(engine, [], registry.Terms(organisations={"keeper": {"name": "keeper", "title": "The Keeper"}}))
    token, kept = create(engine, Scope.LINEAGE)
    backup(engine, tmp_path / "backup.zip")
    other = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    lay_out(other)
    restore(other, tmp_path / "backup.zip")
    assert authorise(other, bearer(token), Scope.LINEAGE) == kept
    other.dispose()
