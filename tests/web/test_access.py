"""How to get the data: what is known in its order, what is not known said so, names that a project would see."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.conftest import Get

ACCESS = "/datasets/court/access"


def test_a_restricted_dataset_answers_the_questions_of_the_first_day(get: Get) -> None:
    text = get(ACCESS).text
    order = [
        "Access to Court extract",
        "Restricted access, usually 2 to 6 months. Keeper of data keeps the data.",
        "Documented in Gateway dictionary, 2020; as release 2.0.0 says it",
        "Who may apply Anybody with a good reason.",
        "Where and how Apply in writing.",
        "It usually takes 2 to 6 months.",
        "Conditions Not known: no condition of use and no licence is stated. Whom to ask.",
        "Special access 1 variable of 1 table that an application must ask for by name",
        "CASES 1 variable ETHNICITY Ethnicity",
        "Safe projects Is this use of the data right? A panel decides.",
        "Safe people Can the researchers be trusted to use them rightly? not known",
        "Safe settings Does the place of work prevent misuse? A locked room.",
        "What a project sees Views with other keys.",
        "Old guide Dead link",
        "No address for questions about access to these data is known to this catalogue.",
        "Look at the site of Keeper of data, which publishes and keeps the data, and quote the address of this page.",
    ]
    places = [text.rindex(words) for words in order]
    assert places == sorted(places)


def test_names_are_those_that_a_project_would_see(get: Get) -> None:
    text = get(ACCESS).text
    assert "Table SAILCORTV.CASE_PEOPLE_20230622 SAIL1661V.CORT_CASE_PEOPLE_20230622" in text
    assert "Encrypted column CASE_ID_E CASE_ID_PE" in text
    assert "Schema to write to none SAILW1661V" in text


def test_a_dead_link_is_told_of_and_not_linked(get: Get) -> None:
    page = get(ACCESS)
    assert "https://example.org/apply" in page.links
    assert "https://example.org/old" not in page.links
    assert not [link for link in page.links if link.startswith("javascript")]


def test_open_data_are_there_to_download(get: Get, browser: FlaskClient) -> None:
    page = get("/datasets/counts/access")
    assert "Open. Anybody may download the figures; no application is needed." in page.text
    assert "counts CSV 2 32 bytes" in page.text
    assert "Licence: Open licence" in page.text
    assert "court@example.org" in page.text
    assert {"mailto:court@example.org", "https://example.org/licence"} <= set(page.links)
    (csv,) = [link for link in page.links if link.endswith(".csv")]
    assert browser.get(csv).data.startswith(b"YEAR,CASES")
    for words in ("Five Safes", "Who may apply", "Special access"):
        assert words not in page.text


def test_a_dataset_without_any_release_has_no_way_in(get: Get) -> None:
    assert "It should not have been." in get("/datasets/gone/access", 410).text


def test_a_former_name_leads_there(browser: FlaskClient) -> None:
    answer = browser.get("/datasets/court-of-old/access")
    assert (answer.status_code, answer.headers["Location"]) == (301, ACCESS)


def test_json_says_the_same(browser: FlaskClient) -> None:
    found = browser.get(f"/api/v1{ACCESS}").get_json()
    assert found["eligibility"] == "Anybody with a **good** reason."
    assert found["fiveSafes"] == {
        "projects": "A panel decides.",
        "people": None,
        "settings": "A locked room.",
        "data": None,
        "outputs": None,
    }
    assert found["specialVariables"] == [
        {
            "table": "cases",
            "physicalName": "CASES",
            "variables": [
                {
                    "name": "ETHNICITY",
                    "label": "Ethnicity",
                    "url": "http://127.0.0.1:8000/api/v1/datasets/court/releases/2.0.0/tables/cases/variables/ETHNICITY",
                }
            ],
        }
    ]
    assert found["projectNames"]["examples"][1] == {"what": "column", "core": "CASE_ID_E", "project": "CASE_ID_PE"}
    assert [link["status"] for link in found["links"]] == ["live", "dead", "unknown"]
    assert browser.get("/api/v1/datasets/counts/access").get_json()["projectNames"] is None
