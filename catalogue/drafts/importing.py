"""Dictionaries into drafts: a new one, or merged into one that people wrote in, without losing a word of theirs."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.dictionaries import apart
from catalogue.dictionaries.descriptor import to_descriptor
from catalogue.dictionaries.dictionary import Dictionary
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.dictionaries.merge import Choice, Conflict, Merged, Origins, Place, decide, merge
from catalogue.dictionaries.merge import Part as Merging
from catalogue.drafts.editing import count_revision, open_to, tag
from catalogue.drafts.opening import Source
from catalogue.errors import InvalidRequestError
from catalogue.model.authority import Person
from catalogue.model.drafts import PartKind
from catalogue.model.known import Facts
from catalogue.packages.facts import Package
from catalogue.packages.upgrade import upgrade_package
from catalogue.store import drafts, journal
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.engine import reading, writing

MOST_UNPACKED = 200_000_000


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a dictionary says, by parts. origin: its file name."""

    origin: str
    parts: Mapping[Place, dict[str, Any]]

    def packed(self) -> str:
        """As a field of a form: what was looked at is what is written, without the file being sent twice."""
        return _packed({"origin": self.origin, "parts": [[list(place), facts] for place, facts in self.parts.items()]})


def unpacked(text: str) -> Incoming:
    """What `packed` wrote. Raises InvalidRequestError for anything else."""
    told = _unpacked(text)
    try:
        parts = {Place(*map(str, place)): dict(facts) for place, facts in told["parts"]}
        return Incoming(str(told["origin"]), parts)
    except (ValueError, TypeError, KeyError) as error:
        raise _not_whole() from error


def _packed(told: Facts) -> str:
    return base64.b64encode(zlib.compress(orjson.dumps(told))).decode()


def _unpacked(text: str) -> Facts:
    try:
        told = orjson.loads(zlib.decompressobj().decompress(base64.b64decode(text, validate=True), MOST_UNPACKED))
    except (ValueError, zlib.error) as error:
        raise _not_whole() from error
    if not isinstance(told, dict):
        raise _not_whole()
    return told


def _not_whole() -> InvalidRequestError:
    return InvalidRequestError("The dictionary did not come whole.", remedy="Send its file again.")


def source_of(dictionary: Dictionary, slug: str, title: str, publisher: str) -> Source:
    """A dictionary as what a new draft starts from."""
    descriptor = to_descriptor(dictionary, name=slug, title=title, publisher=publisher)
    left = (
        f"{len(dictionary.errors):,} faults, {len(dictionary.unmapped):,} things that found no place."
        if dictionary.errors or dictionary.unmapped
        else ""
    )
    return Source(upgrade_package(descriptor), origin=dictionary.origin, imported=True, left=left)


def packed_source(source: Source) -> str:
    """What a new draft starts from as a field of a form, as `Incoming.packed`."""
    return _packed({"origin": source.origin, "document": source.document, "left": source.left})


def unpacked_source(text: str) -> Source:
    """What `packed_source` wrote. Raises InvalidRequestError for anything else."""
    told = _unpacked(text)
    if not isinstance(told.get("document"), dict):
        raise _not_whole()
    origin, left = str(told.get("origin") or "a dictionary"), str(told.get("left", ""))
    return Source(told["document"], origin=origin, imported=True, left=left)


def read_dictionary(data: bytes, name: str, limits: DictionaryLimits, form: str = "") -> Dictionary:
    """The dictionary in a file that was sent, read by a process of its own. Raises DictionaryRefusedError."""
    return apart.read(data, name, limits, form)


def incoming(engine: Engine, draft: DraftRecord, dictionary: Dictionary) -> Incoming:
    """What a dictionary says of the draft's dataset."""
    # The reader of package folders, which is heavy, comes with it.
    from catalogue.dictionaries.into import Existing, Wanted, incoming_of  # noqa: PLC0415

    with reading(engine) as session:
        current = _current(drafts.parts(session, draft))
    dataset = current[Place("dataset")].facts if Place("dataset") in current else {}
    there = Existing(Package(draft.slug, dataset, ()), current)
    [(origin, parts)] = incoming_of([dictionary], Wanted(), there)
    return Incoming(origin, parts)


@dataclass(frozen=True, slots=True)
class Choices:
    """How conflicts are decided. single: by `conflict_key`. inherited: of all others about words of a release."""

    single: Mapping[str, Choice] = field(default_factory=dict)
    inherited: Choice | None = None

    def of(self, conflict: Conflict) -> Choice | None:
        """What is chosen for a conflict; None when nobody decided it."""
        return self.single.get(conflict_key(conflict), self.inherited if conflict.inherited else None)


def merged(session: Session, draft: DraftRecord, coming: Incoming, choices: Choices) -> Merged:
    """The draft with what a dictionary says."""
    outcome = merge(_current(drafts.parts(session, draft)), coming.parts, coming.origin)
    decided = {
        (one.place, one.property): choice for one in outcome.conflicts if (choice := choices.of(one)) is not None
    }
    return decide(outcome, decided, coming.origin)


def conflict_key(conflict: Conflict) -> str:
    """A conflict as a form names it, with a digest of what was written: who saw another text has decided nothing."""
    return "\t".join((*conflict.place, conflict.property, tag(conflict.mine)))


def preview(engine: Engine, draft: DraftRecord, coming: Incoming) -> Merged:
    """What would be written, and what has to be decided. Writes nothing."""
    with reading(engine) as session:
        return merged(session, draft, coming, Choices())


def apply(engine: Engine, person: Person, key: str, coming: Incoming, choices: Choices) -> Merged:
    """Write what a dictionary says into a draft, in one write. Conflicts that nobody decided leave what was written.

    Raises what `editing.save` raises.
    """
    with writing(engine) as session:
        draft = open_to(session, person, key)
        parts = drafts.parts(session, draft)
        outcome = merged(session, draft, coming, choices)
        told = {"imported": coming.origin, "added": len(outcome.added), "changed": len(outcome.changed)}
        revision = count_revision(session, draft, person, told)
        _write(session, draft, person, parts, outcome, revision)
        return outcome


def _write(
    session: Session, draft: DraftRecord, person: Person, parts: Sequence[Part], outcome: Merged, revision: int
) -> None:
    held, moment = _by_place(parts), journal.now()
    tables = {place.key: part.id for place, part in held.items() if place.kind == PartKind.TABLE}
    after = {(part.kind, part.parent): part.position for part in sorted(parts, key=lambda one: one.position)}
    stamp = {"revision": revision, "changed_by": person.name, "changed": moment}
    for place in outcome.changed:
        if place in held:
            part = outcome.parts[place]
            drafts.change_part(session, held[place].id, {"body": _body(part), "origins": part.origins, **stamp})
    variables: list[Facts] = []
    for place in sorted(outcome.added, key=lambda one: one.kind == PartKind.VARIABLE):
        part, kind = outcome.parts[place], PartKind(place.kind)
        parent = tables.get(Place(PartKind.TABLE, place.table).key) if kind is PartKind.VARIABLE else None
        after[kind, parent] = after.get((kind, parent), -1) + 1
        row: Facts = {
            "kind": kind.value,
            "parent_id": parent,
            "name": str(part.facts.get("name", "")),
            "position": after[kind, parent],
            "body": _body(part),
            "origins": part.origins,
            **stamp,
        }
        if kind is PartKind.VARIABLE:
            variables.append(row)
            continue
        number = drafts.add_part(session, draft, row)
        if kind is PartKind.TABLE:
            tables[place.key] = number
    drafts.add_parts(session, draft, variables)


def _body(part: Merging) -> Facts:
    return {name: value for name, value in part.facts.items() if name != "name"}


def _current(parts: Sequence[Part]) -> dict[Place, Merging]:
    return {
        place: Merging({"name": part.name, **part.body}, _origins(part.origins))
        for place, part in _by_place(parts).items()
    }


def _origins(kept: Facts) -> Origins:
    return {name: dict(origin) for name, origin in kept.items()}


def _by_place(parts: Collection[Part]) -> dict[Place, Part]:
    """Parts by the places of a merge; of two of one name the first. No dictionary speaks of concepts."""
    tables = {part.id: part.name for part in parts if part.kind is PartKind.TABLE}
    found: dict[Place, Part] = {}
    for part in parts:
        if part.kind is PartKind.DATASET:
            place = Place(part.kind.value)
        elif part.kind is PartKind.TABLE:
            place = Place(part.kind.value, part.name)
        elif part.kind is PartKind.VARIABLE:
            place = Place(part.kind.value, tables.get(part.parent or 0, ""), part.name)
        elif part.kind is PartKind.CODE_LIST:
            place = Place(part.kind.value, "", part.name)
        else:
            continue
        found.setdefault(place, part)
    return found
