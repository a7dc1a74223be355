"""A small package of everything that the profile knows, and ways to write it to a folder."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from catalogue.errors import PackageRefusedError, Problem
from catalogue.packages.limits import Limits
from catalogue.packages.paths import path_fault
from catalogue.packages.read import Package, read_package
from catalogue.packages.rules import Findings

LIMITS = Limits()
Facts = dict[str, Any]


def variable(name: str, **facts: Any) -> Facts:
    """One variable with a label and a definition."""
    return {"name": name, "title": f"Label of {name}", "description": f"What a value of {name} means.", **facts}


CASES: Facts = {
    "name": "cases",
    "physicalName": "CASES",
    "title": "Cases",
    "description": "One line for each case.",
    "grain": "one row per case",
    "path": "tables/cases.csv",
    "headerOnly": True,
    "caveats": [{"name": "late", "title": "Cases are entered late.", "period": {"to": "2010-04"}}],
    "undocumentedColumns": {"count": 1, "note": "One of twelve.", "mark": "documented", "source": "dictionary"},
    "schema": {
        "fields": [
            variable("CASE_ID", type="integer", physicalType="BIGINT", encrypted=True),
            variable("LAW", codeList="law-type", constraints={"required": True}),
            {"name": "RECEIVED", "type": "date", "inferredMeaning": "When it came in.", "mark": "inferred"},
            variable("OPENED", type="date", openQuestion="By whom?", evidence={"status": "carried-forward"}),
        ],
        "primaryKey": ["CASE_ID"],
        "uniqueKeys": [["LAW", "RECEIVED"]],
    },
}
PEOPLE: Facts = {
    "name": "people",
    "path": "tables/people.csv",
    "headerOnly": True,
    "mark": "seen-in-code",
    "source": "code",
    "schema": {
        "fields": [variable("PERSON_ID", type="integer"), variable("CASE_ID", type="integer"), variable("MOTHER")],
        "primaryKey": ["PERSON_ID"],
        "foreignKeys": [
            {"fields": ["CASE_ID"], "reference": {"resource": "cases", "fields": ["CASE_ID"]}, "note": "Always there."},
            {"fields": ["MOTHER"], "reference": {"fields": ["PERSON_ID"]}},
        ],
    },
}
LAW_TYPE: Facts = {
    "name": "law-type",
    "title": "Law type",
    "description": "The side of family law.",
    "complete": True,
    "mark": "documented",
    "source": "dictionary",
    "sources": [{"name": "dictionary", "title": "The dictionary"}],
    "codes": [
        {"code": "Public", "label": "Public law", "labelCy": "Cyfraith gyhoeddus", "notation": ["C"]},
        {"code": "Private", "label": "Private law", "status": "retired", "validFrom": "2001"},
    ],
}
GOOD: Facts = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "small",
    "id": "11111111-2222-4333-8444-555555555555",
    "title": "A small dataset",
    "description": "Made up for tests.\n\nTwo paragraphs.",
    "version": "1.0.0",
    "snapshot": "2020-01-31",
    "issued": "2020-02-01",
    "releaseNotes": "The first.",
    "homepage": "https://example.org/small",
    "keywords": ["courts", "children"],
    "contributors": [{"title": "A. Person", "roles": ["author"]}],
    "licenses": [{"name": "CC0-1.0"}],
    "sources": [
        {"name": "dictionary", "title": "The dictionary", "path": "https://example.org/dictionary"},
        {"name": "code", "title": "Published code", "version": "abc123"},
    ],
    "publisher": "cafcass",
    "custodian": "sail",
    "spatial": {"label": "Wales", "code": "GB-WLS"},
    "temporal": {"start": "2001-05-05", "end": "2020", "mark": "documented", "source": "dictionary"},
    "accessRights": "restricted",
    "access": {
        "conditions": "For research.",
        "links": [{"title": "How to apply", "path": "https://example.org/apply", "status": "live"}],
        "source": ["dictionary", "code"],
    },
    "unitOfCount": "Say *cases*.",
    "facts": [{"label": "Time lag", "value": "1-2 weeks", "mark": "documented", "source": "dictionary"}],
    "identifiers": [{"scheme": "Gateway", "value": "29a7"}],
    "mark": "documented",
    "source": "dictionary",
    "evidence": {"status": "confirmed"},
    "caveats": [
        {"name": "not-final", "title": "Not every outcome is final.", "severity": "warning", "period": {"from": "2010"}}
    ],
    "undocumentedTables": [{"name": "experts", "physicalName": "EXPERTS", "mark": "documented"}],
    "joinPaths": [{"name": "person-to-case", "title": "From person to case", "steps": [{"table": "people"}]}],
    "x-house": {"kept": [1, 2.5, True]},
    "resources": [CASES, PEOPLE],
    "codeLists": [LAW_TYPE],
}


def good() -> Facts:
    """A fresh copy of the good package, to be broken."""
    return copy.deepcopy(GOOD)


def opened() -> tuple[Facts, dict[str, bytes]]:
    """The good package as open data: its cases hold two rows."""
    package = good()
    package["accessRights"] = "open"
    del package["resources"][0]["headerOnly"]
    return package, {"tables/cases.csv": b"CASE_ID,LAW,RECEIVED,OPENED\n1,Public,,2019-01-01\n2,Private,,2019-01-02\n"}


def header_files(package: Facts) -> dict[str, bytes]:
    """A header line for each table of a descriptor, as far as it is well enough formed to have one."""
    files: dict[str, bytes] = {}
    for table in package.get("resources") or []:
        path, schema = table.get("path"), table.get("schema")
        path = path[0] if isinstance(path, list) else path
        if not isinstance(schema, dict) or path_fault(path):
            continue
        text = io.StringIO()
        names = [str(field.get("name", "")) for field in schema["fields"] if isinstance(field, dict)]
        csv.writer(text, lineterminator="\n").writerow(names)
        files[path] = text.getvalue().encode("utf-8", "surrogatepass")
    return files


def write(
    folder: Path,
    package: Facts | str | bytes,
    files: Mapping[str, bytes] | None = None,
    name: str = "datapackage.json",
) -> Path:
    """Write a package: a descriptor as JSON, YAML or exact text, a header line for each table, and further files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = header_files(GOOD)
    if isinstance(package, dict):
        made.update(header_files(package))
        package = as_yaml(package) if name.endswith(("yaml", "yml")) else json.dumps(package)
    (folder / name).write_bytes(package if isinstance(package, bytes) else package.encode())
    for path, body in {**made, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    return folder / name


def as_yaml(value: Any) -> str:
    """YAML as a tool writes it; texts that only YAML 1.1 takes for something else come out quoted."""
    # A copy through JSON: values that are shared in memory would come out as anchors and aliases.
    text: str = yaml.safe_dump(json.loads(json.dumps(value)), allow_unicode=True, sort_keys=False)
    return text


def read(folder: Path, package: Facts | str | bytes, files: Mapping[str, bytes] | None = None, **more: Any) -> Package:
    """Write a package and read it."""
    return read_package(write(folder, package, files, **more), LIMITS)


def problems(path: Path, limits: Limits = LIMITS) -> list[Problem]:
    """The errors for which a package is refused; none when it is taken."""
    try:
        read_package(path, limits)
    except PackageRefusedError as refusal:
        return [problem for problem in refusal.problems if problem.severity == "error"]
    return []


def noted(findings: Findings) -> list[Problem]:
    """What blocks among findings."""
    try:
        findings.refuse_if_failed()
    except PackageRefusedError as refusal:
        return list(refusal.problems)
    return []


def facts_of(package: Package) -> tuple[Any, ...]:
    """All that a package says, without where it was read from."""
    return (package.slug, package.dataset, package.release, package.tables, package.code_lists, dict(package.data))
