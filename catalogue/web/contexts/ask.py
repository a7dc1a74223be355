"""The form for a question to the steward, and where a reader finds what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from catalogue.errors import Problem
from catalogue.model.notes import NoteRecord, QuestionState
from catalogue.registry.notes import About
from catalogue.registry.questions import EMAIL_DAYS, MOST_EMAIL, MOST_TEXT
from catalogue.store import find, notes
from catalogue.store.questions import QuestionRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link, dataset_crumbs
from catalogue.web.contexts.notes import note_line


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form for a question.

    head: what the page says of itself.
    subject: what the question is about, with its page.
    kind: what that is: `variable`, `table`, `release` or `dataset`.
    title: what the dataset is called.
    about: the same as the form sends it.
    taken: false when this site takes no questions.
    faults: what was wrong with what was sent, each with `message` and `remedy`.
    text: the question as it was sent, to be corrected.
    email: the address for the answer as it was sent.
    most_text: most characters of a question.
    most_email: most characters of an address.
    days: for how many days an address is kept at most.
    """

    head: Head
    subject: Link
    kind: str
    title: str
    about: str
    taken: bool
    faults: tuple[Problem, ...]
    text: str
    email: str
    most_text: int
    most_email: int
    days: int


@dataclass(frozen=True, slots=True)
class AskedPage:
    """What became of a question, for whoever asked it.

    head: what the page says of itself.
    question: the question.
    subject: what it is about, with its page.
    answer: the note that answers it, on the page where it stands; None while there is none.
    withdrawn: true when that note does not stand any more.
    days: for how many days an address for the answer is kept at most.
    """

    head: Head
    question: QuestionRecord
    subject: Link
    answer: Link | None
    withdrawn: bool
    days: int


def ask_page(about: About, *, taken: bool, faults: Sequence[Problem] = (), text: str = "", email: str = "") -> AskPage:
    """The form for a question about something; with faults, and what was written, after one was refused."""
    record, release = about.record, about.names_in
    version = about.version
    path = addresses.ask(record.slug, version, about.table, about.variable)
    kind = "variable" if about.variable else "table" if about.table else "release" if version else "dataset"
    return AskPage(
        head=Head("Ask the steward", path, crumbs=dataset_crumbs(record), section="datasets"),
        subject=_subject(record.slug, version, about.table, about.variable, release.facts.title),
        kind=kind,
        title=release.facts.title,
        about=addresses.place(record.slug, version, about.table, about.variable),
        taken=taken,
        faults=tuple(faults),
        text=text,
        email=email,
        most_text=MOST_TEXT,
        most_email=MOST_EMAIL,
        days=EMAIL_DAYS,
    )


def asked_page(session: Session, question: QuestionRecord) -> AskedPage:
    """What became of a question."""
    record = find.dataset_of_key(session, question.dataset)
    note = notes.get(session, question.note) if question.state == QuestionState.ANSWERED else None
    title = (record.latest or record.releases[-1]).facts.title
    return AskedPage(
        head=Head("Your question", crumbs=dataset_crumbs(record), section="datasets"),
        question=question,
        subject=_subject(record.slug, question.version, question.table, question.variable, title),
        answer=_answer(note, record.slug),
        withdrawn=note is not None and not note.standing,
        days=EMAIL_DAYS,
    )


def _answer(note: NoteRecord | None, slug: str) -> Link | None:
    return Link(note.title, note_line(note, slug).about.url) if note is not None and note.standing else None


def _subject(slug: str, version: str, table: str, variable: str, title: str) -> Link:
    if variable:
        over_time = addresses.variable_over_time(slug, table, variable)
        url = addresses.variable(slug, version, table, variable) if version else over_time
        return Link(variable, url, physical=True)
    if table:
        url = addresses.table(slug, version, table) if version else addresses.table_now(slug, table)
        return Link(table, url, physical=True)
    if version:
        return Link(f"{title} {version}", addresses.release(slug, version))
    return Link(title, addresses.dataset(slug))
