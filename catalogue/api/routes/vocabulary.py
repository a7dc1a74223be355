"""/api/v1/codelists and /api/v1/organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.api import listing
from catalogue.api.operation import Noun
from catalogue.api.query import PageQuery
from catalogue.api.schemas.vocabulary import (
    CodeListListSchema,
    CodeListSchema,
    OrganisationListSchema,
    OrganisationSchema,
)
from catalogue.api.wire import vocabulary as wire
from catalogue.delivery.services import services
from catalogue.store import find, vocabulary
from catalogue.store.engine import reading
from catalogue.store.releases import DatasetRecord, all_datasets
from catalogue.store.summaries import summaries
from catalogue.store.tables import CodeListPin, code_list_pins

code_lists = Noun("codelists", "Values with labels, in English and Welsh. Releases pin the states that they use.")
organisations = Noun("organisations", "Bodies that publish, keep or describe data.")


@code_lists.get("/codelists", CodeListListSchema, query=PageQuery)
def list_code_lists(query: dict[str, Any]) -> listing.Page:
    """Code lists

    As in force, in order of names, without their codes.
    """
    begin = listing.begin("codelists", query, (str,))
    with reading(services().engine) as session:
        known = sorted(vocabulary.code_lists(session), key=lambda one: one.name)
    found = listing.after(known, lambda one: (one.name,), begin, listing.limit(query))
    return listing.page("codelists", query, found, lambda one: (one.name,), wire.code_list_summary)


@code_lists.get("/codelists/<name>", CodeListSchema, statuses=(404,))
def read_code_list(query: dict[str, Any], name: str) -> dict[str, Any]:
    """One code list

    As in force, with its codes, and the releases and variables that use it, in whatever state each pins.
    """
    del query
    with reading(services().engine) as session:
        record = find.code_list(session, name)
        pins = code_list_pins(session, record.name)
        datasets = all_datasets(session) if pins else []
        held = summaries(session, _pinning(pins, datasets))
    variables = {
        number: tuple(
            f"{table.name}/{coded.name}" for table in tables for coded in table.coded if coded.code_list == record.name
        )
        for number, tables in held.items()
    }
    digests = {pin.release_id: pin.digest for pin in pins}
    uses = [wire.Use(one, digests[one.id], variables[one.id]) for one in _pinning(pins, datasets)]
    return wire.code_list(record, uses)


def _pinning(pins: Sequence[CodeListPin], datasets: Sequence[DatasetRecord]) -> list[Any]:
    wanted = {pin.release_id for pin in pins}
    return [one for dataset in datasets for one in dataset.releases if one.id in wanted and not one.withdrawn]


@organisations.get("/organisations", OrganisationListSchema, query=PageQuery)
def list_organisations(query: dict[str, Any]) -> listing.Page:
    """Organisations

    As in force, in order of names.
    """
    begin = listing.begin("organisations", query, (str,))
    with reading(services().engine) as session:
        known = sorted(vocabulary.organisations(session), key=lambda one: one.name)
    found = listing.after(known, lambda one: (one.name,), begin, listing.limit(query))
    return listing.page("organisations", query, found, lambda one: (one.name,), wire.organisation)


@organisations.get("/organisations/<name>", OrganisationSchema, statuses=(404,))
def read_organisation(query: dict[str, Any], name: str) -> dict[str, Any]:
    """One organisation

    As in force.
    """
    del query
    with reading(services().engine) as session:
        return wire.organisation(find.organisation(session, name))
