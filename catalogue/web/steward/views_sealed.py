"""What can be done about sealed things: notes added and withdrawn, questions answered, releases withdrawn."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request
from sqlmodel import Session

from catalogue.delivery import signed_in
from catalogue.delivery.problems import STATUS
from catalogue.delivery.services import services
from catalogue.errors import CatalogueError, ForbiddenError, InvalidRequestError, NotFoundError
from catalogue.model.authority import Person, Power
from catalogue.model.notes import QuestionState
from catalogue.registry import notes as registry_notes
from catalogue.registry import questions as registry_questions
from catalogue.registry import retract
from catalogue.registry.notes import NewNote
from catalogue.store import find, notes, questions
from catalogue.store.engine import reading
from catalogue.store.questions import QuestionRecord
from catalogue.store.releases import DatasetRecord, all_datasets
from catalogue.web.contexts.sealed import WaitingQuestionsPage, questions_page, sealed_page
from catalogue.web.keeping import private_redirect
from catalogue.web.steward.blueprint import steward

# Fields of the form that are those of a note.
NOTE: tuple[str, ...] = (
    "kind", "title", "body", "version", "table", "variable", "severity", "period_from", "period_to",
)  # fmt: skip


@steward.get("/questions")
def open_questions() -> str:
    """What readers asked about datasets that the person may write for."""
    return render_template("steward/questions.html", page=_questions())


@steward.post("/questions/<int:number>")
def close_question(number: int) -> Response | tuple[str, int]:
    """Answer a question in public, or decline it. A fault leaves the words in the form."""
    who, engine, form = signed_in.require(), services().engine, request.form
    with reading(engine) as session:
        _asked(session, who, number)
    try:
        if form.get("act") == "decline":
            registry_questions.decline(engine, number, form.get("reason", ""), who.name)
        elif form.get("act") == "answer":
            note = NewNote("answer", "", form.get("title", ""), form.get("body", ""), who.title)
            note = NewNote(note.kind, note.slug, note.title, note.body, note.by, question=form.get("question", ""))
            registry_questions.answer(engine, number, note, who.name)
        else:
            raise InvalidRequestError("It is not said what to do.", remedy="Press one of the buttons of the page.")
    except CatalogueError as error:
        return render_template("steward/questions.html", page=_questions(error, number)), STATUS[error.code]
    return private_redirect("/steward/questions")


@steward.get("/sealed/<slug>")
def sealed(slug: str) -> str:
    """The releases and notes of a dataset, with what can be done about them."""
    return _sealed(slug)


@steward.post("/sealed/<slug>/notes")
def add_note(slug: str) -> Response | tuple[str, int]:
    """Add a note, which is public at once. A fault leaves the words in the form."""
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        record = _dataset(session, who, slug, Power.WRITE)
    said: dict[str, Any] = {name: request.form.get(name, "") for name in NOTE}
    note = NewNote(slug=record.slug, by=who.title, **said)
    try:
        registry_notes.add(engine, note, who.name)
    except CatalogueError as error:
        return _sealed(slug, error), STATUS[error.code]
    return private_redirect(f"/steward/sealed/{record.slug}#notes")


@steward.post("/sealed/<slug>/notes/<int:serial>/withdraw")
def withdraw_note(slug: str, serial: int) -> Response | tuple[str, int]:
    """Withdraw a note, with a reason; it stays readable as withdrawn."""
    who, engine = signed_in.require(), services().engine
    with reading(engine) as session:
        record = _dataset(session, who, slug, Power.WRITE)
        if all(one.serial != serial for one in notes.of_dataset(session, record.key)):
            raise NotFoundError(f"There is no note {serial} about {slug!r}.", remedy="Open the page again.")
    try:
        registry_notes.withdraw(engine, serial, request.form.get("reason", ""), by=who.title, person=who.name)
    except CatalogueError as error:
        return _sealed(slug, error), STATUS[error.code]
    return private_redirect(f"/steward/sealed/{record.slug}#notes")


@steward.post("/sealed/<slug>/releases/<version>/withdraw")
def withdraw_release(slug: str, version: str) -> Response | tuple[str, int]:
    """Withdraw a release for ever. Whoever judges drafts may, and has to write the version once more."""
    who, engine, form = signed_in.require(), services().engine, request.form
    with reading(engine) as session:
        record = _dataset(session, who, slug, Power.REVIEW)
    try:
        if form.get("again", "").strip() != version:
            raise InvalidRequestError(
                "The version was not written once more.", remedy=f"Write {version} into the field beside the button."
            )
        retract(engine, record.slug, version, form.get("reason", ""), by=who.title, person=who.name)
    except CatalogueError as error:
        if error.code == "not-found":
            raise
        return _sealed(slug, error), STATUS[error.code]
    return private_redirect(f"/steward/sealed/{record.slug}#releases")


def _dataset(session: Session, who: Person, slug: str, power: Power) -> DatasetRecord:
    """A dataset that somebody has a role for. Raises NotFoundError, ForbiddenError."""
    record = find.dataset(session, slug)
    publisher = record.publisher
    if not who.may(Power.READ, publisher, record.slug):
        raise NotFoundError(f"You have no role for {slug!r}.", remedy="See /steward for your work.")
    if not who.may(power, publisher, record.slug):
        raise ForbiddenError("You have no role by which you may do this.", remedy="An administrator gives roles.")
    return record


def _asked(session: Session, who: Person, number: int) -> QuestionRecord:
    asked = questions.get(session, number)
    if asked is None:
        raise NotFoundError(f"There is no question {number}.", remedy="See /steward/questions.")
    _dataset(session, who, find.dataset_of_key(session, asked.dataset).slug, Power.WRITE)
    return asked


def _sealed(slug: str, error: CatalogueError | None = None) -> str:
    who = signed_in.require()
    with reading(services().engine) as session:
        record = _dataset(session, who, slug, Power.READ)
        page = sealed_page(who, record, notes.of_dataset(session, record.key), request.form, error)
    return render_template("steward/sealed.html", page=page)


def _questions(error: CatalogueError | None = None, number: int = 0) -> WaitingQuestionsPage:
    who = signed_in.require()
    with reading(services().engine) as session:
        mine = {one.key: one for one in all_datasets(session) if who.may(Power.WRITE, one.publisher, one.slug)}
        found = [one for one in questions.every(session, [QuestionState.OPEN.value]) if one.dataset in mine]
    return questions_page(found, mine, request.form, error, number)
