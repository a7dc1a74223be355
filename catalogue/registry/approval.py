"""How releases of a publisher are approved: `operator` or `two-person`, and changing that, which takes two itself."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.errors import ConflictError, ForbiddenError, NotFoundError
from catalogue.model.authority import Person, Power
from catalogue.model.kinds import ApprovalMode, ChangeKind
from catalogue.registry.acts import record
from catalogue.registry.journal import Outcome, append, new_object
from catalogue.releases.content import part
from catalogue.store import approvals, vocabulary
from catalogue.store.approvals import Proposal
from catalogue.store.engine import reading, writing
from catalogue.store.objects import put_objects

APPROVAL_FORMAT = "catalogue-approval/1"


def mode_of(session: Session, publisher: str, usual: ApprovalMode) -> ApprovalMode:
    """How a publisher's releases are approved now. usual: of publishers for whom the journal does not say it."""
    return ApprovalMode(approvals.modes(session).get(publisher, usual))


def modes(engine: Engine) -> Mapping[str, str]:
    """The mode of every publisher for whom the journal says one."""
    with reading(engine) as session:
        return approvals.modes(session)


def propose(engine: Engine, person: Person, publisher: str, mode: ApprovalMode) -> Proposal:
    """Ask for another mode; a second administrator has to confirm it.

    A later proposal takes the place of one that waits. Raises ForbiddenError for who is no administrator of that
    publisher, NotFoundError for an unknown publisher, ConflictError when the mode is in force already.
    """
    with writing(engine) as session:
        _require_administrator(person, publisher)
        if vocabulary.organisation(session, publisher) is None:
            raise NotFoundError(f"There is no organisation {publisher!r}.", remedy="See /organisations for names.")
        if approvals.modes(session).get(publisher) == mode:
            raise ConflictError(f"Releases of {publisher!r} are approved as {mode} already.")
        proposal = approvals.put_proposal(session, publisher, mode, person.name)
        record(session, person.name, "proposed", f"approval:{publisher}", {"mode": mode})
        return proposal


def confirm(engine: Engine, person: Person, publisher: str) -> Outcome:
    """Put a proposed mode in force: journalled with the names of both.

    Raises NotFoundError when nothing waits, ForbiddenError for whoever proposed it and who is no administrator there.
    """
    with writing(engine) as session:
        _require_administrator(person, publisher)
        proposal = approvals.proposals(session).get(publisher)
        if proposal is None:
            raise NotFoundError(f"No change of how {publisher!r} approves waits for a second person.")
        if proposal.person == person.name:
            raise ForbiddenError("You proposed this yourself.", remedy="Another administrator has to confirm it.")
        told = part(
            "approval",
            publisher,
            {
                "format": APPROVAL_FORMAT,
                "publisher": publisher,
                "mode": proposal.mode,
                "proposedBy": proposal.person,
                "confirmedBy": person.name,
            },
        )
        object_id = put_objects(session, [new_object(told)])[told.digest]
        serial = append(session, ChangeKind.APPROVAL, publisher, told.digest, object_id)
        approvals.put(session, publisher, proposal.mode, serial, object_id)
        record(session, person.name, "confirmed", f"approval:{publisher}", {"mode": proposal.mode}, told.digest)
        return Outcome(
            publisher, "", "recorded", f"Releases of {publisher} are approved as {proposal.mode}.", serial, told.digest
        )


def drop(engine: Engine, person: Person, publisher: str) -> None:
    """Take a proposal back, or decline it. Raises ForbiddenError for who is no administrator there."""
    with writing(engine) as session:
        _require_administrator(person, publisher)
        approvals.drop_proposal(session, publisher)
        record(session, person.name, "dropped", f"approval:{publisher}")


def _require_administrator(person: Person, publisher: str) -> None:
    if not person.may(Power.ADMINISTER, publisher):
        raise ForbiddenError(f"You are no administrator of {publisher!r}.")
