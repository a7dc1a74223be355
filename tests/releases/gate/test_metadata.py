"""The gate on what stewards keep in this repository, and on the synthetic sample: no false alarm, and the true ones."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

from catalogue.packages.limits import Limits
from catalogue.registry.files import Reading, read_paths
from catalogue.releases import gate
from catalogue.settings import PACKAGE, SITE

# What the gate rightly warns of: nobody found of which time the files of this project are, nor what six codes mean.
TRUE = {
    ("ucl-lancaster", "dataset-incomplete"),
    ("faco", "code-unlabelled"),
}
WORDS = {
    "version": "1.0.0", "until": "2024-03-31", "month": "2024-03", "day": "31 March 2024", "seed": "1",
    "threshold": "10", "scale": "100",
}  # fmt: skip


@pytest.fixture(scope="module")
def metadata() -> Reading:
    """Everything that stewards keep here."""
    return read_paths([SITE / "metadata"], Limits())


def verdict(dataset: Any, tables: Any, code_lists: Any, **facts: Any) -> gate.Verdict:
    """What the gate says, with a run at hand: that none is known of these releases is a warning of its own."""
    return gate.judge(gate.subject(dataset, tables, code_lists, lineage=gate.Lineage.BOUND, **facts))


def test_nothing_in_the_metadata_is_refused_and_warnings_are_few_and_true(metadata: Reading) -> None:
    found = set()
    for package in metadata.packages:
        lists = {**metadata.terms.code_lists, **package.code_lists}
        used = {str(one["codeList"]) for table in package.tables for one in table["variables"] if "codeList" in one}
        told = verdict(
            package.dataset,
            package.tables,
            {name: lists[name] for name in sorted(used)},
            snapshot=package.release.snapshot or "",
            notes=package.release.notes or "",
        )
        assert not told.failed, told.problems(package.origin)
        found |= {(package.slug, problem.rule) for problem in told.problems()}
    assert found == TRUE


def test_the_score_puts_what_is_well_told_first(metadata: Reading) -> None:
    scores = {
        (package.slug, package.release.version): verdict(
            package.dataset, package.tables, metadata.terms.code_lists
        ).score
        for package in metadata.packages
    }
    points = {name: score.points or 0 for name, score in scores.items()}
    assert points["private-law-cases", "1.0.0"] > points["cafw", "2.0.0"] > points["cafe-cms", "1.0.0"]


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "demo" / "packages").glob("sample-*.yaml")), ids=lambda path: path.stem
)
def test_the_sample_passes(path: Path) -> None:
    document = yaml.safe_load(Template(path.read_text(encoding="utf-8")).substitute(WORDS))
    tables = []
    for table in document.pop("resources"):
        schema = dict(table.pop("schema"))
        for key in schema.get("foreignKeys", ()):
            key["fields"], key["reference"]["fields"] = [key["fields"]], [key["reference"]["fields"]]
        tables.append({**table, "variables": schema.pop("fields"), "schema": schema})
    told = verdict(document, tables, {})
    assert [problem.sentence() for problem in told.problems() if problem.rule != "codelist-unresolved"] == []
