"""Every rule is broken by a sample that breaks it alone, and every rule has its section in the manual."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from catalogue.errors import PackageRefusedError
from catalogue.packages.limits import Limits
from catalogue.packages.read import read_package, read_vocabulary
from catalogue.packages.rules import MOST_LISTED, MOST_OF_A_KIND, Rule
from catalogue.settings import SITE
from tests.packages.broken_descriptors import CHANGES, Change
from tests.packages.broken_files import FILES, Make, zipped
from tests.packages.samples import LAW_TYPE, LIMITS, as_yaml, good, problems, variable, write

MANUAL = SITE / "templates" / "docs" / "rules.md"
# Warnings have tests of their own below, and this one is about the list of problems itself.
NOT_ERRORS = {Rule.CODELIST_UNUSED, Rule.ROWS_NONE, Rule.PROBLEMS_MORE}
# Rules of vocabulary files, and those that the registry applies with the same codes.
ELSEWHERE = {Rule.NAME_FILE, Rule.CONCEPT_TERM, Rule.PATHWAY_PLACE}


@pytest.mark.parametrize(("rule", "change"), [pytest.param(*rest, id=title) for title, *rest in CHANGES])
def test_a_change_breaks_one_rule_and_no_other(tmp_path: Path, rule: Rule, change: Change) -> None:
    package = good()
    change(package)
    found = problems(write(tmp_path, package))
    assert {problem.rule for problem in found} == {rule}, found
    assert all(problem.message and problem.remedy and problem.file.startswith(str(tmp_path)) for problem in found)


@pytest.mark.parametrize(("rule", "make", "limits"), [pytest.param(*rest, id=title) for title, *rest in FILES])
def test_a_file_breaks_one_rule_and_no_other(tmp_path: Path, rule: Rule, make: Make, limits: Limits) -> None:
    found = problems(make(tmp_path), limits)
    assert {problem.rule for problem in found} == {rule}, found
    assert all(problem.message and problem.file.startswith(str(tmp_path)) for problem in found)


def test_the_good_package_breaks_nothing(tmp_path: Path) -> None:
    assert problems(write(tmp_path, good())) == []
    assert problems(zipped()(tmp_path / "zipped")) == []


def test_a_file_of_vocabulary_is_named_after_what_it_describes(tmp_path: Path) -> None:
    write(tmp_path / "codelists", as_yaml(LAW_TYPE), name="court.yaml")
    with pytest.raises(PackageRefusedError) as refusal:
        read_vocabulary(tmp_path, LIMITS)
    assert [problem.rule for problem in refusal.value.problems] == [Rule.NAME_FILE]


def test_warnings_do_not_refuse(tmp_path: Path) -> None:
    package = good()
    package["codeLists"].append({"name": "unused", "title": "Unused"})
    del package["resources"][1]["headerOnly"]
    read = read_package(write(tmp_path, package), LIMITS)
    assert [warning.rule for warning in read.warnings] == [Rule.CODELIST_UNUSED, Rule.ROWS_NONE]
    assert {warning.severity for warning in read.warnings} == {"warning"}


def test_many_problems_are_counted_and_the_first_of_each_kind_listed(tmp_path: Path) -> None:
    package = good()
    package["resources"][1]["schema"] = {"fields": [variable(f"V{n}", mark="?") for n in range(250)]}
    package["resources"][0]["schema"]["fields"] += [variable(f"V{n}", source="?") for n in range(120)]
    with pytest.raises(PackageRefusedError) as refusal:
        read_package(write(tmp_path, package), LIMITS)
    listed = refusal.value.problems
    assert len(listed) == 2 * MOST_OF_A_KIND + 1 < MOST_LISTED
    assert listed[-1].rule == Rule.PROBLEMS_MORE
    assert listed[-1].message.startswith("170 further problems")
    assert "370 problems" in refusal.value.detail


def test_every_rule_has_a_sample_that_breaks_it() -> None:
    broken = {rule for _title, rule, *_rest in CHANGES} | {rule for _title, rule, *_rest in FILES}
    assert broken | NOT_ERRORS | ELSEWHERE == set(Rule)


def test_every_rule_has_a_section_in_the_manual() -> None:
    sections: list[Any] = re.findall(r"^### `([a-z-]+)`$", MANUAL.read_text("utf-8"), re.MULTILINE)
    assert len(sections) == len(set(sections))
    assert {rule.value for rule in Rule} - set(sections) == set()
