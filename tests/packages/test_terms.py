"""Reading vocabulary: code lists, concepts, organisations and pathways beside the packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogue.errors import PackageRefusedError
from catalogue.packages.facts import Vocabulary
from catalogue.packages.read import read_vocabulary
from catalogue.packages.rules import Rule
from tests.packages.samples import LAW_TYPE, LIMITS, Facts, as_yaml, write

CAFCASS: Facts = {
    "name": "cafcass-cymru",
    "title": "Cafcass Cymru",
    "titleCy": "Cafcass Cymru",
    "description": "Represents children in family courts in Wales.\n",
    "homepage": "https://example.org",
    "mark": "documented",
    "source": ["site"],
    "sources": [{"name": "site", "title": "Its site"}],
}


RECEIVED: Facts = {
    "name": "date-received",
    "title": "Date received",
    "terms": ["receipt date", 26, "CO"],
    "ambiguousTerms": ["CO"],
    "ambiguous": False,
    "variables": [{"dataset": "cafw", "table": "cafcass_application", "name": "CAP_RECEIPTDATE", "match": "exact"}],
    "mark": "documented",
    "source": ["code"],
    "sources": [{"name": "code", "title": "Published code"}],
}
MEANT = {"description": "a", "inferredMeaning": "b"}
TWICE = {"dataset": "a", "table": "b", "name": "c", "match": "exact"}


ROUTE: Facts = {
    "name": "route",
    "title": "Route",
    "places": [
        {"name": "court", "title": "Court", "keeping": "live"},
        {"name": "core", "title": "Core", "dataset": "cafw", "table": "cases", "snapshot": "2023-06-22"},
    ],
    "steps": [{"name": "load", "title": "Load", "inputs": ["court"], "outputs": ["core"], "records": ["Day"]}],
    "caveats": [{"name": "late", "title": "Late entries change history.", "period": {"from": 2010}}],
    "mark": "documented",
    "source": ["site"],
    "sources": [{"name": "site", "title": "Its site"}],
}


def route(**facts: object) -> Facts:
    """The pathway in a file called after the law type, with other facts."""
    return {**ROUTE, "name": "law-type", **facts}


def step(**facts: object) -> Facts:
    """The pathway with another step."""
    return route(steps=[{**ROUTE["steps"][0], **facts}])


def place(**facts: object) -> Facts:
    """The pathway with another first place."""
    return route(places=[{**ROUTE["places"][0], **facts}, ROUTE["places"][1]])


BELIEVED = {"code": "a", "description": "b", "inferredMeaning": "c"}


def test_lists_and_organisations_are_read_by_name_in_normal_form(tmp_path: Path) -> None:
    write(tmp_path / "codelists", as_yaml(LAW_TYPE), name="law-type.yaml")
    write(tmp_path / "concepts", as_yaml(RECEIVED), name="date-received.yaml")
    write(tmp_path / "organisations", as_yaml(CAFCASS), name="cafcass-cymru.yml")
    (tmp_path / "codelists" / "README.md").write_text("Not a code list.")
    found = read_vocabulary(tmp_path, LIMITS)
    assert list(found.code_lists) == ["law-type"]
    assert found.code_lists["law-type"] == LAW_TYPE
    assert found.concepts["date-received"]["terms"] == ["receipt date", "26", "CO"]
    assert "ambiguous" not in found.concepts["date-received"]
    organisation = found.organisations["cafcass-cymru"]
    assert organisation["source"] == "site"
    assert organisation["description"] == "Represents children in family courts in Wales."


def test_a_pathway_has_one_spelling(tmp_path: Path) -> None:
    written_out = {
        "inputs": [{"place": "court"}],
        "outputs": [{"place": "core"}],
        "records": [{"title": "Day"}],
    }
    write(tmp_path / "a" / "pathways", as_yaml(ROUTE), name="route.yaml")
    write(
        tmp_path / "b" / "pathways",
        as_yaml({**ROUTE, "steps": [{**ROUTE["steps"][0], **written_out}]}),
        name="route.yaml",
    )
    found = read_vocabulary(tmp_path / "a", LIMITS)
    assert found == read_vocabulary(tmp_path / "b", LIMITS)
    route = found.pathways["route"]
    assert route["steps"][0]["inputs"] == [{"place": "court"}]
    assert route["caveats"][0]["period"] == {"from": "2010"}
    assert route["source"] == "site"


def test_a_folder_without_vocabulary_has_none(tmp_path: Path) -> None:
    assert read_vocabulary(tmp_path, LIMITS) == Vocabulary()
    assert read_vocabulary(tmp_path / "none", LIMITS) == Vocabulary()


def test_yaml_and_json_and_written_defaults_say_the_same(tmp_path: Path) -> None:
    spelled = as_yaml(LAW_TYPE).replace("label: Public law", "label: 'Public law '\n  status: active")
    write(tmp_path / "a" / "codelists", spelled, name="law-type.yaml")
    write(tmp_path / "b" / "codelists", as_json(), name="law-type.json")
    assert read_vocabulary(tmp_path / "a", LIMITS) == read_vocabulary(tmp_path / "b", LIMITS)


def as_json() -> str:
    """The code list as JSON."""
    return json.dumps(LAW_TYPE)


@pytest.mark.parametrize(
    ("kind", "facts", "rule"),
    [
        ("codelists", {**LAW_TYPE, "codes": [{"code": "a"}, {"code": "a"}]}, Rule.CODELIST_CODE),
        ("codelists", {**LAW_TYPE, "codes": []}, Rule.CODELIST_EMPTY),
        ("codelists", {**LAW_TYPE, "source": "hearsay"}, Rule.SOURCE_UNKNOWN),
        ("codelists", {**LAW_TYPE, "codes": [{"code": "a", "source": "hearsay"}]}, Rule.SOURCE_UNKNOWN),
        ("codelists", {**LAW_TYPE, "codes": [{"code": "a", "mark": "guess"}]}, Rule.VOCABULARY),
        ("codelists", {**LAW_TYPE, "codes": [{"code": True}]}, Rule.PROPERTY_TYPE),
        ("codelists", {**LAW_TYPE, "codes": [BELIEVED]}, Rule.MEANING_INFERRED),
        ("codelists", {**LAW_TYPE, "name": "other"}, Rule.NAME_FILE),
        ("concepts", {**RECEIVED, "name": "law-type", "ambiguousTerms": ["PO"]}, Rule.CONCEPT_TERM),
        ("concepts", {**RECEIVED, "name": "law-type", "terms": ["CO", " CO "]}, Rule.NAME_DUPLICATE),
        ("concepts", {**RECEIVED, "name": "law-type", "variables": [TWICE, TWICE]}, Rule.NAME_DUPLICATE),
        ("concepts", {**RECEIVED, "name": "law-type", "variables": [{**TWICE, "match": "same"}]}, Rule.VOCABULARY),
        ("concepts", {**RECEIVED, "name": "law-type", "variables": [{**TWICE, "source": "x"}]}, Rule.SOURCE_UNKNOWN),
        ("concepts", {**RECEIVED, "name": "law-type", **MEANT}, Rule.MEANING_INFERRED),
        ("pathways", step(inputs=["nowhere"]), Rule.PATHWAY_PLACE),
        ("pathways", step(outputs=["nowhere"]), Rule.PATHWAY_PLACE),
        ("pathways", place(table="cases"), Rule.PATHWAY_PLACE),
        ("pathways", step(inputs=["court", "court"]), Rule.NAME_DUPLICATE),
        ("pathways", route(places=[*ROUTE["places"], ROUTE["places"][0]]), Rule.NAME_DUPLICATE),
        ("pathways", route(steps=ROUTE["steps"] * 2), Rule.NAME_DUPLICATE),
        ("pathways", route(caveats=ROUTE["caveats"] * 2), Rule.NAME_DUPLICATE),
        ("pathways", place(keeping="perhaps"), Rule.VOCABULARY),
        ("pathways", step(mark="guess"), Rule.VOCABULARY),
        ("pathways", route(mark="inferred", description="a"), Rule.MEANING_INFERRED),
        ("pathways", place(**MEANT), Rule.MEANING_INFERRED),
        ("pathways", step(mark="inferred", description="a"), Rule.MEANING_INFERRED),
        ("pathways", place(source="hearsay"), Rule.SOURCE_UNKNOWN),
        ("pathways", step(source="hearsay"), Rule.SOURCE_UNKNOWN),
        ("pathways", step(inputs=[{"place": "court", "source": "hearsay"}]), Rule.SOURCE_UNKNOWN),
        ("pathways", step(records=[{"title": "Day", "source": "hearsay"}]), Rule.SOURCE_UNKNOWN),
        ("pathways", route(caveats=[{**ROUTE["caveats"][0], "source": "hearsay"}]), Rule.SOURCE_UNKNOWN),
        ("pathways", route(steps=[]), Rule.PROPERTY_MISSING),
        ("organisations", {"name": "law-type"}, Rule.PROPERTY_MISSING),
        ("organisations", {"name": "law-type", "title": "X", "source": "hearsay"}, Rule.SOURCE_UNKNOWN),
    ],
)  # fmt: skip
def test_broken_vocabulary_is_refused_by_rule_and_file(tmp_path: Path, kind: str, facts: Facts, rule: Rule) -> None:
    path = write(tmp_path / kind, as_yaml(facts), name="law-type.yaml")
    with pytest.raises(PackageRefusedError) as refusal:
        read_vocabulary(tmp_path, LIMITS)
    assert [(problem.rule, problem.file) for problem in refusal.value.problems] == [(rule, str(path))]


def test_one_name_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "codelists", as_yaml(LAW_TYPE), name="law-type.yaml")
    write(tmp_path / "codelists", as_json(), name="law-type.json")
    with pytest.raises(PackageRefusedError) as refusal:
        read_vocabulary(tmp_path, LIMITS)
    assert [problem.rule for problem in refusal.value.problems] == [Rule.NAME_DUPLICATE]
