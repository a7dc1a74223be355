"""Variable pages: meaning first, certainty always, and no more promised than is known."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.conftest import Get

CASES = "/datasets/court/releases/2.0.0/tables/cases/variables"


def test_a_defined_variable_says_what_it_means_in_the_voice_of_definitions(get: Get) -> None:
    page = get(f"{CASES}/LAW")
    assert '<p class="def">Part of family law, reworded.</p>' in page.source
    assert "Documented in Gateway dictionary, 2020; confirmed for release 2.0.0" in page.text
    assert "/search" in page.source
    assert page.text.index("Part of family law") < page.text.index("Count cases, not rows.")
    assert page.text.index("Count cases, not rows.") < page.text.index("Welsh label")
    assert page.text.index("Welsh label") < page.text.index("First described")
    assert page.text.index("First described") < page.text.index("Published analysis code")


def test_a_caveat_has_its_period_and_its_source(get: Get) -> None:
    page = get(f"{CASES}/LAW")
    assert "Count cases, not rows. Use CASE_ID_E to do so." in page.text
    assert "From April 2010. Documented in Gateway dictionary, 2020." in page.text


def test_codes_come_in_both_languages_with_notation_and_mark(get: Get) -> None:
    page = get(f"{CASES}/LAW")
    assert '<span lang="cy">Cyfraith gyhoeddus</span>' in page.source
    assert "no Welsh in the source" in page.text
    assert "<code>C110A</code>" in page.source
    assert "Inferred Between people." in page.text
    assert "C110A as the label says" in page.text
    assert "Retired, from 5 May 2001" in page.text
    assert "4 codes, all there are, in the list Law type (Math o gyfraith), as release 2.0.0 pins it." in page.text


def test_columns_of_codes_that_say_nothing_are_left_out(get: Get) -> None:
    text = get(f"{CASES}/ETHNICITY").text
    assert "Stored value How known" in text
    assert "no Welsh in the source" not in text
    assert "2 codes known so far" in text


def test_an_inferred_meaning_is_never_a_definition(get: Get) -> None:
    for path in (f"{CASES}/GUESSED", "/datasets/court/variables/cases/GUESSED"):
        page = get(path)
        assert 'class="def"' not in page.source
        assert "No definition has been published. We believe that it means: Perhaps the team of the case." in page.text
        assert '<span class="badge inferred">Inferred</span>' in page.source


def test_what_is_not_known_is_written_out(get: Get) -> None:
    text = get(f"{CASES}/BARE").text
    assert "No definition has been published. Only what stands on this page is known of it." in text
    assert "Open question. What is it for?" in text
    assert "Physical type not known" in text
    for what in ("Missing values", "Range", "Summary statistics"):
        assert f"{what} not published by the owner" in text
    assert "whoever keeps them has published none" in text
    assert "No address for questions about this variable is known to this catalogue." in text
    assert "No run has been received for release 2.0.0." in text


def test_what_is_carried_forward_is_neither_unchanged_nor_removed(get: Get) -> None:
    for path in (f"{CASES}/CASE_ID_E", "/datasets/court/variables/cases/CASE_ID_E"):
        page = get(path)
        assert "Carried forward, not confirmed. The dictionary of 2020 was not repeated for this snapshot." in page.text
        assert "2.0.0 August 2023 Carried forward, not confirmed" in page.text
        assert "Unchanged" not in page.text
        assert "Not described in this release" not in page.text
    assert 'class="carried now"' in get(f"{CASES}/CASE_ID_E").source


def test_a_confirmed_variable_of_an_unconfirmed_release_is_confirmed(get: Get) -> None:
    page = get(f"{CASES}/LAW")
    assert "Carried forward" not in page.text
    assert 'class="changed now"' in page.source
    assert "Definition changed; 1 code added" in page.text


def test_facts_beside_it_lead_to_keys_and_joins(get: Get) -> None:
    page = get("/datasets/court/releases/2.0.0/tables/case_people/variables/CASE_ID_E")
    assert "Role Foreign key" in page.text
    assert "Table key not known" in page.text
    assert "Joins CASES to CASE_ID_E" in page.text
    assert f"{CASES}/CASE_ID_E" in page.links
    key = get(f"{CASES}/CASE_ID_E")
    assert "Role Primary key. Encrypted: values are stand-ins for the real ids" in key.text
    assert "Joined from CASE_PEOPLE" in key.text
    assert "Values are never empty; no value twice" in key.text
    assert "SAILCORTV.CASES_20230622 Calculated" in key.text


def test_special_access_and_lead_time_are_said(get: Get) -> None:
    text = get(f"{CASES}/ETHNICITY").text
    assert "Access Restricted, 2 to 6 months Special access ask for it by name" in text


def test_over_time_every_release_speaks_for_itself(get: Get) -> None:
    page = get("/datasets/court/variables/cases/LAW")
    assert "as release 2.0.0 says it" in page.text
    assert "1.0.0 25 April 2019 Withdrawn; what it said is not shown. Withdrawn" in page.text
    assert "1.1.0 20 August 2020 Text 3 Part of family law. Documented First described" in page.text
    line = "2.0.0 14 August 2023 Text 4 Part of family law, reworded. Documented Confirmed for this release"
    assert f"{line} Definition changed" in page.text
    assert "all that changed since 1.1.0" in page.text
    assert "/datasets/court/compare/1.1.0...2.0.0" in page.links


def test_over_time_every_change_has_the_weight_and_the_reason_that_the_comparison_gives_it(get: Get) -> None:
    text = get("/datasets/court/variables/cases/LAW").text
    compared = get("/datasets/court/compare/1.1.0...2.0.0").text
    assert "From 1.1.0 to 2.0.0 Additive" in text
    for told in (
        "Part of family law. law, reworded. It is defined in other words.",
        "Additive New Added: New law There is one value more that can occur.",
    ):
        assert told in compared
        assert told in text
    assert "What it says" not in get("/datasets/court/variables/cases/DROPPED").text


def test_over_time_what_the_latest_release_dropped_is_still_there(get: Get) -> None:
    page = get("/datasets/court/variables/cases/DROPPED")
    assert "as release 1.1.0 says it" in page.text
    assert "2.0.0 August 2023 Not described in this release" in page.text
    assert 'class="absent"' in page.source


def test_caveats_of_table_and_dataset_stand_folded_behind_its_own(get: Get) -> None:
    page = get(f"{CASES}/LAW")
    assert page.text.index("Count cases, not rows.") < page.text.index("1 caveat of its table A notice.")
    assert "No caveat is about this variable alone. 1 caveat of its table" in get(f"{CASES}/BARE").text
    assert "/datasets/court/releases/2.0.0/tables/cases#caveats" in page.links


def test_a_variable_is_cited_as_its_release_says_it(get: Get) -> None:
    page = get("/datasets/court/variables/cases/LAW")
    assert (
        "Keeper of data (2023). Law type (LAW), variable of table CASES. In: Court extract, release 2.0.0" in page.text
    )
    assert page.link("cite-as") == f"http://127.0.0.1:8000{CASES}/LAW"


def test_a_variable_knows_its_neighbours(get: Get) -> None:
    page = get(f"{CASES}/LAW")
    assert "Column 2 of 8 before it: CASE_ID_E after it: GUESSED" in page.text
    assert f"{CASES}/GUESSED" in page.links
    first = get(f"{CASES}/CASE_ID_E").text
    assert "Column 1 of 8 after it: LAW" in first


def test_open_rows_are_to_download_and_not_a_secret(get: Get) -> None:
    page = get("/datasets/counts/releases/1.0.0/tables/counts/variables/CASES")
    assert "The rows of this table are open." in page.text
    assert "not published by the owner" not in page.text
    assert "/datasets/counts/access#files" in page.links


def test_a_release_that_is_not_the_newest_says_so(get: Get) -> None:
    text = get("/datasets/court/releases/1.1.0/tables/cases/variables/LAW").text
    assert "There is a newer release. This is release 1.1.0; release 2.0.0 is the one in force." in text


def test_letters_in_another_case_lead_to_the_name_as_it_is(browser: FlaskClient) -> None:
    answer = browser.get("/datasets/court/releases/2.0.0/tables/Cases/variables/law?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{CASES}/LAW?x=1")
    answer = browser.get("/datasets/court/variables/cases/law")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/datasets/court/variables/cases/LAW")


def test_a_name_that_nobody_holds_is_answered_with_near_ones(get: Get) -> None:
    page = get(f"{CASES}/CASE_IDS", 404)
    assert "Table CASES of" in page.text
    assert f"{CASES}/CASE_ID_E" in page.links
    assert "/datasets/court/releases/2.0.0/tables/cases/variables/CASE_ID_E" in page.links
    get("/datasets/court/variables/nowhere/LAW", 404)
