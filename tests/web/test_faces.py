"""Faces as they are handed out: addresses, media types, file names, and how a file says that it is cited."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from catalogue.harvest.faces import FACES, Face
from tests.web.conftest import Get

RELEASE = "/datasets/court/releases/2.0.0"


@pytest.mark.parametrize("face", FACES, ids=lambda one: one.name)
def test_a_face_is_a_file_with_a_name(browser: FlaskClient, face: Face) -> None:
    answer = browser.get(f"{RELEASE}/faces/{face.name}")
    assert answer.status_code == 200
    assert answer.content_type == face.media_type
    assert answer.headers["Content-Disposition"] == f'inline; filename="court-2.0.0{face.suffix}"'
    assert answer.headers["Link"] == f'<http://127.0.0.1:8000{RELEASE}>; rel="cite-as"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert f"http://127.0.0.1:8000{RELEASE}" in answer.get_data(as_text=True)
    again = browser.get(f"{RELEASE}/faces/{face.name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_and_the_text_cite_alike(get: Get, browser: FlaskClient) -> None:
    for release in (RELEASE, "/datasets/counts/releases/1.0.0"):
        assert browser.get(f"{release}/faces/citation-text").text.strip() in get(release).text


def test_a_doi_on_its_way_is_no_doi(browser: FlaskClient) -> None:
    """The sample's identifier of the scheme DOI says `in progress`."""
    for face in ("citation-text", "bibtex", "ris", "csl-json"):
        body = browser.get(f"{RELEASE}/faces/{face}").text
        assert "No DOI yet" in body
        assert "progress" not in body


def test_the_json_of_a_release_lists_its_faces(browser: FlaskClient) -> None:
    faces = browser.get(f"/api/v1{RELEASE}").get_json()["faces"]
    assert [one["name"] for one in faces] == [face.name for face in FACES]
    for one in faces:
        answer = browser.get(one["url"].removeprefix("http://127.0.0.1:8000"))
        assert (answer.status_code, answer.content_type) == (200, one["mediaType"])


def test_a_page_names_its_faces_and_how_it_is_cited(get: Get) -> None:
    page = get(RELEASE)
    links = {one.get("href"): one.get("type") for one in page.all("link") if one.get("rel") == "alternate"}
    assert links[f"http://127.0.0.1:8000{RELEASE}/faces/ris"] == "application/x-research-info-systems"
    assert page.link("cite-as") == f"http://127.0.0.1:8000{RELEASE}"


def test_package_files_say_how_they_are_cited(browser: FlaskClient) -> None:
    for path in ("files/datapackage.json", "package.zip"):
        assert browser.get(f"{RELEASE}/{path}").headers["Link"].endswith(f'{RELEASE}>; rel="cite-as"')


@pytest.mark.parametrize(
    ("path", "status", "to"),
    [
        ("/datasets/court/releases/2023-06-22/faces/lock", 302, f"{RELEASE}/faces/lock"),
        ("/datasets/court/releases/latest/faces/ris", 302, f"{RELEASE}/faces/ris"),
        ("/datasets/court-of-old/releases/2.0.0/faces/ris", 301, f"{RELEASE}/faces/ris"),
        (f"{RELEASE}/faces/BibTeX", 301, f"{RELEASE}/faces/bibtex"),
    ],
)
def test_other_spellings_lead_to_a_face(browser: FlaskClient, path: str, status: int, to: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (status, to)


def test_an_unknown_face_is_answered_with_near_ones(get: Get, browser: FlaskClient) -> None:
    page = get(f"{RELEASE}/faces/bibtext", 404)
    assert f"{RELEASE}/faces/bibtex" in page.links
    assert browser.get("/datasets/court/releases/1.0.0/faces/lock").status_code == 410


def test_the_schema_of_lock_files_is_where_they_say(browser: FlaskClient) -> None:
    lock = json.loads(browser.get(f"{RELEASE}/faces/lock").data)
    schema = browser.get(lock["$schema"].removeprefix("http://127.0.0.1:8000"))
    assert schema.mimetype == "application/json"
    assert schema.get_json()["properties"]["format"]["const"] == lock["format"]
