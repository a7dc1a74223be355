"""/api/v1/datasets/<d>/notes and /timeline."""

from __future__ import annotations

from typing import Any

from catalogue.api import addresses, listing
from catalogue.api.operation import Noun
from catalogue.api.query import PageQuery
from catalogue.api.schemas.notes import NoteListSchema, TimelineSchema
from catalogue.api.wire import notes as wire
from catalogue.delivery.services import services
from catalogue.delivery.timeline import happenings
from catalogue.store import notes as store
from catalogue.store.engine import reading

notes = Noun("notes", "What was noted about sealed things, and all that happened to a dataset.")


@notes.get("/datasets/<slug>/notes", NoteListSchema, query=PageQuery, statuses=(301, 404))
def list_notes(query: dict[str, Any], slug: str) -> listing.Page:
    """Notes of a dataset

    About the dataset, its releases, tables and variables, in order of the journal. Those that were withdrawn or
    replaced are among them, with the entry since which they do not hold.
    """
    name = f"notes of {slug}"
    begin = listing.begin(name, query, (int,))
    with reading(services().engine) as session:
        record = addresses.dataset(session, slug)
        every = store.of_dataset(session, record.key)
    place = None if begin is None else (int(begin[0]),)
    found = listing.after(every, lambda one: (one.serial,), place, listing.limit(query))
    return listing.page(name, query, found, lambda one: (one.serial,), lambda one: wire.note(one, record.slug))


@notes.get("/datasets/<slug>/timeline", TimelineSchema, statuses=(301, 404))
def read_timeline(query: dict[str, Any], slug: str) -> dict[str, Any]:
    """All that happened to a dataset

    Releases, corrections, withdrawals, renames, notes and their withdrawals, in order of the journal, each with the
    three times: `snapshot`, `issued` and `recorded`.
    """
    del query
    with reading(services().engine) as session:
        record = addresses.dataset(session, slug)
        return wire.timeline(record, happenings(session, record))
