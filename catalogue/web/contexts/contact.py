"""Whom to ask about data: what the release says, where publisher and keeper can be reached, or that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.model.access import Access
from catalogue.model.organisations import Organisation
from catalogue.model.records import DatasetFacts
from catalogue.web import addresses
from catalogue.web.contexts.common import Link


@dataclass(frozen=True, slots=True)
class Steward:
    """A body that can be asked.

    organisation: its page here.
    role: what it does with the data: `keeps the data` or `publishes it`.
    contact: its own address for questions, on the web or by mail, or empty.
    homepage: its home page, or empty.
    """

    organisation: Link
    role: str
    contact: str
    homepage: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask.

    said: what the release says, Markdown, or empty.
    stewards: who keeps and who publishes the data, the keeper first.
    known: true when at least one of all these is an address.
    """

    said: str
    stewards: tuple[Steward, ...]
    known: bool


def contact_of(facts: DatasetFacts, access: Access, organisations: Mapping[str, Organisation]) -> Contact:
    """Whom to ask about a dataset. organisations: those of the register by name."""
    roles = {facts.custodian: "keeps the data", facts.publisher: "publishes it"}
    if facts.custodian == facts.publisher:
        roles = {facts.publisher: "publishes and keeps the data"}
    stewards = tuple(_steward(name, role, organisations.get(name)) for name, role in roles.items() if name)
    return Contact(
        said=access.contact,
        stewards=stewards,
        known=bool(access.contact) or any(one.contact or one.homepage for one in stewards),
    )


def _steward(name: str, role: str, organisation: Organisation | None) -> Steward:
    if organisation is None:
        return Steward(Link(name, ""), role, "", "")
    contact = str(organisation.facts.get("contact", ""))
    return Steward(Link(organisation.title, addresses.organisation(name)), role, contact, organisation.homepage)
