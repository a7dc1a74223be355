"""Variables side by side, on the page and as JSON."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Get
from tests.web.test_basket import ADDED, ETHNICITY, LAW, OLD_LAW, WITHDRAWN, basket


def compare(*items: str, path: str = "/compare") -> str:
    """A comparison's address."""
    return basket(*items, path=path)


def test_differences_are_marked_with_a_word(get: Get) -> None:
    page = get(compare(OLD_LAW, LAW))
    assert "They differ in definition, code list and evidence." in page.text
    assert "Part of family law, reworded." in page.text
    assert page.text.count("Differs") == 5, "release, definition, code list, evidence, and one code"
    assert "Label same" in page.text


def test_the_concepts_that_they_measure_stand_side_by_side(browser: FlaskClient, get: Get) -> None:
    page = get(compare(LAW, ADDED))
    assert "Concept Differs Branch of justice none is joined to it yet" in page.text
    assert "/concepts/branch" in page.links
    told = browser.get(compare(LAW, ADDED, path="/api/v1/compare")).get_json()
    assert [one["concepts"] for one in told["items"]] == [["branch"], []]


def test_codes_are_aligned(get: Get) -> None:
    page = get(compare(OLD_LAW, LAW, ETHNICITY))
    assert "New Differs not in this list New law not in this list" in page.text
    assert "Public Differs Public law Cyfraith gyhoeddus Public law Cyfraith gyhoeddus not in this list" in page.text


def test_a_single_variable_is_offered_its_newest_state(get: Get) -> None:
    page = get(compare(OLD_LAW))
    assert "One variable is chosen." in page.text
    assert compare(OLD_LAW, LAW) in page.links


def test_a_column_is_taken_away_by_a_link(get: Get) -> None:
    assert compare(LAW) in get(compare(OLD_LAW, LAW)).links


def test_nothing_chosen_says_how_to_choose(get: Get) -> None:
    page = get("/compare")
    assert "Add a variable" in page.text
    assert page.link("canonical") == "http://127.0.0.1:8000/compare"


def test_the_form_leads_to_the_one_address(browser: FlaskClient) -> None:
    answer = browser.get("/compare?v=court%402.0.0%2Fcases%2FLAW&v=court@2.0.0/cases/added&v=")
    assert answer.headers["Location"] == compare(LAW, ADDED)


def test_what_cannot_be_shown_is_told(get: Get) -> None:
    page = get(compare(LAW, WITHDRAWN, "court@2.0.0/cases/NONE", "x"))
    assert "2 parts of this address could not be read." in page.text
    assert "1 variable cannot be shown. The release was withdrawn: court@1.0.0/cases/LAW." in page.text


@pytest.mark.parametrize("path", ["/compare", "/api/v1/compare"])
def test_nine_are_too_many(browser: FlaskClient, path: str) -> None:
    answer = browser.get(compare(*(f"court@2.0.0/cases/V{n}" for n in range(9)), path=path))
    assert answer.status_code == 400
    assert b"9 variables are too many to compare" in answer.data
    whole = browser.get(compare("court@2.0.0/cases", "court@1.1.0/cases", path=path))
    assert whole.status_code == 400


def test_json_says_the_same(browser: FlaskClient) -> None:
    told = browser.get(compare(OLD_LAW, LAW, WITHDRAWN, "x", path="/api/v1/compare")).get_json()
    assert told["page"] == f"http://127.0.0.1:8000{compare(OLD_LAW, LAW)}"
    assert [one["item"] for one in told["items"]] == [OLD_LAW, LAW]
    assert told["items"][1]["variable"]["definition"] == "Part of family law, reworded."
    assert told["differs"] == ["codeList", "definition", "evidence", "release"]
    assert [(row["code"], row["differs"]) for row in told["codes"]][-1] == ("New", True)
    assert told["codes"][-1]["labels"] == [None, {"label": "New law", "labelCy": None}]
    assert told["withdrawn"] == [WITHDRAWN]
    assert len(told["faults"]) == 1


def test_json_refuses_what_it_does_not_know(browser: FlaskClient) -> None:
    assert browser.get("/api/v1/compare?w=1").status_code == 400
    assert browser.get("/api/v1/compare").get_json()["items"] == []
