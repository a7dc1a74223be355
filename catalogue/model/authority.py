"""Roles and what each allows. Pure: who somebody is was found out before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a publisher. None of them includes another; all of them may read."""

    READER = "reader"
    STEWARD = "steward"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Power(StrEnum):
    """What a role allows: to see drafts, to write them, to judge them, to say who may."""

    READ = "read"
    WRITE = "write"
    REVIEW = "review"
    ADMINISTER = "administer"


POWERS: dict[Role, frozenset[Power]] = {
    Role.READER: frozenset({Power.READ}),
    Role.STEWARD: frozenset({Power.READ, Power.WRITE}),
    Role.REVIEWER: frozenset({Power.READ, Power.REVIEW}),
    Role.ADMINISTRATOR: frozenset({Power.READ, Power.ADMINISTER}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and where it holds. An empty publisher means every one; an empty dataset all of the publisher."""

    role: Role
    publisher: str = ""
    dataset: str = ""

    def covers(self, publisher: str, dataset: str) -> bool:
        """True when it holds for a dataset of a publisher. An empty dataset asks for the publisher as a whole."""
        return self.publisher in {"", publisher} and self.dataset in {"", dataset}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is known.

    name: of the account, as it stands in seals and in the record of acts. title: what others see.
    """

    name: str
    title: str
    grants: tuple[Grant, ...] = ()

    def may(self, power: Power, publisher: str, dataset: str = "") -> bool:
        """Whether a role of theirs allows this there."""
        return any(power in POWERS[grant.role] and grant.covers(publisher, dataset) for grant in self.grants)

    def may_anywhere(self, power: Power) -> bool:
        """Whether a role of theirs allows this for any publisher at all."""
        return any(power in POWERS[grant.role] for grant in self.grants)
