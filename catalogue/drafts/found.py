"""Drafts as somebody may see them. Whoever may not see a draft is told that there is none."""

from __future__ import annotations

from sqlmodel import Session

from catalogue.errors import NotFoundError
from catalogue.model.authority import Person, Power
from catalogue.model.drafts import DraftState
from catalogue.store import drafts
from catalogue.store.drafts import DraftRecord, Part


def seen(session: Session, person: Person, key: str) -> DraftRecord:
    """The draft of that name. Raises NotFoundError when there is none, and when the person has no role for it."""
    found = drafts.find(session, key)
    if found is None or not person.may(Power.READ, found.publisher, found.slug):
        raise NotFoundError("There is no such draft, or you may not see it.", remedy="See /steward for your drafts.")
    return found


def part_of(session: Session, draft: DraftRecord, number: int) -> Part:
    """A part of a draft. Raises NotFoundError when it was taken out, or never was."""
    found = drafts.part(session, draft, number)
    if found is None:
        raise NotFoundError(
            f"The draft of {draft.slug!r} has no such part; somebody may have taken it out.",
            remedy="Open the draft again.",
        )
    return found


def seen_by(session: Session, person: Person, *states: DraftState) -> list[DraftRecord]:
    """The drafts in some states that somebody may see, those changed last first."""
    return [one for one in drafts.listed(session, states) if person.may(Power.READ, one.publisher, one.slug)]
