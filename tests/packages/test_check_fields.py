"""Type, format, constraints and categories of a variable fit each other."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.packages.check_fields import check_fields
from catalogue.packages.rules import Findings, Rule
from tests.packages.samples import Facts, noted


def rules_broken(**facts: Any) -> list[str]:
    """The rules that one variable breaks."""
    document: Facts = {"resources": [{"name": "t", "schema": {"fields": [{"name": "V", **facts}]}}]}
    findings = Findings("x")
    check_fields(document, findings)
    found = noted(findings)
    assert all(problem.table == "t" and problem.variable == "V" for problem in found)
    return [problem.rule for problem in found]


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("string", "email"), ("string", "uri"), ("string", "binary"), ("string", "uuid"), ("date", "any"),
        ("date", "%d/%m/%Y"), ("time", "%H:%M"), ("datetime", "%Y-%m-%d %H:%M"), ("geopoint", "array"),
        ("geojson", "topojson"),
    ],
)  # fmt: skip
def test_formats_of_the_standard_are_allowed(kind: str, form: str) -> None:
    assert rules_broken(type=kind, format=form) == []


@pytest.mark.parametrize(
    ("kind", "form"),
    [("string", "wkt"), ("integer", "email"), ("date", "DD/MM/YYYY"), ("number", "any"), ("any", "x"), ("year", "%Y")],
)
def test_other_formats_are_refused(kind: str, form: str) -> None:
    assert rules_broken(type=kind, format=form) == [Rule.FIELD_FORMAT]


@pytest.mark.parametrize(
    ("kind", "constraints"),
    [
        ("string", {"required": True, "unique": True, "minLength": 2, "maxLength": 2}),
        ("string", {"pattern": "[a-z]+", "enum": ["ab"]}),
        ("integer", {"minimum": 1, "maximum": "9", "exclusiveMinimum": 0, "exclusiveMaximum": 10, "enum": [1, 2]}),
        ("integer", {"enum": ["1", "2"]}),
        ("number", {"minimum": 0.5, "maximum": 0.5}),
        ("date", {"minimum": "2001-01-01", "maximum": "2001-01-01"}),
        ("time", {"minimum": "10:00:00", "maximum": "11:00:00Z"}),
        ("datetime", {"minimum": "2001-01-01T00:00:00", "maximum": "2001-01-02T00:00:00Z"}),
        ("year", {"minimum": 2001, "maximum": "2010"}),
        ("yearmonth", {"minimum": "2001-01", "maximum": "2001-12"}),
        ("boolean", {"enum": [True]}),
        ("duration", {"enum": ["P1D"]}),
        ("array", {"minLength": 1, "enum": [[1], [2]]}),
        ("object", {"enum": [{"a": 1}]}),
        ("any", {"enum": [1]}),
        ("geopoint", {"required": True}),
        ("geojson", {"enum": [{"type": "Point"}]}),
    ],
)  # fmt: skip
def test_constraints_that_fit_are_allowed(kind: str, constraints: Facts) -> None:
    assert rules_broken(type=kind, constraints=constraints) == []


@pytest.mark.parametrize(
    ("kind", "constraints"),
    [
        ("string", {"minimum": "a"}), ("integer", {"pattern": "1"}), ("boolean", {"unique": True}),
        ("duration", {"minimum": "P1D"}), ("string", {"requird": True}), ("any", {"minimum": 1}),
        ("string", {"minLength": 3, "maxLength": 2}), ("string", {"pattern": "[[a]"}),
        ("string", {"pattern": "a" * 1_001}), ("string", {"enum": []}), ("string", {"enum": ["a", "a"]}),
        ("string", {"enum": [1]}), ("integer", {"enum": [1, "2"]}),
        ("integer", {"enum": [1.5]}), ("integer", {"minimum": 1.5}), ("integer", {"minimum": True}),
        ("integer", {"minimum": "one"}), ("number", {"maximum": "NaN"}), ("number", {"minimum": 2, "maximum": 1}),
        ("number", {"exclusiveMinimum": 2, "maximum": 1}), ("date", {"minimum": "20010101"}),
        ("date", {"minimum": "2001-02-30"}), ("date", {"minimum": "2002-01-01", "maximum": "2001-01-01"}),
        ("time", {"minimum": "25:00"}), ("year", {"minimum": 20}), ("yearmonth", {"minimum": "2001-13"}),
        ("boolean", {"enum": ["true"]}), ("array", {"enum": [{}]}), ("object", {"enum": [[]]}),
    ],
)  # fmt: skip
def test_constraints_that_do_not_fit_are_refused(kind: str, constraints: Facts) -> None:
    assert rules_broken(type=kind, constraints=constraints) == [Rule.FIELD_CONSTRAINT]


def test_values_in_an_own_format_are_not_judged() -> None:
    constraints = {"minimum": "31/12/2001", "maximum": "01/01/2002"}
    assert rules_broken(type="date", format="%d/%m/%Y", constraints=constraints) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"type": "string", "categories": ["a", "b"]},
        {"type": "string", "categories": [{"value": "a", "label": "A"}, {"value": "b"}], "categoriesOrdered": True},
        {"type": "integer", "categories": [1, 2]},
        {"type": "integer", "categories": [{"value": 1, "label": "One"}]},
    ],
)
def test_categories_that_fit_are_allowed(facts: Facts) -> None:
    assert rules_broken(**facts) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"type": "string", "categories": []},
        {"type": "string", "categories": ["a", "a"]},
        {"type": "string", "categories": [1]},
        {"type": "string", "categories": [{"label": "A"}]},
        {"type": "string", "categories": [{"value": "a", "label": 1}]},
        {"type": "string", "categories": ["a", {"value": "b"}]},
        {"type": "string", "categoriesOrdered": True},
        {"type": "integer", "categories": ["1"]},
        {"type": "integer", "categories": [True]},
        {"type": "number", "categories": [1]},
    ],
)
def test_categories_that_do_not_fit_are_refused(facts: Facts) -> None:
    assert rules_broken(**facts) == [Rule.FIELD_CATEGORIES]
