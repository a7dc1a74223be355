"""/api/v1/compare."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from catalogue.api.operation import Noun
from catalogue.api.schemas.compare import CompareSchema
from catalogue.api.wire.compare import comparison
from catalogue.delivery.services import services
from catalogue.exports.asked import asked
from catalogue.exports.items import EXAMPLE, FORM, MOST_COMPARED, check_count
from catalogue.exports.selection import select
from catalogue.store import concepts
from catalogue.store.engine import reading

compare = Noun("compare", "Variables side by side.")


class CompareQuery(ma.Schema):
    """Which variables."""

    v = ma.fields.List(
        ma.fields.String(),
        metadata={"description": f"A variable of a release: `{FORM}`. Up to {MOST_COMPARED}.", "example": [EXAMPLE]},
    )
    b = ma.fields.List(ma.fields.String(), metadata={"description": "The same, packed as links to baskets are."})


@compare.get("/compare", CompareSchema, query=CompareQuery)
def read_comparison(query: dict[str, Any]) -> dict[str, Any]:
    """Compare variables

    What their releases say, in what they differ, and their codes aligned. What cannot be found is told under
    `faults`, and the rest is answered all the same.
    """
    found = asked(query.get("v", ()), query.get("b", ()), MOST_COMPARED)
    with reading(services().engine) as session:
        selection = select(session, found.items, found.faults)
        known, slugs = concepts.concepts(session), concepts.former_slugs(session)
    check_count(len(selection.chosen), MOST_COMPARED)
    measured = {
        item: [one.concept.name for one in concepts.memberships(known, slugs, item.dataset, item.table, item.variable)]
        for item in (chosen.item for chosen in selection.chosen)
    }
    return comparison(selection, measured)
