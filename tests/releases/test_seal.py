"""Seals and journal hashes: frozen bytes, and every fact counts."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from catalogue.releases.seal import GENESIS, SealFacts, build_seal, change_hash

FACTS = SealFacts(
    dataset="d-1",
    slug="cafw",
    content="a" * 64,
    version="1.0.0",
    issued="2020-08-20",
    approval={"mode": "operator"},
)


def test_the_seal_is_frozen() -> None:
    """Seals lie in other people's archives. If this test fails, old seals no longer verify: do not change it."""
    assert build_seal(FACTS).body == (
        b'{"approval":{"mode":"operator"},"content":"' + b"a" * 64 + b'","dataset":"d-1",'
        b'"format":"catalogue-seal/1","issued":"2020-08-20","slug":"cafw","version":"1.0.0"}'
    )


def test_the_journal_hash_is_frozen() -> None:
    """Chains lie in other people's archives. If this test fails, old journals no longer verify: do not change it."""
    found = change_hash(1, "release", "d-1@1.0.0", "b" * 64, "2026-01-01T00:00:00.000000Z", GENESIS)
    told = (
        b'{"digest":"'
        + b"b" * 64
        + b'","format":"catalogue-change/1","kind":"release","previous":"'
        + b"0" * 64
        + b'",'
        b'"recorded":"2026-01-01T00:00:00.000000Z","serial":1,"subject":"d-1@1.0.0"}'
    )
    assert found == hashlib.sha256(told).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"dataset": "d-2"},
        {"slug": "other"},
        {"content": "c" * 64},
        {"version": "1.0.1"},
        {"issued": "2020-08-21"},
        {"snapshot": "2023-06-22"},
        {"previous": "d" * 64},
        {"notes": "Why."},
        {"approval": {"mode": "two-person"}},
        {"run": {"id": "x"}},
        {"receipt": "e" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_fact_counts(change: dict[str, object]) -> None:
    assert build_seal(replace(FACTS, **change)).digest != build_seal(FACTS).digest  # type: ignore[arg-type]
