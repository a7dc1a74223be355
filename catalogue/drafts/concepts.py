"""Concepts in a draft: taken over from the register, held against it, and recorded with what is approved.

A concept is shared among publishers and is part of no package. A draft keeps what somebody wants it to say, and of
which state of the register: `origins` tells where each property came in from, and the name came in with that state.
No save touches that entry, because a concept keeps its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalogue.drafts.checking import checked_concept
from catalogue.drafts.concept_states import Alteration, alterations, concerned
from catalogue.drafts.opening import INHERITED
from catalogue.errors import ForbiddenError, InvalidRequestError, PackageRefusedError, Problem
from catalogue.model.authority import Person, Power
from catalogue.model.concepts import Member, concept_record
from catalogue.model.drafts import PartKind
from catalogue.model.kinds import VocabularyKind
from catalogue.model.known import Facts
from catalogue.model.names import is_slug
from catalogue.packages.limits import Limits
from catalogue.registry.prepare import Terms
from catalogue.store import concepts as store
from catalogue.store import vocabulary
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.objects import bodies, document
from catalogue.store.releases import all_datasets

_NAME = "name"
_ROLES = {Power.WRITE: "steward", Power.REVIEW: "reviewer"}


@dataclass(frozen=True, slots=True)
class DraftedConcept:
    """A concept of a draft beside the register.

    wanted: what the draft says, right or not. began: the state that it started from, empty for a new concept. now: the
    state in force, empty when there is none; state: its digest.
    """

    part: Part
    wanted: Facts
    began: Facts
    now: Facts
    state: str

    @property
    def changed(self) -> bool:
        """True when the register says something else."""
        return self.wanted != self.now

    @property
    def moved(self) -> bool:
        """True when somebody recorded another state since it was begun, and the draft does not say the same."""
        return self.changed and self.state != started_from(self.part)


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """What a draft changes in a concept.

    new: true when the register has none of the name. concerns: names of datasets of others that it concerns, each with
    its publisher.
    """

    part: int
    name: str
    title: str
    new: bool
    alterations: tuple[Alteration, ...]
    concerns: tuple[tuple[str, str], ...]


def place_of(name: str) -> str:
    """Where a problem of a concept is, as problems tell it."""
    return f"concept {name}"


def started_from(part: Part) -> str:
    """Digest of the state of the register that a concept of a draft started from; empty for a new one."""
    return str(part.origins.get(_NAME, {}).get("from", ""))


def origins_of(digest: str) -> dict[str, Any]:
    """What `started_from` reads."""
    return {_NAME: {"how": INHERITED, "from": digest}} if digest else {}


def begin(session: Session, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Body and origins of a concept that comes into a draft: as it is in force, or a new one with a title.

    Raises InvalidRequestError for a name that is none.
    """
    if not is_slug(name):
        raise InvalidRequestError(
            f"{name!r} cannot be the name of a concept.", remedy="Use lower-case letters, digits and inner hyphens."
        )
    held = vocabulary.concept(session, name)
    if held is None:
        return {"title": name}, {}
    return body_of(held.facts), origins_of(held.digest)


def body_of(facts: Facts) -> dict[str, Any]:
    """A state as a part of a draft keeps it: the name stands beside it."""
    return {key: value for key, value in facts.items() if key != _NAME}


def drafted(session: Session, parts: Iterable[Part]) -> list[DraftedConcept]:
    """The concepts among the parts of a draft, beside the register. Two queries, or none when there is no concept."""
    held = [part for part in parts if part.kind is PartKind.CONCEPT]
    if not held:
        return []
    begun = bodies(session, filter(None, map(started_from, held)))
    states = vocabulary.states_in_force(session, VocabularyKind.CONCEPT)
    found = []
    for part in held:
        state = states.get(part.name)
        now, digest = (document(state.body), state.digest) if state is not None else ({}, "")
        wanted = {**part.body, _NAME: part.name}
        found.append(DraftedConcept(part, wanted, begun.get(started_from(part), {}), now, digest))
    return found


def terms_of(concepts: Iterable[DraftedConcept], limits: Limits) -> Terms:
    """What is recorded of the concepts of a draft: those that differ, each after the state that it started from.

    Raises PackageRefusedError with every rule that one of them breaks.
    """
    changed = {one.part.name: one for one in concepts if one.changed}
    checked = {name: _checked(one, limits) for name, one in changed.items()}
    problems = tuple(problem for _, found in checked.values() for problem in found)
    if problems:
        raise PackageRefusedError("The concepts of the draft break rules; nothing was recorded.", problems=problems)
    return Terms(
        concepts={name: facts for name, (facts, _) in checked.items()},
        after={name: started_from(one.part) for name, one in changed.items()},
    )


def _checked(one: DraftedConcept, limits: Limits) -> tuple[Facts, tuple[Problem, ...]]:
    """A concept in normal form, and the rules that it breaks; then there is none."""
    try:
        return checked_concept(one.wanted, limits, place_of(one.part.name)), ()
    except PackageRefusedError as refused:
        return {}, refused.problems


def problems_of(
    session: Session, draft: DraftRecord, parts: Sequence[Part], concepts: Iterable[DraftedConcept], limits: Limits
) -> Iterator[Problem]:
    """What there is to say of the concepts that a draft changes: what approval refuses, and members not found."""
    coming: dict[str, list[Member]] = {}
    for one in concepts:
        if not one.changed:
            continue
        facts, problems = _checked(one, limits)
        yield from problems
        if one.moved:
            yield Problem(
                "concept-moved",
                f"Somebody recorded another state of {one.part.name!r} after this draft took it over.",
                "Open it: what they changed stands there, and can be brought in.",
                place_of(one.part.name),
            )
        if facts:
            coming[one.part.name] = _coming(one.now, facts)
    yield from _absent(session, coming, _own(draft, parts))


def _coming(now: Facts, wanted: Facts) -> list[Member]:
    """The members that the register does not name yet."""
    before = {member.key for member in concept_record(now, "").variables} if now else set()
    return [member for member in concept_record(wanted, "").variables if member.key not in before]


def _absent(
    session: Session, coming: Mapping[str, Sequence[Member]], own: Iterable[tuple[str, str, str]]
) -> Iterator[Problem]:
    """Members, by concept, that neither a standing release nor the draft itself has. own: keys of what the draft has.

    The register takes them, as it does from files: a dataset may be published later. Pages leave them out meanwhile.
    """
    wanted = [member for members in coming.values() for member in members]
    known = {*own, *store.member_states(session, wanted, all_datasets(session))} if wanted else set()
    for name, members in coming.items():
        for member in members:
            if member.key not in known:
                yield Problem(
                    "concept-member",
                    f"Neither a release nor this draft has the variable {member.dataset} / {member.table} / "
                    f"{member.name}.",
                    "Correct dataset, table and name; the concept's page leaves the variable out until there is one.",
                    place_of(name),
                    severity="warning",
                )


def _own(draft: DraftRecord, parts: Sequence[Part]) -> Iterator[tuple[str, str, str]]:
    """The keys of the draft's own variables, as `Member.key` has them."""
    tables = {part.id: part.name for part in parts if part.kind is PartKind.TABLE}
    for part in parts:
        if part.kind is PartKind.VARIABLE:
            yield draft.slug, tables.get(part.parent or 0, ""), part.name.lower()


def changes_of(session: Session, draft: DraftRecord, concepts: Sequence[DraftedConcept]) -> list[ConceptChange]:
    """What a draft changes in its concepts, and whose datasets that concerns beside its own."""
    changed = [one for one in concepts if one.changed]
    owners = _owners(session, draft) if changed else {}
    return [
        ConceptChange(
            one.part.id,
            one.part.name,
            str(one.wanted.get("title", "")),
            not one.now,
            alterations(body_of(one.now), body_of(one.wanted)),
            tuple(sorted(_concerns(one, owners) - {(draft.slug, draft.publisher)})),
        )
        for one in changed
    ]


def require_power(
    session: Session, draft: DraftRecord, person: Person, power: Power, concepts: Sequence[DraftedConcept]
) -> None:
    """Raise ForbiddenError when a draft changes in a concept what concerns a dataset where a person has no power."""
    changed = [one for one in concepts if one.changed]
    owners = _owners(session, draft) if changed else {}
    for one in changed:
        for slug, publisher in sorted(_concerns(one, owners)):
            if not person.may(power, publisher, slug):
                raise ForbiddenError(
                    f"What this draft changes in the concept {one.part.name!r} concerns the dataset {slug!r} of the "
                    f"publisher {publisher!r}, where you are no {_ROLES[power]}.",
                    remedy=f"Who is a {_ROLES[power]} there too has to do it, or the change stays out of the draft.",
                )


def _concerns(one: DraftedConcept, owners: Mapping[str, tuple[str, str]]) -> set[tuple[str, str]]:
    """Datasets with their publishers. Of one that nobody has published there is nobody to ask."""
    return {owners[name] for name in concerned(one.now, one.wanted) if name in owners}


def _owners(session: Session, draft: DraftRecord) -> dict[str, tuple[str, str]]:
    """The name that a dataset has now and its publisher, by every name that it ever had."""
    found = {record.slug: (record.slug, record.publisher) for record in all_datasets(session)}
    found.setdefault(draft.slug, (draft.slug, draft.publisher))
    return found | {old: found[now] for old, now in store.former_slugs(session).items() if now in found}
