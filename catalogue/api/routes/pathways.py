"""/api/v1/pathways."""

from __future__ import annotations

from typing import Any

from catalogue.api import listing
from catalogue.api.operation import Noun
from catalogue.api.query import PageQuery
from catalogue.api.schemas.pathways import PathwayListSchema, PathwaySchema
from catalogue.api.wire import pathways as wire
from catalogue.delivery.services import services
from catalogue.store import find
from catalogue.store.engine import reading
from catalogue.store.pathways import described
from catalogue.store.pathways import pathways as all_pathways
from catalogue.store.releases import all_datasets

pathways = Noun("pathways", "The ways that data came, as places where they stand and steps between them.")


@pathways.get("/pathways", PathwayListSchema, query=PageQuery)
def list_pathways(query: dict[str, Any]) -> listing.Page:
    """Pathways

    As in force, in order of names, without their places and steps.
    """
    begin = listing.begin("pathways", query, (str,))
    with reading(services().engine) as session:
        known = all_pathways(session)
    found = listing.after(known, lambda one: (one.name,), begin, listing.limit(query))
    return listing.page("pathways", query, found, lambda one: (one.name,), wire.pathway_summary)


@pathways.get("/pathways/<name>", PathwaySchema, statuses=(404,))
def read_pathway(query: dict[str, Any], name: str) -> dict[str, Any]:
    """One pathway

    As in force, with its places, each with the release and table that describe it here, and its steps, each with what
    it reads and makes and how that is known.
    """
    del query
    with reading(services().engine) as session:
        record = find.pathway(session, name)
        return wire.pathway(record, described(session, record.places, all_datasets(session)))
