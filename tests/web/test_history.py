"""What is said to have happened from release to release."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from catalogue.model.code_lists import CodeList, code_list_record
from catalogue.model.records import Variable, dataset_facts, table_record
from catalogue.web.contexts.history import changes, said


def _variable(**facts: Any) -> Variable:
    dataset = dataset_facts({"id": "x", "mark": "documented"})
    record = table_record({"name": "t"}, "", [("digest", {"name": "A", "title": "Label", **facts})], dataset)
    return record.variables[0]


def _list(*codes: str, digest: str) -> CodeList:
    return code_list_record({"name": "l", "codes": [{"code": code} for code in codes]}, digest)


@pytest.mark.parametrize(
    ("facts", "aspects"),
    [
        ({"type": "date"}, ("type",)),
        ({"physicalType": "BIGINT"}, ("physical type",)),
        ({"description": "More."}, ("definition",)),
        ({"inferredMeaning": "Perhaps."}, ("definition",)),
        ({"title": "Other"}, ("label",)),
        ({"codeList": "l"}, ("code list",)),
        ({"constraints": {"required": True}}, ("constraints",)),
        ({"availability": "special"}, ("access",)),
        ({"openQuestion": "Why?"}, ("open question",)),
        ({"mark": "inferred"}, ("mark",)),
        ({"evidence": {"status": "carried-forward"}}, ("evidence",)),
        ({"caveats": [{"name": "c", "title": "C."}]}, ("caveats",)),
        ({"type": "date", "title": "Other"}, ("type", "label")),
    ],
)
def test_what_changed_is_named(facts: dict[str, Any], aspects: tuple[str, ...]) -> None:
    assert changes(_variable(), _variable(**facts), (None, None)) == aspects


def test_nothing_changed_says_nothing() -> None:
    assert changes(_variable(), _variable(), (None, None)) == ()


def test_what_has_no_word_here_is_still_a_change() -> None:
    other = replace(_variable(), digest="other")
    assert changes(_variable(), other, (None, None)) == ("other properties",)


def test_codes_are_counted() -> None:
    coded = _variable(codeList="l")
    before, after = _list("a", "b", digest="1"), _list("b", "c", "d", digest="2")
    assert changes(coded, coded, (before, after)) == ("2 codes added and 1 code removed",)
    assert changes(coded, coded, (before, _list("a", "b", digest="3"))) == ("codes reworded",)
    assert changes(coded, coded, (before, before)) == ()


def test_changes_read_as_a_phrase() -> None:
    assert said(["definition", "type", "2 codes added"]) == "definition and type changed; 2 codes added"
    assert said(["codes reworded"]) == "codes reworded"
    assert said([]) == ""
