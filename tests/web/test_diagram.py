"""The picture of tables and joins: all of them in it and in the table below, a way through them numbered and on top."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from catalogue.model.records import Table, dataset_facts, table_record
from catalogue.web.contexts.common import Link
from catalogue.web.contexts.joins import JoinPath, Step
from catalogue.web.contexts.picture import picture
from tests.web.conftest import Get

DIAGRAM = "/datasets/court/releases/2.0.0/diagram"
SVG = "{http://www.w3.org/2000/svg}"
DATASET = dataset_facts({"id": "x", "mark": "documented"})


def table(name: str, *references: tuple[str, str, str]) -> Table:
    """A table with a key `ID`; references: (column, table, mark)."""
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": ["ID"]}, "mark": mark}
        for column, other, mark in references
    ]
    return table_record(
        {"name": name, "physicalName": name.upper(), "schema": {"primaryKey": "ID", "foreignKeys": keys}},
        "",
        [],
        DATASET,
    )


def way(*names: str, mark: str = "seen-in-code") -> JoinPath:
    """A way through tables."""
    steps = tuple(Step(name, Link(name, ""), "") for name in names)
    return JoinPath("way", "A way", "", steps, mark, (), "")


TABLES = [
    table("cases"),
    table("people"),
    table("hearings", ("CASE_ID", "cases", "")),
    table("roles", ("CASE_ID", "cases", "seen-in-code"), ("PERSON_ID", "people", "inferred")),
    table("trees", ("PARENT_ID", "", "")),
]
URLS = {one.name: f"/t/{one.name}" for one in TABLES}


def test_every_table_and_join_is_drawn_with_its_mark() -> None:
    drawn = picture(TABLES, URLS, None)
    assert [box.name for box in drawn.boxes] == ["CASES", "PEOPLE", "HEARINGS", "ROLES", "TREES"]
    assert sorted(line.mark for line in drawn.lines) == ["documented", "documented", "inferred", "seen-in-code"]
    roles = drawn.boxes[3]
    assert [(row.name, row.key) for row in roles.rows] == [("ID", True), ("CASE_ID", False), ("PERSON_ID", False)]
    assert roles.label == "ROLES; key ID; joins by CASE_ID, PERSON_ID"
    assert not any(line.chosen for line in drawn.lines)


def test_a_line_leads_from_the_column_to_the_key() -> None:
    drawn = picture(TABLES, URLS, None)
    boxes = {box.name: box for box in drawn.boxes}
    numbers = [float(number) for number in re.findall(r"[-\d.]+", drawn.lines[0].path)]
    start, end = numbers[1], numbers[-1]
    assert boxes["HEARINGS"].rows[1].y == pytest.approx(start + 4.5, abs=0.2)
    assert boxes["CASES"].rows[0].y == pytest.approx(end + 4.5, abs=0.2)


def test_a_way_is_numbered_and_lies_on_top() -> None:
    drawn = picture(TABLES, URLS, way("hearings", "cases", "roles", "hearings"))
    assert {box.name: box.steps for box in drawn.boxes} == {
        "CASES": "2",
        "PEOPLE": "",
        "HEARINGS": "1, 4",
        "ROLES": "3",
        "TREES": "",
    }
    assert [line.chosen for line in drawn.lines] == [False, False, True, True, True]
    # No key joins roles to hearings: that step is known by the way alone, with its mark.
    assert [line.mark for line in drawn.lines].count("seen-in-code") == 2
    assert drawn.boxes[3].label.endswith("step 3")


def test_the_page_says_in_words_what_the_picture_shows(get: Get) -> None:
    page = get(f"{DIAGRAM}?path=roles")
    assert "Role of a person in a case, in 3 steps." in page.text
    assert "1 CASES begin here 2 CASE_PEOPLE CASE_ID_E 3 ORDERS not stated" in page.text
    assert "CASE_PEOPLE CASE_ID_E CASES CASE_ID_E Not unique. Documented" in page.text
    assert "CASES none of its columns is known to join another table" in page.text
    assert "Known by name only" in page.text
    assert {f"{DIAGRAM}.svg?path=roles", DIAGRAM} <= set(page.links)
    labels = [one.get("aria-label") for one in page.all("a") if one.get("aria-label")]
    assert "CASE_PEOPLE; joins by CASE_ID_E; step 2" in labels


def test_without_a_way_all_ways_are_offered(get: Get) -> None:
    page = get(DIAGRAM)
    assert "2 tables and 1 known join." in page.text
    assert f"{DIAGRAM}?path=roles" in page.links


def test_the_picture_alone_is_a_file_that_leads_back(browser: FlaskClient) -> None:
    answer = browser.get(f"{DIAGRAM}.svg?path=roles")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    root = ET.fromstring(answer.data)  # noqa: S314 - written by this site
    links = [one.get("href") for one in root.iter(f"{SVG}a")]
    assert links[0] == "http://127.0.0.1:8000/datasets/court/releases/2.0.0/tables/case_people"
    assert "style" not in answer.text
    assert browser.get(f"{DIAGRAM}.svg").data != answer.data


def test_a_way_that_nobody_knows_is_answered_with_those_there_are(get: Get) -> None:
    page = get(f"{DIAGRAM}?path=nowhere", 404)
    assert "Known: roles." in page.text
    assert DIAGRAM in page.links


def test_the_release_leads_to_its_picture(get: Get) -> None:
    page = get("/datasets/court/releases/2.0.0")
    assert {DIAGRAM, f"{DIAGRAM}?path=roles"} <= set(page.links)
