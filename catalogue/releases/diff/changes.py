"""What a difference is made of: one change for each property in which two releases do not say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Facts = Mapping[str, Any]


class Weight(StrEnum):
    """What a change asks of those who use a dataset, gravest first."""

    BREAKING = "breaking"
    """What was written for the one release may fail, or mislead, with the other."""
    ADDITIVE = "additive"
    """There is more, or more is known; what was written before still holds."""
    EDITORIAL = "editorial"
    """Nothing but how it is told."""


class Kind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    DESCRIBED = "described"
    """It was known by name or by number only, and is described now."""
    UNDESCRIBED = "undescribed"
    """It is not described any more; whether it is still there nobody says."""
    RENAMED = "renamed"
    CHANGED = "changed"


class Subject(StrEnum):
    """What changed."""

    DATASET = "dataset"
    TABLE = "table"
    VARIABLE = "variable"
    CODE_LIST = "codelist"
    CODE = "code"


class Aspect(StrEnum):
    """What about it changed: the words in which readers ask."""

    EXISTENCE = "existence"
    NAME = "name"
    TYPE = "type"
    LABEL = "label"
    DEFINITION = "definition"
    CODES = "codes"
    CONSTRAINTS = "constraints"
    KEYS = "keys"
    CAVEATS = "caveats"
    COVERAGE = "coverage"
    ACCESS = "access"
    DATA = "data"
    READING = "reading"
    ORDER = "order"
    PROVENANCE = "provenance"
    OTHER = "other"


_MIRRORED = {
    Kind.ADDED: Kind.REMOVED,
    Kind.REMOVED: Kind.ADDED,
    Kind.DESCRIBED: Kind.UNDESCRIBED,
    Kind.UNDESCRIBED: Kind.DESCRIBED,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing is, in the names of the later release, or of the earlier one for what is not in the later.

    was_table, was_variable: its names in the earlier release, where they were others.
    """

    table: str = ""
    variable: str = ""
    code_list: str = ""
    code: str = ""
    was_table: str = ""
    was_variable: str = ""

    def mirrored(self) -> Place:
        """The same place seen from the other release."""
        return replace(
            self,
            table=self.was_table or self.table,
            variable=self.was_variable or self.variable,
            was_table=self.table if self.was_table else "",
            was_variable=self.variable if self.was_variable else "",
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One property of one thing.

    key: the property as the descriptor spells it, its parts joined by `/`; empty for the thing as a whole.
    before, after: what the two releases say; None where one says nothing. reason: why it has its weight, in a sentence.
    """

    subject: Subject
    kind: Kind
    place: Place
    key: str
    aspect: Aspect
    before: Any
    after: Any
    weight: Weight
    reason: str

    def mirrored(self) -> tuple[Subject, Kind, Place, str, str, str]:
        """What the difference in the other direction must say of it; how grave it is may be another matter."""
        return (
            self.subject,
            _MIRRORED.get(self.kind, self.kind),
            self.place.mirrored(),
            self.key,
            repr(self.after),
            repr(self.before),
        )

    def identity(self) -> tuple[Subject, Kind, Place, str, str, str]:
        """The same of the change itself."""
        return self.subject, self.kind, self.place, self.key, repr(self.before), repr(self.after)


def substance(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that tell of more than how something is known."""
    return tuple(one for one in changes if one.aspect is not Aspect.PROVENANCE)


@dataclass(frozen=True, slots=True)
class Rename:
    """Something that may have another name now: proposed, for the steward to confirm in the new release.

    likeness: 0 to 1. why: what the two share.
    """

    place: Place
    likeness: float
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that two releases do not say alike.

    unconfirmed: things of the later release of which nobody has confirmed that they are still so: neither changed nor
    unchanged. A table stands for all its variables when none of them is confirmed.
    """

    changes: tuple[Change, ...]
    renames: tuple[Rename, ...]
    unconfirmed: tuple[Place, ...]

    @property
    def weight(self) -> Weight | None:
        """The gravest weight among the changes; None when there are none."""
        return next((weight for weight in Weight if any(one.weight is weight for one in self.changes)), None)

    @property
    def gravest(self) -> Change | None:
        """The change that best tells why the difference is so grave: what came or went before what is said of it."""
        weight = self.weight
        found = self.of_weight(weight) if weight is not None else ()
        return min(found, key=lambda one: (one.subject is Subject.DATASET, one.key != "")) if found else None

    def of_weight(self, weight: Weight) -> tuple[Change, ...]:
        """The changes of one weight, in order."""
        return tuple(one for one in self.changes if one.weight is weight)
