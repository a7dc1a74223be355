"""Small made-up packages for tests. They describe no real data; names say what they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Facts:
    """Facts of a release."""

    version: str | None = "1.0.0"
    snapshot: str | None = None
    issued: str | None = "2020-01-01"
    notes: str | None = None
    corrects: str | None = None


@dataclass(frozen=True)
class Sample:
    """A package in normal form, as `catalogue.packages.read` would hand it over."""

    slug: str
    dataset: Mapping[str, Any]
    tables: Sequence[Mapping[str, Any]]
    release: Facts = field(default_factory=Facts)
    code_lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    data: Mapping[str, bytes] = field(default_factory=dict)
    origin: str = "sample/datapackage.json"


def variable(name: str, **facts: Any) -> dict[str, Any]:
    """One variable."""
    return {"name": name, "title": f"Label of {name}", "type": "string", "mark": "documented", **facts}


def table(name: str, variables: Sequence[Mapping[str, Any]], **facts: Any) -> dict[str, Any]:
    """One header-only table. The gate refuses bare names alone, so that one variable asks where nothing is said."""
    told = any(one.keys() & {"description", "inferredMeaning", "openQuestion"} for one in variables)
    if variables and not told:
        variables = [{**variables[0], "openQuestion": "What does a value mean?"}, *variables[1:]]
    return {"name": name, "physicalName": name.upper(), "headerOnly": True, "variables": list(variables), **facts}


LAW_TYPE = {
    "name": "law-type",
    "title": "Law type",
    "codes": [{"code": "Public", "label": "Public law"}, {"code": "Private", "label": "Private law"}],
}


def small(slug: str = "small", version: str = "1.0.0", issued: str = "2020-01-01", **changes: str) -> Sample:
    """A dataset of two tables; `changes` replace definitions of variables by name."""

    def defined(name: str, **facts: Any) -> dict[str, Any]:
        return variable(name, description=changes.get(name, f"What a value of {name} means."), **facts)

    cases = table("cases", [defined("CASE_ID"), defined("LAW", codeList="law-type")], grain="one row per case")
    people = table(
        "people",
        [defined("PERSON_ID"), defined("CASE_ID")],
        schema={"foreignKeys": [{"fields": ["CASE_ID"], "reference": {"resource": "cases", "fields": ["CASE_ID"]}}]},
    )
    return Sample(
        slug,
        {"title": f"Dataset {slug}", "description": "Made up for tests."},
        [cases, people],
        Facts(version=version, issued=issued),
        code_lists={"law-type": LAW_TYPE},
    )


def wide(slug: str, tables: int, variables: int, *, version: str = "1.0.0", changed: int = 0) -> Sample:
    """A dataset of many variables, `changed` of which differ by version."""
    made = []
    for number in range(tables):
        columns = []
        for position in range(variables):
            index = position * tables + number
            word = f" As worded in {version}." if index < changed else ""
            columns.append(
                variable(
                    f"VARIABLE_{number:03d}_{position:03d}",
                    description=f"What a value of column {position} of table {number} stands for.{word}",
                    physicalType="BIGINT",
                )
            )
        made.append(table(f"table_{number:03d}", columns, grain="one row per case"))
    return Sample(slug, {"title": f"Dataset {slug}"}, made, Facts(version=version))
