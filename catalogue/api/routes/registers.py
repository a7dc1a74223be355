"""/api/v1/datasets, and the releases below them."""

from __future__ import annotations

from typing import Any

from flask import Response

from catalogue.api import addresses, listing
from catalogue.api.operation import RELEASE_STATUSES, Noun
from catalogue.api.query import PageQuery
from catalogue.api.routes.objects import exact
from catalogue.api.schemas.access import AccessSchema
from catalogue.api.schemas.registers import (
    DatasetListSchema,
    DatasetRecordSchema,
    ReleaseListSchema,
    ReleaseRecordSchema,
)
from catalogue.api.wire import access as access_wire
from catalogue.api.wire import registers as wire
from catalogue.delivery import notes
from catalogue.delivery.services import services
from catalogue.errors import NotFoundError
from catalogue.model.timeline import order
from catalogue.store.access import how_to_get
from catalogue.store.engine import reading
from catalogue.store.objects import get_object
from catalogue.store.overview import sizes
from catalogue.store.receipts import receipts
from catalogue.store.releases import ReleaseRecord, all_datasets
from catalogue.store.tombstones import require_standing

datasets = Noun("datasets", "Series of releases. A dataset keeps its identifier whatever it is called.")
releases = Noun("releases", "Sealed versions. A release never changes; it may be withdrawn, and then answers 410.")
RECEIPT = {
    "type": "object",
    "description": "What the gate said of a release, RFC 8785 JSON; its seal names its SHA-256.",
}
SEAL = {"type": "object", "description": "The seal document, RFC 8785 JSON; its SHA-256 is the release's `seal`."}


@datasets.get("/datasets", DatasetListSchema, query=PageQuery)
def list_datasets(query: dict[str, Any]) -> listing.Page:
    """Datasets

    In order of permanent identifiers, each as its release in force describes it.
    """
    begin = listing.begin("datasets", query, (str,))
    with reading(services().engine) as session:
        known = sorted(all_datasets(session), key=lambda one: one.key)
    found = listing.after(known, lambda one: (one.key,), begin, listing.limit(query))
    return listing.page("datasets", query, found, lambda one: (one.key,), wire.dataset)


@datasets.get("/datasets/<slug>", DatasetRecordSchema, statuses=(301, 404))
def read_dataset(query: dict[str, Any], slug: str) -> dict[str, Any]:
    """One dataset

    As its release in force describes it. `facts` holds every sealed property word for word.
    """
    del query
    with reading(services().engine) as session:
        record = addresses.dataset(session, slug)
        return wire.dataset_record(record, notes.of_dataset(notes.standing(session, record)).own)


@datasets.get("/datasets/<slug>/access", AccessSchema, statuses=(301, 404, 410))
def read_access(query: dict[str, Any], slug: str) -> dict[str, Any]:
    """How the data of a dataset are got

    As its release in force says it: who may apply, where, how long it takes, which variables must be asked for by
    name, and what tables and columns are called in a project.
    """
    del query
    with reading(services().engine) as session:
        record = addresses.dataset(session, slug)
        release = record.latest or record.releases[-1]
        require_standing(session, release)
        return access_wire.access(release, how_to_get(session, release))


@releases.get("/datasets/<slug>/releases", ReleaseListSchema, query=PageQuery, statuses=(301, 404))
def list_releases(query: dict[str, Any], slug: str) -> listing.Page:
    """Releases of a dataset

    Oldest first by (issued, version), withdrawn ones with their tombstones.
    """
    name = f"releases of {slug}"
    begin = listing.begin(name, query, (str, str))
    with reading(services().engine) as session:
        known = addresses.dataset(session, slug).releases
        place = None if begin is None else order(_Place(str(begin[0]), str(begin[1])))
        found = listing.after(known, order, place, listing.limit(query))
        tables = {number: size.tables for number, size in sizes(session, found).items()}
        said = receipts(session, found)

    def position(one: ReleaseRecord) -> tuple[str, str]:
        return one.issued, one.version

    return listing.page(name, query, found, position, lambda one: wire.release(one, tables[one.id], said.get(one.id)))


class _Place:
    """A place in the order of releases, whether or not a release stands there."""

    def __init__(self, issued: str, version: str) -> None:
        self.issued, self.version = issued, version


@releases.get("/datasets/<slug>/releases/<version>", ReleaseRecordSchema, statuses=RELEASE_STATUSES)
def read_release(query: dict[str, Any], slug: str, version: str) -> dict[str, Any]:
    """One release

    By version. A snapshot date and `latest` redirect to the release that they stand for at the moment.
    """
    del query
    with reading(services().engine) as session:
        record, found = addresses.both(session, slug, version)
        said = notes.of_release(notes.standing(session, record), found.version)
        receipt = receipts(session, [found]).get(found.id)
        return wire.release_record(record, found, sizes(session, [found])[found.id].tables, receipt, said.own)


@releases.get("/datasets/<slug>/releases/<version>/seal.json", SEAL, statuses=RELEASE_STATUSES)
def read_seal(query: dict[str, Any], slug: str, version: str) -> Response:
    """The seal of a release

    Exact bytes. The manual has a program that checks it, and everything it vouches for.
    """
    del query
    with reading(services().engine) as session:
        record = addresses.release(session, slug, version)
        return exact(record.seal, get_object(session, record.seal))


@releases.get("/datasets/<slug>/releases/<version>/receipt.json", RECEIPT, statuses=RELEASE_STATUSES)
def read_receipt(query: dict[str, Any], slug: str, version: str) -> Response:
    """The receipt of the gate

    Exact bytes: by which rules the release was judged before it was sealed, what they said, and its score.
    """
    del query
    with reading(services().engine) as session:
        record = addresses.release(session, slug, version)
        if not record.receipt:
            raise NotFoundError(
                f"{record.slug} {record.version} was sealed before there were receipts.",
                remedy="Its seal is beside it, at seal.json.",
            )
        return exact(record.receipt, get_object(session, record.receipt))
