"""The schemas document every property, agree with the vocabularies and with each other, and name places well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalogue.model import names, vocabulary
from catalogue.packages.profile import SCHEMAS, check_profile, is_fine, locate, schema
from catalogue.packages.rules import Findings, Rule
from catalogue.settings import SITE
from tests.packages.samples import Facts, good, problems, write

MANUAL = SITE / "templates" / "docs" / "profile.md"
WORDS = {
    ("$defs", "mark"): vocabulary.Mark,
    ("$defs", "evidence", "properties", "status"): vocabulary.EvidenceStatus,
    ("$defs", "caveats", "items", "properties", "severity"): vocabulary.Severity,
    ("properties", "accessRights"): vocabulary.AccessRights,
    ("properties", "access", "properties", "links", "items", "properties", "status"): vocabulary.LinkStatus,
    ("properties", "codeLists", "items", "properties", "codes", "items", "properties", "status"): vocabulary.CodeStatus,
    ("properties", "series", "items", "properties", "measure"): vocabulary.Measure,
    ("properties", "series", "items", "properties", "period", "properties", "kind"): vocabulary.PeriodKind,
}
# Properties of the standard, which the manual leaves to the standard.
OF_THE_STANDARD = {
    "$schema", "title", "description", "homepage", "created", "keywords", "contributors", "licenses", "image",
    "resources", "type", "path", "format", "mediatype", "encoding", "bytes", "hash", "dialect", "fields", "primaryKey",
    "uniqueKeys", "missingValues", "fieldsMatch", "constraints", "categories", "categoriesOrdered", "example",
    "rdfType", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber", "email", "givenName",
    "familyName", "organization", "roles", "reference", "resource", "delimiter", "quoteChar", "escapeChar",
    "doubleQuote", "skipInitialSpace", "required", "unique", "enum", "pattern", "minLength", "maxLength", "minimum",
    "maximum", "exclusiveMinimum", "exclusiveMaximum",
}  # fmt: skip


def properties_of(part: Any) -> Iterator[tuple[str, Facts]]:
    """Every property that a schema describes, at any depth."""
    if isinstance(part, dict):
        yield from part.get("properties", {}).items()
        for member in part.values():
            yield from properties_of(member)
    elif isinstance(part, list):
        for member in part:
            yield from properties_of(member)


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one_and_says_what_every_property_is(name: str) -> None:
    whole = schema(name)
    Draft202012Validator.check_schema(whole)
    for key, described in properties_of(whole):
        target = described
        if "$ref" in described:
            target = {**whole["$defs"][described["$ref"].removeprefix("#/$defs/")], **described}
        assert target.get("title"), f"{name}: {key} has no title"
        assert target.get("description"), f"{name}: {key} has no description"
        if "x-rule" in target:
            assert target["x-rule"] in set(Rule)


def test_ways_of_keeping_are_those_of_the_model() -> None:
    places = schema("pathway")["properties"]["places"]["items"]["properties"]
    assert places["keeping"]["enum"] == [word.value for word in vocabulary.Keeping]


def test_matches_are_those_of_the_model() -> None:
    members = schema("concept")["properties"]["variables"]["items"]["properties"]
    assert members["match"]["enum"] == [word.value for word in vocabulary.Match]


@pytest.mark.parametrize("place", WORDS, ids=lambda place: WORDS[place].__name__)
def test_the_closed_sets_of_words_are_those_of_the_model(place: tuple[str, ...]) -> None:
    part: Any = schema("profile")
    for step in place:
        part = part[step]
    assert part["enum"] == [word.value for word in WORDS[place]]


def test_availability_is_that_of_the_model() -> None:
    fields = schema("profile")["properties"]["resources"]["items"]["properties"]["schema"]["properties"]["fields"]
    assert fields["items"]["properties"]["availability"]["enum"] == [word.value for word in vocabulary.Availability]


def test_patterns_of_names_are_those_of_the_model() -> None:
    definitions = schema("profile")["$defs"]
    assert definitions["slug"]["pattern"] == f"^{names.SLUG.pattern}$"
    assert definitions["tableName"]["pattern"] == f"^{names.TABLE.pattern}$"
    assert definitions["variableName"]["maxLength"] == names.VARIABLE_LENGTH


def test_a_code_list_is_the_same_inside_a_package_and_alone() -> None:
    inside, alone = schema("profile"), schema("codelist")
    entry = inside["properties"]["codeLists"]["items"]
    assert entry == {key: value for key, value in alone.items() if key not in {"$schema", "$defs"}}
    assert all(inside["$defs"][name] == definition for name, definition in alone["$defs"].items())
    for other in ("organisation", "concept", "pathway"):
        assert all(inside["$defs"][name] == body for name, body in schema(other)["$defs"].items())


def test_the_manual_explains_every_property_that_the_catalogue_adds() -> None:
    page = MANUAL.read_text("utf-8")
    added = {key for name in SCHEMAS for key, _ in properties_of(schema(name))} - OF_THE_STANDARD
    assert {key for key in added if f"`{key}`" not in page} == set()


def test_the_example_of_the_manual_is_a_good_package(tmp_path: Path) -> None:
    page = MANUAL.read_text("utf-8")
    block = page.split("## A small package")[1].split("\nBeside it")[0]
    example = "\n".join(line.removeprefix("    ") for line in block.strip("\n").splitlines())
    files = {"tables/cases.csv": b"CASE_ID,CREATEDON\n"}
    assert problems(write(tmp_path, example, files, name="datapackage.yaml")) == []


def test_labels_of_words_are_those_of_the_look() -> None:
    assert [mark.label for mark in vocabulary.Mark] == ["Documented", "Seen in code", "Inferred", "Calculated"]
    assert vocabulary.EvidenceStatus.CARRIED_FORWARD.label == "Carried forward, not confirmed"
    assert vocabulary.EvidenceStatus.SEEN_IN_CODE.label == "Seen in code"
    assert [word.label for word in vocabulary.AccessRights] == ["Restricted", "Open"]
    assert [word.label for word in vocabulary.Severity] == ["Warning", "Notice"]
    assert [word.label for word in vocabulary.LinkStatus] == ["Live", "Dead", "Not known"]
    assert [word.label for word in vocabulary.Availability] == ["Core access", "Special access"]
    assert vocabulary.Mark("inferred") == "inferred"


def test_a_place_is_named_as_a_reader_knows_it() -> None:
    package = good()
    assert locate(package, ["resources", 0, "schema", "fields", 1, "mark"]) == ("cases", "LAW", "mark")
    assert locate(package, ["resources", 1, "schema", "primaryKey"]) == ("people", "", "schema/primaryKey")
    assert locate(package, ["caveats", 0, "severity"]) == ("", "", "caveats/not-final/severity")
    code: list[str | int] = ["codeLists", 0, "codes", 1, "status"]
    assert locate(package, code) == ("", "", "codeLists/law-type/codes/Private/status")
    assert locate(package, []) == ("", "", "the whole")


def test_broken_parts_are_left_out_and_the_rest_is_kept() -> None:
    package = good()
    package["mark"] = "guessed"
    package["sources"].append("hearsay")
    package["resources"][0]["schema"]["fields"][1]["title"] = 5
    findings = Findings("x")
    checked = check_profile(package, "profile", findings)
    assert "mark" not in checked
    assert checked["sources"] == good()["sources"]
    assert "title" not in checked["resources"][0]["schema"]["fields"][1]
    assert package["mark"] == "guessed"
    assert json.dumps(checked["resources"][1]) == json.dumps(package["resources"][1])


NONSENSE = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=200), st.just([]), st.just({"a": 1}))
PROPERTIES = [
    "name", "title", "type", "format", "description", "inferredMeaning", "physicalType", "codeList", "encrypted",
    "availability", "mark", "source", "evidence", "caveats", "constraints", "categories", "missingValues", "example",
    "trueValues", "x-own",
]  # fmt: skip


@settings(deadline=None)  # what it sees is checked, not how fast a busy machine is
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(PROPERTIES), NONSENSE), max_size=2))
def test_looking_at_each_kind_of_variable_once_sees_what_looking_at_all_sees(
    changes: list[tuple[int, str, Any]],
) -> None:
    package = good()
    fields = package["resources"][0]["schema"]["fields"]
    fields += [{**field, "name": f"{field['name']}_{number}"} for field in fields for number in range(3)]
    for number, key, value in changes:
        fields[-1 - number][key] = value
    everything = Draft202012Validator(schema("profile"))
    assert is_fine(package) == everything.is_valid(package)


@pytest.mark.parametrize("broken", [{}, {"resources": {}}, {"resources": [1]}, {"resources": [{"schema": 1}]}])
def test_what_has_no_variables_is_not_fine(broken: Facts) -> None:
    assert not is_fine({**good(), "resources": [], **broken})


def test_messages_name_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    package = good()
    package["resources"][0]["schema"]["fields"][1]["title"] = 5
    package["mark"] = "guessed"
    del package["caveats"][0]["title"]
    found = problems(write(tmp_path, package))
    said = {(problem.table, problem.variable, problem.message, problem.remedy) for problem in found}
    assert said == {
        ("cases", "LAW", "`title` must be text, not 5.", "Put the value in quotes."),
        ("", "", "`mark` is 'guessed'.", "Use one of: documented, seen-in-code, inferred, calculated."),
        (
            "",
            "",
            "`caveats/not-final/title` is missing.",
            "Add it: The danger or the instruction, in one sentence that makes sense alone.",
        ),
    }  # fmt: skip
