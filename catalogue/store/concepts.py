"""Concepts and variables: which concepts a variable measures, and what each variable of a concept says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from catalogue.model import Dataset, ReleaseCodeList, SlugAlias, StoredObject
from catalogue.model.code_lists import CodeList, code_list_record
from catalogue.model.concepts import Concept, Member, concept_record
from catalogue.model.kinds import VocabularyKind
from catalogue.model.records import Table, Variable
from catalogue.store import history, objects, vocabulary
from catalogue.store.kept import Kept
from catalogue.store.objects import chunks, document
from catalogue.store.releases import DatasetRecord, ReleaseRecord

# A state never changes under its digest, so each is read once in the life of the process.
_CONCEPTS: Kept[Concept] = Kept(2048)


@dataclass(frozen=True, slots=True)
class Membership:
    """A concept that a variable measures, and how."""

    concept: Concept
    member: Member


@dataclass(frozen=True, slots=True)
class MemberState:
    """A variable of a concept, as the newest release that stands and holds it says it.

    table: its table, without the other variables.
    codes: its code list as that release pins it, or None.
    releases: every standing release that holds it, oldest first.
    """

    member: Member
    record: DatasetRecord
    release: ReleaseRecord
    table: Table
    variable: Variable
    codes: CodeList | None
    releases: tuple[ReleaseRecord, ...]

    @property
    def latest(self) -> bool:
        """True when the release in force of its dataset holds it."""
        latest = self.record.latest
        return latest is not None and latest.id == self.release.id


def concepts(session: Session) -> tuple[Concept, ...]:
    """All concepts as in force, in order of names. One query."""
    return vocabulary.kept(session, VocabularyKind.CONCEPT, _CONCEPTS, concept_record)


def memberships(
    known: Iterable[Concept], slugs: Mapping[str, str], slug: str, table: str, name: str
) -> tuple[Membership, ...]:
    """The concepts that a variable measures, in order of their titles; letters in any case.

    slugs: what each former slug of a dataset is now, as `former_slugs` reads it.
    """
    wanted = (slug, table.lower(), name.lower())
    found = (
        Membership(concept, member)
        for concept in known
        for member in concept.variables
        if (slugs.get(member.dataset, member.dataset), member.table, member.name.lower()) == wanted
    )
    return tuple(sorted(found, key=lambda one: one.concept.title.lower()))


def former_slugs(session: Session) -> dict[str, str]:
    """What each former slug of a dataset is now. One query."""
    query = select(SlugAlias.slug, Dataset.slug).join(Dataset, col(Dataset.id) == col(SlugAlias.dataset_id))
    return dict(session.exec(query).all())


def member_states(
    session: Session, members: Iterable[Member], records: Iterable[DatasetRecord]
) -> dict[tuple[str, str, str], MemberState]:
    """What each member's variable says of itself, by the member's key. Four queries, however many there are.

    A member that no standing release holds is left out, and so is one whose dataset is not here.
    """
    now = former_slugs(session)
    by_slug = {record.slug: record for record in records}
    wanted = {member.key: member for member in members if now.get(member.dataset, member.dataset) in by_slug}
    owners = {key: by_slug[now.get(key[0], key[0])] for key in wanted}
    standing = [
        release
        for record in {record.slug: record for record in owners.values()}.values()
        for release in record.releases
        if not release.withdrawn
    ]
    held: dict[tuple[int, str, str], history.Held] = {}
    for places in chunks(sorted({(table, name) for _, table, name in wanted})):
        for one in history.holdings(session, standing, places):
            held[one.release_id, *one.place] = one
    # Releases of a dataset come oldest first by (issued, version): the last one that stands is the one that counts.
    chosen = {
        key: [one for one in owners[key].releases if not one.withdrawn and (one.id, key[1], key[2]) in held]
        for key in wanted
    }
    facts = objects.bodies(session, (digest for one in held.values() for digest in (one.table, one.variable)))
    states = {
        key: history.state(releases[-1], held[releases[-1].id, key[1], key[2]], facts)
        for key, releases in chosen.items()
        if releases
    }
    lists = _code_lists(session, states.values())
    return {
        key: MemberState(
            wanted[key],
            owners[key],
            state.release,
            state.table,
            state.variable,
            lists.get((state.release.id, state.variable.code_list)),
            tuple(chosen[key]),
        )
        for key, state in states.items()
    }


def _code_lists(session: Session, states: Iterable[history.VariableState]) -> dict[tuple[int, str], CodeList]:
    """The code lists of variables in the states that their releases pin. One query."""
    wanted = sorted({(one.release.id, one.variable.code_list) for one in states if one.variable.code_list})
    query = (
        select(ReleaseCodeList.release_id, ReleaseCodeList.name, StoredObject.digest, StoredObject.body)
        .join(StoredObject, col(StoredObject.id) == col(ReleaseCodeList.object_id))
        .where(tuple_(col(ReleaseCodeList.release_id), col(ReleaseCodeList.name)).in_(wanted))
    )
    return {
        (release_id, name): code_list_record(document(body), digest)
        for release_id, name, digest, body in session.exec(query)
    }
