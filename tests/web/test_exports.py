"""The forms of a basket over HTTP: what each is sent as, what is refused, and files that are uploaded."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalogue.exports.formats import FORMATS
from catalogue.exports.items import MOST_IN_LINK, Item, file_body
from tests.web.conftest import Get
from tests.web.test_basket import ADDED, ETHNICITY, LAW, WITHDRAWN, basket
from tests.web.test_keeping import OWN

FORMS = pytest.mark.parametrize("form", FORMATS)


def export(form: str, *items: str) -> str:
    """The address of a form of a basket."""
    return basket(*items, path=f"/basket/{form}")


@FORMS
def test_every_form_is_handed_out(browser: FlaskClient, form: str) -> None:
    answer = browser.get(export(form, LAW, ADDED, ETHNICITY, WITHDRAWN))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMATS[form].media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="basket{FORMATS[form].suffix}"'
    again = browser.get(
        export(form, LAW, ADDED, ETHNICITY, WITHDRAWN), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@FORMS
def test_the_page_leads_to_every_form(get: Get, form: str) -> None:
    page = get(basket(LAW, ADDED))
    assert export(form, LAW, ADDED) in page.links
    assert export("annex", LAW, ADDED) in page.links


def test_a_whole_table_and_a_whole_release_are_handed_out(browser: FlaskClient) -> None:
    table = browser.get(export("csv", "court@2.0.0/cases"))
    assert 'filename="court-2.0.0-cases.csv"' in table.headers["Content-Disposition"]
    assert len(list(csv.reader(io.StringIO(table.text)))) == 1 + 8
    release = browser.get(export("csv", "court@2.0.0"))
    assert 'filename="court-2.0.0.csv"' in release.headers["Content-Disposition"]
    assert len(list(csv.reader(io.StringIO(release.text)))) == 1 + 10


def test_what_is_left_out_is_said_in_the_script(browser: FlaskClient) -> None:
    body = browser.get(export("r", LAW, WITHDRAWN, "court@2.0.0/cases/NONE")).text
    assert "Left out: court@1.0.0/cases/LAW: its release was withdrawn." in body
    assert "Left out: court@2.0.0/cases/NONE: table cases of court@2.0.0 has no variable" in body


@pytest.mark.parametrize("items", [(), (WITHDRAWN,), ("court@2.0.0/cases/NONE",), ("../x",)])
@pytest.mark.parametrize("form", ["csv", "annex", "python"])
def test_nothing_to_hand_out_is_told(browser: FlaskClient, form: str, items: tuple[str, ...]) -> None:
    answer = browser.get(export(form, *items))
    assert answer.status_code == 400
    assert "No variable of a release that stands is named." in answer.text


@pytest.mark.parametrize("form", ["pdf", "add", "..%2f", "CSV", "dta"])
def test_a_form_that_there_is_not_is_told(browser: FlaskClient, form: str) -> None:
    assert browser.get(export(form, LAW)).status_code == 404


def test_the_annex_leaves_room_and_names_what_is_special(get: Get) -> None:
    page = get(export("annex", LAW, ETHNICITY, WITHDRAWN))
    assert "2 variables from 2 tables" in page.text
    assert "SAILCORTV.CASES_20230622" in page.text
    assert page.text.count("Special access") == 2
    assert "CASES.ETHNICITY" in page.text
    assert "its release was withdrawn" in page.text
    assert len([one for one in page.all("td") if one.get("class") == "blank"]) == 2
    assert len([word for word in page.text.split() if len(word) == 64]) == 2, "two seals"


def upload(browser: FlaskClient, body: bytes, form: str = "page", origin: str = OWN) -> TestResponse:
    """Send a basket file."""
    data = {"file": (io.BytesIO(body), "basket.json"), "form": form}
    return browser.post("/basket/open", data=data, headers={"Origin": origin, "Host": "127.0.0.1:8000"})


def file_of(*items: str) -> bytes:
    """A basket file."""
    return file_body([Item(*item.replace("@", "/").split("/")) for item in items], "")


def test_a_file_leads_to_its_link(browser: FlaskClient) -> None:
    answer = upload(browser, file_of(LAW, ADDED))
    assert (answer.status_code, answer.headers["Location"]) == (303, basket(LAW, ADDED))


def test_a_file_with_more_than_a_link_holds_is_shown_and_handed_out_at_once(browser: FlaskClient) -> None:
    """None of the made-up variables exist but two: all the others are told one by one."""
    many = [f"court@2.0.0/cases/V{n}" for n in range(MOST_IN_LINK)]
    shown = upload(browser, file_of(LAW, ADDED, *many))
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "300 parts" in shown.text
    made = upload(browser, file_of(LAW, ADDED, *many), "csv")
    assert made.mimetype == "text/csv"
    assert made.headers["Cache-Control"] == "private, no-store"
    assert len(list(csv.reader(io.StringIO(made.text)))) == 3


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"[" * 5000])
def test_what_is_no_basket_file_is_refused(browser: FlaskClient, body: bytes) -> None:
    answer = upload(browser, body)
    assert answer.status_code == 400
    assert "no basket file" in answer.text


def test_a_file_that_is_too_large_is_refused(browser: FlaskClient) -> None:
    form = "multipart/form-data; boundary=x"
    sent = browser.post("/basket/open", data=b" " * 2_000_000, content_type=form)
    assert sent.status_code == 413


def test_a_file_from_another_site_is_refused(browser: FlaskClient) -> None:
    assert upload(browser, file_of(LAW), origin="https://evil.example").status_code == 400


def test_an_unknown_form_of_a_file_is_refused(browser: FlaskClient) -> None:
    assert upload(browser, file_of(LAW), "pdf").status_code == 400
