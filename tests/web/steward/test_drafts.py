"""Drafts as their pages: what is sent back untouched changes nothing, what clashes is shown, what is wrong is kept."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from catalogue.drafts.handing_in import source_of
from catalogue.drafts.opening import open_draft
from catalogue.drafts.standing import Step
from catalogue.model.authority import Grant, Person, Role
from catalogue.model.drafts import DraftState, PartKind
from catalogue.store import drafts, find
from catalogue.store.contents import contents
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.engine import reading
from catalogue.web.steward import forms
from catalogue.web.steward.fields import FIELDS, Kind
from tests import steward
from tests.web.html import Page
from tests.web.steward.forms_as_sent import fields_of

ANNA = Person("anna", "Anna", (Grant(Role.STEWARD, "keeper"),))
JSON = {"Accept": "application/json", "Origin": "http://127.0.0.1:8000"}


@pytest.fixture
def draft(register: Engine) -> DraftRecord:
    """A draft of everything that a description can say."""
    with reading(register) as session:
        _, release = find.release(session, "everything", "2.0.0")
        held = contents(session, release)
    return open_draft(register, ANNA, "everything", "keeper", source_of(held, base="2.0.0"))


def parts(engine: Engine, draft: DraftRecord) -> list[Part]:
    with reading(engine) as session:
        return drafts.parts(session, draft)


def named(engine: Engine, draft: DraftRecord, name: str, kind: PartKind = PartKind.VARIABLE) -> Part:
    return next(one for one in parts(engine, draft) if one.name == name and one.kind is kind)


def revision(engine: Engine, draft: DraftRecord) -> int:
    with reading(engine) as session:
        found = drafts.find(session, draft.key)
    assert found is not None
    return found.revision


def test_a_form_that_is_sent_back_untouched_changes_nothing(
    register: Engine, draft: DraftRecord, anna: FlaskClient
) -> None:
    for part in parts(register, draft):
        path = f"/steward/drafts/{draft.key}/parts/{part.id}"
        page = anna.get(path)
        assert Page(page.text).faults == []
        assert (
            anna.post(path, data=fields_of(page.text), headers={"Origin": "http://127.0.0.1:8000"}).status_code == 303
        )
    assert revision(register, draft) == 1


@given(
    value=st.recursive(
        st.text(max_size=6) | st.integers(-9, 9) | st.booleans(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3),
        max_leaves=6,
    )
)
def test_any_value_survives_its_field(value: Any) -> None:
    """Whatever a dictionary or a package brought in, opening a page and saving it must not alter it."""
    for kind in PartKind:
        for field in FIELDS[kind]:
            if field.kind in {Kind.ROWS, Kind.YES} or field.path == "name":
                continue
            body: dict[str, Any] = {}
            forms.put(body, field.path, value)
            part = Part(1, kind, None, "x", 0, 1, body, {}, "anna", "")
            sent = {field.path: forms.written(field, forms.get(body, field.path)).replace("\n", "\r\n")}
            wanted = [edit for edit in forms.edits(part, sent) if edit.value != body.get(edit.name)]
            assert wanted == [], (field.path, value)


def test_what_somebody_else_wrote_is_shown_beside_ones_own(
    app: Flask, register: Engine, draft: DraftRecord, anna: FlaskClient
) -> None:
    steward.account(register, "bea", steward.role(Role.STEWARD, "keeper"))
    bea, law = steward.signed_in(app, "bea"), named(register, draft, "LAW")
    path = f"/steward/drafts/{draft.key}/parts/{law.id}"
    mine, theirs = fields_of(anna.get(path).text), fields_of(bea.get(path).text)
    origin = {"Origin": "http://127.0.0.1:8000"}
    assert bea.post(path, data={**theirs, "description": "Bea's words."}, headers=origin).status_code == 303
    late = anna.post(path, data={**mine, "description": "Anna's words.", "note": "Kept too."}, headers=origin)
    assert late.status_code == 409
    page = Page(late.text)
    assert page.faults == []
    assert "Bea's words." in page.text
    assert "Anna's words." in page.text
    again = fields_of(late.text)
    assert (again["description"], again["note"]) == ("Anna's words.", "Kept too.")
    assert named(register, draft, "LAW").body["description"] == "Bea's words."
    assert anna.post(path, data=again, headers=origin).status_code == 303
    assert named(register, draft, "LAW").body["description"] == "Anna's words."


def test_the_script_is_told_what_it_needs(register: Engine, draft: DraftRecord, anna: FlaskClient) -> None:
    law = named(register, draft, "LAW")
    path, token = f"/steward/drafts/{draft.key}/parts/{law.id}", steward.token(anna)
    first = anna.post(
        path, data={"form_token": token, "title": "Law", "was.title": forms.tags(law)["title"]}, headers=JSON
    )
    assert first.status_code == 200
    assert first.json is not None
    assert first.json["saved"]
    stale = anna.post(path, data={"form_token": token, "title": "Other", "was.title": "0" * 16}, headers=JSON)
    assert stale.status_code == 409
    assert stale.json is not None
    assert [(one["name"], one["theirs"], one["by"]) for one in stale.json["clashes"]] == [("title", "Law", "anna")]
    assert stale.json["was"]["title"] == first.json["was"]["title"]
    broken = anna.post(path, data={"form_token": token, "constraints": "{"}, headers=JSON)
    assert broken.status_code == 400


def test_what_is_wrong_is_told_and_kept_in_the_form(register: Engine, draft: DraftRecord, anna: FlaskClient) -> None:
    law = named(register, draft, "LAW")
    path = f"/steward/drafts/{draft.key}/parts/{law.id}"
    sent = {
        **fields_of(anna.get(path).text),
        "further": '{"title": "twice"}',
        "description": "<script>alert(1)</script>",
    }
    answer = anna.post(path, data=sent, headers={"Origin": "http://127.0.0.1:8000"})
    assert answer.status_code == 400
    page = Page(answer.text)
    assert page.faults == []
    assert "`title` has a field of its own" in page.text
    assert fields_of(answer.text)["description"] == "<script>alert(1)</script>"
    assert revision(register, draft) == 1


def test_a_table_goes_to_a_spreadsheet_and_back(register: Engine, draft: DraftRecord, anna: FlaskClient) -> None:
    cases = named(register, draft, "cases", PartKind.TABLE)
    law = named(register, draft, "LAW")
    steward.send(anna, f"/steward/drafts/{draft.key}/parts/{law.id}", note="=1+1", missingValues="-9\r\n'-9")
    path = f"/steward/drafts/{draft.key}/parts/{cases.id}/variables.csv"
    before, body = revision(register, draft), anna.get(path).data
    assert b"'=1+1" in body

    def send(data: bytes) -> Page:
        fields = {"form_token": steward.token(anna), "file": (io.BytesIO(data), "variables.csv")}
        return Page(anna.post(path, data=fields, headers={"Origin": "http://127.0.0.1:8000"}).text)

    assert "0 variables changed" in send(body).text
    assert revision(register, draft) == before
    assert "1 variable changed" in send(body.replace(b"'=1+1", b"'=2+2")).text
    fresh = named(register, draft, "LAW")
    assert (fresh.body["note"], fresh.body["missingValues"]) == ("=2+2", ["-9", "'-9"])
    # The file was made before that: it does not put back what was there, until the row says that it shall.
    assert "note is '=2+2', here '=3+3'" in send(body.replace(b"'=1+1", b"'=3+3")).text
    assert named(register, draft, "LAW") == fresh
    [number] = [
        row["Revision"] for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig"))) if row["Name"] == "LAW"
    ]
    free = body.replace(b"'=1+1", b"'=3+3").replace(f",{number}\r\n".encode(), b",\r\n")
    assert "1 variable changed" in send(free).text
    fresh = named(register, draft, "LAW")
    assert fresh.body["note"] == "=3+3"
    said = send(body.replace(b"LAW", b"LEX")).text
    assert "Rows that name no variable They were left out. Add the variable first, or correct the name. LEX" in said
    assert named(register, draft, "LAW") == fresh
    assert "not UTF-8" in send(b"\xff\xfe\x00").text


def shown(anna: FlaskClient, path: str, data: bytes, name: str = "book.csv", **fields: str) -> Page:
    """The page that a file is answered with."""
    sent = {"form_token": steward.token(anna), "file": (io.BytesIO(data), name), **fields}
    answer = anna.post(path, data=sent, headers={"Origin": "http://127.0.0.1:8000"})
    assert answer.status_code == 200, answer.text
    page = Page(answer.text)
    assert page.faults == []
    return page


def decided(page: Page, **otherwise: str) -> dict[str, str]:
    """The fields of a page as they are sent when nothing is touched, but for choices by the name of the property."""
    names = {one.get("name") for one in page.all("input") if one.get("name").startswith("choice ")}
    chosen = {name: otherwise[end] for name in names if (end := name.split("\t")[-2]) in otherwise}
    assert len(chosen) == len(otherwise)
    return {**fields_of(page.source, "decide"), **chosen}


BOOK = b"Table,Variable,Label,Definition\ncases,LAW,Law of it,From the book.\ncases,NEW,New one,Also new.\n"


def test_a_dictionary_is_merged_and_nothing_written_is_lost(
    register: Engine, draft: DraftRecord, anna: FlaskClient
) -> None:
    law = named(register, draft, "LAW")
    steward.send(anna, f"/steward/drafts/{draft.key}/parts/{law.id}", description="Anna's own words.")
    path = f"/steward/drafts/{draft.key}/import"
    page = shown(anna, path, BOOK)
    assert "Nothing is written yet" in page.text
    assert "From the book." in page.text
    assert "Words of the last release" in page.text
    assert [one.name for one in parts(register, draft) if one.name == "NEW"] == []
    assert steward.send(anna, f"{path}/write", **decided(page)).status_code == 303
    fresh = named(register, draft, "LAW")
    assert (fresh.body["description"], fresh.body["title"]) == ("Anna's own words.", law.body["title"])
    assert named(register, draft, "NEW").body["description"] == "Also new."
    # What was decided is not asked again; another edition is, and says which words are whose.
    assert "To be decided" not in shown(anna, path, BOOK).text
    page = shown(anna, path, BOOK.replace(b"From the book.", b"Second thoughts."), "book-2.csv")
    assert steward.send(anna, f"{path}/write", **decided(page, description="theirs")).status_code == 303
    assert named(register, draft, "LAW").body["description"] == "Second thoughts."
    # All words of the release at once, but for one.
    page = shown(anna, path, BOOK.replace(b"Law of it", b"Third title").replace(b"cases,", b"Cases,"), "book-3.csv")
    fields = {**decided(page, physicalName="mine"), "inherited": "theirs"}
    assert steward.send(anna, f"{path}/write", **fields).status_code == 303
    assert named(register, draft, "LAW").body["title"] == "Third title"
    assert named(register, draft, "cases", PartKind.TABLE).body["physicalName"] == "CASES"
    assert steward.send(anna, f"{path}/write", incoming="bm90aGluZw==").status_code == 400


def test_what_somebody_writes_after_a_dictionary_was_looked_at_is_not_overwritten(
    register: Engine, draft: DraftRecord, anna: FlaskClient
) -> None:
    law = named(register, draft, "LAW")
    path = f"/steward/drafts/{draft.key}/import"
    steward.send(anna, f"/steward/drafts/{draft.key}/parts/{law.id}", description="First words.")
    choices = decided(shown(anna, path, BOOK), description="theirs")
    steward.send(anna, f"/steward/drafts/{draft.key}/parts/{law.id}", description="Words that nobody saw.")
    told = steward.send(anna, f"{path}/write", **choices)
    assert told.status_code == 200
    assert "changed after you had looked at it" in Page(told.text).text
    assert named(register, draft, "LAW").body["description"] == "Words that nobody saw."
    assert named(register, draft, "NEW").body["title"] == "New one"
    assert steward.send(anna, f"{path}/write", **decided(Page(told.text), description="theirs")).status_code == 303
    assert named(register, draft, "LAW").body["description"] == "From the book."


def test_a_dictionary_is_shown_before_a_draft_is_opened_with_it(register: Engine, anna: FlaskClient) -> None:
    book = BOOK + b",,Nobody's,\ncases,law,Again,\n"
    page = shown(anna, "/steward/drafts/new", book, start="file", publisher="keeper", slug="of-a-book")
    assert "Nothing is written yet" in page.text
    assert "2 faults" in page.text
    assert "Nobody's" in page.text
    assert steward.send(anna, "/steward/drafts/new", start="shown", incoming="x").status_code == 400
    opened = steward.send(anna, "/steward/drafts/new", **decided(page))
    assert opened.status_code == 303
    told = Page(anna.get(opened.location).text).text
    assert "Started from book.csv. 2 faults, 2 things that found no place." in told
    with reading(register) as session:
        found = next(one for one in drafts.listed(session, [DraftState.OPEN]) if one.slug == "of-a-book")
        new = next(one for one in drafts.parts(session, found) if one.name == "NEW")
    assert new.origins["title"] == {"how": "imported", "from": "book.csv"}


def test_words_of_a_package_are_words_that_somebody_wrote(anna: FlaskClient) -> None:
    package = (
        b'{"name": "p", "resources": [{"name": "cases", "schema": {"fields": [{"name": "LAW", "title": "Mine"}]}}]}'
    )
    sent = {"form_token": steward.token(anna), "file": (io.BytesIO(package), "datapackage.json"), "publisher": "keeper"}
    opened = anna.post(
        "/steward/drafts/new", data={**sent, "start": "file"}, headers={"Origin": "http://127.0.0.1:8000"}
    )
    assert opened.status_code == 303
    told = shown(anna, f"{opened.location}/import", BOOK).text
    assert "To be decided" in told
    assert "Mine" in told


def test_a_file_that_is_larger_than_other_forms_is_taken(draft: DraftRecord, anna: FlaskClient) -> None:
    """What was understood of it comes back in a field, and is larger than fields are elsewhere."""
    rows = (f"cases,V{n},{hashlib.sha256(str(n).encode()).hexdigest() * 6},\n" for n in range(3_000))
    book = BOOK + "".join(rows).encode()
    assert len(book) > 1_000_000
    path = f"/steward/drafts/{draft.key}/import"
    head = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
    # Put together here: the client of tests leaves files of this size open.
    body = b"--x\r\n".join(
        [
            b"",
            head.format("form_token", "").encode() + steward.token(anna).encode() + b"\r\n",
            head.format("file", '; filename="book.csv"').encode() + book + b"\r\n--x--\r\n",
        ]
    )
    told = anna.post(
        path, data=body, content_type="multipart/form-data; boundary=x", headers={"Origin": "http://127.0.0.1:8000"}
    )
    assert told.status_code == 200
    assert steward.send(anna, f"{path}/write", **decided(Page(told.text))).status_code == 303


def test_a_draft_is_nowhere_in_public(app: Flask, register: Engine, draft: DraftRecord, anna: FlaskClient) -> None:
    law = named(register, draft, "LAW")
    addresses = [
        "/",
        "/datasets",
        "/datasets/everything",
        "/api/v1/changes",
        "/api/v1/datasets/everything",
        "/feed.atom",
    ]
    client = steward.browser(app)
    before = {path: client.get(path).headers.get("ETag") for path in addresses}
    steward.send(anna, f"/steward/drafts/{draft.key}/parts/{law.id}", description="A word that nobody may see: xyzzy.")
    for path in addresses:
        for who in (client, anna):
            answer = who.get(path)
            assert answer.headers.get("ETag") == before[path], path
            assert "xyzzy" not in answer.text
            assert draft.key not in answer.text


def test_the_steps_have_their_words_on_the_page(
    app: Flask, register: Engine, draft: DraftRecord, anna: FlaskClient
) -> None:
    steward.account(register, "rita", steward.role(Role.REVIEWER, "keeper"))
    rita, page = steward.signed_in(app, "rita"), f"/steward/drafts/{draft.key}"
    steward.send(anna, f"{page}/steps", step=Step.SUBMIT, text="Look *here*.", revision="1")
    empty = steward.send(rita, f"{page}/steps", step=Step.RETURN, text=" ", revision="2")
    assert empty.status_code == 400
    assert "nothing to tell" in Page(empty.text).text
    steward.send(rita, f"{page}/steps", step=Step.RETURN, text="<b>No</b>.", revision="2")
    told = anna.get(page).text
    assert "&lt;b&gt;No&lt;/b&gt;." in told
    assert "Look *here*." in told
    assert "rita" in told
