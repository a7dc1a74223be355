"""/api/v1/, the change feed, and signed heads of the journal."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from catalogue.api import listing
from catalogue.api.operation import Noun
from catalogue.api.query import MOST_SERIAL, PageQuery, Whole
from catalogue.api.schemas.journal import (
    ChangeListSchema,
    EntrySchema,
    KeySchema,
    SignedHeadListSchema,
    SignedHeadSchema,
)
from catalogue.api.wire import journal as wire
from catalogue.delivery.services import services
from catalogue.errors import NotFoundError
from catalogue.following.changes import change
from catalogue.model import SignedHead
from catalogue.model.kinds import DEFAULT_FEED_KINDS, ChangeKind
from catalogue.store import heads, journal
from catalogue.store.engine import reading
from catalogue.store.feed import slugs

feed = Noun("changes", "The journal: everything that was ever published, withdrawn or renamed, in order of commits.")
# The register may stand still and yet be signed anew: `delivery.validators` remembers nothing of this group.
signed = Noun("journal", "What vouches for the journal: its end as it was signed, and the key to check that with.")
KINDS = [kind.value for kind in ChangeKind]


class ChangeQuery(PageQuery):
    """Which journal entries."""

    since = Whole(
        load_default=0,
        validate=ma.validate.Range(0, MOST_SERIAL),
        metadata={"description": "Only entries after this serial: the last one that you have.", "example": 0},
    )
    kind = ma.fields.List(
        ma.fields.String(validate=ma.validate.OneOf(KINDS), metadata={"enum": KINDS}),
        metadata={"description": "Only entries of these kinds. Unless asked for, runs are left out.", "explode": True},
    )


@feed.get("/", EntrySchema)
def read_entry(query: dict[str, Any]) -> dict[str, Any]:
    """The way in

    Addresses of all lists, and the end of the journal. A harvester that finds the same `head` has everything.
    """
    del query
    with reading(services().engine) as session:
        return wire.entry(journal.head(session))


@feed.get("/changes", ChangeListSchema, query=ChangeQuery)
def list_changes(query: dict[str, Any]) -> listing.Page:
    """The change feed

    Entries after `since` in order of commits; no serial is ever skipped or used twice. Read to the last page, keep
    the last serial, and give it as `since` the next time.
    """
    begin = listing.begin("changes", query, (int,))
    since = query["since"] if begin is None else int(begin[0])
    kinds = sorted(set(query["kind"])) if query.get("kind") else DEFAULT_FEED_KINDS
    with reading(services().engine) as session:
        found = journal.since(session, since, kinds=kinds, limit=listing.limit(query) + 1)
        names, head = slugs(session), journal.head(session)
    site = services().settings.base_url
    body, headers = listing.page(
        "changes", query, found, lambda one: (one.serial,), lambda one: change(one, names, site)
    )
    return {**body, "head": wire.head(head)}, headers


@signed.get("/journal/head", SignedHeadSchema, statuses=(404,))
def read_head(query: dict[str, Any]) -> dict[str, Any]:
    """The signed end of the journal

    The newest one. Keep it elsewhere: `catalogue verify --since` shows with it whether the journal was cut short or
    written anew. `signature` is of the RFC 8785 JSON of `head`.
    """
    del query
    return wire.signed(_newest())


@signed.get("/journal/heads", SignedHeadListSchema, query=PageQuery)
def list_heads(query: dict[str, Any]) -> listing.Page:
    """All signed heads

    Oldest first: one after each growth of the journal, and one an hour.
    """
    begin = listing.begin("heads", query, (int,))
    with reading(services().engine) as session:
        found = heads.after(session, 0 if begin is None else int(begin[0]), listing.limit(query) + 1)
    return listing.page("heads", query, found, lambda one: (one.id or 0,), wire.signed)


@signed.get("/journal/key", KeySchema, statuses=(404,))
def read_key(query: dict[str, Any]) -> dict[str, Any]:
    """The key of signed heads

    The public key that checks the newest head. Keep it elsewhere as well: whoever could write heads anew could give
    another key with them.
    """
    del query
    return wire.key(_newest())


def _newest() -> SignedHead:
    with reading(services().engine) as session:
        found = heads.newest(session)
    if found is None:
        raise NotFoundError(
            "No head of the journal has been signed yet.",
            remedy="The worker signs one within a minute of the first entry.",
        )
    return found
