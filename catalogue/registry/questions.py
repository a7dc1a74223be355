"""Questions of readers: taken in private, answered in public by a note, or declined."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import ConflictError, InvalidRequestError, NotFoundError, Problem, TooOftenError
from catalogue.model.notes import NoteKind, QuestionState
from catalogue.registry import acts, notes
from catalogue.registry.acts import OPERATOR
from catalogue.registry.journal import Outcome
from catalogue.registry.notes import NewNote
from catalogue.store import find, journal, questions
from catalogue.store.engine import reading, writing
from catalogue.store.questions import QuestionRecord

MOST_TEXT, MOST_EMAIL = 2000, 254
SENDER_DAYS, EMAIL_DAYS = 1, 90
DAY_SECONDS = 86_400
SECRET_BYTES = 24
# A rough look: what is no address at all is told to the reader; whether mail arrives nobody can see from here.
_EMAIL = re.compile(r"[^@\s<>\"',;:\\]+@[^@\s<>\"',;:\\]+\.[^@\s<>\"',;:\\.]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader sends. about: `slug`, `slug@version`, or either with `/table` or `/table/variable`."""

    about: str
    text: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Most questions of a day, from one sender and from all together."""

    sender: int
    day: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a question. email: where the answer is wanted, for this once; empty when nowhere."""

    outcome: Outcome
    email: str


def sender_of(address: str, key: str, day: str = "") -> str:
    """A digest that stands for an address of the network during one day, and for nothing on the next.

    key: a secret of the site. day: ISO date, today's when it is empty.
    """
    salt = f"{key}\0{day or journal.now()[:10]}"
    return hashlib.blake2b(address.encode(), key=hashlib.sha256(salt.encode()).digest(), digest_size=32).hexdigest()


def parts(about: str) -> tuple[str, str, str, str]:
    """Slug, version, table and variable of a written place, empty where it names none. A variable may hold a slash."""
    head, _, inner = about.partition("/")
    slug, _, version = head.partition("@")
    table, _, variable = inner.partition("/")
    return slug, version, table, variable


def faults(asked: Asked) -> list[Problem]:
    """What is wrong with a question as it is written. Pure."""
    return [Problem("question", message, remedy) for message, remedy in _said(asked)]


def _said(asked: Asked) -> Iterator[tuple[str, str]]:
    if not asked.text.strip():
        yield "There is no question.", "Write what you would like to know."
    if len(asked.text) > MOST_TEXT:
        yield f"The question has {len(asked.text):,} characters.", f"Say it in {MOST_TEXT:,} at most."
    if "\0" in asked.text:
        yield "The question holds a character that no text has.", "Leave it out."
    if asked.email and (len(asked.email) > MOST_EMAIL or _EMAIL.fullmatch(asked.email) is None):
        yield "This is no address for e-mail.", "Correct it, or leave it out: the answer is public."


def ask(engine: Engine, asked: Asked, sender: str, limits: Limits) -> str:
    """Take a question; returns the secret by which the reader finds the answer, of which a digest alone is kept.

    sender: see `sender_of`. Raises InvalidRequestError, NotFoundError for what it is about, TooOftenError.
    """
    wrong = faults(asked)
    if wrong:
        raise InvalidRequestError("The question cannot be taken as it is.", problems=tuple(wrong))
    since = _before(SENDER_DAYS)
    # A flood is turned away without waiting for the lock, behind which publishing would have to wait for it.
    with reading(engine) as session:
        _require_room(session, since, sender, limits)
    with writing(engine) as session:
        about = notes.find_about(session, *parts(asked.about))
        _require_room(session, since, sender, limits)
        questions.forget(session, since, _before(EMAIL_DAYS))
        secret = secrets.token_urlsafe(SECRET_BYTES)
        values = {
            "digest": _digest(secret),
            "dataset": about.record.key,
            "version": about.version,
            "table_name": about.table,
            "name": about.variable,
            "text": asked.text.replace("\r\n", "\n").replace("\r", "\n").strip(),
            "email": asked.email or None,
            "sender": sender,
            "moment": journal.now(),
            "state": QuestionState.OPEN.value,
        }
        questions.add(session, values)
    return secret


def _require_room(session: Session, since: str, sender: str, limits: Limits) -> None:
    """Raise TooOftenError when no more is taken today, from one sender or from all together."""
    if questions.count_since(session, since, sender) >= limits.sender:
        raise TooOftenError(
            "From this address no more questions are taken today.", remedy="Ask again tomorrow.", seconds=DAY_SECONDS
        )
    if questions.count_since(session, since) >= limits.day:
        raise TooOftenError("No more questions are taken today.", remedy="Ask again tomorrow.", seconds=DAY_SECONDS)


def find_asked(engine: Engine, secret: str) -> QuestionRecord:
    """The question of a secret. Raises NotFoundError."""
    with reading(engine) as session:
        found = questions.by_digest(session, _digest(secret))
    if found is None:
        raise NotFoundError("There is no question at this address.", remedy="Check the address that you were given.")
    return found


def answer(engine: Engine, number: int, note: NewNote, person: str = OPERATOR) -> Answered:
    """Answer a question in public.

    note: title, body and by; `question` as the steward wants it to be read, or empty for the reader's own words. What
    it is about is the question's own. Raises NotFoundError, ConflictError for a question that is closed, and what
    `add` of notes raises; then the question stays open.
    """
    with writing(engine) as session:
        asked = _open(questions.get(session, number), number)
        record = find.dataset_of_key(session, asked.dataset)
        told = NewNote(
            kind=NoteKind.ANSWER,
            slug=record.slug,
            title=note.title,
            body=note.body,
            by=note.by,
            version=asked.version,
            table=asked.table,
            variable=asked.variable,
            question=note.question or asked.text,
        )
        outcome = notes.add_within(session, told, person)
        email = questions.close(session, number, QuestionState.ANSWERED, note=outcome.serial)
        acts.record(session, person, "answer question", f"question:{number}", {"note": outcome.serial}, outcome.digest)
    return Answered(outcome, email)


def decline(engine: Engine, number: int, reason: str, person: str = OPERATOR) -> Answered:
    """Close a question without an answer. reason: told to the reader, at the question's own address alone.

    Raises NotFoundError, ConflictError for a question that is closed, InvalidRequestError without a reason.
    """
    if not reason.strip():
        raise InvalidRequestError("Declining a question needs a reason.", remedy="Say why; the reader sees it.")
    with writing(engine) as session:
        asked = _open(questions.get(session, number), number)
        slug = find.dataset_of_key(session, asked.dataset).slug
        email = questions.close(session, number, QuestionState.DECLINED, reason=reason.strip())
        acts.record(session, person, "decline question", f"question:{number}")
    message = f"Question {number} is declined."
    return Answered(Outcome(slug, asked.version, "declined", message, None, ""), email)


def forget(engine: Engine) -> bool:
    """Take away senders after a day, and addresses for answers after some months. True when there were any."""
    senders, addresses = _before(SENDER_DAYS), _before(EMAIL_DAYS)
    with reading(engine) as session:
        if not questions.to_forget(session, senders, addresses):
            return False
    with writing(engine) as session:
        questions.forget(session, senders, addresses)
    return True


def _open(asked: QuestionRecord | None, number: int) -> QuestionRecord:
    if asked is None:
        raise NotFoundError(f"There is no question {number}.", remedy="See `catalogue question list`.")
    if asked.state != QuestionState.OPEN:
        raise ConflictError(f"Question {number} is {asked.state} already.", remedy="Add a note if more is to be said.")
    return asked


def _before(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
