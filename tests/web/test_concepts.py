"""Pages of concepts, and two datasets side by side."""

from __future__ import annotations

import csv
import io

from flask.testing import FlaskClient

from catalogue.web.values import as_csv
from tests.web.conftest import Get


def test_a_concept_tells_its_words_and_which_of_them_are_unsure(get: Get) -> None:
    page = get("/concepts/branch")
    assert "Which part of it." in page.text
    assert '<span lang="cy">cangen</span>' in page.source
    assert "KOL Offered, never added It can also stand for Order of a court." in page.text
    assert "public Offered" not in page.text
    assert "XY Offered, never added It is short, or used for other things as well." in page.text
    assert "C9" in page.text
    assert "CMS Offered, never added It can also stand for Child Maintenance Service." in get("/concepts/order").text


def test_a_concept_shows_its_variables_by_dataset_under_the_name_of_today(get: Get) -> None:
    page = get("/concepts/branch")
    assert "/datasets/court/variables/cases/LAW" in page.links
    assert "/datasets/counts/variables/counts/CASES" in page.links
    text = page.text.partition("What each says of itself")[2]
    assert "Part of family law, reworded." in text
    assert "Means the same" in text
    assert "Wider" in text
    # The newest release no longer holds it, so an older one is quoted.
    assert "DROPPED Dropped CASES one case release 1.1.0 Not in the release in force" in text
    # A variable whose dataset is withdrawn or unknown has nothing to show.
    assert "LOST" not in text
    assert "NONE" not in text


def test_a_concept_says_what_differs_and_what_to_mind(get: Get) -> None:
    text = get("/concepts/branch").text
    assert "Words or numbers. One has Public, the other counts." in text
    assert "Between Court extract and Counts. Seen in code in Published analysis code" in text
    assert "Between Court extract and nowhere. Inferred" in text
    assert "Count cases, not rows." in text.partition("Before you use them")[2]


def test_a_concept_shows_codes_that_say_it(get: Get) -> None:
    text = get("/concepts/branch").text.partition("Codes that say it")[2]
    assert "Public Public law Cyfraith gyhoeddus Law type" in text
    assert "Private" not in text


def test_a_concept_without_definition_or_variables_says_so(get: Get) -> None:
    text = get("/concepts/order").text
    assert "No definition has been written." in text
    assert "None: a word for search only" in text
    assert "There is no Welsh in the source." in text
    guessed = get("/concepts/case").text
    assert "We believe that it means: Perhaps a case." in guessed
    assert "None seen in" not in guessed


def test_related_concepts_lead_both_ways(get: Get) -> None:
    assert "/concepts/order" in get("/concepts/branch").links
    assert "/concepts/branch" in get("/concepts/order").links


def test_a_name_in_another_case_leads_to_the_concept(browser: FlaskClient) -> None:
    answer = browser.get("/concepts/BRANCH")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/concepts/branch")
    assert "/concepts/branch" in browser.get("/concepts/brench").get_data(as_text=True)


def test_the_list_counts_variables_and_chooses_words(get: Get) -> None:
    page = get("/concepts")
    assert "Branch of justice Which part of it. 2 1" in page.text
    assert "3 concepts, of 3." in page.text
    assert "1 concept with “c9” in it, of 3." in get("/concepts?find=c9").text
    assert "2 concepts with a word that begins with K, of 3." in get("/concepts?letter=k").text
    assert "No concept has “zzz” in its words." in get("/concepts?find=zzz").text


def test_two_datasets_stand_side_by_side(get: Get) -> None:
    page = get("/datasets/court/crosswalk/counts")
    assert "1 concept in both, of which 1 differs in meaning; 1 seen in court alone and 0 in counts alone." in page.text
    assert "Branch of justice LAW DROPPED CASES Words or numbers" in page.text
    assert "Case CASE_ID_E in 2 tables none seen in counts Calculated only one side has it" in page.text
    assert "CASES one case COUNTS one year Branch of justice" in page.text
    assert "1 table without a counterpart CASE_PEOPLE in court" in page.text
    other = get("/datasets/counts/crosswalk/court").text
    assert "0 seen in counts alone and 1 in court alone" in other


def test_datasets_that_share_a_concept_lead_to_each_other(get: Get) -> None:
    assert "/datasets/court/crosswalk/counts" in get("/datasets/court").links
    assert "/datasets/counts/crosswalk/court" in get("/datasets/counts").links
    assert "1 concept in common" in get("/datasets/court").text


def test_former_names_lead_on_and_no_dataset_stands_beside_itself(browser: FlaskClient) -> None:
    for path in ("/datasets/court-of-old/crosswalk/counts", "/datasets/counts/crosswalk/court-of-old"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, path.replace("court-of-old", "court"))
    assert browser.get("/datasets/court/crosswalk/court").status_code == 404
    assert browser.get("/datasets/court/crosswalk/none").status_code == 404


def test_the_crosswalk_is_a_table_of_values(browser: FlaskClient) -> None:
    answer = browser.get("/datasets/court/crosswalk/counts.csv")
    assert answer.mimetype == "text/csv"
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(line["concept"], line["dataset"], line["variable"]) for line in lines] == [
        ("branch", "court", "LAW"),
        ("branch", "court", "DROPPED"),
        ("branch", "counts", "CASES"),
        ("case", "court", "CASE_ID_E"),
        ("case", "court", "CASE_ID_E"),
        ("case", "counts", "none seen"),
    ]
    assert lines[0]["differs"].startswith("Words or numbers: ")
    assert lines[0]["one_row_is"] == "one row per case"
    assert lines[-1]["mark"] == "calculated"
    assert all(None not in line.values() and None not in line for line in lines)


def test_no_text_becomes_a_formula() -> None:
    assert as_csv([["=1+1", "-2", "+3.5", "@x", "-x", "a=b"]]) == b"'=1+1,-2,+3.5,'@x,'-x,a=b\r\n"


def test_the_first_page_has_concepts_to_start_from(get: Get) -> None:
    page = get("/")
    assert "/concepts/branch" in page.links
    assert "/concepts/order" not in page.links
    assert "All 3 concepts" in page.text


def test_a_variable_shows_where_else_its_concept_is(get: Get) -> None:
    text = get("/datasets/court/variables/cases/LAW").text.partition("The same concept elsewhere")[2]
    text = text.partition("The same concept elsewhere")[2] or text
    assert "Branch of justice This variable: means the same Documented" in text
    assert "one year Wider Inferred" in text.partition("Counts CASES")[2]
    assert "Words or numbers. One has Public" in text
    case = get("/datasets/court/releases/2.0.0/tables/cases/variables/CASE_ID_E").text
    assert "None seen in another dataset. Calculated" in case
    assert "The same concept elsewhere" not in get("/datasets/court/variables/cases/BARE").text


def test_a_concept_leads_to_figures_over_time(get: Get) -> None:
    assert "/datasets/counts/series/cases" in get("/concepts/branch").links
