"""/api/v1/datasets/<d>/diff."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from catalogue.api import addresses
from catalogue.api.operation import RELEASE_STATUSES, Noun
from catalogue.api.query import Name
from catalogue.api.schemas.differences import ReleaseDifferenceSchema
from catalogue.api.wire import differences as wire
from catalogue.delivery.services import services
from catalogue.registry.differences import between
from catalogue.store import find
from catalogue.store.engine import reading

differences = Noun("differences", "What two releases of a dataset do not say alike.")

# `from` is a word of Python, so fields of that name are given as a mapping.
_VERSIONS: dict[str, ma.fields.Field[Any]] = {
    "from": Name(80, "Version of the earlier release; without it, the one before the later.", "1.0.0"),
    "to": Name(80, "Version of the later release; without it, the one in force.", "2.0.0"),
}
PairQuery = ma.Schema.from_dict(_VERSIONS, name="PairQuery")


@differences.get("/datasets/<slug>/diff", ReleaseDifferenceSchema, query=PairQuery, statuses=RELEASE_STATUSES)
def read_diff(query: dict[str, Any], slug: str) -> dict[str, Any]:
    """What differs between two releases

    Every property of dataset, tables, variables, code lists and codes that the two do not say alike, with what it asks
    of users and why; the version that it asks for; likely renames; and what is carried forward and not confirmed.
    """
    with reading(services().engine) as session:
        record = addresses.dataset(session, slug)
        before, after = find.pair(session, record, query.get("from", ""), query.get("to", ""))
        return wire.difference(before, after, between(session, before, after))
