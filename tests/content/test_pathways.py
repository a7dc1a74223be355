"""The stages and derivations of the facts stand in pathways, with their marks, and what places name exists."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from catalogue.model.pathways import Pathway, pathway_record
from catalogue.packages.limits import Limits
from catalogue.packages.read import find_packages, read_package, read_vocabulary
from catalogue.settings import SITE
from tests.content import domain
from tests.outside import need

METADATA = SITE / "metadata"
NAMES = ("care-duration-figures", "child-parent-table", "nfjo-core-file", "sail-route", "ucl-lancaster-files")
STAGES = [*"012", "3a", "3b", "4", "4b", *"56789", "10", "11", "12"]
# What the first letter of a mark stands for. Two stages are told apart by their words: where the letter speaks of a
# single fact, the stage is the weaker one.
MARKS = {"D": "documented", "C": "seen-in-code", "D rate, P stage": "inferred"}


@cache
def _pathways() -> dict[str, Pathway]:
    return {name: pathway_record(facts, "") for name, facts in read_vocabulary(METADATA, Limits()).pathways.items()}


@cache
def _packages() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for path in find_packages(METADATA):
        package = read_package(path, Limits())
        found.setdefault(package.slug, []).append(package)
    return found


def _stages() -> dict[str, tuple[str, str]]:
    """Stage and mark by number, from the table of the facts."""
    rows = re.findall(r"^\| (\d+[ab]?) \| (.+?) \|.*\| ([^|]+) \|$", domain.section("(e)"), re.MULTILINE)
    return {number: (stage, mark) for number, stage, mark in rows}


def test_there_are_these_pathways() -> None:
    assert tuple(sorted(_pathways())) == NAMES


def test_the_route_has_every_stage_in_order() -> None:
    route = _pathways()["sail-route"]
    assert [step.number for step in route.steps] == STAGES
    assert route.datasets == ("cafw", "cafe-ecms", "cafe-cms")
    made = [(end.place, step.number) for step in route.steps for end in step.outputs]
    assert ("file-1", "3a") in made
    assert ("file-2", "3b") in made


def test_stages_and_marks_are_those_of_the_facts() -> None:
    need(domain.FACTS)
    stages = _stages()
    assert list(stages) == STAGES
    for step in _pathways()["sail-route"].steps:
        mark = stages[step.number][1]
        assert step.mark == MARKS.get(mark, MARKS[mark[0]]), step.number
        assert step.records or step.number == "8", step.number


def test_the_table_of_children_and_parents_has_its_five_inputs() -> None:
    (step,) = _pathways()["child-parent-table"].steps
    places = {place.name: place for place in _pathways()["child-parent-table"].places}
    read = [places[end.place].physical_name for end in step.inputs]
    tables = ("ALF", "RELATIONSHIPS", "APPLICATIONSERVICEUSERS", "APPLICATION")
    assert read == [f"SAILCAFWV.CAFCASS_{table}_20230622" for table in tables] + ["CHILD_BIRTHS_20240501"]
    assert [places[end.place].physical_name for end in step.outputs] == ["ZCAFCASS_CHILD_PARENT_20240626"]
    assert {step.mark, *(end.mark for end in step.inputs)} == {"seen-in-code"}
    assert "newest" in _pathways()["child-parent-table"].caveats[0].title


def test_example_edges_of_the_facts_are_drawn() -> None:
    need(domain.FACTS)
    text = domain.section("(e)")
    names = re.findall(r"(CAFCASS_\w+|ECMS_\w+|CHILD_BIRTHS)@(\d{8})", text)
    assert len(names) == 6
    held = " ".join(place.physical_name for one in _pathways().values() for place in one.places)
    assert [f"{table}_{day}" for table, day in names if f"{table}_{day}" not in held] == []
    for name in re.findall(r"-> (0\d\w+)", text):
        assert name in held


def test_the_core_file_is_made_in_the_order_of_its_master_script() -> None:
    pathway = _pathways()["nfjo-core-file"]
    assert [step.number for step in pathway.steps] == [f"01{number}" for number in range(1, 7)]
    assert [end.place[:2] for step in pathway.steps for end in step.outputs] == ["01", "02", "03", "04", "05", "06"]
    told = {end.place for step in pathway.steps for end in step.inputs if end.mark == "seen-in-code"}
    assert told == {"applications", "look-ups", "01-applications", "03-core", "04-relatives", "05-legal-outputs"}


def test_two_publications_of_one_quarter_were_run_on_two_days() -> None:
    places = {place.name: place for place in _pathways()["care-duration-figures"].places}
    assert (places["map"].snapshot, places["spreadsheet"].snapshot) == ("2024-01-26", "2023-11-26")
    assert places["case-system"].keeping == "live"


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_a_pathway_names_exists(name: str) -> None:
    pathway = _pathways()[name]
    assert set(pathway.datasets) <= set(_packages())
    used = {end.place for step in pathway.steps for end in (*step.inputs, *step.outputs)}
    assert used == {place.name for place in pathway.places}
    for place in pathway.places:
        assert place.mark
        assert place.sources or place.mark == "inferred", place.name
        if place.dataset:
            found = [one for one in _packages()[place.dataset] if place.snapshot in {"", one.release.snapshot}]
            assert found, place.name
            named = {one["name"] for one in found[-1].dataset.get("undocumentedTables", ())}
            assert place.table in {"", *(table["name"] for table in found[-1].tables), *named}, place.name


@pytest.mark.parametrize("name", NAMES)
def test_every_step_says_who_does_it_and_how_that_is_known(name: str) -> None:
    for step in _pathways()[name].steps:
        assert step.number
        assert step.actor
        assert step.description or step.mark == "inferred"
        assert step.sources or step.mark == "inferred", step.name
