"""/api/v1/concepts."""

from __future__ import annotations

from typing import Any

from catalogue.api import listing
from catalogue.api.operation import Noun
from catalogue.api.query import PageQuery
from catalogue.api.schemas.concepts import ConceptListSchema, ConceptSchema
from catalogue.api.wire import concepts as wire
from catalogue.delivery.services import services
from catalogue.store import find, vocabulary
from catalogue.store.engine import reading

concepts = Noun("concepts", "Notions that variables have in common, and the ways in which people say them.")


@concepts.get("/concepts", ConceptListSchema, query=PageQuery)
def list_concepts(query: dict[str, Any]) -> listing.Page:
    """Concepts

    As in force, in order of names, without their variables.
    """
    begin = listing.begin("concepts", query, (str,))
    with reading(services().engine) as session:
        known = vocabulary.concepts(session)
    found = listing.after(known, lambda one: (one.name,), begin, listing.limit(query))
    return listing.page("concepts", query, found, lambda one: (one.name,), wire.concept_summary)


@concepts.get("/concepts/<name>", ConceptSchema, statuses=(404,))
def read_concept(query: dict[str, Any], name: str) -> dict[str, Any]:
    """One concept

    As in force, with the variables that measure it and what differs between them.
    """
    del query
    with reading(services().engine) as session:
        return wire.concept(find.concept(session, name))
