"""The verdict of frictionless: showing it each combination once gives the answer that showing it everything gives."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings

from catalogue.errors import Problem
from catalogue.packages.facts import Package
from catalogue.packages.rules import Findings, Rule
from catalogue.packages.verdict import check_descriptor
from catalogue.packages.write import STANDARD
from tests.packages.samples import Facts, good, opened, problems, read, variable, write
from tests.packages.strategies import packages


def shortened(package: Facts) -> bool:
    """True when frictionless accepts a descriptor as we show it."""
    findings = Findings("x")
    check_descriptor(package, findings)
    return not findings.failed


def whole(package: Facts) -> bool:
    """True when frictionless accepts a descriptor with everything in it."""
    return bool(frictionless.Package.validate_descriptor({**copy.deepcopy(package), "$schema": STANDARD}).valid)


def keyed(package: Facts) -> Facts:
    """Keys as lists, as they are after the gate for older spellings."""
    for table in package["resources"]:
        for foreign in table["schema"].get("foreignKeys", ()):
            foreign["reference"].setdefault("resource", table["name"])
    return package


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(package=packages())
def test_good_packages_are_accepted_either_way(package: Facts) -> None:
    assert shortened(package)
    assert whole(package)


CHANGES: list[Any] = [
    lambda p: p["resources"][0]["schema"]["fields"][0].update(example="one"),
    lambda p: p["resources"][0]["schema"]["fields"][0].update(constraints={"pattern": "a"}),
    lambda p: p["resources"][0]["schema"]["fields"][3].update(constraints={"required": "yes"}),
    lambda p: p["resources"][0]["schema"]["fields"][1].update(format="postcode"),
    lambda p: p["resources"][0]["schema"]["fields"][0].update(bareNumber="no"),
    lambda p: p["resources"][0]["schema"]["fields"][0].update(required=True),
    lambda p: p["resources"][0]["schema"]["fields"][0].update(rdfType=5),
    lambda p: p["resources"][0]["schema"]["fields"][0].update(missingValues=[{"value": "a"}, {"value": "a"}]),
    lambda p: p["resources"][0]["schema"].update(missingValues=[{"value": "a"}, {"value": "a"}]),
    lambda p: p["resources"][0]["schema"].update(primaryKey=["NONE"]),
    lambda p: p["resources"][1]["schema"]["foreignKeys"][0].update(fields=["NONE"]),
    lambda p: p["resources"][1]["schema"]["foreignKeys"][0]["reference"].update(fields=["CASE_ID", "LAW"]),
    lambda p: p["resources"][1].update(name="cases"),
    lambda p: p["resources"][1].update(homepage=5),
    lambda p: p["resources"][1].update(licenses=[{"title": "x"}]),
    lambda p: p["resources"][1].update(sources=[{"email": "x"}]),
    lambda p: p["resources"][1].update(missingValues=["x"]),
    lambda p: p["resources"][1].update(dialect={"header": "x"}),
    lambda p: p.update(licenses=[{"title": "x"}]),
    lambda p: p.update(contributors=[{"email": "not an address"}]),
    lambda p: p.update(sources=[{"email": "not an address"}]),
    lambda p: p.update(missingValues=["x"]),
    lambda p: p.update(fields=[]),
    lambda p: p.update(image=5),
]


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_broken_packages_are_refused_either_way(number: int) -> None:
    package = keyed(good())
    assert shortened(package)
    assert whole(package)
    CHANGES[number](package)
    assert not whole(package)
    assert not shortened(package)


def test_one_broken_variable_among_many_alike_is_found() -> None:
    package = keyed(good())
    fields = [variable(f"V{number}", type="integer") for number in range(300)]
    fields[217]["example"] = "one"
    package["resources"][1]["schema"] = {"fields": fields}
    assert not shortened(package)


def rows(tmp_path: Path, body: bytes, **changes: Any) -> list[Problem]:
    """The problems of an open package with these rows of cases."""
    package, _files = opened()
    package["resources"][0]["schema"].update(changes)
    return problems(write(tmp_path, package, {"tables/cases.csv": b"CASE_ID,LAW,RECEIVED,OPENED\n" + body}))


@pytest.mark.parametrize(
    ("body", "variable_name", "message"),
    [
        (b"one,a,,\n", "CASE_ID", "Row 2: the value is not of the variable's type."),
        (b"1,,,2020-02-30\n", "OPENED", "Row 2: the value is not of the variable's type."),
        (b"1,a,,\n1,b,,\n", "", "Row 3: the primary key stands in another row as well, or is empty."),
        (b"1,a,\n", "OPENED", "Row 2: there are fewer cells than columns."),
        (b"1,a,,,x\n", "", "Row 2: there are more cells than columns."),
    ],
)
def test_broken_rows_are_named_by_row_and_variable(
    tmp_path: Path, body: bytes, variable_name: str, message: str
) -> None:
    found = rows(tmp_path, body)
    assert (Rule.ROW_VALUE, "cases", variable_name, message) in {
        (problem.rule, problem.table, problem.variable, problem.message) for problem in found
    }


def test_references_between_tables_with_rows_are_checked(tmp_path: Path) -> None:
    package, files = opened()
    del package["resources"][1]["headerOnly"]
    people = b"PERSON_ID,CASE_ID,MOTHER\n7,1,7\n8,9,7\n"
    package["resources"][1]["schema"]["fields"][2]["type"] = "integer"
    found = problems(write(tmp_path, package, {**files, "tables/people.csv": people}))
    assert [(problem.table, problem.message) for problem in found] == [
        ("people", "Row 3: the reference leads to no row.")
    ]


def test_a_reference_to_a_table_without_rows_is_left_aside(tmp_path: Path) -> None:
    package, _files = opened()
    package["resources"][0]["headerOnly"] = True
    del package["resources"][1]["headerOnly"]
    package["resources"][1]["schema"]["foreignKeys"].pop()
    people = {"tables/people.csv": b"PERSON_ID,CASE_ID,MOTHER\n7,1,\n"}
    assert isinstance(read(tmp_path, package, people), Package)


def test_at_most_100_rows_of_a_table_are_listed(tmp_path: Path) -> None:
    assert len(rows(tmp_path, b"x,y,,\n" * 5_000)) == 100


def test_what_is_shown_is_small() -> None:
    package = keyed(good())
    package["resources"][1]["schema"] = {"fields": [variable(f"V{number}", type="string") for number in range(5_000)]}
    before = json.dumps(package)
    assert shortened(package)
    assert json.dumps(package) == before
