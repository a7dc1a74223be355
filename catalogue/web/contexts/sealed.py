"""Sealed things as those see them who may add to them: questions to answer, notes, releases to withdraw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.errors import CatalogueError
from catalogue.model.authority import Person, Power
from catalogue.model.notes import NoteRecord
from catalogue.store.questions import QuestionRecord
from catalogue.store.releases import DatasetRecord, ReleaseRecord
from catalogue.web import addresses
from catalogue.web.contexts.common import Head, Link

_WORK = Link("Your work", "/steward")


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question that waits.

    number: by which it is answered.
    about: what it is about, with its page.
    text: the reader's words.
    moment: when it was asked, UTC.
    wanted: true when the reader left an address for the answer.
    """

    number: int
    about: Link
    text: str
    moment: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class WaitingQuestionsPage:
    """Questions that wait for an answer.

    head: what the page says of itself.
    questions: oldest first.
    sent: what was filled in before a fault, by field.
    number: the question at which that was, or 0.
    fault: why nothing was written, or empty.
    remedy: what to do about it, or empty.
    """

    head: Head
    questions: tuple[QuestionLine, ...]
    sent: Mapping[str, str]
    number: int
    fault: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SealedPage:
    """A dataset as sealed, with what can be done about it.

    head: what the page says of itself.
    slug: its short name.
    title: what it is called.
    url: its public page.
    releases: newest first.
    notes: those that stand, newest first.
    may_note: true when the person may add and withdraw notes.
    may_withdraw: true when the person may withdraw releases.
    sent: what was filled in before a fault, by field.
    problems: what was wrong with it, each as a sentence.
    fault: why nothing was written, or empty.
    remedy: what to do about it, or empty.
    """

    head: Head
    slug: str
    title: str
    url: str
    releases: tuple[ReleaseRecord, ...]
    notes: tuple[NoteRecord, ...]
    may_note: bool
    may_withdraw: bool
    sent: Mapping[str, str]
    problems: tuple[str, ...]
    fault: str
    remedy: str


def questions_page(
    found: Iterable[QuestionRecord],
    datasets: Mapping[str, DatasetRecord],
    sent: Mapping[str, str],
    error: CatalogueError | None = None,
    number: int = 0,
) -> WaitingQuestionsPage:
    """The page. datasets: by permanent identifier. number: the question whose answer was not taken."""
    return WaitingQuestionsPage(
        head=Head("Questions of readers", crumbs=(_WORK,)),
        questions=tuple(
            QuestionLine(one.id, _about(one, datasets[one.dataset]), one.text, one.moment, one.wanted) for one in found
        ),
        sent=sent,
        number=number,
        fault=error.detail if error is not None else "",
        remedy=_remedy(error),
    )


def _remedy(error: CatalogueError | None) -> str:
    if error is None:
        return ""
    return " ".join(filter(None, (error.remedy, *(problem.sentence() for problem in error.problems))))


def _about(one: QuestionRecord, record: DatasetRecord) -> Link:
    name = " ".join(filter(None, (record.slug, one.version, one.table, one.variable)))
    release = record.release(one.version) or record.latest
    if release is None or not one.table:
        return Link(name, addresses.dataset(record.slug), physical=True)
    if one.variable:
        return Link(name, addresses.variable(record.slug, release.version, one.table, one.variable), physical=True)
    return Link(name, addresses.table(record.slug, release.version, one.table), physical=True)


def sealed_page(
    person: Person,
    record: DatasetRecord,
    held: Sequence[NoteRecord],
    sent: Mapping[str, str],
    error: CatalogueError | None = None,
) -> SealedPage:
    """The page of a dataset. held: all of its notes."""
    publisher = record.publisher
    title = record.latest.facts.title if record.latest is not None else record.slug
    return SealedPage(
        head=Head(f"{title}: notes and withdrawals", crumbs=(_WORK,)),
        slug=record.slug,
        title=title,
        url=addresses.dataset(record.slug),
        releases=tuple(reversed(record.releases)),
        notes=tuple(one for one in sorted(held, key=lambda note: -note.serial) if not one.ended),
        may_note=person.may(Power.WRITE, publisher, record.slug),
        may_withdraw=person.may(Power.REVIEW, publisher, record.slug),
        sent=sent,
        problems=tuple(problem.sentence() for problem in (error.problems if error is not None else ())),
        fault=error.detail if error is not None else "",
        remedy=error.remedy if error is not None else "",
    )
