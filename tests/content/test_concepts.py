"""Every group of words and every row of the concept layer stands in its concept, and what concepts name exists."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml

from catalogue.packages.limits import Limits
from catalogue.packages.read import find_packages, read_package, read_vocabulary
from catalogue.settings import SITE
from tests.content import domain

METADATA = SITE / "metadata"
GROUPS = 109
# The concepts that hold what a row of the concept layer names; a row of two notions has two concepts.
ROWS = {
    "case id": ("case-id",),
    "law type": ("law-type",),
    "application type": ("application-type",),
    "date received": ("date-received",),
    "date issued": ("date-issued",),
    "date completed": ("date-completed",),
    "case closed": ("case-closed",),
    "role": ("role",),
    "hearing date/type": ("hearing-date", "hearing-type"),
    "outcome / order": ("legal-output",),
    "final?": ("final-outcome",),
    "local authority": ("local-authority",),
    "court / DFJ area": ("court", "dfj-area"),
    "week of birth": ("week-of-birth",),
    "gender": ("gender",),
    "area": ("lsoa",),
    "person link": ("alf",),
    "report type/dates": ("report-type", "report-filed-date"),
    "rule 16.4": ("rule-16-4",),
    "harm flag": ("harm-flag",),
}
# What a row calls by a name that no table has: who named it otherwise, or that its columns are not known.
OTHERWISE = {
    "ID_E": "ID_PE",
    "case_type": "FM_case_type",
    "IS": "ISSUBJECT",
    "any_final_order_": "any_final_order_po",
}
# Columns that no table is known to have, and words that are no column.
NOWHERE = {"", "FINAL", "LSOA"}
NAMED = re.compile(r"[A-Za-z]\w*_\w*|\b[A-Z][A-Z0-9]{2,}\b|\bIS(?=\*)|\b(?:dob|gender|tokenid)\b")
# A term that the facts list as English and that is Welsh.
WELSH = {"wt4c": {"Gweithio gyda'n gilydd er lles plant"}}
# CAO stands in one group of the facts and is said of two: the court statistics write it for the assessment order.
ADDED = {"child-assessment-order": {"CAO"}}


@cache
def concepts() -> dict[str, Any]:
    """Every concept that stewards wrote."""
    return dict(read_vocabulary(METADATA, Limits()).concepts)


@cache
def held() -> set[tuple[str, str, str]]:
    """Every variable of every release: dataset, table, name."""
    packages = [read_package(path, Limits()) for path in find_packages(METADATA)]
    return {
        (package.slug, table["name"], variable["name"])
        for package in packages
        for table in package.tables
        for variable in table["variables"]
    }


def members(name: str) -> set[str]:
    """Names of the variables of a concept, in capitals."""
    return {one["name"].upper() for one in concepts()[name].get("variables", ())}


def missing(cells: list[str], names: tuple[str, ...]) -> set[str]:
    """What the cells of a row name and none of the concepts holds."""
    found = {variable for name in names for variable in members(name)}
    wanted = {OTHERWISE.get(name, name).upper() for cell in cells for name in NAMED.findall(cell)}
    return wanted - found - NOWHERE


def test_every_concept_says_how_it_is_known_and_where_it_leads() -> None:
    assert len(concepts()) >= 125
    for name, concept in concepts().items():
        assert concept["mark"], name
        assert concept["source"], name
        assert set(concept.get("related", ())) <= set(concepts()) - {name}, name
        for part in (*concept.get("variables", ()), *concept.get("differences", ())):
            assert part["mark"], name
            assert part["source"], name


def test_every_variable_of_a_concept_is_in_some_release() -> None:
    named = {
        (one["dataset"], one["table"], one["name"]) for each in concepts().values() for one in each.get("variables", ())
    }
    assert named - held() == set()
    assert {"cafw", "cafe-ecms", "cafe-cms", "ucl-lancaster", "nfjo-core", "faco"} <= {one[0] for one in named}


def test_what_differs_is_said_between_datasets_that_the_concept_knows() -> None:
    for name, concept in concepts().items():
        for one in concept.get("differences", ()):
            assert len(set(one["datasets"])) >= 2, name
            assert one["title"], name
            assert one["description"], name


@pytest.fixture(scope="module")
def groups() -> dict[str, Any]:
    """The groups of words of the facts."""
    if not domain.available():
        pytest.fail("the facts are not here; name their folder in CATALOGUE_DOMAIN")
    found = yaml.safe_load((domain.FOLDER / "synonyms.yaml").read_text("utf-8"))
    return {group["id"]: group for group in found}


@pytest.mark.system
def test_every_group_of_words_is_a_concept(groups: dict[str, Any]) -> None:
    assert len(groups) == GROUPS
    for name, group in groups.items():
        concept, welsh = concepts()[name], WELSH.get(name, set())
        assert set(concept["terms"]) == set(group["en"]) - welsh | ADDED.get(name, set()), name
        assert set(concept.get("termsCy", ())) == set(group.get("cy", ())) | welsh, name
        assert set(concept.get("notation", ())) == set(group.get("notation", ())), name
        assert set(concept.get("ambiguousTerms", ())) == set(group.get("ambiguous_terms", ())) | ADDED.get(name, set())
        assert bool(concept.get("ambiguous")) == bool(group.get("ambiguous")), name
        assert "note" not in group or concept["note"], name


@pytest.mark.system
def test_every_row_of_the_concept_layer_is_in_its_concepts() -> None:
    rows = [row for row in domain_rows() if row[0] in ROWS]
    assert [row[0] for row in rows] == list(ROWS)
    assert {row[0]: missing(row[1:], ROWS[row[0]]) for row in rows} == {row[0]: set() for row in rows}


@pytest.mark.system
def test_a_variable_that_is_taken_out_of_a_concept_is_missed() -> None:
    row = next(row for row in domain_rows() if row[0] == "date received")
    assert missing(row[1:], ("case-closed",)) >= {"CAP_RECEIPTDATE", "DATERECEIVED", "RECEIPT_DATE"}


def domain_rows() -> list[list[str]]:
    """The cells of the table of the concept layer."""
    if not domain.available():
        pytest.fail("the facts are not here; name their folder in CATALOGUE_DOMAIN")
    text = domain.FACTS.read_text("utf-8")
    lines = text[text.index("### Concept layer seed") :].split("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
