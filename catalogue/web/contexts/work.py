"""What there is to do for who is signed in, and the ways to begin a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.errors import CatalogueError
from catalogue.model.authority import POWERS, Person, Power
from catalogue.model.drafts import DraftState
from catalogue.store.drafts import DraftRecord
from catalogue.store.releases import DatasetRecord
from catalogue.web.contexts.common import Head, Link
from catalogue.web.contexts.draft import DraftLine, draft_line

MOST_ENDED = 20


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What there is to do for who is signed in.

    head: what the page says of itself.
    mine: open drafts that the person may write.
    review: submitted drafts that the person may judge.
    waiting: submitted drafts that wait for somebody else.
    ended: drafts that were sealed or abandoned, those changed last first.
    datasets: sealed datasets that the person has a role for, with the page for what comes after sealing.
    may_write: true when the person may open a draft for some publisher.
    has_role: false when the person has no role at all.
    """

    head: Head
    mine: tuple[DraftLine, ...]
    review: tuple[DraftLine, ...]
    waiting: tuple[DraftLine, ...]
    ended: tuple[DraftLine, ...]
    datasets: tuple[Link, ...]
    may_write: bool
    has_role: bool


@dataclass(frozen=True, slots=True)
class NewDraftPage:
    """The ways to begin a draft.

    head: what the page says of itself.
    datasets: name and title of the datasets with a release that the person may write.
    publishers: name and title of the organisations that the person may write for.
    sent: what was filled in before a fault, by field.
    fault: why no draft was opened, or empty.
    remedy: what to do about it, or empty.
    problems: faults of what was handed in, each as a sentence.
    """

    head: Head
    datasets: tuple[tuple[str, str], ...]
    publishers: tuple[tuple[str, str], ...]
    sent: Mapping[str, str]
    fault: str
    remedy: str
    problems: tuple[str, ...]


def work_page(
    person: Person,
    found: Sequence[DraftRecord],
    writers: Mapping[str, frozenset[str]],
    datasets: Sequence[DatasetRecord],
    publishers: Mapping[str, str],
) -> WorkPage:
    """The first page. found: all drafts that the person may see. writers: who wrote each, by its key."""
    titles = {one.slug: one.latest.facts.title for one in datasets if one.latest is not None}

    def lines(some: Iterable[DraftRecord]) -> tuple[DraftLine, ...]:
        return tuple(draft_line(one, titles, publishers) for one in some)

    submitted = [one for one in found if one.state is DraftState.SUBMITTED]
    judged = {
        one.key
        for one in submitted
        if person.may(Power.REVIEW, one.publisher, one.slug) and person.name not in writers[one.key]
    }
    ended = [one for one in found if one.state in {DraftState.SEALED, DraftState.ABANDONED}]
    return WorkPage(
        head=Head("Your work"),
        mine=lines(one for one in found if one.state is DraftState.OPEN),
        review=lines(one for one in submitted if one.key in judged),
        waiting=lines(one for one in submitted if one.key not in judged),
        ended=lines(ended[:MOST_ENDED]),
        datasets=tuple(
            Link(titles.get(one.slug, one.slug), f"/steward/sealed/{one.slug}")
            for one in datasets
            if person.may(Power.READ, one.publisher, one.slug)
        ),
        may_write=person.may_anywhere(Power.WRITE),
        has_role=bool(person.grants),
    )


def publishers_of(person: Person) -> tuple[str, ...]:
    """Publishers that a person's roles name, where they may write."""
    return tuple(sorted({grant.publisher for grant in person.grants if Power.WRITE in POWERS[grant.role]} - {""}))


def new_page(
    person: Person,
    datasets: Iterable[DatasetRecord],
    publishers: Mapping[str, str],
    sent: Mapping[str, str],
    error: CatalogueError | None = None,
) -> NewDraftPage:
    """The form. sent: what was filled in before. error: why that was not taken."""
    return NewDraftPage(
        head=Head("Open a draft", crumbs=(Link("Your work", "/steward"),)),
        datasets=tuple(
            (one.slug, one.latest.facts.title)
            for one in datasets
            if one.latest is not None and person.may(Power.WRITE, one.latest.facts.publisher, one.slug)
        ),
        publishers=tuple(
            (name, title)
            for name, title in sorted(publishers.items(), key=lambda pair: pair[1])
            if any(Power.WRITE in POWERS[grant.role] and grant.publisher in {"", name} for grant in person.grants)
        ),
        sent=sent,
        fault=error.detail if error is not None else "",
        remedy=error.remedy if error is not None else "",
        problems=tuple(problem.sentence() for problem in (error.problems if error is not None else ())),
    )
