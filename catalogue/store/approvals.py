"""How publishers approve, and changes of it that wait for a second person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from catalogue.model import ApprovalProposal, PublisherApproval
from catalogue.store import journal


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of mode that waits: `person` proposed it at `moment`."""

    publisher: str
    mode: str
    person: str
    moment: str


def modes(session: Session) -> dict[str, str]:
    """The mode of every publisher for whom the journal says one."""
    return dict(session.exec(select(PublisherApproval.publisher, PublisherApproval.mode)).all())


def put(session: Session, publisher: str, mode: str, serial: int, object_id: int) -> None:
    """Put a journalled mode in force; what was proposed is settled by it."""
    session.execute(delete(PublisherApproval).where(col(PublisherApproval.publisher) == publisher))
    row = {"publisher": publisher, "mode": mode, "serial": serial, "object_id": object_id}
    session.execute(insert(PublisherApproval), [row])
    drop_proposal(session, publisher)


def proposals(session: Session) -> dict[str, Proposal]:
    """Every change that waits, by publisher."""
    rows = session.exec(select(ApprovalProposal).order_by(col(ApprovalProposal.publisher)))
    return {row.publisher: Proposal(row.publisher, row.mode, row.person, row.moment) for row in rows}


def put_proposal(session: Session, publisher: str, mode: str, person: str) -> Proposal:
    """Keep a proposal in place of one that waited."""
    drop_proposal(session, publisher)
    proposal = Proposal(publisher, mode, person, journal.now())
    session.execute(
        insert(ApprovalProposal),
        [{"publisher": publisher, "mode": mode, "person": person, "moment": proposal.moment}],
    )
    return proposal


def drop_proposal(session: Session, publisher: str) -> None:
    """Let a proposal go."""
    session.execute(delete(ApprovalProposal).where(col(ApprovalProposal.publisher) == publisher))
