"""Writing to a draft, one part at a time. Two people who write the same property are both heard.

Whoever saves says of each property what was there when they began: as the short digest that the form carried. When the
draft holds something else by now, nothing of that part is written, and both texts are told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.dictionaries.leaves import flat
from catalogue.drafts.concept_states import brought_forward
from catalogue.drafts.concepts import begin, body_of, drafted, origins_of
from catalogue.drafts.document import data_facts
from catalogue.drafts.found import part_of, seen
from catalogue.drafts.standing import Step, require
from catalogue.errors import ForbiddenError, InvalidRequestError
from catalogue.model.authority import Person, Power
from catalogue.model.drafts import PartKind
from catalogue.model.known import Facts
from catalogue.registry.acts import record
from catalogue.releases.canonical import NotCanonicalError, digest, encode, normalise
from catalogue.store import drafts, journal
from catalogue.store.drafts import DraftRecord, Part
from catalogue.store.engine import writing

WRITTEN = "written"
# The name of a part is a property like any other to whoever edits it.
NAME = "name"
_TAG_LENGTH = 16
# Edits of one person this close together are one line of the activity.
_TOGETHER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Edit:
    """A property as somebody wants it. value: None takes it away. was: `tag` of what they saw; None asks nothing."""

    name: str
    value: Any
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """A property that somebody else changed meanwhile: their value, and the one that was not written."""

    name: str
    theirs: Any
    mine: Any
    by: str
    moment: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the part as it stands now, and what stood in the way; then nothing was written."""

    part: Part
    revision: int
    clashes: tuple[Clash, ...] = ()


def tag(value: Any) -> str:
    """What a form carries of a value to say which one was seen: a short digest, or the empty text for none."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else digest(written.encode("utf-8", "surrogatepass"))[:_TAG_LENGTH]


def value_of(part: Part, name: str) -> Any:
    """A property of a part, its name among them; None when it has none."""
    return part.name if name == NAME else part.body.get(name)


def save(engine: Engine, person: Person, key: str, number: int, edits: Sequence[Edit]) -> Saved:
    """Write properties of one part, all of them or none.

    Raises NotFoundError, ForbiddenError and ConflictError as `standing.require` does, InvalidRequestError for a value
    that JSON cannot carry.
    """
    with writing(engine) as session:
        draft = open_to(session, person, key)
        return save_within(session, draft, person, part_of(session, draft, number), edits)


def save_within(session: Session, draft: DraftRecord, person: Person, part: Part, edits: Sequence[Edit]) -> Saved:
    """The same inside a write that goes on."""
    changed = [edit for edit in map(_plain, edits) if edit.value != value_of(part, edit.name)]
    if part.kind is PartKind.CONCEPT and any(edit.name == NAME for edit in changed):
        raise InvalidRequestError(
            f"A concept keeps its name, and this one is {part.name!r}.",
            remedy="Take it out of the draft, and add one of the other name.",
        )
    clashes = tuple(
        Clash(edit.name, value_of(part, edit.name), edit.value, part.changed_by, part.changed)
        for edit in changed
        if edit.was is not None and edit.was != tag(value_of(part, edit.name))
    )
    if clashes or not changed:
        return Saved(part, draft.revision, clashes)
    body, origins = dict(part.body), dict(part.origins)
    name = part.name
    for edit in changed:
        if edit.name == NAME:
            name = str(edit.value or "")
        elif edit.value is None:
            body.pop(edit.name, None)
        else:
            body[edit.name] = edit.value
    before, after = flat(part.body), flat(body)
    for path in before.keys() | after.keys():
        if before.get(path) != after.get(path):
            # What somebody declined before stays declined.
            origins[path] = {**origins.get(path, {}), "how": WRITTEN, "from": ""}
    publisher = _publisher(draft, person, part, body)
    told = digest(encode(body))
    revision = count_revision(
        session, draft, person, {"part": part.id, "properties": [edit.name for edit in changed]}, told, publisher
    )
    values = {"name": name, "body": body, "origins": origins, "revision": revision}
    drafts.change_part(session, part.id, {**values, "changed_by": person.name, "changed": journal.now()})
    fresh = drafts.part(session, draft, part.id)
    if fresh is None:
        raise AssertionError("a part that was just written is gone")
    return Saved(fresh, revision)


def _plain(edit: Edit) -> Edit:
    """The edit with its value in the one spelling in which it would be sealed."""
    try:
        value = normalise(edit.value, edit.name)
        encode(value)
    except NotCanonicalError as error:
        raise InvalidRequestError(f"{edit.name} cannot be kept: {error}.", remedy="Write it as text.") from error
    return replace(edit, value=value)


def _publisher(draft: DraftRecord, person: Person, part: Part, body: Facts) -> str:
    """The publisher of the draft after an edit. Nobody hands a draft to a publisher for whom they may not write."""
    if part.kind is not PartKind.DATASET:
        return draft.publisher
    publisher = str(body.get("publisher") or "")
    if publisher == draft.publisher:
        return publisher
    if not publisher or not person.may(Power.WRITE, publisher, draft.slug):
        raise ForbiddenError(
            f"You may not write for the publisher {publisher!r}." if publisher else "A draft needs a publisher.",
            remedy=f"Leave it at {draft.publisher!r}, or ask an administrator for the role of a steward there.",
        )
    return publisher


def add(engine: Engine, person: Person, key: str, kind: PartKind, name: str, table: int | None = None) -> Part:
    """One more table, variable (of `table`), code list or concept, at the end of its kind.

    A concept that the register has comes in as it is in force.
    """
    if kind is PartKind.DATASET or (kind is PartKind.VARIABLE) != (table is not None):
        raise InvalidRequestError("A part of this kind cannot be added there.")
    if not name.strip():
        raise InvalidRequestError("It needs a name.", remedy="Write its name as it stands in the data.")
    with writing(engine) as session:
        draft = open_to(session, person, key)
        if table is not None and part_of(session, draft, table).kind is not PartKind.TABLE:
            raise InvalidRequestError("Variables belong to a table.")
        siblings = [one for one in drafts.parts(session, draft, [kind]) if one.parent == table]
        body, origins = _beginning(session, kind, name.strip(), siblings)
        revision = count_revision(session, draft, person, {"added": kind.value, "name": name})
        values = {
            "kind": kind.value,
            "parent_id": table,
            "name": name.strip(),
            "position": max((one.position for one in siblings), default=-1) + 1,
            "revision": revision,
            "body": body,
            "origins": origins,
            "changed_by": person.name,
            "changed": journal.now(),
        }
        return part_of(session, draft, drafts.add_part(session, draft, values))


def _beginning(
    session: Session, kind: PartKind, name: str, siblings: Iterable[Part]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Body and origins of a part before anybody wrote a word: only what the package needs to have its shape."""
    if kind is PartKind.CONCEPT:
        if any(one.name == name for one in siblings):
            raise InvalidRequestError(f"The draft has the concept {name!r} already.", remedy="Open it there.")
        return begin(session, name)
    bodies: dict[PartKind, dict[str, Any]] = {
        PartKind.TABLE: {"physicalName": name.upper(), "headerOnly": True},
        PartKind.VARIABLE: {"type": "string"},
        PartKind.CODE_LIST: {"title": name, "codes": []},
    }
    return bodies[kind], {}


def bring_forward(engine: Engine, person: Person, key: str, number: int) -> None:
    """Put what a draft changes in a concept on top of the state now in force; see `concept_states.brought_forward`.

    Writes nothing when the draft started from that state.
    """
    with writing(engine) as session:
        draft = open_to(session, person, key)
        part = part_of(session, draft, number)
        if part.kind is not PartKind.CONCEPT:
            raise InvalidRequestError("Only concepts are shared, so that others may have changed them.")
        [one] = drafted(session, [part])
        if not one.moved:
            return
        body = brought_forward(body_of(one.began), part.body, body_of(one.now))
        revision = count_revision(session, draft, person, {"brought forward": part.name}, digest(encode(body)))
        origins = {**part.origins, **origins_of(one.state)}
        values = {"body": body, "origins": origins, "revision": revision}
        drafts.change_part(session, number, {**values, "changed_by": person.name, "changed": journal.now()})


def remove(engine: Engine, person: Person, key: str, number: int) -> None:
    """Take a table with its variables, a variable, a code list or what was written of a concept out of a draft."""
    with writing(engine) as session:
        draft = open_to(session, person, key)
        part = part_of(session, draft, number)
        if part.kind is PartKind.DATASET:
            raise InvalidRequestError("The description of the dataset cannot be removed.")
        count_revision(session, draft, person, {"removed": part.kind.value, "name": part.name})
        drafts.remove_part(session, number)


def arrange(engine: Engine, person: Person, key: str, numbers: Iterable[int]) -> None:
    """Give parts that stand beside each other the order in which they are named."""
    with writing(engine) as session:
        draft = open_to(session, person, key)
        wanted = list(numbers)
        found = [part_of(session, draft, number) for number in wanted]
        if len({(part.kind, part.parent) for part in found}) > 1 or len(set(wanted)) < len(wanted):
            raise InvalidRequestError("Only parts that stand beside each other can be put in order.")
        count_revision(session, draft, person, {"arranged": len(wanted)})
        for position, part in zip(sorted(part.position for part in found), found, strict=True):
            drafts.change_part(session, part.id, {"position": position})


def put_rows(engine: Engine, person: Person, key: str, table: int, body: bytes | None) -> None:
    """The file of a table that may be published with its rows; None takes it away."""
    with writing(engine) as session:
        draft = open_to(session, person, key)
        part = part_of(session, draft, table)
        if part.kind is not PartKind.TABLE:
            raise InvalidRequestError("Rows belong to a table.")
        count_revision(
            session, draft, person, {"rows": part.name, "bytes": len(body or b"")}, digest(body) if body else ""
        )
        drafts.put_file(session, table, body)
        facts = {key: value for key, value in part.body.items() if key not in {"data", "dialect"}}
        drafts.change_part(session, table, {"body": {**facts, "data": data_facts(body)} if body else facts})


def open_to(session: Session, person: Person, key: str) -> DraftRecord:
    """A draft that somebody may write to now. Raises NotFoundError, ForbiddenError, ConflictError."""
    draft = seen(session, person, key)
    require(Step.EDIT, draft, person, ())
    return draft


def count_revision(
    session: Session,
    draft: DraftRecord,
    person: Person,
    detail: Mapping[str, Any],
    told: str = "",
    publisher: str | None = None,
) -> int:
    """Count a revision, and write down who did it; returns the new revision."""
    moment = journal.now()
    revision = drafts.touch(session, draft, moment, publisher=publisher or draft.publisher)
    last = drafts.last_event(session, draft)
    if last is not None and last.kind == Step.EDIT and last.person == person.name and _near(last.moment, moment):
        drafts.extend_event(session, draft, last.number, moment, revision)
    else:
        drafts.add_event(session, draft, revision, moment, person.name, Step.EDIT, "")
    record(session, person.name, Step.EDIT, f"draft:{draft.key}", detail, told)
    return revision


def _near(one: str, other: str) -> bool:
    apart = datetime.fromisoformat(other) - datetime.fromisoformat(one)
    return apart.total_seconds() < _TOGETHER_SECONDS
