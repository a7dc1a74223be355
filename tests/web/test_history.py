"""What is said to have happened from release to release."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.model.code_lists import CodeList, code_list_record
from catalogue.model.records import Table, Variable, dataset_facts, table_record
from catalogue.releases.diff import substance
from catalogue.web.contexts.changed import brief
from catalogue.web.contexts.history import changes_of

Whole = tuple[Table, Variable, CodeList | None]


def _whole(codes: CodeList | None = None, schema: dict[str, Any] | None = None, **facts: Any) -> Whole:
    dataset = dataset_facts({"id": "x", "mark": "documented"})
    columns = [("digest", {"name": "A", "title": "Label", **facts})]
    table = table_record({"name": "t", "schema": schema or {}}, "", columns, dataset)
    return table, table.variables[0], codes


def _list(*codes: str, **labels: str) -> CodeList:
    return code_list_record({"name": "l", "codes": [{"code": one, "label": labels.get(one, one)} for one in codes]}, "")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"type": "date"}, "type changed"),
        ({"physicalType": "BIGINT"}, "physical type changed"),
        ({"description": "More."}, "definition changed"),
        ({"title": "Other"}, "label changed"),
        ({"codeList": "l"}, "code list changed"),
        ({"constraints": {"required": True, "unique": True}}, "constraints changed"),
        ({"availability": "special"}, "availability changed"),
        ({"openQuestion": "Why?"}, "open question changed"),
        ({"mark": "inferred"}, "mark changed"),
        ({"evidence": {"status": "carried-forward"}}, "evidence changed"),
        ({"caveats": [{"name": "c", "title": "C."}]}, "caveats changed"),
        ({"type": "date", "title": "Other"}, "label and type changed"),
        ({"schema": {"primaryKey": ["A"]}}, "primary key changed"),
        ({"schema": {"primaryKey": ["B"]}}, ""),
        ({"notKnownHere": 1}, "not known here changed"),
        ({"name": "B", "formerNames": ["A"], "title": "Other"}, "renamed from A; label changed"),
    ],
)
def test_what_changed_is_named(facts: dict[str, Any], said: str) -> None:
    assert brief(changes_of(_whole(), _whole(**facts))) == said


def test_codes_are_counted() -> None:
    def told(before: CodeList, after: CodeList) -> str:
        return brief(changes_of(_whole(before, codeList="l"), _whole(after, codeList="l")))

    assert told(_list("a", "b"), _list("b", "c", "d")) == "2 codes added; 1 code removed"
    assert told(_list("a", "b"), _list("a", "b", b="other")) == "codes changed"
    assert told(_list("a", "b"), _list("a", "b")) == ""


def test_how_it_is_known_is_no_substance() -> None:
    assert substance(changes_of(_whole(), _whole(mark="inferred"))) == ()
