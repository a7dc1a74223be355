"""The receipt of the gate on the page of a release."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from catalogue.delivery.services import EXTENSION
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.store.receipts import receipts
from catalogue.web.contexts.gate import gate_receipt
from tests.web.conftest import Get

RELEASE = "/datasets/court/releases/2.0.0"


def test_a_release_tells_what_the_gate_said(get: Get) -> None:
    page = get(RELEASE)
    assert "Gate receipt" in page.text
    assert "rules of packages and" in page.text
    assert "No run that made the release is named or promised." in page.text
    assert f"/api/v1{RELEASE}/receipt.json" in page.links
    assert {"/help/gate", "/help/gate#lineage-missing", "/help/gate#the-score"} <= set(page.links)


def test_the_score_stands_in_words_and_numbers(get: Get) -> None:
    page = get(RELEASE)
    for label in ("Definitions", "Codes", "Missingness", "Caveats"):
        assert label in page.text
    assert "variables have a definition that says more than their name" in page.text
    assert "It says how much of what a researcher needs is told, not how good the data are." in page.text


def test_findings_lead_to_the_pages_of_what_they_are_about(get: Get, site: Flask) -> None:
    with reading(site.extensions[EXTENSION].engine) as session:
        _, release = find.release(session, "court", "2.0.0")
        told = gate_receipt(release, receipts(session, [release])[release.id])
    assert told is not None
    places = [found.place for one in told.warnings for found in one.findings if found.place]
    assert places
    for place in places:
        get(place.url)


def test_a_release_from_before_there_were_receipts_says_so(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.web.contexts.release.receipts", lambda _session, _releases: {})
    page = get(f"{RELEASE}?older")
    assert "This release was sealed before there were receipts" in page.text
    assert f"/api/v1{RELEASE}/receipt.json" not in page.links


def test_rules_that_are_not_known_any_more_keep_their_codes(site: Flask) -> None:
    with reading(site.extensions[EXTENSION].engine) as session:
        _, release = find.release(session, "court", "2.0.0")
        receipt = dict(receipts(session, [release])[release.id])
    receipt["rules"] = [
        {"code": "of-old", "result": "warned", "findings": 7, "first": [{"message": "Old.", "codeList": "x"}]}
    ]
    told = gate_receipt(replace(release), receipt)
    assert told is not None
    (warning,) = told.warnings
    assert (warning.title, warning.more, warning.findings[0].where) == ("of-old", 6, "code list x")
