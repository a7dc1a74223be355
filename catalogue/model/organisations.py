"""Organisations: plain records from sealed objects."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.model.known import Facts


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that publishes, keeps or describes data."""

    name: str
    title: str
    title_cy: str
    description: str
    homepage: str
    digest: str
    facts: Facts


def organisation_record(facts: Facts, digest: str) -> Organisation:
    """An organisation from its object."""
    return Organisation(
        name=str(facts["name"]),
        title=str(facts.get("title", facts["name"])),
        title_cy=str(facts.get("titleCy", "")),
        description=str(facts.get("description", "")),
        homepage=str(facts.get("homepage", "")),
        digest=digest,
        facts=facts,
    )
