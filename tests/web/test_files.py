"""Package files as they are handed out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from flask import Flask
from flask.testing import FlaskClient

from catalogue.delivery.services import EXTENSION
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.web.packages import Package, Shelf, package_of

RELEASE = "/datasets/court/releases/2.0.0"


def test_a_package_holds_what_its_descriptor_names(browser: FlaskClient) -> None:
    descriptor = json.loads(browser.get(f"{RELEASE}/files/datapackage.json").data)
    assert descriptor["name"] == "court"
    assert descriptor["version"] == "2.0.0"
    assert descriptor["releaseNotes"].startswith("Notes of 2.0.0.")
    assert {one["name"] for one in descriptor["codeLists"]} == {"law-type", "status"}
    for resource in descriptor["resources"]:
        body = browser.get(f"{RELEASE}/files/{resource['path']}")
        assert body.content_type == "text/csv; charset=utf-8"
        assert resource["hash"] == f"sha256:{hashlib.sha256(body.data).hexdigest()}"
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert body.data.decode().strip().split(",") == names


def test_the_archive_holds_the_same_files(browser: FlaskClient) -> None:
    answer = browser.get(f"{RELEASE}/package.zip")
    assert answer.mimetype == "application/zip"
    assert 'filename="court-2.0.0.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        for name in archive.namelist():
            assert archive.read(name) == browser.get(f"{RELEASE}/files/{name}").data


def test_rows_are_the_bytes_that_were_sealed(browser: FlaskClient) -> None:
    assert browser.get("/datasets/counts/releases/1.0.0/files/tables/counts.csv").data.startswith(b"YEAR,CASES\r\n2019")


def test_a_package_is_written_once_while_there_is_room(site: Flask) -> None:
    with reading(site.extensions[EXTENSION].engine) as session:
        _, release = find.release(session, "court", "2.0.0")
        assert package_of(session, release) is package_of(session, release)


def test_the_shelf_stays_within_its_bytes() -> None:
    shelf = Shelf(most=10)
    shelf.put(("a", "x"), Package({"f": b"1234"}, b"12"))
    shelf.put(("b", "x"), Package({"f": b"12"}, b"1"))
    assert shelf.get(("a", "x")) is not None
    shelf.put(("c", "x"), Package({"f": b"12"}, b"1"))
    assert shelf.get(("b", "x")) is None
    shelf.put(("d", "x"), Package({"f": b"12345678901"}, b""))
    assert shelf.get(("d", "x")) is None
    assert shelf.get(("a", "x")) is not None
