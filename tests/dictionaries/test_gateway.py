"""The Gateway's structural metadata: JSON of several versions, and its table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from catalogue.errors import DictionaryRefusedError
from tests.dictionaries.made import codes, read, rules, variable, workbook, written
from tests.outside import CONFORMANCE, need

TABLES: list[dict[str, Any]] = [
    {
        "name": "CASES",
        "description": "One row a case.",
        "columns": [
            {"name": "CASE_ID", "dataType": "BIGINT", "description": "Names the case.", "sensitive": True},
            {
                "name": "SEX",
                "dataType": "VARCHAR(1)",
                "description": None,
                "sensitive": False,
                "values": [
                    {"name": "1", "description": "Male", "frequency": 3},
                    {"name": "2", "description": "Female", "frequency": None},
                ],
            },
        ],
    },
    {"name": "PEOPLE", "columns": [{"name": "PERSON_ID", "dataType": "wobble", "sensitive": True}]},
]
OLD = [
    {"name": "CASES", "description": "", "elements": [{"name": "CASE_ID", "dataType": "int", "description": "Case."}]}
]
LINES = [
    ["Table Name", "Table Description", "Column Name", "Column Description", "Data Type", "Sensitive"],
    ["CASES", "One row a case.", "CASE_ID", "Names the case.", "BIGINT", "True"],
    ["CASES", "One row a case.", "OPENED", "", "DATE", "False"],
]


@pytest.mark.parametrize(
    "document",
    [
        {"summary": {"title": "Cases of examples"}, "structuralMetadata": {"tables": TABLES}},
        {"title": "Cases of examples", "structuralMetadata": TABLES},
        {"title": "Cases of examples", "tables": TABLES},
    ],
)
def test_tables_and_columns_are_read(document: dict[str, Any], tmp_path: Path) -> None:
    found = read(json.dumps(document), "gateway.json")
    assert (found.format, found.title) == ("gateway", "Cases of examples")
    assert [table.name for table in found.tables] == ["cases", "people"]
    assert found.tables[0].description == "One row a case."
    case = variable(found, "CASE_ID")
    assert (case.definition, case.type, case.physical_type) == ("Names the case.", "integer", "BIGINT")
    assert case.extra == {"sensitive": True}
    assert codes(found, "SEX") == {"1": "Male", "2": "Female"}
    assert variable(found, "SEX").constraints == {"maxLength": 1}
    assert rules(found) == [("warning", "dict-type")]
    assert written(found, tmp_path).slug == "cases-of-examples"


def test_how_often_a_value_occurs_is_not_taken() -> None:
    found = read(json.dumps({"structuralMetadata": TABLES}), "gateway.json")
    assert any("counts are not taken" in one.why for one in found.unmapped)
    assert "3" not in {one.text for one in found.unmapped}


def test_the_older_words_are_understood() -> None:
    assert (
        variable(read(json.dumps({"structuralMetadata": {"dataClasses": OLD}}), "g.json"), "CASE_ID").type == "integer"
    )


def test_its_table_is_recognised_as_csv_and_read_as_a_workbook(tmp_path: Path) -> None:
    text = "\n".join(",".join(line) for line in LINES)
    found = read(text, "gateway.csv")
    assert found.format == "gateway"
    other = read(workbook({"Structural metadata": LINES}), "gateway.xlsx", "gateway")
    assert found.tables[0].variables[0].definition == other.tables[0].variables[0].definition == "Names the case."
    assert found.tables[0].description == "One row a case."
    assert variable(found, "CASE_ID").extra == {"Sensitive": "True"}
    assert written(found, tmp_path).tables[0]["name"] == "cases"


def test_the_sample_is_valid_by_the_gateways_own_schema() -> None:
    path = CONFORMANCE / "hdruk" / "4.0.0" / "schema.json"
    need(path)
    schema = json.loads(path.read_text(encoding="utf-8"))
    wanted = {"$defs": schema["$defs"], "$ref": "#/$defs/StructuralMetadata"}
    assert not list(Draft202012Validator(wanted).iter_errors({"tables": TABLES}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"structuralMetadata": [', "no JSON"),
        ('{"resources": []}', "without the tables"),
        ('{"structuralMetadata": {"tables": []}}', "describes no variable"),
        ("[" * 100_000, "no JSON"),
        ("[1, 2]", "without the tables"),
    ],
)
def test_other_json_is_refused_in_words(text: str, told: str) -> None:
    with pytest.raises(DictionaryRefusedError, match=told):
        read(text, "gateway.json")


def test_odd_entries_are_told_and_the_others_read() -> None:
    tables = [
        *TABLES,
        7,
        {"name": "ODD", "columns": ["x", {"dataType": "int"}, {"name": "A", "values": [3, {"name": "1"}]}]},
    ]
    found = read(json.dumps({"tables": tables}), "gateway.json")
    assert [code for severity, code in rules(found) if severity == "error"] == ["dict-syntax", "dict-row", "dict-row"]
    assert codes(found, "A") == {"1": ""}
