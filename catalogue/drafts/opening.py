"""Opening a draft: from nothing, from a package or dictionary, or from a sealed release."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlmodel import Session

from catalogue.dictionaries.leaves import flat
from catalogue.drafts.document import take_apart
from catalogue.drafts.standing import Step
from catalogue.errors import ForbiddenError, InvalidRequestError
from catalogue.model.authority import Person, Power
from catalogue.model.drafts import DraftState, PartKind
from catalogue.model.known import Facts
from catalogue.model.names import is_slug
from catalogue.registry.acts import record
from catalogue.store import drafts, journal
from catalogue.store.drafts import DraftRecord
from catalogue.store.engine import writing
from catalogue.store.releases import dataset_by_slug

KEY_BYTES = 8
INHERITED, IMPORTED, WRITTEN = "inherited", "imported", "written"


@dataclass(frozen=True, slots=True)
class Source:
    """What a draft starts from.

    document: a descriptor in the spelling of `packages.upgrade`, right or not. rows: files of tables that hold some, by
    name of the table. base: version of the release that it is, or empty. origin: the file that it was read from.
    imported: True for a dictionary, whose words its next edition replaces; those of a package were written by people.
    left: what of a dictionary was left out, in a sentence for the story of the draft, or empty.
    """

    document: Facts = field(default_factory=dict)
    rows: Mapping[str, bytes] = field(default_factory=dict)
    base: str = ""
    origin: str = ""
    imported: bool = False
    left: str = ""


def open_draft(engine: Engine, person: Person, slug: str, publisher: str, source: Source) -> DraftRecord:
    """A new draft for a dataset, which need not exist yet.

    Raises InvalidRequestError for a name that is none, ForbiddenError when the person may not write for the publisher,
    or for the one whose dataset it is already.
    """
    with writing(engine) as session:
        return open_within(session, person, slug, publisher, source)


def open_within(session: Session, person: Person, slug: str, publisher: str, source: Source) -> DraftRecord:
    """The same inside a write that goes on."""
    if not is_slug(slug):
        raise InvalidRequestError(
            f"{slug!r} cannot be the name of a dataset.", remedy="Use lower-case letters, digits and inner hyphens."
        )
    if not publisher:
        raise InvalidRequestError("A draft needs a publisher.", remedy="Say for which organisation you write it.")
    if not person.may(Power.WRITE, publisher, slug):
        raise ForbiddenError(
            f"You may not write for the publisher {publisher!r}.",
            remedy="An administrator of that publisher can give you the role of a steward.",
        )
    held = dataset_by_slug(session, slug)
    if held is not None and not person.may(Power.WRITE, held.publisher, held.slug):
        raise ForbiddenError(
            f"{slug!r} is a dataset of the publisher {held.publisher!r}, for whom you may not write.",
            remedy="Choose another name for a dataset of your own, or ask an administrator there for a role.",
        )
    moment = journal.now()
    draft = drafts.add(
        session,
        {
            "key": secrets.token_hex(KEY_BYTES),
            "slug": slug,
            "publisher": publisher,
            "base": source.base,
            "state": DraftState.OPEN.value,
            "author": person.name,
            "created": moment,
            "changed": moment,
            "revision": 1,
        },
    )
    _put_parts(session, draft, publisher, source)
    drafts.add_event(session, draft, 1, moment, person.name, Step.OPEN, _story(source))
    record(
        session, person.name, Step.OPEN, f"draft:{draft.key}", {"dataset": slug, "from": source.base or source.origin}
    )
    return draft


def _story(source: Source) -> str:
    if source.base:
        return f"Started from release {source.base}."
    if source.origin:
        return f"Started from {source.origin}. {source.left}".strip()
    return "Started from nothing."


def _put_parts(session: Session, draft: DraftRecord, publisher: str, source: Source) -> None:
    """Every part as a row; those of tables first need a number for their variables to name."""
    how = {"how": INHERITED, "from": source.base}
    if source.origin:
        how = {"how": IMPORTED if source.imported else WRITTEN, "from": source.origin}
    tables: list[int] = []
    variables: list[dict[str, object]] = []
    positions: dict[tuple[PartKind, int | None], int] = {}
    for piece in take_apart(source.document, source.rows):
        place = (piece.kind, piece.table)
        body = {**piece.body, "publisher": publisher} if piece.kind is PartKind.DATASET else dict(piece.body)
        row: dict[str, object] = {
            "kind": piece.kind.value,
            "parent_id": tables[piece.table] if piece.table is not None else None,
            "name": piece.name,
            "position": positions.setdefault(place, 0),
            "revision": draft.revision,
            "body": body,
            "origins": dict.fromkeys(flat(body), how) if source.document else {},
            "changed_by": draft.author,
            "changed": draft.created,
        }
        positions[place] += 1
        if piece.kind is PartKind.VARIABLE:
            variables.append(row)
            continue
        number = drafts.add_part(session, draft, row)
        if piece.kind is PartKind.TABLE:
            tables.append(number)
            if piece.name in source.rows:
                drafts.put_file(session, number, source.rows[piece.name])
    drafts.add_parts(session, draft, variables)
