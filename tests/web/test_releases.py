"""Dataset, release and table pages, tombstones and redirects."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Get

RELEASE = "/datasets/court/releases/2.0.0"


def test_a_release_says_what_it_is_before_what_it_holds(get: Get) -> None:
    text = get(RELEASE).text
    order = [
        "Dataset release, restricted access",
        "Records of a made-up court.",
        "Carried forward, not confirmed. The dictionary of 2020 was not repeated for this snapshot.",
        "25 April 2019 Withdrawn",
        "20 August 2020 Superseded",
        "14 August 2023 Latest",
        "Snapshot 22 June 2023",
        "Years covered May 2001 to July 2020",
        "Holds 2 tables, 10 variables",
        "Approval Published without a second person",
        "Say what you count. Count cases; rows are people.",
        "CASES Cases one case 8 6 of 8 2 caveats",
        "Known by name only",
        "Role of a person in a case Seen in code",
        "Time lag 1-2 weeks",
        "No run has been received for this release.",
        "Cite",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_release_links_all_its_variables_in_other_forms(get: Get) -> None:
    page = get(RELEASE)
    assert "The 10 variables as CSV, Excel, Markdown, annex to a request, R, Python" in page.text
    assert "/basket/csv?v=court%402.0.0" in page.links
    assert page.source.count(">Data Package</a>") == 1, "one name, one address"


def test_the_citation_holds_all_that_finds_the_release_again(get: Get) -> None:
    page = get(RELEASE)
    text = page.text
    assert "Keeper of data (2023). Court extract, release 2.0.0, snapshot 22 June 2023. Cafcass data catalogue." in text
    assert f"http://127.0.0.1:8000{RELEASE}. sha-256" in text
    assert get("/datasets/counts/releases/1.0.0").text.count("No DOI yet.") == 1
    for face in ("citation-text", "bibtex", "ris", "csl-json", "lock"):
        assert f"{RELEASE}/faces/{face}" in page.links


def test_downloads_tell_their_real_size(get: Get, browser: FlaskClient) -> None:
    page = get(RELEASE)
    body = browser.get(f"{RELEASE}/package.zip").data
    assert f"Data Package zip, {round(len(body) / 1000)} kB" in page.text
    assert "Tables come as headers only. No row leaves the databank." in page.text
    assert {f"{RELEASE}/package.zip", f"{RELEASE}/files/datapackage.json", f"/api/v1{RELEASE}/seal.json"} <= set(
        page.links
    )


def test_a_large_package_is_not_packed_to_tell_its_size(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.web.contexts.release.MOST_VARIABLES_PACKED", 1)
    assert "Data Package zip, large; packed when you ask for it" in get(f"{RELEASE}?large").text


def test_how_to_get_the_data_is_one_sentence_and_a_way_on(get: Get) -> None:
    page = get(RELEASE)
    assert "Get the data Restricted access, usually 2 to 6 months." in page.text
    assert "/datasets/court/access" in page.links


def test_an_open_dataset_says_how_many_rows_its_table_has(get: Get) -> None:
    assert "Tables come as headers only" not in get("/datasets/counts/releases/1.0.0").text
    assert "2 rows, 32 bytes" in get("/datasets/counts/releases/1.0.0/tables/counts").text
    assert "Where the files are" in get("/datasets/counts/releases/1.0.0").text


def test_tables_are_told_apart_by_what_is_known_of_them(get: Get) -> None:
    page = get(RELEASE)
    assert "2 tables with records, 1 known by name only." in page.text
    assert {"#tables", "#named"} <= set(page.links)


def test_a_table_lists_its_variables_with_what_differs(get: Get) -> None:
    text = get(f"{RELEASE}/tables/cases").text
    assert "One row is one case" in text
    assert "Variables 8, 6 with a definition" in text
    assert "LAW Law type Text 4 codes Part of family law, reworded. Confirmed 1 caveat" in text
    assert "GUESSED Guessed Text Inferred Perhaps the team of the case." in text
    assert "BARE Text No definition has been published. Seen in code Open question" in text
    assert "ETHNICITY Ethnicity Text 2 codes As stated. Special access" in text
    assert "1 column of the source is not described here. The source counts one more." in text
    assert "CASE_ID_E to many rows of CASE_PEOPLE CASE_ID_E Not unique. Documented" in text
    assert "cases.csv The header line alone. The data stay in the databank." in text
    assert "Carried forward, not confirmed" in text
    assert "CASE_ID_E to one row of CASES CASE_ID_E" in get(f"{RELEASE}/tables/case_people").text


def test_a_table_known_by_name_only_has_a_page(get: Get) -> None:
    text = get(f"{RELEASE}/tables/orders").text
    assert "Only the name of this table is known." in text
    assert "Seen in code named in Gateway dictionary, 2020" in text


def test_a_dataset_lists_every_release_and_what_became_of_it(get: Get) -> None:
    page = get("/datasets/court")
    assert "2.0.0 Latest 14 August 2023 22 June 2023 2 10 Notes of 2.0.0." in page.text
    assert "1.0.0 Withdrawn 25 April 2019 A table was missing." in page.text
    assert "Read release 2.0.0" in page.text


def test_a_withdrawn_release_is_a_tombstone_with_story_and_successor(get: Get, browser: FlaskClient) -> None:
    below = "/datasets/court/releases/1.0.0"
    for path in (below, f"{below}/tables/cases", f"{below}/tables/cases/variables/LAW"):
        page = get(path, 410)
        assert "A table was missing. Nothing else was wrong. Use release 1.1.0." in page.text
        assert "Part of family law" not in page.text
        assert "/datasets/court/releases/1.1.0" in page.links
    for path in (f"{below}/package.zip", f"{below}/files/datapackage.json", f"{below}/datapackage.json"):
        assert browser.get(path).status_code == 410
    answer = browser.get(below, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")


def test_a_dataset_without_any_standing_release_says_so_and_why(get: Get, browser: FlaskClient) -> None:
    page = get("/datasets/gone")
    assert "All releases of this dataset are withdrawn. Each has a page that says why." in page.text
    assert "It should not have been." in page.text
    assert "Read release" not in page.text
    assert "gone Withdrawn All of its releases are withdrawn." in get("/datasets").text
    assert "No other release of this dataset stands at present." in get("/datasets/gone/releases/1.0.0", 410).text
    for path in ("variables/lost/LOST", "tables/lost"):
        text = get(f"/datasets/gone/{path}", 410).text
        assert "It should not have been." in text
        assert "What was lost." not in text
    assert browser.get("/datasets/gone/releases/latest").status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "to"),
    [
        ("/datasets/court/releases/latest", 302, RELEASE),
        ("/datasets/court/releases/2023-06-22", 302, RELEASE),
        ("/datasets/court/releases/latest/tables/cases", 302, f"{RELEASE}/tables/cases"),
        ("/datasets/court/releases/latest/files/datapackage.json", 302, f"{RELEASE}/files/datapackage.json"),
        ("/datasets/court-of-old", 301, "/datasets/court"),
        ("/datasets/court-of-old/releases/2.0.0/tables/cases", 301, f"{RELEASE}/tables/cases"),
        ("/datasets/court-of-old/releases/latest", 302, RELEASE),
        ("/datasets/court-of-old/variables/cases/LAW", 301, "/datasets/court/variables/cases/LAW"),
        ("/datasets/court/releases", 301, "/datasets/court#releases"),
        ("/datasets/court/tables/cases", 302, f"{RELEASE}/tables/cases"),
        ("/datasets/court/tables/orders", 302, f"{RELEASE}/tables/orders"),
        (f"{RELEASE}/tables/CASES", 301, f"{RELEASE}/tables/cases"),
        (f"{RELEASE}/datapackage.json", 301, f"{RELEASE}/files/datapackage.json"),
        ("/codelists/Law-Type", 301, "/codelists/law-type"),
        ("/help/index", 301, "/help"),
    ],
)
def test_other_names_of_a_page_lead_to_it(browser: FlaskClient, path: str, status: int, to: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (status, to)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/datasets/cort", "/datasets/court"),
        ("/datasets/court/releases/9.0.0", RELEASE),
        (f"{RELEASE}/tables/case", f"{RELEASE}/tables/cases"),
        ("/datasets/court/tables/case", "/datasets/court/tables/cases"),
        ("/codelists/law-typ", "/codelists/law-type"),
        ("/organisations/kepper", "/organisations/keeper"),
        ("/help/serching", "/help/searching"),
        (f"{RELEASE}/files/tables/case.csv", f"{RELEASE}/files/tables/cases.csv"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_near_ones(get: Get, path: str, near: str) -> None:
    page = get(path, 404)
    assert near in page.links
    assert [link for link in page.links if link.startswith("/search?q=")]
