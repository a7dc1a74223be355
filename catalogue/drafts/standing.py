"""Where a draft may go from where it stands, and who may send it there. Pure.

open --submit--> submitted --approve--> sealed
  ^                  |
  +--return, take back
open, submitted --abandon--> abandoned
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from catalogue.errors import ConflictError, ForbiddenError
from catalogue.model.authority import Person, Power
from catalogue.model.drafts import DraftState
from catalogue.store.drafts import DraftRecord


class Step(StrEnum):
    """What somebody does to a draft, and what the activity calls it."""

    OPEN = "opened"
    EDIT = "edited"
    SUBMIT = "submitted"
    TAKE_BACK = "taken back"
    COMMENT = "commented"
    RETURN = "returned"
    APPROVE = "approved"
    ABANDON = "abandoned"


@dataclass(frozen=True, slots=True)
class Way:
    """A step: from which states, what it leads to (None: it stays), and the power it needs."""

    origins: frozenset[DraftState]
    target: DraftState | None
    power: Power


_LIVING = frozenset({DraftState.OPEN, DraftState.SUBMITTED})
_OPEN, _SUBMITTED = frozenset({DraftState.OPEN}), frozenset({DraftState.SUBMITTED})
WAYS: dict[Step, Way] = {
    Step.EDIT: Way(_OPEN, None, Power.WRITE),
    Step.SUBMIT: Way(_OPEN, DraftState.SUBMITTED, Power.WRITE),
    Step.TAKE_BACK: Way(_SUBMITTED, DraftState.OPEN, Power.WRITE),
    Step.COMMENT: Way(_LIVING, None, Power.READ),
    Step.RETURN: Way(_SUBMITTED, DraftState.OPEN, Power.REVIEW),
    Step.APPROVE: Way(_SUBMITTED, DraftState.SEALED, Power.REVIEW),
    Step.ABANDON: Way(_LIVING, DraftState.ABANDONED, Power.WRITE),
}
# Whoever did one of these wrote the draft, and cannot be the second person.
WRITING = (Step.OPEN, Step.EDIT, Step.SUBMIT)
_JUDGING = frozenset({Step.RETURN, Step.APPROVE})


def allows(step: Step, draft: DraftRecord, person: Person, writers: Collection[str]) -> bool:
    """Whether a person may do this to a draft now. writers: everybody who wrote it."""
    way = WAYS[step]
    return (
        draft.state in way.origins
        and person.may(way.power, draft.publisher, draft.slug)
        and not (step in _JUDGING and person.name in writers)
    )


def require(step: Step, draft: DraftRecord, person: Person, writers: Collection[str]) -> None:
    """Raise what stands in the way: ForbiddenError for who somebody is, ConflictError for where the draft stands."""
    way = WAYS[step]
    if not person.may(way.power, draft.publisher, draft.slug):
        raise ForbiddenError(
            f"You have no role by which you may do this: the draft of {draft.slug!r} would be {step}.",
            remedy=f"An administrator of the publisher {draft.publisher!r} gives roles.",
        )
    if step in _JUDGING and person.name in writers:
        raise ForbiddenError(
            f"You wrote this draft of {draft.slug!r}, or a part of it, so you cannot judge it.",
            remedy="Somebody else with the role of a reviewer has to.",
        )
    if draft.state not in way.origins:
        raise ConflictError(
            f"The draft of {draft.slug!r} is {draft.state}; it cannot be {step} now.", remedy=_REMEDIES[draft.state]
        )


_REMEDIES = {
    DraftState.OPEN: "It has to be submitted first.",
    DraftState.SUBMITTED: "Take it back first, or have it returned.",
    DraftState.SEALED: "What is sealed never changes; open a new draft from that release.",
    DraftState.ABANDONED: "Open a new draft.",
}
