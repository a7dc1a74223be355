"""/api/v1/concepts, and two datasets side by side."""

from __future__ import annotations

from typing import Any

from catalogue.api import addresses, listing
from catalogue.api.operation import Noun
from catalogue.api.query import PageQuery
from catalogue.api.schemas.concepts import ConceptListSchema, ConceptSchema, CrosswalkSchema
from catalogue.api.wire import concepts as wire
from catalogue.delivery.services import services
from catalogue.store import find
from catalogue.store.concepts import concepts as all_concepts
from catalogue.store.concepts import member_states
from catalogue.store.crosswalk import crosswalk
from catalogue.store.engine import reading
from catalogue.store.releases import all_datasets

concepts = Noun("concepts", "Notions that variables have in common, and the ways in which people say them.")


@concepts.get("/concepts", ConceptListSchema, query=PageQuery)
def list_concepts(query: dict[str, Any]) -> listing.Page:
    """Concepts

    As in force, in order of names, without their variables.
    """
    begin = listing.begin("concepts", query, (str,))
    with reading(services().engine) as session:
        known = all_concepts(session)
    found = listing.after(known, lambda one: (one.name,), begin, listing.limit(query))
    return listing.page("concepts", query, found, lambda one: (one.name,), wire.concept_summary)


@concepts.get("/concepts/<name>", ConceptSchema, statuses=(404,))
def read_concept(query: dict[str, Any], name: str) -> dict[str, Any]:
    """One concept

    As in force, with the variables that measure it, each as the newest release that holds it describes it, and what
    differs between them.
    """
    del query
    with reading(services().engine) as session:
        record = find.concept(session, name)
        return wire.concept(record, member_states(session, record.variables, all_datasets(session)))


@concepts.get("/datasets/<slug>/crosswalk/<other>", CrosswalkSchema, statuses=(301, 404))
def read_crosswalk(query: dict[str, Any], slug: str, other: str) -> dict[str, Any]:
    """Two datasets side by side

    Which variables measure the same concepts, what one row of their tables is, and what differs in meaning.
    """
    del query
    with reading(services().engine) as session:
        left = addresses.dataset(session, slug)
        right = addresses.dataset(session, other, "other")
        return wire.crosswalk(crosswalk(session, left, right))
