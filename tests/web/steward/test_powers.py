"""Who may do what: every address behind the door, asked by everybody, in every state of a draft.

The table `NEEDS` says what each address takes. An address that is not in it fails the test, so that none is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from catalogue import registry
from catalogue.drafts.handing_in import source_of
from catalogue.drafts.opening import open_draft
from catalogue.drafts.review import Saying, take
from catalogue.drafts.standing import Step
from catalogue.model.authority import Grant, Person, Role
from catalogue.model.drafts import PartKind
from catalogue.registry import notes, questions
from catalogue.store import drafts, find
from catalogue.store import notes as notes_of
from catalogue.store import questions as asked_questions
from catalogue.store.drafts import DraftRecord
from catalogue.store.engine import reading
from tests import steward
from tests.samples import Sample, small

WRITER = Person("anna", "Anna", (Grant(Role.STEWARD, "keeper"),))
PEOPLE: dict[str, tuple[Grant, ...]] = {
    "reader": (Grant(Role.READER, "keeper"),),
    "steward": (Grant(Role.STEWARD, "keeper"),),
    "reviewer": (Grant(Role.REVIEWER, "keeper"),),
    "chief": (Grant(Role.ADMINISTRATOR, "keeper"),),
    "elsewhere": tuple(Grant(role, "other") for role in Role),
    "narrow": tuple(Grant(role, "keeper", "another") for role in Role),
    "nobody": (),
}
# Anna wrote the draft, and has every role.
AUTHOR = "anna"
OPEN, SUBMITTED = "open", "submitted"
INSIDERS = frozenset({"reader", "steward", "reviewer", "chief", AUTHOR})
WRITERS, JUDGES = frozenset({"steward", AUTHOR}), frozenset({"reviewer"})
ANYBODY = frozenset({*PEOPLE, AUTHOR})
STRANGERS = ANYBODY - INSIDERS


@dataclass(frozen=True)
class Need:
    """What an address takes: who gets through, in which state of the draft, with which form."""

    who: frozenset[str]
    state: str = OPEN
    form: tuple[tuple[str, str], ...] = ()


def form(**fields: str) -> tuple[tuple[str, str], ...]:
    return tuple(fields.items())


# By endpoint; steps of a draft each on their own. Pages of people and accounts are held to their powers by
# `test_people.py`; here it matters that nobody who is not signed in gets past the door.
NEEDS: dict[str, Need] = {
    "steward.draft": Need(INSIDERS),
    "steward.draft_standing": Need(INSIDERS),
    "steward.draft_package": Need(INSIDERS),
    "steward.draft_part": Need(INSIDERS),
    "steward.variables_csv": Need(INSIDERS),
    "steward.ask_import": Need(INSIDERS),
    "steward.save_part": Need(WRITERS, form=form(title="Another title")),
    "steward.add_part": Need(WRITERS, form=form(kind="table", name="more")),
    "steward.remove_part": Need(WRITERS),
    "steward.bring_part_forward": Need(WRITERS),
    "steward.move_part": Need(WRITERS, form=form(to="down")),
    "steward.send_rows": Need(WRITERS, form=form(remove="1")),
    "steward.write_import": Need(WRITERS, form=form(incoming="eJyrVsovykzPzFOyUkrRSy4uU9JRKkgsKilWsoqOrQUAkXkJrQ==")),
    "steward.take_step submitted": Need(WRITERS, form=form(step="submitted", revision="1")),
    "steward.take_step commented": Need(INSIDERS, form=form(step="commented", text="Hm.")),
    "steward.take_step abandoned": Need(WRITERS, form=form(step="abandoned")),
    "steward.take_step taken back": Need(WRITERS, SUBMITTED, form(step="taken back")),
    "steward.take_step returned": Need(JUDGES, SUBMITTED, form(step="returned", text="Not yet.")),
    "steward.take_step approved": Need(JUDGES, SUBMITTED, form(step="approved", revision="2")),
    "steward.change_approval": Need(
        frozenset({"chief"}), form=form(publisher="keeper", act="propose", mode="two-person")
    ),
}
# Of sealed datasets: `everything` is the keeper's.
NEEDS |= {
    "steward.sealed": Need(INSIDERS),
    "steward.add_note": Need(WRITERS, form=form(kind="caveat", title="Beware.", body="Of this.")),
    "steward.withdraw_note": Need(WRITERS, form=form(reason="Not so.")),
    "steward.withdraw_release": Need(JUDGES, form=form(reason="Wrong.", again="1.0.0")),
    "steward.close_question": Need(WRITERS, form=form(act="decline", reason="Not here.")),
}
# What everybody who is signed in may ask for; what they see there is their own.
OWN = {
    "steward.home", "steward.new_draft", "steward.open_new", "steward.preview", "steward.approval_modes",
    "steward.open_questions", "steward.account", "steward.change_title", "steward.change_password",
    "steward.end_sign_in", "steward.sign_out",
}  # fmt: skip
# Nobody is signed in there yet.
DOORS = {"steward.sign_in", "steward.send_sign_in", "steward.sign_in_elsewhere", "steward.back_from_elsewhere"}
# These take a file, and show what it would change; without one they say so, whoever asks who may see the draft.
FILES = {"steward.show_import", "steward.take_variables"}
REFUSED = {403, 404}


def sample() -> Sample:
    made = small("draft")
    dataset = {**made.dataset, "publisher": "keeper", "accessRights": "restricted"}
    return Sample(made.slug, dataset, made.tables, made.release, made.code_lists)


@pytest.fixture
def everybody(app: Flask, register: Engine) -> dict[str, FlaskClient]:
    """A browser for each of them."""
    registry.publish(register, [], registry.Terms(organisations={"other": {"name": "other", "title": "Other"}}))
    for name, grants in PEOPLE.items():
        steward.account(register, name, *grants)
    return {name: steward.signed_in(app, name) for name in (*PEOPLE, AUTHOR)}


_TIMES = count(1)


@dataclass(frozen=True)
class Scene:
    """What addresses name: a draft of Anna's with its first table, a note and a question about `everything`."""

    draft: DraftRecord
    part: int
    note: int
    question: int

    def address(self, rule: str) -> str:
        """A rule with all of its parts filled in."""
        number = self.question if "/questions/" in rule else self.part
        parts = {
            "<key>": self.draft.key, "<int:number>": str(number), "<int:serial>": str(self.note), "<name>": "anna",
            "<slug>": "everything", "<version>": "1.0.0",
        }  # fmt: skip
        return re.sub("<[^>]+>", lambda found: parts[found[0]], rule)


def a_scene(register: Engine, state: str) -> Scene:
    """A scene with the draft in a state."""
    note = notes.add(
        register, notes.NewNote("erratum", "everything", "Wrong.", f"It is, for the {next(_TIMES)}. time.")
    )
    questions.ask(register, questions.Asked("everything", "What is it?"), "", questions.Limits(1000, 1000))
    with reading(register) as session:
        asked = asked_questions.every(session, ["open"])[-1].id
    draft = open_draft(register, WRITER, "draft", "keeper", source_of(sample(), origin="draft.json"))
    if state == SUBMITTED:
        take(register, WRITER, draft.key, Saying(Step.SUBMIT))
    with reading(register) as session:
        return Scene(draft, drafts.parts(session, draft, [PartKind.TABLE])[0].id, note.serial or 0, asked)


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and rule of all that is behind the door."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("steward."):
            yield from (
                (rule.endpoint, method, rule.rule) for method in sorted((rule.methods or set()) & {"GET", "POST"})
            )


def test_every_address_is_spoken_for(app: Flask) -> None:
    named = {name.partition(" ")[0] for name in NEEDS} | OWN | DOORS | FILES
    found = {endpoint for endpoint, _, rule in routes(app) if "/people" not in rule}
    assert found == named


def test_nobody_gets_in_without_signing_in(app: Flask, register: Engine) -> None:
    scene = a_scene(register, OPEN)
    client = steward.browser(app)
    for endpoint, method, rule in routes(app):
        if endpoint in DOORS:
            continue
        path = scene.address(rule)
        answer = client.open(path, method=method, headers={"Origin": "http://127.0.0.1:8000"})
        assert answer.status_code in {302, 303}, (endpoint, answer.status_code)
        assert answer.headers["Location"].startswith("/steward/sign-in"), endpoint
        told = app.test_client().open(path, method=method, headers={"Accept": "application/json"})
        assert told.status_code == 401, endpoint
        assert told.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_each_address_takes_who_may(app: Flask, register: Engine, everybody: dict[str, FlaskClient], name: str) -> None:
    need, endpoint = NEEDS[name], name.partition(" ")[0]
    [(method, rule)] = [(method, rule) for found, method, rule in routes(app) if found == endpoint]
    scene = a_scene(register, need.state)
    for who, client in everybody.items():
        path, before = scene.address(rule), history(register, scene)
        if method == "GET":
            status = client.get(path).status_code
        else:
            status = steward.send(client, path, **dict(need.form)).status_code
        assert (status not in REFUSED) is (who in need.who), (who, status)
        if method == "POST" and who in need.who:
            # Whoever got through changed it; the next one finds it as this one did.
            scene = a_scene(register, need.state)
        else:
            assert history(register, scene) == before, who
        if who in STRANGERS and endpoint != "steward.change_approval":
            assert status == 404, who


def history(register: Engine, scene: Scene) -> object:
    """All that is kept of what a scene names."""
    draft = scene.draft
    with reading(register) as session:
        found = drafts.find(session, draft.key)
        _, release = find.release(session, "everything", "1.0.0")
        held = notes_of.of_dataset(session, release.dataset_key)
        question = asked_questions.get(session, scene.question)
        return found, drafts.parts(session, draft), drafts.events(session, draft), release, held, question


def test_a_form_that_was_not_made_for_who_sends_it_is_refused(
    app: Flask, register: Engine, everybody: dict[str, FlaskClient]
) -> None:
    scene = a_scene(register, OPEN)
    before = history(register, scene)
    stolen = steward.token(everybody["reviewer"])
    for endpoint, method, rule in routes(app):
        if method == "POST" and endpoint not in DOORS:
            path = scene.address(rule)
            for token in ("", "0" * 64, stolen):
                answer = steward.send(everybody[AUTHOR], path, form_token=token)
                assert answer.status_code == 403, (endpoint, answer.status_code)
            foreign = steward.send(everybody[AUTHOR], path, origin="https://evil.example")
            assert foreign.status_code == 403, endpoint
    assert history(register, scene) == before


def test_an_expired_sign_in_changes_nothing(register: Engine, everybody: dict[str, FlaskClient]) -> None:
    scene = a_scene(register, OPEN)
    client, before = everybody[AUTHOR], history(register, scene)
    token = steward.token(client)
    assert steward.send(client, "/steward/sign-out", form_token=token).status_code == 303
    answer = steward.send(
        client, scene.address("/steward/drafts/<key>/parts/<int:number>"), form_token=token, title="Late"
    )
    assert answer.headers["Location"].startswith("/steward/sign-in")
    assert history(register, scene) == before
