"""The receipt of a release over HTTP: exact bytes, what the record of the release says of it, and releases without."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from catalogue.api import addresses
from catalogue.store.releases import DatasetRecord, ReleaseRecord

RELEASE = "/api/v1/datasets/everything/releases/2.0.0"


def test_a_receipt_is_served_as_it_was_sealed(client: FlaskClient) -> None:
    seal, record = client.get(f"{RELEASE}/seal.json").get_json(), client.get(RELEASE).get_json()
    answer = client.get(f"{RELEASE}/receipt.json")
    assert hashlib.sha256(answer.data).hexdigest() == seal["receipt"]
    receipt = answer.get_json()
    assert receipt["content"] == record["content"] == seal["content"]
    assert record["receiptUrl"].endswith(f"{RELEASE}/receipt.json")
    assert record["score"] == {"points": receipt["score"]["points"], "parts": receipt["score"]["parts"]}
    assert record["score"]["points"] == sum(one["points"] for one in record["score"]["parts"])
    assert client.get(f"/api/v1/objects/{seal['receipt']}").data == answer.data


def test_the_list_of_releases_has_the_scores(client: FlaskClient) -> None:
    items = client.get("/api/v1/datasets/everything/releases").get_json()["items"]
    assert all(one["score"]["points"] >= 0 for one in items)


def without(record: ReleaseRecord) -> ReleaseRecord:
    """A release as it would be read without a receipt."""
    return replace(record, sealed={key: value for key, value in record.sealed.items() if key != "receipt"})


def test_a_release_from_before_has_none_and_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed before there were receipts: its seal names none."""
    both, found = addresses.both, addresses.release

    def older(*words: object) -> ReleaseRecord:
        return without(found(*words))  # type: ignore[arg-type]

    def older_both(*words: object) -> tuple[DatasetRecord, ReleaseRecord]:
        record, release = both(*words)  # type: ignore[arg-type]
        return record, without(release)

    monkeypatch.setattr(addresses, "release", older)
    monkeypatch.setattr(addresses, "both", older_both)
    record = client.get(RELEASE).get_json()
    assert (record["score"], record["receiptUrl"]) == (None, None)
    answer = client.get(f"{RELEASE}/receipt.json")
    assert answer.status_code == 404
    assert "sealed before there were receipts" in answer.get_json()["detail"]
