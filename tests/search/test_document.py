"""Documents: equal ones are one state, different ones are two."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from catalogue.search.document import SearchDocument
from tests.search.samples import court

OTHER: dict[str, Any] = {
    "kind": "table", "identity": "variable:other", "name": "OTHER", "label": "Other", "definition": "Other.",
    "codes": (("9", "Nine", ""),), "notations": (("9", "IX"),), "meaning": "Other.", "notes": "Other",
    "terms": (("other", "en"),), "dataset": "other", "dataset_title": "Other", "table": "other",
    "table_physical": "OTHER", "table_title": "Other",
    "facets": (("mark", "inferred"),), "year_from": 1900, "year_to": 2100,
    "url": "/other", "payload": {"other": 1},
}  # fmt: skip


def test_what_is_stored_comes_back() -> None:
    for document in court():
        assert SearchDocument.from_json(document.to_json()) == document


@pytest.mark.parametrize("name", [field.name for field in fields(SearchDocument)])
def test_any_other_value_is_another_state(name: str) -> None:
    document = court()[5]
    assert replace(document, **{name: OTHER[name]}).fingerprint() != document.fingerprint()


def test_equal_values_are_one_state() -> None:
    one, other = court()[5], court()[5]
    assert one.fingerprint() == other.fingerprint()
    swapped = replace(one, payload={"b": 1, "a": 2})
    assert swapped.fingerprint() == replace(one, payload={"a": 2, "b": 1}).fingerprint()
    assert len(one.fingerprint()) == 8


def test_lone_surrogates_do_no_harm() -> None:
    document = replace(court()[5], label="broken \ud800 text")
    assert SearchDocument.from_json(document.to_json()).label == document.label
