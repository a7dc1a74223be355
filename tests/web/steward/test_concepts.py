"""A concept in a draft as its pages: added, written, judged, approved, and then what everybody reads."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.drafts.concept_states import alterations
from catalogue.drafts.concepts import ConceptChange
from catalogue.drafts.handing_in import source_of
from catalogue.drafts.opening import open_draft
from catalogue.drafts.standing import Step
from catalogue.model.authority import Grant, Person, Role
from catalogue.model.drafts import DraftState, PartKind
from catalogue.model.kinds import VocabularyKind
from catalogue.store import drafts, vocabulary
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.engine import reading
from catalogue.web.contexts.draft_concept import concept_lines
from tests import steward
from tests.http import CONCEPT
from tests.samples import Sample, small
from tests.web.html import Page
from tests.web.steward.forms_as_sent import fields_of

ANNA = Person("anna", "Anna", (Grant(Role.STEWARD, "keeper"),))
ORIGIN = {"Origin": "http://127.0.0.1:8000"}


def sample(slug: str, publisher: str) -> Sample:
    made = small(slug)
    facts = {**made.dataset, "publisher": publisher, "accessRights": "restricted"}
    return Sample(made.slug, facts, made.tables, made.release, made.code_lists)


@pytest.fixture
def draft(register: Engine) -> str:
    """The address of a draft of `small` that says what its release says."""
    registry.publish(register, [sample("small", "keeper")])
    made = open_draft(register, ANNA, "small", "keeper", source_of(sample("small", "keeper"), base="1.0.0"))
    return f"/steward/drafts/{made.key}"


@pytest.fixture
def rita(app: Flask, register: Engine) -> FlaskClient:
    """A browser of a reviewer of the keeper."""
    steward.account(register, "rita", steward.role(Role.REVIEWER, "keeper"))
    return steward.signed_in(app, "rita")


def added(client: FlaskClient, draft: str, name: str) -> str:
    """The address of a concept in the draft."""
    answer = steward.send(client, f"{draft}/parts", kind="concept", name=name)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def shown(client: FlaskClient, address: str) -> Page:
    page = Page(client.get(address).text)
    assert page.faults == []
    return page


def saved(client: FlaskClient, address: str, **fields: str) -> None:
    """Save the form as the page has it, with some fields written anew."""
    sent = {**fields_of(client.get(address).text), **fields}
    assert client.post(address, data=sent, headers=ORIGIN).status_code == 303


def revision(register: Engine, draft: str) -> str:
    with reading(register) as session:
        found = drafts.find(session, draft.rpartition("/")[2])
    assert found is not None
    return str(found.revision)


def concept_in(register: Engine, draft: str) -> Part:
    with reading(register) as session:
        found = drafts.find(session, draft.rpartition("/")[2])
        assert found is not None
        return drafts.parts(session, found, [PartKind.CONCEPT])[0]


def test_a_concept_is_written_approved_and_read(
    register: Engine, draft: str, anna: FlaskClient, rita: FlaskClient
) -> None:
    assert '<option value="law">Kind of law</option>' in anna.get(draft).text
    part = added(anna, draft, "law")
    before = revision(register, draft)
    saved(anna, part)
    assert revision(register, draft) == before, "a form that nobody touched changed something"
    assert concept_in(register, draft).body == {key: value for key, value in CONCEPT.items() if key != "name"}
    saved(
        anna,
        part,
        title="Law of the case",
        **{"variables.1.dataset": "everything", "variables.1.table": "cases", "variables.1.name": "GUESS"},
        **{"variables.1.match": "close", "variables.1.note": "Perhaps."},
    )
    told = shown(anna, draft).text
    assert "In concepts" in told
    assert "Title: Kind of law Law of the case" in told
    assert "Variable everything / cases / GUESS added: close; Perhaps." in told
    assert "Nothing stops this release." in told
    steward.send(anna, f"{draft}/steps", step=Step.SUBMIT, revision=revision(register, draft))
    answer = steward.send(rita, f"{draft}/steps", step=Step.APPROVE, text="Fine.", revision=revision(register, draft))
    assert answer.headers["Location"] == f"{draft}#activity"
    told = shown(anna, draft).text
    assert "Fine. Concepts recorded: law. Release 1.0.0 says already what the draft says" in told
    public = Page(anna.get("/concepts/law").text).text
    assert "Law of the case" in public
    assert "GUESS" in public
    assert "Version 2, the one in force" in public
    json = anna.get("/api/v1/concepts/law").json
    assert json is not None
    assert [(one["name"], one["match"]) for one in json["variables"]] == [("LAW", "exact"), ("GUESS", "close")]
    with reading(register) as session:
        assert len(vocabulary.history(session, VocabularyKind.CONCEPT, "law")) == 2


@pytest.mark.parametrize(
    ("property_", "before", "after", "happened"),
    [
        ("description", "Word " * 100 + "here.", "Word " * 100 + "there.", "said otherwise"),
        ("description", "Here.", "There.", ""),
        ("variables", [{"name": "A"}, {"name": "B"}], [{"name": "B"}, {"name": "A"}], "in another order"),
        ("terms", ["a", "b"], ["b", "a"], "in another order"),
        ("terms", ["a", "b"], ["a"], ""),
        ("variables", [{"name": "A", "note": "x " * 300}], [{"name": "A", "note": "x " * 300 + "y"}], "said otherwise"),
    ],
)
def test_a_change_that_cannot_be_shown_is_told(property_: str, before: Any, after: Any, happened: str) -> None:
    draft = DraftRecord(1, "key", "small", "keeper", "", DraftState.OPEN, "anna", "", "", 1, "")
    changed = alterations({property_: before}, {property_: after})
    [line] = concept_lines(draft, ConceptChange(1, "law", "Law", new=False, alterations=changed, concerns=())).lines
    assert line.happened == happened
    assert bool(line.spans) is not bool(happened)


def test_what_others_recorded_is_shown_and_brought_in(register: Engine, draft: str, anna: FlaskClient) -> None:
    part = added(anna, draft, "law")
    saved(anna, part, title="My title", note="My note.")
    theirs = {**CONCEPT, "title": "Their title", "terms": [*CONCEPT["terms"], "lex"]}
    registry.publish(register, [], registry.Terms(concepts={"law": theirs}))
    assert "Somebody recorded another state of 'law'" in shown(anna, draft).text
    told = shown(anna, part).text
    assert "They changed Title: Kind of law Their title" in told
    assert "This draft changes Title: Kind of law My title" in told
    assert "Both of you changed: Title. There your words stay." in told
    assert steward.send(anna, f"{part}/forward").status_code == 303
    assert "Somebody recorded" not in shown(anna, part).text
    body = concept_in(register, draft).body
    assert (body["title"], body["note"], body["terms"]) == ("My title", "My note.", ["law type", "CMS", "lex"])


def test_what_concerns_others_is_told_and_refused(register: Engine, draft: str, anna: FlaskClient) -> None:
    registry.publish(register, [sample("hearings", "court")])
    part = added(anna, draft, "law")
    saved(
        anna,
        part,
        **{"variables.1.dataset": "hearings", "variables.1.table": "cases", "variables.1.name": "LAW"},
        **{"variables.1.match": "exact"},
    )
    assert "Concerns hearings of court too." in shown(anna, draft).text
    answer = steward.send(anna, f"{draft}/steps", step=Step.SUBMIT, revision=revision(register, draft))
    assert answer.status_code == 403
    told = Page(answer.text).text
    assert "concerns the dataset 'hearings' of the publisher 'court', where you are no steward" in told


def test_a_new_concept_says_so_and_goes_without_a_trace(draft: str, anna: FlaskClient) -> None:
    part = added(anna, draft, "kind-of-case")
    assert "The register has no concept of this name" in shown(anna, part).text
    saved(anna, part, title="")
    told = shown(anna, draft)
    assert "title is missing" in told.text
    assert part in {one.get("href") for one in told.all("a")}
    for name in ("kind-of-case", "Kind of case"):
        assert steward.send(anna, f"{draft}/parts", kind="concept", name=name).status_code == 400
    gone = steward.send(anna, f"{part}/remove")
    assert gone.headers["Location"] == draft
    assert anna.get("/concepts/kind-of-case").status_code == 404
    assert "In concepts" not in shown(anna, draft).text
