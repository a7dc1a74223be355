"""/api/v1/datasets/…/lineage, and the same below tables and variables."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from catalogue.api import addresses
from catalogue.api.operation import RELEASE_STATUSES, Noun
from catalogue.api.query import MOST_SERIAL, Day, Name, Whole
from catalogue.api.schemas.traces import LineageSchema
from catalogue.api.wire import traces as wire
from catalogue.delivery.services import services
from catalogue.errors import InvalidRequestError
from catalogue.lineage.questions import naming
from catalogue.lineage.questions import traces as questions
from catalogue.lineage.questions.traces import DEPTH, MOST_DEPTH, Asked
from catalogue.registry.lineage import rules_of
from catalogue.store.engine import reading

traces = Noun("traces", "Where releases, tables and variables come from, and what they feed.")
WAYS = ("up", "down", "both")
RELEASE = "/datasets/<slug>/releases/<version>"


class WayQuery(ma.Schema):
    """How far, which way, and as of when."""

    direction = ma.fields.String(
        load_default="both",
        validate=ma.validate.OneOf(WAYS),
        metadata={"description": "`up`: what it was made from. `down`: what was made from it.", "enum": list(WAYS)},
    )
    depth = Whole(
        load_default=DEPTH,
        validate=ma.validate.Range(1, MOST_DEPTH),
        metadata={"description": "How many runs far.", "example": DEPTH},
    )
    as_of = Day(
        metadata={
            "description": "What is not pinned: only what runs wrote until the end of this day. "
            "What the seal pins is the same at any time.",
            "format": "date",
            "example": "2023-06-22",
        }
    )
    as_known = Whole(
        validate=ma.validate.Range(0, MOST_SERIAL),
        metadata={"description": "What is not pinned: only what was told until this journal entry.", "example": 100},
    )


class PartQuery(WayQuery):
    """The same, and of which part of the release."""

    table = Name(128, "Only of this table, letters in any case.", "cafcass_alf")
    variable = Name(128, "Only of this variable of the table, letters in any case.", "LSOA2011_CD")


@traces.get(f"{RELEASE}/lineage", LineageSchema, query=PartQuery, statuses=RELEASE_STATUSES)
def release_lineage(query: dict[str, Any], slug: str, version: str) -> dict[str, Any]:
    """Lineage of a release

    The run as the seal pins it; a graph of runs and of what they read and wrote; and what was reported of them after
    the release was sealed. With `table` and `variable`, the same as the addresses of those.
    """
    if "variable" in query and "table" not in query:
        raise InvalidRequestError("The parameter `variable` needs `table`.", remedy="Name the table of the variable.")
    return _told(query, slug, version, query.get("table", ""), query.get("variable", ""))


@traces.get(f"{RELEASE}/tables/<table>/lineage", LineageSchema, query=WayQuery, statuses=RELEASE_STATUSES)
def table_lineage(query: dict[str, Any], slug: str, version: str, table: str) -> dict[str, Any]:
    """Lineage of a table

    What one table of a release was made from, and what was made from it.
    """
    return _told(query, slug, version, table, "")


@traces.get(
    f"{RELEASE}/tables/<table>/variables/<variable>/lineage",
    LineageSchema,
    query=WayQuery,
    statuses=RELEASE_STATUSES,
)
def variable_lineage(query: dict[str, Any], slug: str, version: str, table: str, variable: str) -> dict[str, Any]:
    """Lineage of a variable

    Which columns it was made from, how, and which were made from it. Upstream as the seals pin it.
    """
    return _told(query, slug, version, table, variable)


def _told(query: dict[str, Any], slug: str, version: str, table: str, variable: str) -> dict[str, Any]:
    as_of = questions.as_of(query.get("as_of", ""), query.get("as_known"))
    with reading(services().engine) as session:
        release = addresses.release(session, slug, version)
        table, variable = naming.part(session, release, table, variable)
        asked = Asked(query["direction"], query["depth"], table, variable, as_of)
        told = questions.lineage(session, release, asked, rules_of(services().settings))
    return wire.lineage(release, told, query)
